"""Pages in the dialects of other wards, bureaus and years, all invented, each with what a person reads in it."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from knowledge.model import Level, Plan
from knowledge.reading import read
from knowledge.reading.dates import fiscal_year

FOLDER = Path(__file__).parent / "dialects"
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".txt", ".html", ".mhtml"))
LADDER = (Level.ISSUE, Level.STRATEGY, Level.ACTION)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a person reads it."""

    level: str
    code: str | None
    title: str
    parent: str | None
    """The title of the entry above."""
    amounts: tuple[tuple[int, str, int | None], ...]
    """Yen, kind, fiscal year."""


def plain(title: str) -> str:
    return unicodedata.normalize("NFKC", title).replace(" ", "")


def understood(plan: Plan) -> list[Item]:
    titles = {entry.id: plain(entry.title) for entry in plan.entries}
    return [
        Item(
            str(entry.level),
            entry.code,
            plain(entry.title),
            titles[entry.parent] if entry.parent else None,
            tuple((amount.yen, amount.kind, amount.fiscal_year) for amount in entry.amounts),
        )
        for entry in plan.entries
        if entry.level in LADDER
    ]


def expected(gold: dict[str, Any]) -> list[Item]:
    issues = {item["code"]: plain(item["title"]) for item in gold["items"] if item["level"] == "issue" and item["code"]}
    return [
        Item(
            item["level"],
            item["code"],
            plain(item["title"]),
            plain(item.get("parent_strategy_title") or item.get("parent_issue_title") or "")
            or issues.get(item.get("parent_issue") or ""),
            tuple((each["amount_yen"], each["kind"], fiscal_year(each["year"])) for each in item["amounts"]),
        )
        for item in gold["items"]
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_entry_its_parent_and_its_amounts(page: Path) -> None:
    gold = json.loads(page.with_suffix("").with_suffix(".gold.json").read_text(encoding="utf-8"))
    plan = read(page)
    assert understood(plan) == expected(gold)
    assert (plan.source.organisation, plan.source.fiscal_year) == (gold["unit"], fiscal_year(gold["fiscal_year"]))
    if "stage" in gold:
        assert plan.source.stage == gold["stage"]
