"""What composing makes of a clause before its words are linked to entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from knowledge.model import (
    Above,
    Along,
    And,
    Appeared,
    Ask,
    Below,
    Beside,
    Linked,
    Mentions,
    Minus,
    Or,
    Query,
    Rows,
    Set,
    Share,
    Topic,
)
from knowledge.question.literals import Counted, Place, Yen
from knowledge.question.spans import Span

Found = TypeVar("Found")

THAT = Topic("", -1, -1)
"""What was shown last: その, it."""
THOSE = Topic("", -2, -2)
"""All that was shown last: それら, both of them."""
SAYS_ASK = frozenset({
    "money", "how_much", "sum", "mean", "median", "count", "share", "ratio", "difference", "compare", "parts", "about",
    "confirm", "exists", "most", "least", "superlative", "order", "ascending", "rank", "change", "rose", "fell", "new",
    "gone", "renamed", "list", "catalogue", "number", "more", "less",
})  # fmt: skip
"""Senses that say what is asked."""
PAIRS = frozenset({Ask.DIFFERENCE, Ask.COMPARE, Ask.RATIO})
"""What is asked of two things."""
FIGURES = frozenset({Ask.COUNT, Ask.SUM, Ask.MEAN, Ask.MEDIAN})
"""What is asked of several things as one figure."""


SELECTING = frozenset({
    "more", "less", "most", "least", "superlative", "top", "bottom", "order", "ascending", "over", "at_least", "under",
    "at_most", "reverse", "except", "within", "above", "below", "beside", "next", "previous", "other", "rest", "middle",
    "first", "last",
})  # fmt: skip
"""Senses that pick something out of what was shown, or go on from it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that is put to what was shown, or taken from it."""

    adds: bool
    what: Set | int
    """A set that the clause names, or a place among what was shown."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A query whose topics are words, with what it leaves to the conversation."""

    query: Query | None
    """None: the clause asks nothing by itself."""
    names_set: bool
    """Whether it says itself of what it asks; else the set is only the default of what was asked."""
    says_ask: bool
    """Whether it says itself what is asked; else it is the default."""
    refers: bool = False
    """その, its: it points back at one thing."""
    refers_all: bool = False
    """それら, both: it points back at several."""
    among: bool = False
    """その中で: among what was shown."""
    place: int | None = None
    """Which of the rows shown: 1つ目; from the end where negative."""
    places: tuple[int, ...] = ()
    """All places that it names: 4番目と5番目."""
    counted: int | None = None
    """How many are meant: その3つ."""
    other: bool = False
    """もう一つ."""
    rest: bool = False
    """残り: all that was not shown yet."""
    middle: bool = False
    about: bool = False
    """Asks what something is or is called: 取組名."""
    reverses: bool = False
    """逆順で: the last order, from its other end."""
    edits: tuple[Edit, ...] = ()
    """What it does with what was shown, and nothing else is asked of anything that it names."""
    instead: bool = False
    """代わりに: in the place of something."""
    asks_left_out: bool = False
    """除いたのはどれ: what was taken away, and nothing is named."""
    likewise: bool = False
    """同じように: asks what was asked before."""
    steps: int = 0
    """So many on from what was shown, or back where negative: 次, 一つ前."""
    back: bool = False
    """元に戻って: to what was shown before."""
    to_the_first: bool = False
    """最初の取組に戻って, 最初に聞いたやつ: to what the conversation began with."""
    years: tuple[int, ...] = ()
    """Fiscal years that it names."""
    shift: int | None = None
    """A fiscal year by its distance."""
    elsewhere: str = ""
    """A place that is not the document's."""
    unit: str | None = None
    points_back: bool = False
    """関係する取組, どの取組: a level of what the post told before."""
    only_context: bool = False
    """Whether it names only who asks or where: 区は何かしてくれますか."""
    is_lost: bool = False
    """Whether something that it names found no place in a query: nothing else may be answered."""
    is_spent: bool = False
    """Whether the next clause of the post asks of what this one names."""
    confirms: bool = False
    """Whether it wants yes or no: 200万円より多い?, 163万2千円ですね."""
    wants_one: bool = False
    """Asks which one, not for all: どの取組, with nothing that says of what."""
    follows: bool = False
    """Begins like a follow-up, or is no more than a few words: じゃあ, what about."""
    asks_whole: bool = False
    """Names the whole plan."""
    adds: bool = False
    """Adds something up: 合わせて, 合計."""
    asks_all: bool = False
    """Asks for all of something: 全部, 一覧, ごと."""
    turns_round: bool | None = None
    """Whether it counts a place from the small end: 下から2番目; None where it names no end."""
    sense_above: bool = False
    sense_below: bool = False
    sense_beside: bool = False
    page_facts: frozenset[str] = frozenset()
    """Facts that it asks of the page itself."""
    spans: tuple[Span, ...] = ()
    """The clause."""

    @property
    def year(self) -> int | None:
        """The year that it names first."""
        return self.years[0] if self.years else None

    @property
    def ranges(self) -> bool:
        """Whether it says within what something is looked for, and does not point there: 500万円未満の中で."""
        return not (self.refers or self.refers_all) and any("within" in span.senses for span in self.spans)

    @property
    def leans_on_ask(self) -> bool:
        """Whether it asks of something else what was asked before, not said again: 課題6だけだと, 課題6なら."""
        said = [span.text for span in self.spans if span.text.strip() and span.text not in ("?", "、")]
        return not self.says_ask and (said[-2:] == ["だ", "と"] or said[-1:] in (["なら"], ["たら"], ["も"]))

    @property
    def selects(self) -> bool:
        """Whether it picks something out of what was shown, or goes on from it: 真ん中の, 次の取組, 100万円未満の方."""
        literal = any(isinstance(span.literal, (Counted, Place, Yen)) for span in self.spans)
        return literal or any(span.senses & SELECTING for span in self.spans)

    @property
    def leaves_all(self) -> bool:
        """Whether it says neither of what it asks nor what."""
        return self.query is None or not (self.names_set or self.says_ask)


