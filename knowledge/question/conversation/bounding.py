"""From one bound to another, and what is held against an amount: 逆に100万円未満は, 未満の方は, 200万円より多い?"""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Ask, OfLevel, Or, Query, Relation, Rows, Set
from knowledge.question.conversation.filling import points, replaced
from knowledge.question.conversation.moment import Moment
from knowledge.question.conversation.ordering import rows_of
from knowledge.question.draft import FIGURES, THAT
from knowledge.question.literals import Yen
from knowledge.question.modifiers import RELATIONS

_BOUNDS = frozenset({Relation.OVER, Relation.AT_LEAST, Relation.UNDER, Relation.AT_MOST})


def bounded_before(moment: Moment) -> Query:
    """The last list, where nothing but its figures was asked since; else what was asked last."""
    turns = (turn for turn in moment.turns if turn.query.ask not in FIGURES or rows_of(turn.query).where)
    turn = next(turns, moment.last)
    return turn.query


def is_bounded_anew(moment: Moment, query: Query) -> bool:
    """逆に100万円未満は?, 100万円以上は? after 1,000万円以上の取組: what was asked of all, with another bound."""
    before, bounded = bounded_before(moment), rows_of(query)
    listed = before.ask in (Ask.LIST, Ask.COUNT) and query.ask in (Ask.LIST, Ask.COUNT, Ask.SUM)
    if moment.draft.names_set or not listed or not (bounded.where and rows_of(before).where):
        return False
    bound = rows_of(before).where
    ends = sorted(each.value for each in bound if isinstance(each.value, int))
    value = bounded.where[0].value
    if len(ends) > 1 and isinstance(value, int) and ends[0] < value < ends[-1]:
        return False  # 150万以上で, after 100万円台: of these
    return isinstance(bounded.of, OfLevel) and all(each.relation in _BOUNDS for each in bound)


def on_the_other_side(moment: Moment, query: Query | None) -> Query | None:
    """未満の方は? after 300万円以上の取組は何件: the same amount bounds anew."""
    draft, before = moment.draft, bounded_before(moment)
    said = [sense for span in draft.spans for sense in sorted(span.senses & RELATIONS.keys())]
    told = draft.names_set or draft.refers or any(isinstance(span.literal, Yen) for span in draft.spans)
    where = rows_of(before).where
    if len(said) != 1 or told or len(where) != 1 or where[0].relation not in _BOUNDS:
        return None
    turned = replace(rows_of(before), where=(replace(where[0], relation=RELATIONS[said[0]]),))
    turned = replace(before, of=Rows(turned)) if isinstance(before.of, Rows) else turned
    return turned if query is None else replace(turned, ask=query.ask, measure=query.measure)


def confirms(moment: Moment, query: Query) -> bool:
    """200万円より多い?, 2-1-1より多い?, 163万2千円ですね?: of the one thing that was shown."""
    return is_held(moment, query) and len(moment.last.shown) == 1


def held_against(moment: Moment, query: Query, of: Set) -> Query | None:
    """さっきのより多い? of the later of two things: for yes or no, against the earlier one."""
    held = replace(query, ask=Ask.CONFIRM, of=of, order=None, take=None)
    if not points(held):
        return held
    pair = moment.shown.pair()
    if not isinstance(pair, Or) or pair.sets[1] not in (of, moment.last.query.of):
        return None
    return replaced(held, {THAT: pair.sets[0]}, moment.level_of)  # type: ignore[no-any-return]


def is_held(moment: Moment, query: Query) -> bool:
    """Whether no more is said than that an amount is so, for yes or no."""
    bare = (isinstance(query.of, OfLevel) or query.of == THAT) and query.ask is Ask.LIST and bool(query.where)
    bare = bare and (not moment.draft.names_set or isinstance(query.where[0].value, Query))
    bare = bare and not moment.says_level
    bare = bare and query.where[0].relation not in (Relation.PRINTED, Relation.MISSING)
    return bare and moment.draft.confirms
