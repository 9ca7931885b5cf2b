"""English clauses in the order and the words that roles compose in: one frame of English grammar each.

English puts a preposition before what is asked or leaves it behind, a verb between what is asked and what it is about,
and says a word again in the second of two parts. What means the same is made the same here, so that composing has to
know one order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.question.literals import Code, Counted, Number, Place
from knowledge.question.phrasing import PHRASINGS, is_level, is_of, names, silent
from knowledge.question.spans import Role, Span

_BELOW = frozenset({"below", "under"})
_DEGREES = frozenset({"more", "less"})
_ENDS = frozenset({"most", "least"})
_JOINING = frozenset({"and", "or"})
_COMPARED = frozenset({"compared", "relative"})


def arranged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of an English clause, arranged; a Japanese one as it is."""
    if not all(span.text.isascii() for span in spans):
        return tuple(spans)
    said = [span for span in spans if span.text.strip()]
    for frame in _FRAMES:
        said = frame(said)
    return tuple(_spaced(said))


def _spaced(said: Sequence[Span]) -> Iterator[Span]:
    """The words with the spaces between them."""
    for at, span in enumerate(said):
        if at:
            yield Span(said[at - 1].end, span.start, " ", Role.FUNCTION, 0.0)
        yield span


def _names_one(said: Sequence[Span], at: int) -> bool:
    """Whether one entry is named here by its code or number: issue 3, 2-1-1, it."""
    here = said[at : at + 2]
    coded = any(isinstance(span.literal, (Code, Number)) for span in here[:1])
    numbered = len(here) == 2 and is_level(here[0]) and isinstance(here[1].literal, (Code, Number))
    return coded or numbered or bool(here and is_of(here[0], "that"))


def _fronted(said: list[Span]) -> list[Span]:
    """Under which issue is 2-2-1, to which issue does it belong: the preposition stands behind what is asked of."""
    if not said or not said[0].text.endswith("which") or "above" not in said[0].senses:
        return said
    rest = [span for span in said[1:] if not is_of(span, "fell", "above")]
    at = len(rest) - (rest[-1].text == "?") if rest else 0
    last = rest[at - 1] if at else said[0]
    under = replace(said[0], start=last.end, end=last.end, text="under", senses=_BELOW)
    return [replace(said[0], text="which", senses=frozenset({"which"})), *rest[:at], under, *rest[at:]]


def _verbs(said: list[Span]) -> list[Span]:
    """Which initiative tackles child abuse: the word between what is asked and its object is a verb."""
    found = list(said)
    for at in range(1, len(said) - 1):
        asked = is_level(said[at - 1]) and at > 1 and is_of(said[at - 2], "which", "what")
        verb = said[at].text.endswith("s") and (said[at].role is Role.UNKNOWN or is_of(said[at], "fact.address"))
        objects = (span for span in said[at + 1 :] if span.role is not Role.FUNCTION)
        if asked and verb and (object_ := next(objects, None)) is not None and object_.is_content:
            found[at] = silent(said[at])
    return found


_LABELS = frozenset({"no", "number", "#"})


def _numbered(said: list[Span]) -> list[Span]:
    """Issue no. 2 is issue 2, no. 2 alone the second one; what is under the second one is its own."""
    found: list[Span] = []
    for span in said:
        labels = _labels_before(found) if isinstance(span.literal, Number) else 0
        if labels and isinstance(span.literal, Number):
            del found[-labels:]
            is_second = not (found and is_level(found[-1]))
            span = replace(span, literal=Place(span.literal.number)) if is_second else span
        under = len(found) - 1 - (found[-1].text == "the") if found else -1
        if isinstance(span.literal, Place) and under >= 0 and "below" in found[under].senses:
            found[under] = silent(found[under], "of")
        found.append(span)
    return found


def _labels_before(said: Sequence[Span]) -> int:
    """How many of the last words only say that a number follows: no, no and a full stop."""
    stops = 1 if said and said[-1].text == "." else 0
    return stops + 1 if len(said) > stops and said[-1 - stops].text in _LABELS else 0


