"""Tables and pages in many shapes, all invented, each with what a person reads in it: no figure is wrong in silence."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from knowledge.model import Level, Source
from knowledge.reading import ReadingError, opened, understood
from knowledge.reading.tree import measures

SHAPES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "shapes.toml").read_text(encoding="utf-8")
)
LADDER = (Level.ISSUE, Level.STRATEGY, Level.ACTION)


def written(shape: dict[str, Any], folder: Path) -> Path:
    path = folder / f"shape.{shape.get('suffix', 'csv')}"
    path.write_text(shape["text"], encoding="utf-8")
    return path


@pytest.mark.parametrize("shape", SHAPES["table"], ids=lambda shape: shape["name"])
def test_a_table(shape: dict[str, Any], tmp_path: Path) -> None:
    known = Source("shape", None, "", shape.get("fiscal_year"))
    file = opened(written(shape, tmp_path))
    if shape.get("asked"):
        with pytest.raises(ReadingError, match=r"--repeats|食い違|--columns"):
            understood(file, known)
        return
    reading = understood(file, known)
    plan = reading.plan
    found = {(each.fiscal_year or 0, each.kind): yen for each, yen in measures(plan)}
    assert found.items() >= {(year, kind): yen for year, kind, yen in shape["totals"]}.items()
    assert reading.coverage.left == ()
    titles = {entry.id: entry.title for entry in plan.entries}
    above = {entry.title: titles.get(entry.parent or "") for entry in plan.entries}
    assert above.items() >= shape.get("parents", {}).items()
    if "count" in shape:
        assert sum(entry.level is Level.ACTION for entry in plan.entries) == shape["count"]


@pytest.mark.parametrize("shape", SHAPES["page"], ids=lambda shape: shape["name"])
def test_a_page(shape: dict[str, Any], tmp_path: Path) -> None:
    reading = understood(opened(written(shape, tmp_path)))
    titles = {entry.id: entry.title for entry in reading.plan.entries}
    assert [
        [
            str(entry.level),
            entry.code or "",
            entry.title.replace(" ", ""),
            titles.get(entry.parent or "", "").replace(" ", ""),
            sorted([amount.fiscal_year, amount.kind, amount.yen] for amount in entry.amounts),
        ]
        for entry in reading.plan.entries
        if entry.level in LADDER
    ] == [
        [level, code, title.replace(" ", ""), above.replace(" ", ""), sorted(amounts)]
        for level, code, title, above, amounts in shape["entries"]
    ]
    bodies = {entry.title: entry.body for entry in reading.plan.entries}
    assert all(words in bodies[title] for title, words in shape.get("said", {}).items())
    facts = {entry.title: [[str(each.kind), each.text] for each in entry.facts] for entry in reading.plan.entries}
    assert facts.items() >= shape.get("facts", {}).items()
    offices = {entry.title: entry.department for entry in reading.plan.entries if entry.department}
    assert offices == shape.get("in_charge", offices)
    assert reading.coverage.left == ()
