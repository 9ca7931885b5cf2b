"""English ways to say what a shorter clause would say: labels, attributes, what is named first and pointed at later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.question.literals import Code, Counted
from knowledge.question.spans import Role, Span

_ENDS = frozenset({"most", "least"})
_PAUSES = frozenset(", : - – —".split())


def silent(span: Span, text: str = "") -> Span:
    """A word that ties and says nothing."""
    return replace(span, text=text or span.text, role=Role.FUNCTION, senses=frozenset())


def is_level(span: Span) -> bool:
    """Whether a span is a word for a level."""
    return any(sense.startswith("level.") for sense in span.senses)


def is_of(span: Span, *senses: str) -> bool:
    """Whether a span has one of some senses."""
    return not span.senses.isdisjoint(senses)


def names(span: Span) -> bool:
    """Whether a span names an entry, by words or by its code."""
    return span.is_content or isinstance(span.literal, Code)


def _labels(said: list[Span]) -> list[Span]:
    """The crime prevention item, budget wise, two of the six issues: what says only what sort of thing is meant."""
    found = list(said)
    for at in range(1, len(said)):
        singular = is_of(said[at], "level.any") and not said[at].text.endswith("s")
        wise = said[at].text == "wise" and is_of(said[at - 1], "money")
        partitive = isinstance(said[at].literal, Counted) and said[at - 1].text in ("the", "these", "those")
        of_all = partitive and at + 1 < len(said) and is_level(said[at + 1]) and _is_of_several(said[at - 2 : at - 1])
        if (singular and names(said[at - 1])) or wise or of_all:
            found[at] = replace(silent(said[at]), literal=None)
    return found


def _is_of_several(ahead: Sequence[Span]) -> bool:
    """Which of, of: a part of what is counted behind it."""
    return any(span.text.endswith("of") for span in ahead)


def _compares(said: list[Span]) -> list[Span]:
    """Compare A with B, A's budget to the B one: A and B."""
    at = next((at for at, span in enumerate(said) if is_of(span, "compare") and span.text.startswith("compar")), None)
    if at is None or not any(map(names, said[at:])):
        return said
    tied = [silent(s, "and") if s.text in ("with", "to", "against") and p > at + 1 else s for p, s in enumerate(said)]
    told = [span for p, span in enumerate(tied) if not (span.text == "one" and names(tied[p - 1]))]
    money = [span for p, span in enumerate(told) if p and "money" in span.senses and names(told[p - 1])]
    return [*(span for span in told if span not in money), *money[:1]]


def _attributes(said: list[Span]) -> list[Span]:
    """A shared ride: a participle before its noun tells what sort of thing it is, and asks for no share."""
    found = list(said)
    for at, span in enumerate(said[:-1]):
        if span.text.endswith("ed") and "share" in span.senses and said[at + 1].is_content:
            found[at] = silent(span)
    return found


def _resumed(said: list[Span]) -> list[Span]:
    """Going back to the disaster one, which issue does it belong to: it is what stands before the comma."""
    at = next((at for at, span in enumerate(said) if span.text.strip() in _PAUSES), len(said))
    topic = [span for span in said[:at] if span.is_content]
    its = [place for place in range(at, len(said)) if said[place].text in ("it", "they")]
    if not topic or len(its) != 1 or any(map(names, said[at:])):
        return said
    return [*said[at + 1 : its[0]], *topic, *said[its[0] + 1 :]]


def _left_out(said: list[Span]) -> list[Span]:
    """Drop the biggest one: what is to be left out, where the clause begins with the verb."""
    first = next((at for at, span in enumerate(said) if span.role is not Role.FUNCTION), None)
    behind = said[first + 1 : first + 4] if first is not None else []
    if first is None or "fell" not in said[first].senses or not any(span.senses & _ENDS for span in behind):
        return said
    return [*said[:first], replace(said[first], senses=frozenset({"except"})), *said[first + 1 :]]


def _manner(said: list[Span]) -> list[Span]:
    """What does it actually do: how somebody asks, where no money is spoken of."""
    if any(is_of(span, "money", "spend", "how_much") for span in said):
        return said
    return [silent(span) if span.text == "actually" else span for span in said]


PHRASINGS: tuple[Callable[[list[Span]], list[Span]], ...] = (
    _resumed, _left_out, _labels, _compares, _attributes, _manner,
)  # fmt: skip
"""Each takes the spans of a clause without spaces, and gives them as a shorter one would have them."""
