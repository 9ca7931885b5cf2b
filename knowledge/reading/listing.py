"""documents.toml, edited as text: comments, order and everything else that people wrote in it stay as they are."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence

_HEADER = re.compile(r"""^\s*\[\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*\]\s*(?:#.*)?$""")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")

Facts = Mapping[str, str | int]
"""What documents.toml says of one document: file, organisation, title …"""


class UneditableError(ValueError):
    """The file is written in a way that cannot be edited line by line, such as with a table inside a table."""


def with_document(listed: str, name: str, facts: Facts) -> str:
    """The text of documents.toml with what is known of a document; facts that it has already are written anew."""
    lines = listed.splitlines()
    start, end = _table(lines, name)
    if start is None:
        gap = [""] if lines and lines[-1].strip() else []
        edited = [*lines, *gap, f"[{_key(name)}]", *(_line(key, value) for key, value in facts.items())]
    else:
        body = lines[start + 1 : end]
        at = {match[1]: place for place, line in enumerate(body) if (match := _KEY.match(line))}
        for key, value in facts.items():
            if key in at:
                body[at[key]] = _line(key, value)
            else:
                body.append(_line(key, value))
        edited = [*lines[: start + 1], *body, *lines[end:]]
    before = tomllib.loads(listed)
    return _checked(edited, before | {name: before.get(name, {}) | dict(facts)})


def without_document(listed: str, name: str) -> str:
    """The text of documents.toml without a document and the comment right above it; unchanged where it has none."""
    lines = listed.splitlines()
    start, end = _table(lines, name)
    expected = tomllib.loads(listed)
    if start is None:
        if name in expected:
            raise UneditableError
        return listed
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    while end < len(lines) and not lines[end].strip():
        end += 1
    while end == len(lines) and start and not lines[start - 1].strip():
        start -= 1
    del expected[name]
    return _checked([*lines[:start], *lines[end:]], expected)


def _table(lines: Sequence[str], name: str) -> tuple[int | None, int]:
    """The line of a table's header and the one after its last value: a comment above the next table is that one's."""
    headers = [(at, match[1]) for at, line in enumerate(lines) if (match := _HEADER.match(line))]
    for place, (at, key) in enumerate(headers):
        if next(iter(tomllib.loads(f"{key} = 0"))) == name:
            end = headers[place + 1][0] if place + 1 < len(headers) else len(lines)
            while end > at + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
                end -= 1
            return at, end
    return None, len(lines)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _line(key: str, value: str | int) -> str:
    return f"{key} = {value if isinstance(value, int) else _text(value)}"


def _text(value: str) -> str:
    """A TOML basic string: JSON's, but for DEL, which TOML wants escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _checked(lines: Sequence[str], expected: Mapping[str, object]) -> str:
    edited = "\n".join(lines) + "\n" if lines else ""
    try:
        found = tomllib.loads(edited)
    except tomllib.TOMLDecodeError as error:
        raise UneditableError from error
    if found != expected:
        raise UneditableError
    return edited