def _belonging(said: list[Span]) -> list[Span]:
    """Initiatives that come under issue 3, how many does issue 3 have: initiatives under issue 3."""
    found = list(said)
    for at in range(1, len(said) - 1):
        behind = _names_one(said, at + 1)
        if behind and "above" in said[at].senses and any(is_level(span) for span in said[:at]):
            found[at] = replace(said[at], text="under", senses=_BELOW)
        last = said[-1 - _ends(said)]
        holds = last.text == "have" or "above" in last.senses
        if behind and holds and is_level(said[at - 1]) and said[at].text in ("does", "do", "did"):
            found[at] = silent(said[at], "in")
    return found


def _ends(said: Sequence[Span]) -> bool:
    return said[-1].text == "?"


def _compared(said: list[Span]) -> list[Span]:
    """Bigger compared to crime prevention: than."""
    degree = any(span.senses & _DEGREES for span in said)
    found: list[Span] = []
    for at, span in enumerate(said):
        if degree and at and said[at - 1].text in _COMPARED and span.text in ("to", "with"):
            found[-1] = replace(silent(span, "than"), start=said[at - 1].start)
            continue
        found.append(span)
    return found


def _again(said: list[Span]) -> list[Span]:
    """How much for A and how much for B, on A or on B: what was said already is said once."""
    before: set[str] = set()
    found: list[Span] = []
    repeats = False
    for at, span in enumerate(said):
        joined = bool(found) and found[-1].text in _JOINING
        again = span.text in before and not span.is_content and (is_of(span, "how_much", "money") or repeats or joined)
        tie = span.role is Role.FUNCTION or is_of(span, "how_much")
        if (joined or repeats) and again and tie and span.text not in _JOINING:
            repeats = True
            continue
        repeats = False
        before.add(said[at].text)
        found.append(span)
    return found


def _ratio(said: list[Span]) -> list[Span]:
    """The ratio of A to B; how many times B is A, as large as B is A: A against B."""
    at = next((at for at, span in enumerate(said) if "ratio" in span.senses), None)
    if at is None or any(span.text == "than" for span in said):
        return said
    is_at = next((place for place in range(at + 1, len(said)) if said[place].text in ("is", "are")), None)
    first, second = said[at + 1 : is_at], said[is_at + 1 :] if is_at else []
    if is_at is None:
        return [silent(span, "and") if span.text == "to" and place > at else span for place, span in enumerate(said)]
    if not any(map(names, first)) or not any(map(names, second)):
        return said
    end = second[-1:] if _ends(second) else []
    of = [span for span in first if span.text not in ("as", "larger", "large", "big", "the", "of")]
    than = replace(silent(said[is_at], "than"))
    more = replace(said[at], text="larger", senses=frozenset({"more"}))
    return [*said[: at + 1], more, *(second[: len(second) - len(end)]), than, *of, *end]


def _numbers(said: list[Span]) -> list[Span]:
    """The phone number of the office: a number that is called, and not how many."""
    found = list(said)
    for at in range(1, len(said)):
        if (
            is_of(said[at], "count")
            and said[at].text == "number of"
            and is_of(said[at - 1], "fact.telephone", "fact.fax")
        ):
            found[at] = silent(said[at])
    return found


def _orders(said: list[Span]) -> list[Span]:
    """Largest first, from most to least expensive: an order, and not its end."""
    found = list(said)
    for at in range(1, len(said)):
        place = said[at].literal
        if isinstance(place, Place) and place.number == 1 and said[at - 1].senses & _ENDS:
            order = "ascending" if "least" in said[at - 1].senses else "order"
            found[at - 1] = replace(said[at - 1], senses=frozenset({order}))
            found[at] = replace(silent(said[at]), literal=None)
        by_money = said[at - 1].text == "by" and "money" in said[at].senses
        if by_money and any(isinstance(span.literal, Place) for span in said):
            found[at - 1] = replace(said[at - 1], senses=frozenset({"order"}))  # which comes second by budget
        if at > 1 and said[at - 1].text == "to" and is_of(said[at - 2], "superlative") and is_of(said[at], "less"):
            found[at - 2] = replace(said[at - 2], senses=frozenset({"order"}))
            found[at] = silent(said[at])
    return found


