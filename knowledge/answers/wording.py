"""Sets, measures, conditions and places in words: the parts that questions, headlines and readings are made of.

How the parts go together is told in canonical. A set is an atom where nothing can come between its words (a level, an
entry, a phrase that is mentioned, a range, an office) and is enclosed where its end could not be told otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.answers.measured import MeasureWording
from knowledge.answers.names import Names
from knowledge.language.phrases import level_name
from knowledge.model import (
    Above,
    Along,
    And,
    Appeared,
    Below,
    Beside,
    CodeRange,
    Entry,
    Group,
    Level,
    Linked,
    Mentions,
    Minus,
    Money,
    Office,
    OfLevel,
    Or,
    Query,
    Rows,
    Set,
    Topic,
    Whole,
)

_ATOMS = (Whole, Linked, OfLevel, Mentions, CodeRange, Office)
_CHAINS = (Below, Above, Beside)


def plain_entry(entry: Entry, names: Names) -> str:
    """An entry as a question names it: by level and code, or by its whole title."""
    if entry.code is None:
        return names.title(entry)
    space = " " if names.language == "en" else ""
    level = level_name(entry, names.language)
    return f"{level.lower() if names.language == 'en' else level}{space}{entry.code}"


@dataclass(frozen=True, slots=True)
class Wording(MeasureWording):
    """Words for the parts of a query, of entries as `called` names them."""

    called: Callable[[Entry, Names], str]
    """What an entry is called."""
    is_terse: bool = False
    """Whether what was just said is not said again; a question says it, so that it reads back to the same query."""

    # Sets

    def set(self, of: Set) -> str:
        """A set as a noun phrase; its end may be open, see `closed`."""
        match of:
            case Whole():
                return self._say("set_whole")
            case Linked(entries, words):
                return self._say("set_same").join(map(self._linked, entries)) or words
            case Mentions(words) | Topic(words):
                return self._say("set_mentions", words=words)
            case OfLevel(levels):
                return self.levels(levels)
            case Below(above, levels):
                key = "set_below" if levels else "set_right_below"
                return self._say(key, of=self.tight(above), levels=self.levels(levels))
            case Above(below, None):
                return self._say("set_right_above", of=self.tight(below))
            case Above(below, level):
                name = self.names.in_sentence(level) if level else ""
                return self._say("set_above", of=self.tight(below), level=name)
            case Along(other):
                return self.set(other)
            case Beside(other):
                return self._say("set_beside", of=self.tight(other))
            case CodeRange(first, last):
                return self._say("set_range", first=first, last=last)
            case Office(name):
                return self._say("set_office", name=name)
            case Appeared(among, presence, change):
                old, new = self.sides(change)
                return self._say(f"set_{presence}", of=self.left(among), old=old, new=new)
            case And(sets):
                return self._and(sets)
            case Minus(among, without):
                return self._say("set_minus", of=self.left(among), without=self.right(without))
            case Or(sets):
                loose = any(not isinstance(each, _ATOMS) for each in sets)
                told = map(self.right, sets)
                return self._say("set_or_loose" if loose else "set_or").join(
                    dict.fromkeys(told) if self.is_terse else told
                )
            case Rows(query):
                return self.noun(query)

    def _linked(self, key: str) -> str:
        entry = self.names.document.entry(key)
        return self.called(entry, self.names) if entry else key

    def levels(self, levels: Sequence[Level], *, one: bool = False) -> str:
        """Levels as a question names them, for several entries or for one."""
        return self._say("set_level_or").join(map(self.names.in_sentence if one else self.names.levels, levels))

    def enclosed(self, of: Set) -> str:
        """A set in brackets."""
        return self._say("set_enclosed", of=self.set(of))

    def tight(self, of: Set) -> str:
        """Before の, after "of": what is joined loosely, or ends in a clause, is enclosed."""
        is_plain_or = isinstance(of, Or) and all(isinstance(each, _ATOMS) for each in of.sets)
        if isinstance(of, (*_ATOMS, *_CHAINS)) or is_plain_or or self._is_clause_and_noun(of):
            return self.set(of)
        return self.enclosed(of)

    def _is_clause_and_noun(self, of: Set) -> bool:
        """In Japanese a clause goes before its noun, so that nothing is open at the end; a place ends by itself."""
        if not isinstance(of, Rows) or not isinstance(of.query.of, OfLevel):
            return False
        has_place = of.query.order is not None or of.query.take is not None
        return not of.query.where if self.language == "en" else not (of.query.where and has_place)

    def left(self, of: Set) -> str:
        """Before のうち; in English after "those of"."""
        if self.language == "en":
            return self.tight(of)
        return self.enclosed(of) if isinstance(of, Or) else self.set(of)

    def right(self, of: Set) -> str:
        """Between のうち or と and what ends it."""
        return self.tight(of)

    def _and(self, sets: tuple[Set, ...]) -> str:
        first, *others = sets
        told = self.left(first)
        for each in others:
            told = self._say("set_and", of=told, that=self._those(each))
        return told

    def _those(self, of: Set) -> str:
        match of:
            case Mentions(words):
                return self._say("set_mentions_those", words=words)
            case Office(name):
                return self._say("set_office_those", name=name)
        return self._say("set_those", of=self.right(of))

    # The rows of a query as a set

    def noun(self, query: Query) -> str:
        """The entries that a query leaves after its conditions, its order and its take."""
        if isinstance(query.by, Level):
            return self._heads(query, query.by)
        if query.order is None and query.take is None:
            return self.conditioned(query)
        place = self.place(query.order, query.take)
        if isinstance(query.of, OfLevel) and not query.where:
            is_one = query.take is not None and query.take.is_one
            levels = self.levels(query.of.levels, one=is_one)
            return self._say("placed_noun", place=place, noun=levels)
        of = self.left(query.of)
        if query.where:
            of = self.conditioned(query)
            of = of if self.language == "ja" else self._say("set_enclosed", of=of)
        return self._say("placed_those", place=place, of=of)

    def conditioned(self, query: Query) -> str:
        """The entries that a query leaves after its conditions."""
        if isinstance(query.by, Level):
            return self._heads(replace(query, order=None, take=None), query.by)
        if not query.where:
            return self.set(query.of)
        where = self.conditions(query.where)
        if isinstance(query.of, OfLevel):
            return self._say("where_noun", where=where, noun=self.set(query.of))
        return self._say("where_those", where=where, of=self.left(query.of))

    def _heads(self, query: Query, level: Level) -> str:
        """The entries of a level that the figures of what is below them leave: …の予算額の平均が最も大きい経営課題."""
        figure = self._made(replace(query, by=None), self.set(query.of))
        is_one = query.take is not None and query.take.is_one
        noun = self.levels((level,), one=is_one)
        if query.where:
            noun = self._say("where_heads", where=self.conditions(query.where, figure), noun=noun)
        if query.order is None and query.take is None:
            return noun
        return self._say("placed_noun", place=self.place(query.order, query.take, figure), noun=noun)

    def made(self, query: Query) -> str:
        """The figure that a query gives, as a noun phrase: 具体的取組の予算額の平均; of groups, one for each."""
        noun = self.noun(query) if query.by is None else self.set(query.of)
        made = self._made(query, noun)
        if query.by is None or not query.where:
            return made
        return self._say("where_those", where=self.conditions(query.where), of=made)

    def _made(self, query: Query, noun: str) -> str:
        if query.ask == "count":
            if isinstance(query.by, Level):
                return self._say("of_count_level", set=noun, level=self.names.in_sentence(query.by))
            return self._say("of_count" if query.by is None else f"of_count_{query.by}", set=noun)
        asks = ("sum", "mean", "median", "difference", "ratio")
        key = f"of_{query.ask}" if query.ask in asks else "of_amount"
        measure, made = self.halves(query.measure or Money())
        if query.by is not None:
            measure = self.grouped(query.by, measure)
        return self._say(key, set=noun, measure=measure, made=made)

    def grouped(self, by: Group | Level, measure: str) -> str:
        """A measure with what has one of it each: 部署ごとの予算額, 経営課題ごとの予算額."""
        if isinstance(by, Level):
            return self._say("by_level", measure=measure, level=self.names.in_sentence(by))
        return self._say(f"by_{by}", measure=measure)
