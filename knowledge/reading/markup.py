"""A web page's source before it is parsed: without what no reader sees of it, and measured.

A parser's work grows with the depth of each element and with the square of an element's attributes, so both are bounded
by what browsers draw. The measure is a simple one: it counts what looks like a tag.
"""

from __future__ import annotations

import re

from knowledge.reading import complaints, limits

_PICTURE = re.compile(r"data:[\w.+/-]{0,60}(?:;[\w=.-]{1,40}){0,3},[^\"'\s<>)]{200,}")
_ASIDE = re.compile(r"<(?:!--|(?P<tag>script|style)(?=[\s/>]))", re.IGNORECASE)
_ENDS = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in ("script", "style")}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]{0,30})(?P<rest>[^<>]*)")
_NEVER_WITHIN_ITSELF = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rt rp head body html".split()
)
"""Elements without content, and those that another one like them ends."""


def lean(source: str, name: str) -> str:
    """The source without comments, scripts, styles and the pictures within it.

    Raises ReadingError, which calls the page by `name`, for one that is longer or deeper than is read.
    """
    left = _PICTURE.sub("", _without_asides(source))
    if len(left) > limits.PAGE:
        raise complaints.page_too_long(name, limits.PAGE)
    _measure(left, name)
    return left


def _without_asides(source: str) -> str:
    kept: list[str] = []
    at = 0
    while (begins := _ASIDE.search(source, at)) is not None:
        kept.append(source[at : begins.start()])
        at = _end_of(source, begins)
    return " ".join((*kept, source[at:])) if kept else source


def _end_of(source: str, begins: re.Match[str]) -> int:
    """Where a comment or a script ends; the rest of the page is part of one that does not."""
    if begins["tag"] is None:
        end = source.find("-->", begins.end() - 2)
        return len(source) if end < 0 else end + len("-->")
    ends = _ENDS[begins["tag"].lower()].search(source, begins.end())
    close = source.find(">", ends.end()) if ends else -1
    return len(source) if close < 0 else close + 1


def _measure(source: str, name: str) -> None:
    depth = elements = 0
    for tag in _TAG.finditer(source):
        elements += not tag["end"]
        if len(tag["rest"]) > limits.ATTRIBUTES and len(tag["rest"].split()) > limits.ATTRIBUTES:
            raise complaints.page_too_deep(name)
        if tag["name"].lower() not in _NEVER_WITHIN_ITSELF and not tag["rest"].endswith("/"):
            depth = max(0, depth - 1) if tag["end"] else depth + 1
        if depth > limits.DEEPEST or elements > limits.ELEMENTS:
            raise complaints.page_too_deep(name)
