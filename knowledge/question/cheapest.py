"""What a stretch of a question costs to be read as something, and the cheapest path from end to end."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from knowledge.question.spans import Role, Span


class Cost:
    """What a span costs on the path: the firmer the evidence, the less; one long span beats two short ones."""

    TITLE = 0.3
    LITERAL = 0.3
    TIE = 0.1
    """Particles and auxiliaries."""
    FUNCTION = 0.5
    """Other words that say nothing: adverbs, pronouns, affixes."""
    GRAMMAR = 0.4
    PHRASE = 1.0
    """One word of the document's own."""
    COMPOUND = 0.7
    """Several in a row that the document has in a row: firmer than two words of grammar."""
    BRIDGED = 1.4
    """A word that a dictionary or the trade's list leads to the document's."""
    KNOWN = 2.0
    """A word of the dictionary that the document does not use."""
    ODD = 2.6
    """A stretch that no dictionary knows."""
    TORN = 2.0
    """Added to a noun that is taken for grammar though another noun stands directly before it."""


class Before(Enum):
    """What ends at a border: a noun that nothing separates from what follows is one word with it."""

    NOUN = auto()
    GRAMMAR = auto()
    OTHER = auto()


def _is_noun(span: Span) -> bool:
    return span.part is None or span.part.word_class in ("名詞", "形状詞", "接尾辞")


def _before(span: Span) -> Before:
    if span.is_content and _is_noun(span):
        return Before.NOUN
    is_grammar = span.role is Role.GRAMMAR and span.part is not None and span.part.word_class == "名詞"
    return Before.GRAMMAR if is_grammar and not span.text.isascii() else Before.OTHER


def _torn(span: Span, after: Before) -> float:
    """What it costs to part a span from the noun directly before it."""
    if span.alone and after is Before.NOUN:
        return Cost.TORN
    return Cost.TORN / 2 if after is Before.GRAMMAR and span.is_content and _is_noun(span) else 0.0


def cheapest(length: int, edges: Mapping[int, list[Span]], asked: str) -> tuple[Span, ...]:
    """The cheapest path; a path remembers whether a noun ends at its border, see `Span.alone`."""
    back: list[dict[Before, tuple[float, Span | None, Before]]] = [{} for _ in range(length + 1)]
    back[0][Before.OTHER] = (0.0, None, Before.OTHER)
    for at in range(length):
        for after, (cost, _, _) in back[at].items():
            for span in edges.get(at, ()) or [_single(asked, at)]:
                total = cost + span.cost + _torn(span, after)
                ends = _before(span)
                known = back[span.end].get(ends)
                if known is None or total < known[0]:
                    back[span.end][ends] = (total, span, after)
    path: list[Span] = []
    at, state = length, min(back[length], key=lambda each: back[length][each][0], default=Before.OTHER)
    while at:
        _, last, before = back[at][state]
        assert last is not None
        path.insert(0, last)
        at, state = last.start, before
    return tuple(path)


def _single(asked: str, at: int) -> Span:
    """One character that nothing begins with: it keeps the path whole."""
    return Span(at, at + 1, asked[at], Role.FUNCTION, 3.0)
