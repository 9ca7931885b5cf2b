"""Operands and modifiers of a clause bound together: what scopes what, what conditions and sorts what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.model import (
    Above,
    Along,
    And,
    Ask,
    Below,
    Beside,
    Change,
    CodeRange,
    Condition,
    Linked,
    Measure,
    Minus,
    Money,
    OfLevel,
    Or,
    Order,
    Query,
    Rows,
    Set,
    Take,
    Topic,
    Whole,
)
from knowledge.question import modifiers, narrowing
from knowledge.question.draft import THAT, THOSE
from knowledge.question.ladder import WALKED, is_under
from knowledge.question.literals import Number, Place, Step, Yen
from knowledge.question.means import MIDDLES, averaged, averaged_in_english
from knowledge.question.modifiers import Modifiers
from knowledge.question.operands import operands
from knowledge.question.relations import apposed, ranges
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import ASIDE, JOINS, RANGES, Names, Operand, Part, texts_between
from knowledge.question.tallies import is_tallied_behind, tallied

_SAY_LITTLE = frozenset("千百万億1")
"""Numbers that are half of a unit, as in 千円やのうて円で, or say each: 1取組あたり."""
_RANGES = RANGES | {"and"}
_EITHER = ("または", "か", "もしくは", "or")


@dataclass(frozen=True, slots=True)
class Bound:
    """The operands of a clause, each with what narrows it, and what is left for the question as a whole."""

    operands: tuple[Operand, ...]
    named: tuple[Operand, ...]
    """As they were named, before they were bound."""
    rest: Modifiers
    spent: frozenset[int]
    """Spans that were bound: they ask nothing more."""
    unread: tuple[int, ...]
    """Numbers that are neither a code nor a modifier."""


class Binder:
    """Binds one clause, from left to right."""

    def __init__(self, spans: Sequence[Span], names: Names, money: Money) -> None:
        self._spans = tuple(spans)
        self._names = names
        self._money = money
        found = operands(self._spans, names)
        self._used = found.used
        self._operands = apposed(ranges(found.operands, self._spans), self._spans)
        self._spent: set[int] = set()
        self._taken: set[int] = set()

    def bound(self) -> Bound:
        """The operands with their modifiers; those behind the last operand wait for the query."""
        result: list[Operand] = []
        pending = Modifiers()
        at = begun = 0
        by_first = {operand.first: operand for operand in self._operands}
        while at < len(self._spans):
            operand = by_first.get(at)
            if operand is None:
                if result and self._is_placed(at, result[-1]):
                    result[-1] = self._at_place(result[-1], at)
                elif result and self._goes_on(at, result[-1]):
                    result[-1] = self._gone_on(result[-1], at)
                elif (middle := self._middle(at)) is not None:
                    pending.middle, pending.of_level = middle[0], self._names.deepest
                    self._spent.update(range(at, middle[1]))
                    at = middle[1]
                elif at not in self._used and not (self._is_subject(at) and any(o.first > at for o in self._operands)):
                    self._read(at, pending)
                    if result and self._heads(at) and _narrows(result[-1], pending):
                        result[-1] = self._narrowed(result[-1], pending)
                        self._spent.update(range(begun, at))
                        pending, begun = Modifiers(), at + 1
                at += 1
                continue
            at = operand.last
            is_deepest = operand.level == (self._names.deepest,) and self._spans[operand.first].text.isascii()
            if pending.middle is not None and is_deepest:
                self._spent.update(range(operand.first, at))
                continue  # the highest average per initiative
            if (tally := tallied(self._spans, self._operands, operand)) is not None:
                pending.of_level = operand.level[-1]
                pending.middle = tally.middle
                pending.counted = 0 if tally.is_none else pending.counted
                self._spent.update(range(operand.first, tally.last))
                at = tally.last
                continue
            if result and is_tallied_behind(self._spans, operand, result[-1]):
                pending.of_level = operand.level[-1]
                result[-1] = self._narrowed(result[-1], pending)
                self._spent.update(range(begun, at))
                pending, begun = Modifiers(), at
                continue
            bound = self._with(operand, pending, result)
            if bound is None:
                continue
            if operand.is_mean:
                self._spent.update(range(operand.first, operand.last))
            result.append(bound)
            if isinstance(bound.set, (Rows, Or)) and operand.is_level:
                first = pending.first if all(span.text.isascii() for span in self._spans) else begun
                self._spent.update(range(max(first, begun), operand.first))
                pending = Modifiers()
            begun = operand.last
        if pending.of_level is not None and result and result[-1].is_level and not pending.only_counts:
            result[-1] = self._narrowed(result[-1], pending)
            self._spent.update(range(begun, len(self._spans)))
            pending = Modifiers()
        found = tuple(self._joined(self._scoped_behind(result)))
        spans = enumerate(self._spans)
        numbers = (at for at, span in spans if isinstance(span.literal, Number) and span.text not in _SAY_LITTLE)
        unread = tuple(at for at in numbers if at not in self._used and at not in self._taken)
        return Bound(found, tuple(self._operands), pending, frozenset(self._spent), unread)

    def _middle(self, at: int) -> tuple[Ask, int] | None:
        """平均が一番高い課題, the issue with the highest average: the mean of what is below a level that is named."""
        if at in self._used or not self._spans[at].senses & MIDDLES.keys():
            return None
        before = next((each for each in reversed(self._operands) if each.last <= at), None)
        behind = next((each for each in self._operands if each.first > at), None)
        in_english = self._spans[at].text.isascii()
        beside = before if in_english else behind or before
        if beside is None or not beside.is_level or self._names.deepest in beside.level:
            return None
        return averaged_in_english(self._spans, at) if in_english else averaged(self._spans, at)

    def _read(self, at: int, pending: Modifiers) -> None:
        if pending.literals and self._spans[at].text in (*_RANGES, *_EITHER):
            after = next((span.literal for span in self._spans[at + 1 :] if span.literal is not None), None)
            if isinstance(after, Yen):
                pending.range = pending.range or self._spans[at].text in _RANGES
                pending.either = pending.either or self._spans[at].text in _EITHER
        if modifiers.read(self._spans[at], self._spans, at, pending):
            self._taken.add(at)
            pending.first = min(pending.first, at)

    def _is_subject(self, at: int) -> bool:
        """3番目はどの課題: a place of which something is said is a row that was shown, and no place of that level."""
        behind = [span.text for span in self._spans[at + 1 : at + 3]]
        behind = behind[1:] if behind[:1] == ["の"] else behind  # 2番目のは課題の何割
        return isinstance(self._spans[at].literal, Place) and behind[:1] in (["は"], ["って"])

    def _is_placed(self, at: int, level: Operand) -> bool:
        """戦略の2つ目: a place directly behind a level, with no order that it could be of."""
        behind = at == level.last + 1 and self._spans[level.last].text == "の"
        ordered = any(span.senses & {"order", "superlative", "more", "less", "most", "least"} for span in self._spans)
        return behind and level.is_level and isinstance(self._spans[at].literal, Place) and not ordered

    def _at_place(self, level: Operand, at: int) -> Operand:
        literal = self._spans[at].literal
        assert isinstance(literal, Place)
        self._taken.add(at)
        self._spent.add(at)
        rows = Rows(Query(Ask.LIST, level.set, order=Order(None), take=Take(1, literal.number - 1)))
        return replace(level, set=rows, last=at + 1)

    def _steps_to(self, level: Operand) -> int | None:
        """How far on the level is that is meant: 次の課題, 2-2-1の一つ前の取組."""
        ahead = [span for span in self._spans[max(0, level.first - 2) : level.first] if span.text.strip(" の")]
        step = ahead[-1].literal if ahead else None
        return step.number if isinstance(step, Step) else None

    def _goes_on(self, at: int, operand: Operand) -> bool:
        """2-2-1の次は: a step directly behind what is named, with no level behind it."""
        if not isinstance(self._spans[at].literal, Step) or at != operand.last + 1:
            return False
        behind = [each for each in self._operands if each.first in (at + 1, at + 2) and each.is_level]
        return self._spans[operand.last].text == "の" and not behind

    def _gone_on(self, operand: Operand, at: int) -> Operand:
        step = self._spans[at].literal
        assert isinstance(step, Step)
        return replace(operand, set=Along(operand.set, step.number), last=at + 1)

    def _heads(self, at: int) -> bool:
        """もの, やつ: stands for the set named before, as in 経営課題2の取組のうち100万円以上のもの."""
        part = self._spans[at].part
        return "light" in self._spans[at].senses and part is not None and part.normal in ("もの", "物", "やつ", "奴")

    def _narrowed(self, operand: Operand, pending: Modifiers) -> Operand:
        """The rows of an operand that modifiers leave; conditions one after the other are one query."""
        inner = operand.set.query if isinstance(operand.set, Rows) else None
        base = inner if inner is not None and inner.take is None else Query(Ask.LIST, operand.set)
        narrowed = narrowing.narrowed(base, pending, self._measure_of(pending))
        return replace(operand, set=Rows(narrowed), level=operand.level or (self._names.deepest,))

    # One level word

    def _with(self, operand: Operand, pending: Modifiers, before: list[Operand]) -> Operand | None:
        """An operand within what scopes it, with its modifiers; None where it only repeats what どの asked for."""
        if not operand.is_level:
            return operand
        if before and self._is_beside(before[-1], operand):
            operand.joined = True  # 一番高い取組と一番安い取組
        if before and self._labels(operand, before[-1]):
            before[-1].set = And((before[-1].set, OfLevel(operand.level)))
            return None
        chain = self._scopes(operand, before, pending)
        of: Set = OfLevel(operand.level)
        if chain and chain[-1].asked and chain[-1].is_level and not operand.asked:
            return None
        if (steps := self._steps_to(operand)) is not None:
            level = operand.level[0] if len(operand.level) == 1 else None
            operand = replace(operand, set=Along(chain[-1].set if chain else THAT, steps, level))
            if chain and any(text in JOINS for text in texts_between(self._spans, chain[-1].last, operand.first)):
                return replace(operand, joined=True)  # 2-1-1と次の取組
        above = chain[-1].set if chain else None
        if isinstance(above, Above) and above.level is not None and is_under(above.level, operand.level[-1]):
            between = texts_between(self._spans, chain[-1].last, operand.first)
            if any(text in JOINS for text in between):  # 1-2-2の上の戦略と、経営課題
                return replace(operand, set=Above(above.of, operand.level[-1]), joined=True)
        for scope in chain:
            before.remove(scope)
        if steps is not None:
            of = operand.set
        elif len(chain) == 1:
            of = self._at(chain[0], operand)
        elif not chain and operand.joined and before and (topic := _topic_of(before[-1])) is not None:
            of = And((topic, of))  # 見守りに触れている取組や戦略
        elif chain:
            of = Or(tuple(self._at(scope, operand) for scope in chain))
        joined = chain[0].joined if chain else operand.joined
        than = next((each for each in before if each.part is Part.THAN and each.relation is not None), None)
        if than is not None and operand.first > than.last:
            before.remove(than)
            held = Query(Ask.LIST, of, where=(against(than, self._money),))
            pending.literals, pending.relations = [], []
            return replace(operand, set=Rows(narrowing.narrowed(held, pending, self._money)), joined=joined)
        if not (pending.is_empty or self._waits(pending)):
            beside = before[-1].set if before and operand.joined else None
            of = self._modified(of, pending, beside.query.order if isinstance(beside, Rows) else None)
        return replace(operand, set=of, joined=joined)

    def _is_beside(self, before: Operand, level: Operand) -> bool:
        """Whether と stands behind what is named before, and the degree of a level or nothing between them."""
        tie = self._spans[before.last].text
        compared = any(span.senses & {"ratio", "difference", "compare"} for span in self._spans)
        return tie in ("と", "や", "、") if before.level == level.level else compared and tie == "と"

    def _labels(self, operand: Operand, before: Operand) -> bool:
        """English: more than the crime prevention initiative: what something is held against, and its level."""
        between = self._spans[before.last : operand.first]
        ties = before.part is Part.THAN and before.is_topic and before.set not in (THAT, THOSE)
        return ties and bool(between) and all(span.text.isspace() for span in between)

    def _modified(self, of: Set, pending: Modifiers, order: Order | None = None) -> Set:
        """A level with what narrows it; a place that nothing orders is one of the order before it, or of the page."""
        if isinstance(of, OfLevel) and len(of.levels) > 1:
            of = OfLevel((self._names.deepest,))
        plain = Query(Ask.LIST, of)
        if pending.either and len(pending.literals) == 2:
            each = (replace(plain, where=(one,)) for one in narrowing.conditions(pending, self._money))
            return Or(tuple(map(Rows, each)))
        if pending.both_ends:
            orders = (Order(self._money, ascending) for ascending in (False, True))
            return Or(tuple(Rows(replace(plain, order=order, take=Take(1))) for order in orders))
        narrowed = narrowing.narrowed(plain, pending, self._measure_of(pending))
        if pending.place is not None and narrowed.order is None:
            take = Take(1, pending.place - 1, from_end=pending.from_end)
            narrowed = replace(narrowed, order=order or Order(None), take=take)
        return of if narrowed == plain else Rows(narrowed)

    def _waits(self, pending: Modifiers) -> bool:
        """Whether modifiers say something of the whole question instead: いくら多い."""
        only_degree = pending.downwards is not None and not (pending.sorts or pending.bounds or pending.place)
        return only_degree and any(each.part is Part.THAN for each in self._operands)

    def _measure_of(self, pending: Modifiers) -> Measure:
        return Change("", "", self._money, self._money) if pending.rose or pending.fell else self._money

    def _is_held_to_be(self, operand: Operand) -> bool:
        """それが一番少ない取組で間違いない: what is said to be the one, and not where it is looked for."""
        after = self._spans[operand.last].text if operand.last < len(self._spans) else ""
        confirms = any("confirm" in span.senses for span in self._spans)
        said = next((span for span in self._spans if span.role is not Role.FUNCTION), None)
        if said is not None and said.text == "is":  # is that the smallest of all the initiatives?
            return not operand.is_level
        return not operand.is_level and confirms and after in ("が", "は", "って", "も")

    def _scopes(self, operand: Operand, before: list[Operand], pending: Modifiers) -> list[Operand]:
        """What a level word is said of: the operand before it that nothing else uses, with those joined to it."""
        while len(before) > 1 and before[-1].set in (THAT, THOSE):
            before.pop()  # 「ビジネス」と「小学生」が両方出てくる項目: what it points at has just been named
        free = [other for other in before if other.part not in ASIDE]
        if free and pending.superlative and self._is_held_to_be(free[-1]):
            return []
        if not free or isinstance(free[-1].set, Whole) or operand.joined or self._is_apart(free[-1], operand):
            return []
        between = self._spans[free[-1].last : operand.first]
        if operand.part is Part.WHOLE_OF and (free[-1].part is not Part.SCOPE or _has_money(between)):
            return []  # 経営課題3の予算が全取組の予算に占める割合
        chain = [free[-1]]
        while chain[0].joined and not chain[0].is_level and len(free) > len(chain):
            other = free[-len(chain) - 1]
            if other.is_level and not chain[-1].is_level:
                break  # 産業振興の取組と防犯の取組: each has its own
            chain.insert(0, other)
        return chain

    def _at(self, scope: Operand, operand: Operand) -> Set:
        """A level of what is above or below it: 経営課題2の取組, 2-1-1の経営課題; of words, linking decides."""
        level = operand.level[-1]
        if isinstance(scope.set, Linked) and scope.set.entries:
            return self._from(scope.set, scope.set.entries[0], operand)
        if isinstance(scope.set, CodeRange) and (first := self._names.coded(scope.set.first, None)):
            return self._from(scope.set, first[0], operand)
        if isinstance(scope.set, And) and scope.is_level and scope.level[-1] in WALKED and level in WALKED:
            depth = WALKED.index(level) - WALKED.index(scope.level[-1])  # 子どもの居場所の戦略、その下の取組
            if depth:
                return Below(scope.set, operand.level) if depth > 0 else Above(scope.set, level)
        if isinstance(scope.set, (OfLevel, Rows, Above, Below, Along)) and scope.is_level:
            top = scope.level[-1]
            if top not in WALKED or top is level:
                return scope.set
            if is_under(top, level):
                return Above(scope.set, level)
            return Below(scope.set, operand.level)
        if len(operand.level) > 1 and isinstance(scope.set, Topic) and scope.set not in (THAT, THOSE):
            return And((scope.set, Whole()))
        return And((scope.set, OfLevel(operand.level)))

    def _from(self, found: Linked | CodeRange, first: str, operand: Operand) -> Set:
        level, own = operand.level[-1], self._names.level_of(first)
        if own not in WALKED or level not in WALKED:
            return OfLevel(operand.level)
        if self._has_near(operand, "beside") and own is level:
            return Beside(found)
        if is_under(own, level):
            return Above(found, level)
        return found if level is own else Below(found, operand.level)

    def _has_near(self, operand: Operand, sense: str) -> bool:
        return any(sense in span.senses for span in self._spans[max(0, operand.first - 3) : operand.last])

    # Several operands

    def _scoped_behind(self, found: list[Operand]) -> list[Operand]:
        """English: what scopes a level stands behind it: initiatives under issue 3."""
        result: list[Operand] = []
        for operand in found:
            last = result[-1] if result else None
            behind = operand.part is Part.SCOPE and operand.behind and not operand.joined and not operand.is_level
            coded = isinstance(operand.set, Linked) and operand.part not in (Part.EXCEPT, Part.THAN)
            behind = behind or (coded and last is not None and last.asked and not operand.joined)
            if last is not None and last.is_level and behind and not isinstance(operand.set, Whole):
                scoped = self._at(operand, last)
                of = Rows(replace(last.set.query, of=scoped)) if isinstance(last.set, Rows) else scoped
                result[-1] = replace(last, set=of)
            else:
                result.append(operand)
        return result

    def _joined(self, found: list[Operand]) -> list[Operand]:
        """Operands side by side as one: 見守りと防災, issues 1 and 3."""
        result: list[Operand] = []
        for operand in found:
            last = result[-1] if result else None
            named = last is not None and operand.set in (THAT, THOSE) and last.set not in (THAT, THOSE)
            if named and last is not None and operand.part is not Part.THAN and not self._is_apart(last, operand):
                continue  # 見守り、防災、この2つの合計: what it points at has just been named
            apart = last is None or last.part in (Part.THAN, Part.WHOLE_OF) or isinstance(operand.set, Whole)
            if last is not None and operand.joined and not apart:
                sets = (*(last.set.sets if isinstance(last.set, Or) else (last.set,)), operand.set)
                part = Part.EXCEPT if Part.EXCEPT in (last.part, operand.part) else operand.part
                result[-1] = replace(operand, set=Or(sets), first=last.first, part=part)
            else:
                result.append(operand)
        return result

    def _is_apart(self, before: Operand, operand: Operand) -> bool:
        """防災は、この何倍; 見守りがその何%: something named that is held against what was shown."""
        between = self._spans[before.last : operand.first]
        if any("share" in span.senses for span in self._spans[operand.last : operand.last + 1]):
            return True
        ends = isinstance(before.set, Rows) and before.is_level and self._spans[before.last].text == "は"
        if ends and any("share" in span.senses for span in self._spans[operand.last :]):
            return True  # 2番目に大きい取組は一番大きい取組の何割
        compared = any(span.senses & {"ratio", "difference"} for span in self._spans)
        return compared and any(span.text in ("は", "って") for span in between)


def _topic_of(level: Operand) -> Topic | None:
    """The words that a level word is said of."""
    found = level.set.sets[0] if level.is_level and isinstance(level.set, And) else None
    return found if isinstance(found, Topic) and found not in (THAT, THOSE) else None


def against(than: Operand, money: Money) -> Condition:
    """Being more or less than another set, or than its mean, where a word such as 未満 says how."""
    assert than.relation is not None
    ask = Ask.MEAN if than.is_mean else Ask.SUM if isinstance(than.set, (Below, OfLevel)) else Ask.AMOUNT
    return Condition(money, than.relation, Query(ask, than.set, measure=money))


def _narrows(operand: Operand, pending: Modifiers) -> bool:
    narrows = pending.bounds or pending.sorts or pending.place is not None
    return narrows and (operand.is_level or isinstance(operand.set, (Rows, Minus)) or operand.set == THOSE)


def _has_money(spans: Sequence[Span]) -> bool:
    return any("money" in span.senses for span in spans)