def _shares(said: list[Span]) -> list[Span]:
    """Split between the issues: each of them; the highest total budget: the highest budget."""
    found = list(said)
    for at in range(1, len(said)):
        levels = any(is_level(span) for span in said[at + 1 : at + 3])
        if said[at].text in ("between", "among", "across") and "parts" in said[at - 1].senses and levels:
            found[at] = replace(said[at], senses=frozenset({"each"}))
        end = said[at - 1].senses & _ENDS and at + 1 < len(said) and "money" in said[at + 1].senses
        if is_of(said[at], "sum") and end:
            found[at] = silent(said[at])
        if is_of(said[at], "about") and is_of(said[at - 1], "more"):
            found[at - 1] = silent(said[at - 1])  # more about crime prevention
    return found


def _asides(said: list[Span]) -> list[Span]:
    """Issue 4 (children and child-rearing): what stands in brackets behind a code says it again."""
    found: list[Span] = []
    inside = False
    for span in said:
        inside = inside or (span.text == "(" and bool(found) and isinstance(found[-1].literal, (Code, Number)))
        if not inside:
            found.append(span)
        inside = inside and span.text != ")"
    return found


def _subjects(said: list[Span]) -> list[Span]:
    """How much does the ward spend: who does it says nothing of what is asked."""
    found = list(said)
    for at in range(1, len(said) - 1):
        ahead = said[at - 2] if at > 1 and said[at - 1].text in ("the", "our", "your") else said[at - 1]
        if said[at].senses == {"context"} and ahead.text in ("does", "do", "did", "will"):
            found[at] = silent(said[at])
    return found


def _wholes(said: list[Span]) -> list[Span]:
    """The total budget of the plan, a percent of the whole budget: of everything, and no set by itself."""
    found = list(said)
    adds, shares = (any(sense in span.senses for span in said) for sense in ("sum", "share"))
    for at in range(1, len(said)):
        if (adds or shares) and "page.itself" in said[at].senses and any(s.text == "of" for s in said[at - 2 : at]):
            found[at] = replace(said[at], senses=frozenset({"whole"}))
        if shares and "whole" in said[at].senses and at + 1 < len(said) and "money" in said[at + 1].senses:
            found[at] = replace(said[at], senses=frozenset({"sum"}))
    return found


def _parted(said: list[Span]) -> list[Span]:
    """Leave that one out: without it; how far apart: what stands behind how only says how much."""
    found = list(said)
    differs = any(is_of(span, "difference", "ratio") for span in said)
    for at, span in enumerate(said[:-1]):
        out = next((place for place in range(at + 1, len(said)) if said[place].text == "out"), None)
        if span.role is Role.UNKNOWN and span.text.startswith("leav") and out is not None:
            found[at] = replace(span, role=Role.GRAMMAR, text="without", senses=frozenset({"except"}))
            found[out] = silent(said[out])
        if differs and is_of(span, "how") and said[at + 1].role is Role.UNKNOWN:
            found[at + 1] = silent(said[at + 1])
    return found


def _counted(said: list[Span]) -> list[Span]:
    """A share of the three, the three together: so many of what was shown, where no noun stands behind the number."""
    found = list(said)
    for at, (span, number) in enumerate(pairwise(said)):
        if span.text == "else" and at and is_of(said[at - 1], "what"):
            found[at] = replace(span, role=Role.GRAMMAR, senses=frozenset({"beside", "rest"}))
        behind = said[at + 2] if at + 2 < len(said) else None
        alone = behind is None or behind.role is Role.FUNCTION or is_of(behind, "is", "sum")
        if span.text == "the" and isinstance(number.literal, Counted) and number.literal.number > 1 and alone:
            found[at] = replace(span, role=Role.GRAMMAR, senses=frozenset({"those"}))
    return found


def _more(said: list[Span]) -> list[Span]:
    """Tell me more: about what was shown."""
    others = [span for span in said if not (is_of(span, "more", "tell") or span.role is Role.FUNCTION)]
    if others or not any("tell" in span.senses for span in said):
        return said
    return [replace(span, senses=frozenset({"about"})) if "more" in span.senses else span for span in said]


_FRAMES: tuple[Callable[[list[Span]], list[Span]], ...] = (
    *PHRASINGS, _numbered, _asides, _subjects, _fronted, _verbs, _belonging, _compared, _again, _ratio, _numbers,
    _orders, _shares, _wholes, _parted, _counted, _more,
)  # fmt: skip
