"""A document of the shelf is asked for its entries, names and money; what it says is what `read` says of the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import knowledge
from knowledge import Entry, Level, Plan, Store, read
from knowledge.language import text
from knowledge.model import Money
from knowledge.shelf import offices
from knowledge.shelf.document import Document

HERE = Path(__file__).parent
PAGES = {
    "minato-r4": HERE.parent / "knowledge" / "documents" / "minato-r4.txt",
    "aoba": HERE / "data" / "tables" / "aoba.csv",
    "d04": HERE / "dialects" / "d04_amounts_on_every_level.txt",
    "d17": HERE / "dialects" / "d17_issue_amounts_only.txt",
}
SQL = re.compile(r"\b(?:SELECT|INSERT|DELETE|UPDATE|PRAGMA|WHERE|LIKE|JOIN)\b|json_each|\w+\.\w+ (?:=|IN|IS) ")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Document, Plan]]]:
    store = Store.create(tmp_path_factory.mktemp("shelf") / "index.db")
    plans = {name: named(read(path), name) for name, path in PAGES.items()}
    for plan in plans.values():
        store.replace(plan.source, plan.entries)
    yield {
        record.source.document: (Document.open(store, record), plans[record.source.document])
        for record in store.documents()
    }
    store.close()


def named(plan: Plan, name: str) -> Plan:
    """The plan of a file as it stands on a shelf under a name."""
    old = plan.source.document
    entries = tuple(
        replace(e, document=name, parent=e.parent and f"{name}{e.parent.removeprefix(old)}") for e in plan.entries
    )
    return Plan(replace(plan.source, document=name), entries)


@pytest.mark.parametrize("name", PAGES)
def test_a_document_holds_what_was_read(shelf: dict[str, tuple[Document, Plan]], name: str) -> None:
    document, plan = shelf[name]
    by_id = {entry.id: entry for entry in plan.entries}
    assert document.entries() == plan.entries
    assert document.size == len(plan.entries)
    assert document.roots() == tuple(e for e in plan.entries if e.parent is None)
    assert list(document.levels) == list(dict.fromkeys(e.level for e in plan.entries))
    for level in Level:
        found = tuple(e for e in plan.entries if e.level is level)
        assert (document.of_level(level), document.count(level)) == (found, len(found))
    for entry in plan.entries:
        above = ladder(entry, by_id)
        assert document.entry(entry.id) == entry
        assert document.ladder(entry) == above
        assert document.children(entry) == tuple(e for e in plan.entries if e.parent == entry.id)
        assert set(document.below(entry)) == {e for e in plan.entries if entry in ladder(e, by_id)}
        assert all(document.related(entry, each) and document.related(each, entry) for each in above)
        if entry.code:
            assert document.by_code(entry.code) == entry
            assert document.coded(entry.code)[0] == entry


def ladder(entry: Entry, by_id: dict[str, Entry]) -> tuple[Entry, ...]:
    above = by_id.get(entry.parent or "")
    return (*ladder(above, by_id), above) if above else ()


@pytest.mark.parametrize("name", PAGES)
def test_the_tree_in_numbers_is_the_tree_of_the_page(shelf: dict[str, tuple[Document, Plan]], name: str) -> None:
    document, plan = shelf[name]
    tree, by_id = document.shape.tree, {entry.id: entry for entry in plan.entries}
    assert list(document.shape.entries_at(tree, range(len(tree))).values()) == list(plan.entries)
    for place, entry in enumerate(plan.entries):
        mine = tree.mask(tree.places([int(tree.ids[place])]))
        assert [plan.entries[at] in ladder(entry, by_id) for at in range(len(tree))] == tree.above(mine).tolist()
        assert [entry in ladder(plan.entries[at], by_id) for at in range(len(tree))] == tree.below(mine).tolist()
        part = document.shape.family([entry.id])
        assert set(part.ids.tolist()) == set(tree.ids[mine | tree.above(mine) | tree.below(mine)].tolist())
    for money in document.money:
        has, yen = document.shape.carried(tree, money)
        printed = [own(entry, money) for entry in plan.entries]
        assert [int(yen[at]) if has[at] else None for at in range(len(tree))] == printed
        assert sum(document.levels_with(money).values()) == sum(each is not None for each in printed)


def own(entry: Entry, money: Money) -> int | None:
    return next((a.yen for a in entry.amounts if (a.fiscal_year, a.kind) == (money.fiscal_year, money.kind)), None)


def test_which_money_is_meant(shelf: dict[str, tuple[Document, Plan]]) -> None:
    document, _ = shelf["aoba"]
    expected = {
        Money(): Money(2025, "予算額"),
        Money(2024): Money(2024, "予算額"),
        Money(2023): Money(2023, "決算額"),
        Money(None, "決算額"): Money(2024, "決算額"),
        Money(2024, "決算額"): Money(2024, "決算額"),
        Money(1999): Money(1999, None),
        Money(2023, "予算額"): Money(2023, "予算額"),
    }
    assert {asked: document.meant(asked) for asked in expected} == expected
    assert shelf["minato-r4"][0].meant(Money()) == Money(2022, "予算額")


def test_names_of_a_list_of_projects(shelf: dict[str, tuple[Document, Plan]]) -> None:
    document, plan = shelf["aoba"]
    assert document.is_table
    assert not shelf["minato-r4"][0].is_table
    assert document.level_names == {each.level_name: each.level for each in plan.entries}
    assert document.level_name(Level.ACTION) == "事務事業"
    assert set(document.departments) == {each.department for each in plan.entries if each.department}


def test_words_that_are_printed(shelf: dict[str, tuple[Document, Plan]]) -> None:
    document, plan = shelf["minato-r4"]
    assert document.printed("防災")
    assert not document.printed("50%増")
    assert document.printing("防災") == tuple(e for e in plan.entries if "防災" in e.title or "防災" in e.body)
    assert dict(document.titles)[text.normal(plan.entries[-1].title)] == plan.entries[-1].id


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市民生活部市民環境課", ("市民生活部市民環境課",)),
        ("市民生活部 市民環境課", ("市民生活部市民環境課",)),
        ("総務課・市民課", ("総務課", "市民課")),
        ("総務課、市民課", ("総務課", "市民課")),
        ("総務課/図書館", ("総務課", "図書館")),
        ("総務課\n市民課", ("総務課", "市民課")),
        ("市民生活部\n市民環境課", ("市民生活部市民環境課",)),
        ("総務課及び市民課と広報室", ("総務課", "市民課", "広報室")),
        ("子ども・若者課", ("子ども・若者課",)),
        ("ひと・まち・しごと創生室", ("ひと・まち・しごと創生室",)),
    ],
)
def test_offices_in_one_cell(cell: str, expected: tuple[str, ...]) -> None:
    assert offices.offices(cell) == expected


def test_only_the_shelf_speaks_sql() -> None:
    """A statement, or a part of one, anywhere else would have to be found when the schema changes."""
    root = Path(knowledge.__file__).parent
    found = [
        f"{path.relative_to(root)}:{node.lineno} {node.value!r}"
        for path in sorted(root.rglob("*.py"))
        if path.parent != root / "shelf"
        for node in _strings(ast.parse(path.read_text(encoding="utf-8")))
        if SQL.search(str(node.value))
    ]
    assert found == []


def _strings(module: ast.Module) -> Iterator[ast.Constant]:
    """Every string that is no docstring."""
    docs = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node
