"""What people read: every phrase is said somewhere, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.language.phrases import phrases

ROOT = Path(__file__).parent.parent
OF_TABLES = "_table"
"""Ends the phrase that a list of projects says instead; see answers.names."""


def code() -> Iterator[ast.AST]:
    """Every node of the program."""
    for file in (ROOT / "app.py", *(ROOT / "bot").rglob("*.py"), *(ROOT / "knowledge").rglob("*.py")):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def put_together(node: ast.JoinedStr) -> str:
    """A pattern for what an f-string may become; empty where it could be anything."""
    pattern = "".join(map(piece, node.values))
    fixed = pattern.replace(r"\w+", "")
    return pattern if re.search("[a-z]{2}", fixed) and "_" in fixed and fixed != OF_TABLES else ""


def piece(node: ast.AST) -> str:
    """A pattern for a piece of an f-string: what is written out, one of two, or anything."""
    match node:
        case ast.Constant(value=str(words)):
            return re.escape(words)
        case ast.FormattedValue(value=value):
            return piece(value)
        case ast.IfExp(body=one, orelse=other):
            return f"(?:{piece(one)}|{piece(other)})"
        case _:
            return r"\w+"


def test_every_phrase_is_said_somewhere() -> None:
    """A sentence that nothing says would be translated and corrected for nobody."""
    said, patterns = set[str](), set[str]()
    for node in code():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            patterns.add(put_together(node))
    dynamic = re.compile("|".join(sorted(patterns - {""})))
    bases = ((key, key.removesuffix(OF_TABLES)) for key in phrases())
    silent = [key for key, base in bases if base not in said and not dynamic.fullmatch(base)]
    assert silent == []


def test_every_phrase_stands_in_both_languages() -> None:
    assert [key for key, said in phrases().items() if set(said) != {"ja", "en"}] == []
