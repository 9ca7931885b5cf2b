"""Plans in the forms in which other places publish them, all invented, each with what a person reads in it.

`data/others` has one form a file: a booklet in two columns, boxes on slides, merged cells, a plan for three years,
chapters, accounts, points with amounts in 百万円 and 億円, 漢数字, labelled parts, a Word document.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from knowledge.reading import read

FOLDER = Path(__file__).parent / "data" / "others"
FORMS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json")


def plain(title: str | None) -> str | None:
    return title and unicodedata.normalize("NFKC", title).replace(" ", "")


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_every_entry_what_it_stands_below_and_its_money(form: Path) -> None:
    gold = json.loads((FOLDER / f"{form.stem}.gold.json").read_text(encoding="utf-8"))
    plan = read(form)
    titles = {entry.id: plain(entry.title) for entry in plan.entries}
    found = Counter(
        (
            titles[entry.id],
            titles.get(entry.parent or ""),
            tuple((each.yen, each.fiscal_year) for each in entry.amounts),
        )
        for entry in plan.entries
    )
    assert found == Counter(
        (plain(title), plain(parent), tuple(map(tuple, amounts))) for title, parent, amounts in gold["entries"]
    )
    assert plan.source.fiscal_year == gold["fiscal_year"]
    assert plan.source.organisation == gold["organisation"]
