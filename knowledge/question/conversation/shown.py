"""What a conversation has shown, and which of it a follow-up means: by place, by number, together, in a row."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from knowledge.model import Above, Ask, Below, Level, Linked, Or, Rows, Set, Turn, Whole
from knowledge.question.draft import FIGURES, THAT, THOSE, linked, topics


class Page(Protocol):
    """The document, as a conversation needs it."""

    @property
    def deepest(self) -> Level:
        """The level whose entries carry the money."""

    def level_of(self, key: str) -> Level:
        """The level of an entry."""

    def coded(self, code: str, level: Level | None) -> tuple[str, ...]:
        """The entries that a code means, at a level."""

    def stepped(self, key: str, level: Level, steps: int) -> str | None:
        """The entry of a level that the page prints so many on, or back; None where it ends before."""


_OF_ONE = (Ask.AMOUNT, Ask.RECORD, Ask.CONFIRM, Ask.RANK)
_LISTED = 2
"""Entries from which a turn has shown a list."""


class Shown:
    """The turns of a conversation, the last first; at least one."""

    def __init__(self, turns: tuple[Turn, ...], page: Page) -> None:
        self.turns = _in_order(tuple(map(_alone_in_turn, turns)))
        self.last = self.turns[0]
        self.page = page
        self.level_of = page.level_of

    @property
    def unrun(self) -> Set | None:
        """What the question before in the same post asks of, whose rows are not known yet."""
        query, pointing = self.last.query, set(topics(self.last.query.of)) & {THAT, THOSE}
        if not self.last.unrun or self.last.shown or isinstance(query.of, Whole) or pointing:
            return None
        if query.where or query.order is not None:
            return Rows(replace(query, ask=Ask.LIST, measure=None, unit=None))
        return query.of

    @property
    def came_to_nothing(self) -> bool:
        """Whether the last question found nothing of a set: what is asked of several now is of none."""
        last = self.last
        several = last.query.ask is Ask.LIST and (last.query.where or not isinstance(last.query.of, (Whole, Linked)))
        return bool(several) and not (last.shown or last.unrun or last.refused)

    # One

    def at(self, place: int, level: Level | None = None) -> str | None:
        """The entry at a place of the last list, from its end where negative; of a level, if one is named."""
        for turn in self.turns:
            enough = len(turn.shown) >= max(abs(place), _LISTED)
            if enough and (level is None or self.level_of(turn.shown[0]) is level):
                return turn.shown[place - 1 if place > 0 else place]
        chain = self.chain() if level is None else ()
        if len(chain) < max(abs(place), _LISTED):
            return None
        return chain[place - 1 if place > 0 else place]

    def stepped(self, steps: int, level: Level | None = None) -> str | None:
        """What comes so many on: in the last list from what was looked at, else on the page; of a level, if named."""
        if not self.last.shown:
            return None
        key, several = self.last.shown[-1 if steps > 0 else 0], self.several
        if len(self.last.shown) == 1 and key in several and level in (None, self.level_of(key)):
            at = several.index(key) + steps
            if 0 <= at < len(several):
                return several[at]
        return self.page.stepped(key, level or self.level_of(key), steps)

    # Several

    def list_at(self, place: int) -> tuple[str, ...]:
        """Of two lists, one shown after the other, the former (1) or the latter (-1); none where there were none."""
        lists = [turn.shown for turn in self.turns[:_LISTED] if len(turn.shown) >= _LISTED]
        if len(lists) < _LISTED:
            return ()
        latter, former = lists
        return former if place == 1 else latter

    @property
    def several(self) -> tuple[str, ...]:
        """The last list; none where there was none."""
        return next((turn.shown for turn in self.turns if len(turn.shown) >= _LISTED), ())

    @property
    def is_of_the_list(self) -> bool:
        """Whether what was shown last is some of the last list, and not all of it."""
        shown = set(self.last.shown)
        return bool(shown) and shown < set(self.several)

    def of_level(self, turn: Turn, level: Level) -> tuple[str, ...]:
        """What a turn showed or named of a level."""
        keys = dict.fromkeys((*turn.shown, *linked(turn.query)))
        return tuple(key for key in keys if self.level_of(key) is level)

    def chain(self) -> tuple[str, ...]:
        """What was asked of one thing after the other, the first first: 防災の予算は? 防犯は?"""
        keys: list[str] = []
        for turn in self.turns:
            plain = turn.query.ask in (Ask.AMOUNT, Ask.RECORD, Ask.LIST, Ask.CONFIRM)
            plain = plain and not isinstance(turn.query.of, (Above, Below))
            if len(turn.shown) != 1 or not plain or _plan_of(turn) != _plan_of(self.last):
                break
            keys.insert(0, turn.shown[0])
        return tuple(dict.fromkeys(keys))

    def summed(self) -> tuple[str, ...]:
        """What was asked for its sum, one after the other, the first first; none where it was one alone."""
        keys: list[str] = []
        for turn in self.turns:
            if turn.query.ask is not Ask.SUM or not isinstance(turn.query.of, Linked) or len(turn.query.of.entries) > 1:
                break
            keys[:0] = turn.query.of.entries
        return tuple(dict.fromkeys(keys)) if len(set(keys)) >= _LISTED else ()

    def pair(self) -> Set | None:
        """The two things that were shown last, each alone; two sums that were asked for one after the other."""
        sums = [turn.query.of for turn in self.turns[:_LISTED] if turn.query.ask is Ask.SUM and turn.value is not None]
        if len(sums) == _LISTED and sums[0] != sums[1]:
            return Or((sums[1], sums[0]))
        singles = [turn.shown[0] for turn in self.turns if len(turn.shown) == 1]
        others = [key for key in singles[1:] if key != singles[0]]
        alike = [key for key in others if self.level_of(key) is self.level_of(singles[0])]
        first = next(iter(alike or others), None)
        return Or((Linked((first,)), Linked((singles[0],)))) if first is not None else None

    def recent(self, count: int) -> tuple[str, ...]:
        """So many of the things that were shown last, each alone, the first first."""
        keys = list(dict.fromkeys(turn.shown[0] for turn in self.turns if len(turn.shown) == 1))
        alike = [key for key in keys if self.level_of(key) is self.level_of(keys[0])]
        return tuple(reversed((alike if len(alike) >= count else keys)[:count]))

    def so_many(self, count: int, level: Level | None = None) -> Set | None:
        """So many things that were shown together, or one after the other; of a level, where one is named."""
        if count < _LISTED:
            return None
        if level is None and len(self.summed()) == count:
            return Linked(self.summed())  # the sum of issue 2, that of issue 3, and of both
        if len(self.last.shown) == count and level in (None, self.level_of(self.last.shown[0])):
            return Linked(self.last.shown)
        if level is not None:
            return self._so_many_of(level, count)
        recent = self.recent(count)
        if len(recent) == count:
            return Or(tuple(Linked((key,)) for key in recent)) if count == _LISTED else Linked(recent)
        return next((Linked(turn.shown) for turn in self.turns if len(turn.shown) == count), None)

    def _so_many_of(self, level: Level, count: int) -> Set | None:
        """The last entries of a level that were shown, where they are so many."""
        keys: dict[str, None] = {}
        for turn in self.turns:
            keys |= dict.fromkeys(self.of_level(turn, level))
            if len(keys) >= count:
                break
        return Linked(tuple(sorted(keys))) if len(keys) == count else None

    def those(self, count: int | None) -> Set | None:
        """So many, if it is told; else what was shown together last, also where one of them was looked at since."""
        shown = self.last.shown
        if count is not None and count >= _LISTED:
            return self.so_many(count)
        if len(shown) >= _LISTED:
            return Linked(shown)
        picked = self.last.query.of.query if isinstance(self.last.query.of, Rows) else self.last.query
        if set(shown) <= set(self.several) and picked.order is not None:
            return Linked(self.several)
        return self.pair() or Linked(shown)

    def list_of_all(self) -> tuple[str, ...]:
        """The last list, where what was shown since is of it: 全部の合計 after its largest and its smallest."""
        several = self.several
        if not several:
            return ()
        at = next(at for at, turn in enumerate(self.turns) if turn.shown == several)
        return several if all(set(turn.shown) <= set(several) for turn in self.turns[:at]) else ()


def _in_order(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns; a figure of rows that were listed before shows them in the order of that list."""
    found: list[Turn] = []
    for turn in reversed(turns):
        before = found[-1] if found else turn
        same = turn.query.ask in FIGURES and turn.shown != before.shown and set(turn.shown) == set(before.shown)
        found.append(replace(turn, shown=before.shown) if same else turn)
    return tuple(reversed(found))


def _alone_in_turn(turn: Turn) -> Turn:
    """A turn that asked of one thing showed that, also where its answer showed what stands above or before it too."""
    named = turn.query.of.entries if isinstance(turn.query.of, Linked) else ()
    if len(named) != 1 or turn.query.ask not in _OF_ONE or not turn.shown:
        return turn
    is_first = turn.query.ask is not Ask.RANK and named[0] in turn.shown
    return replace(turn, shown=turn.shown[:1] if is_first else named)


def _plan_of(turn: Turn) -> str:
    """The document of what a turn showed."""
    return turn.shown[0].partition("/")[0] if turn.shown else ""
