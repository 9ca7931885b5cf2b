"""The closed words of questions are words: no patterns in the lexicon, and no more patterns in the code beside it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.answers.canonical import fact_name
from knowledge.model import Ask, Query, Whole
from knowledge.question import lexicon

KNOWLEDGE = Path(lexicon.__file__).parent.parent
PATTERN = set("()[]{}|*+?^$\\")
CALLS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}
MOST = {"question": 55, "answers": 12}
"""How many calls of `re` each room has. Lower these numbers when some go; new wordings belong into the lexicon."""


def wordings(table: dict[str, Any]) -> Iterator[str]:
    """Every wording of a table of the lexicon and of those inside it."""
    for value in table.values():
        if isinstance(value, dict):
            yield from wordings(value)
        else:
            yield from value.split() if isinstance(value, str) else value


def calls(file: Path) -> Iterator[ast.Call]:
    """Where a file calls a function of `re` that takes a pattern."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)) if name in CALLS:
                yield node


def test_no_wording_of_the_lexicon_is_a_pattern() -> None:
    table = tomllib.loads((KNOWLEDGE / "question" / "lexicon.toml").read_text(encoding="utf-8"))
    found = list(wordings(table))
    assert [each for each in found if PATTERN & set(each)] == []
    assert len(found) > 1_000


@pytest.mark.parametrize("sign", sorted(PATTERN))
@pytest.mark.parametrize(
    "row", ['ja = "予{}算"\nen = []', 'ja = "予算"\nen = ["bud{}get"]'], ids=["japanese", "english"]
)
def test_a_pattern_in_the_lexicon_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, row: str, sign: str
) -> None:
    written = row.replace("{}", sign.replace("\\", "\\\\"))
    (tmp_path / "lexicon.toml").write_text(f'[function]\nen = "a"\n[money]\n{written}\n', encoding="utf-8")
    monkeypatch.setattr(lexicon, "files", lambda _: tmp_path)
    with pytest.raises(lexicon.LexiconError):
        lexicon.lexicon.__wrapped__()


@pytest.mark.parametrize("room", MOST)
def test_patterns_do_not_grow_again(room: str) -> None:
    """A question is read by words; each further pattern is a wording that the lexicon should have had."""
    files = sorted((KNOWLEDGE / room).rglob("*.py"))
    assert sum(len(list(calls(file))) for file in files) <= MOST[room]
    imports = [
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module in ("re", "regex")
    ]
    assert imports == []


def test_every_fact_that_is_asked_for_has_a_name() -> None:
    """Or people read the program's own word for it: personまでは、…に書かれていません."""
    table = lexicon.lexicon()
    senses = {sense for senses in (*table.japanese.values(), *table.english.values()) for sense in senses}
    facts = {name for sense in senses if sense.startswith("fact.") for name in [sense.partition(".")[2]]}
    assert [name for name in facts if fact_name(Query(Ask.FACT, Whole(), fact=name), "ja") == name] == []
