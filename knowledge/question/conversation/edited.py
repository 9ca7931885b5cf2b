"""What was at hand, with something taken from it or put to it: 5-2-1を外すと, 代わりに3-3-4を入れたら, 4位も足すと."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Ask, Linked, Minus, Money, Or, Query, Set, Share, Turn
from knowledge.question.conversation.filling import filled, is_one
from knowledge.question.conversation.moment import Moment
from knowledge.question.conversation.ordering import row_at
from knowledge.question.draft import FIGURES, THAT, Edit, holds


def is_edited(moment: Moment) -> bool:
    """Whether a clause does no more than to take something from what was shown, or to put something to it."""
    edits, turn = moment.draft.edits, at_hand(moment)
    if turn is None:
        return bool(edits) and moment.draft.instead
    return bool(edits) and all(_fits(moment, turn, edit) for edit in edits)


def _fits(moment: Moment, turn: Turn, edit: Edit) -> bool:
    """Whether a thing is put to what did not have it, or taken from what has more than it."""
    what = _what(moment, edit)
    if not isinstance(what, Linked) or what.words:
        return True
    gone = _of(moment, what, turn.shown)
    if edit.adds:
        return is_one(what) and not gone
    return 0 < len(gone) < len(turn.shown)


def _of(moment: Moment, what: Linked, shown: tuple[str, ...]) -> set[str]:
    """Which of what was shown are some entries, or stand below one of them."""
    levels = {moment.level_of(key) for key in what.entries}
    above = {key: {moment.shown.page.stepped(key, level, 0) for level in levels} for key in shown}
    return {key for key in shown if key in what.entries or above[key] & set(what.entries)}


def edited(moment: Moment) -> Query | None:
    """The figure or the list that was shown, of the set as it is then; None where that cannot be told."""
    turn, kept = at_hand(moment), _exchanged(moment)
    if turn is None or kept is None:
        return None
    of: Set = Linked(kept)
    count = len(kept)
    for edit in moment.draft.edits:
        what = _what(moment, edit)
        if what is None:
            return None
        of = _put_to(of, what) if edit.adds else Minus(of, what)
        count += 1 if edit.adds else -1
    if moment.draft.counted not in (None, count):
        return None
    return filled(moment, replace(_asked(moment, turn), of=of))


def at_hand(moment: Moment) -> Turn | None:
    """The turn that showed what is edited: the last list or figure, also where some of it was looked at since, or
    something else that is to be put to it."""
    edits, last, looked_at = moment.draft.edits, moment.last, set[str]()
    that = any(edit.what == THAT for edit in edits)
    for turn in moment.turns:
        if not turn.shown:
            break
        if len(turn.shown) > 1:
            return turn if that or looked_at <= set(turn.shown) else None
        looked_at |= set(turn.shown)
    chain = moment.shown.chain()
    if that or not all(edit.adds for edit in edits) or len(last.shown) != 1:
        return None
    several = moment.draft.counted == len(chain) + len(edits)  # 防災も入れて3つの合計
    return replace(last, shown=chain) if several else last


def _exchanged(moment: Moment) -> tuple[str, ...] | None:
    """What is left for something else to take the place of: 代わりに, after one was taken away or looked at."""
    turn = at_hand(moment)
    if turn is None or not moment.draft.instead or not all(edit.adds for edit in moment.draft.edits):
        return turn.shown if turn is not None else None
    if holds(moment.last.query, Minus):
        return turn.shown
    return tuple(key for key in turn.shown if key not in moment.last.shown) if moment.last is not turn else None


def _what(moment: Moment, edit: Edit) -> Set | None:
    if isinstance(edit.what, int):
        return row_at(moment, edit.what)
    return moment.that if edit.what == THAT else edit.what


def _put_to(of: Set, what: Set) -> Set:
    """Two sets as one."""
    if isinstance(of, Linked) and isinstance(what, Linked) and not what.words:
        return Linked(tuple(dict.fromkeys((*of.entries, *what.entries))))
    return Or((of, what))


def _asked(moment: Moment, turn: Turn) -> Query:
    """What is asked of it: what the clause says, or else what was asked before."""
    query, last = moment.draft.query, moment.last.query
    if query is not None and query.ask in FIGURES:
        keeps = isinstance(last.measure, Share) and isinstance(query.measure, Money)
        return replace(query, measure=last.measure if keeps else query.measure, order=None, take=None)
    if query is not None and isinstance(query.measure, Share):
        return replace(query, ask=Ask.SUM, order=None, take=None)
    if turn.query.ask is Ask.AMOUNT:
        return Query(Ask.SUM, turn.query.of, measure=turn.query.measure, unit=turn.query.unit)
    before = last if last.ask in FIGURES else turn.query
    if before.ask in FIGURES:
        return replace(before, order=None, take=None, where=(), by=None)
    return Query(Ask.LIST, turn.query.of, measure=turn.query.measure, order=turn.query.order, unit=turn.query.unit)
