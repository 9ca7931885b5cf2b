"""Slack's limits on a message, and above all those that slack_sdk does not check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TEXT = 4_000
BLOCKS = 50
ALL_TEXT = 13_000
CONTEXT_ELEMENTS = 10
SIZES = {"section": 3_000, "header": 150, "context": 2_000}
TABLE_ROWS, TABLE_CELLS = 100, 20


def complaints(message: Mapping[str, Any]) -> list[str]:
    """Everything in a message that Slack would refuse or cut, in words."""
    return list(_complaints(message))


def _complaints(message: Mapping[str, Any]) -> Iterator[str]:
    text = message.get("text") or ""
    if not text.strip():
        yield "no text beside the blocks"
    if len(text) > TEXT:
        yield f"text of {len(text)} characters"
    blocks: Sequence[dict[str, Any]] = message.get("blocks") or []
    if len(blocks) > BLOCKS:
        yield f"{len(blocks)} blocks"
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield "more than one table"
    total = sum(len(words) for words in words_of(list(blocks)))
    if total > ALL_TEXT:
        yield f"{total} characters in all blocks"
    for block in blocks:
        yield from _in_block(block)


def _in_block(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["type"]
    words = list(words_of(block))
    if not all(words):
        yield f"{kind} with an empty text"
    if kind in SIZES and any(len(text) > SIZES[kind] for text in words):
        yield f"{kind} with {max(map(len, words))} characters in one text"
    if kind == "context" and not 1 <= len(block["elements"]) <= CONTEXT_ELEMENTS:
        yield f"context with {len(block['elements'])} elements"
    if kind == "rich_text" and not all(element["elements"] for element in block["elements"]):
        yield "rich_text with an empty part"
    if kind == "table":
        yield from _in_table(block)


def _in_table(table: Mapping[str, Any]) -> Iterator[str]:
    rows = table["rows"]
    if not 1 <= len(rows) <= TABLE_ROWS:
        yield f"table of {len(rows)} rows"
    if any(len(row) > TABLE_CELLS for row in rows) or len(table.get("column_settings", [])) > TABLE_CELLS:
        yield f"table of {max(map(len, rows))} columns"
    if len({len(row) for row in rows}) > 1:
        yield "table with rows of different lengths"


def words_of(part: object) -> Iterator[str]:
    """Every text that a reader sees in a block."""
    if isinstance(part, Mapping):
        text = part.get("text")
        if isinstance(text, str):
            yield text
        for value in part.values():
            if not isinstance(value, str):
                yield from words_of(value)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for item in part:
            yield from words_of(item)