def whole_of(found: Set) -> Set:
    """An entry for all that is below it: their money is the same."""
    if isinstance(found, Below) and isinstance(found.of, Linked) and len(found.of.entries) == 1:
        return found.of
    return found


def topics(found: Set) -> tuple[Topic, ...]:
    """Every topic of a set, from left to right."""
    match found:
        case Topic():
            return (found,)
        case Below(of=inner) | Above(of=inner) | Beside(of=inner) | Along(of=inner) | Appeared(of=inner):
            return topics(inner)
        case And(sets=sets) | Or(sets=sets):
            return tuple(topic for each in sets for topic in topics(each))
        case Minus(of=of, without=without):
            return (*topics(of), *topics(without))
        case Rows(query=query):
            return query_topics(query)
        case _:
            return ()


def query_topics(query: Query) -> tuple[Topic, ...]:
    """Every topic of a query: of its set, its conditions and its comparisons."""
    found = list(topics(query.of))
    if query.within is not None:
        found.extend(topics(query.within))
    if isinstance(query.measure, Share):
        found.extend(topics(query.measure.of))
    for condition in query.where:
        if isinstance(condition.value, Query):
            found.extend(query_topics(condition.value))
    return tuple(found)


def linked(value: object) -> Iterator[str]:
    """Ids of the entries that are fixed anywhere in a query or a set."""
    if isinstance(value, Linked):
        yield from value.entries
    elif isinstance(value, tuple):
        yield from (key for each in value for key in linked(each))
    else:
        yield from (key for each in _parts(value).values() for key in linked(each))


def changed(value: Any, change: Callable[[Any], Any]) -> Any:
    """A query with every part that `change` returns something else for in its place."""
    other = change(value)
    if other is not value:
        return other
    if isinstance(value, tuple):
        return tuple(changed(each, change) for each in value)
    old = _parts(value)
    new = {name: changed(each, change) for name, each in old.items()}
    return replace(value, **new) if new != old else value


def _parts(value: object) -> dict[str, Any]:
    """The fields of a dataclass by name; none of anything else."""
    return {name: getattr(value, name) for name in getattr(value, "__dataclass_fields__", ())}


def found_in(value: object, kind: type[Found]) -> Iterator[Found]:
    """Everything of a kind that a query holds, anywhere in it."""
    if isinstance(value, kind):
        yield value
    parts = value if isinstance(value, tuple) else _parts(value).values()
    yield from (found for each in parts for found in found_in(each, kind))


def holds(value: object, kind: type) -> int:
    """How many of a kind a query holds, anywhere in it."""
    return sum(1 for _ in found_in(value, kind))


def entries_of(found: Set) -> tuple[str, ...]:
    """Ids that a set names outright."""
    match found:
        case Linked(entries=entries) | Mentions(entries=entries):
            return entries
        case Or(sets=sets):
            return tuple(key for each in sets for key in entries_of(each))
        case _:
            return ()
