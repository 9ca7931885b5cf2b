"""What people may want to ask after an answer: each step is a whole query, never a label to be read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.answers.names import Names
from knowledge.language.phrases import say
from knowledge.model import (
    RUNGS,
    Answer,
    Ask,
    Below,
    Beside,
    Entry,
    Kind,
    Language,
    Level,
    Linked,
    Money,
    OfLevel,
    Order,
    Query,
    Set,
    Step,
)
from knowledge.shelf.document import Document

MOST = 3
"""Steps of one answer: more would ask people to choose instead of helping them on."""


def steps(answer: Answer, names: Names) -> tuple[Step, ...]:
    """The next steps that follow from an answer, the likeliest first."""
    return tuple(_steps(answer, _Steps(names)))[:MOST]


def _steps(answer: Answer, make: _Steps) -> Iterator[Step]:
    if answer.kind in (Kind.UNKNOWN, Kind.ELSEWHERE):
        near = answer.near or answer.shown
        yield from (make.to(shown.entry) for shown in near[:1])
        yield from make.issues()
    elif len(answer.shown) == 1 or (answer.kind is Kind.FOUND and answer.shown):
        yield from make.from_entry(answer.shown[0].entry)
    elif answer.shown:
        yield from make.from_several([shown.entry for shown in answer.shown], answer.query)


def step_to(key: str) -> Step:
    """To an entry that is known by no more than its id."""
    return Step(key, Query(Ask.RECORD, Linked((key,)), key.partition("/")[0]))


class _Steps:
    """Makes steps through one document."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._document: Document = names.document
        self._language: Language = names.language

    def _say(self, key: str, **values: object) -> str:
        return say(key, self._language, **values)

    def _query(self, ask: Ask, of: Set, **parts: object) -> Query:
        return Query(ask, of, self._document.name, **parts)  # type: ignore[arg-type]

    def to(self, entry: Entry, name: str | None = None) -> Step:
        """To an entry itself."""
        return Step(name or entry.name, self._query(Ask.RECORD, Linked((entry.id,))))

    def issues(self) -> Iterator[Step]:
        """To all issues."""
        if self._document.count(Level.ISSUE):
            name = self._say("step_all", level=self._names.levels(Level.ISSUE))
            yield Step(name, self._query(Ask.LIST, OfLevel((Level.ISSUE,))))

    def from_entry(self, entry: Entry) -> Iterator[Step]:
        """Down before up: who stands on an issue wants its strategies, who stands on an initiative what is above it."""
        below, above = self._document.children(entry), self._document.ladder(entry)
        if below:
            name = self._say("step_below", level=self._names.levels(below[0].level))
            yield Step(name, self._query(Ask.LIST, Below(Linked((entry.id,)))))
        if above:
            name = self._say("step_parent", level=self._names.in_sentence(above[-1].level))
            yield self.to(above[-1], name)
            if not below:
                name = self._say("step_siblings", level=self._names.levels(entry.level))
                yield Step(name, self._query(Ask.LIST, self._siblings(entry, above)))
        if entry.level not in RUNGS:
            yield from self.issues()
        else:
            yield from self._ranking(above[0] if above else entry)

    def _siblings(self, entry: Entry, above: Sequence[Entry]) -> Set:
        """Those beside it; where it stands alone, those of its level under the same issue."""
        if len(self._document.children(above[-1])) > 1:
            return Beside(Linked((entry.id,)))
        return Below(Linked((above[0].id,)), (entry.level,))

    def _ranking(self, top: Entry | None) -> Iterator[Step]:
        """To the amounts below an entry, or of the whole document, by size, where there are several."""
        levels = self._document.levels_with(Money())
        level = next((each for each in reversed(RUNGS) if levels.get(each)), None)
        if level is None:
            return
        of: Set = OfLevel((level,))
        if top is not None:
            if sum(bool(each.amounts) for each in self._document.below(top, level)) < 2:
                return
            of = Below(Linked((top.id,)), (level,))
        query = self._query(Ask.LIST, of, measure=Money(), order=Order(Money()))
        yield Step(self._say("step_ranking"), query)

    def from_several(self, entries: Sequence[Entry], query: Query | None) -> Iterator[Step]:
        """Above what is listed, and by size where it is not yet."""
        above = {ladder[-1].id: ladder[-1] for entry in entries if (ladder := self._document.ladder(entry))}
        is_ranked = query is not None and query.order is not None and query.order.measure is not None
        if len(above) == 1:
            (parent,) = above.values()
            yield self.to(parent)
        if not is_ranked:
            yield from self._ranking(next(iter(above.values())) if len(above) == 1 else None)
