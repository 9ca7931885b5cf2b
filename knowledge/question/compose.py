"""Spans → drafts of queries: roles, particles and order compose; the last noun is what is asked of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.model import (
    Above,
    And,
    Appeared,
    Ask,
    Below,
    Beside,
    Change,
    CodeRange,
    Condition,
    Group,
    Level,
    Linked,
    Measure,
    Mentions,
    Minus,
    Money,
    OfLevel,
    Or,
    Order,
    Presence,
    Query,
    Relation,
    Rows,
    Set,
    Share,
    Take,
    Topic,
    Whole,
)
from knowledge.question import modifiers
from knowledge.question.draft import THAT, THOSE, Draft
from knowledge.question.literals import Place, Somewhere, Unit, Year, Yen
from knowledge.question.modifiers import Modifiers
from knowledge.question.operands import Named, Names, Operand, Part, operands, ranges
from knowledge.question.spans import Role, Span
from knowledge.shelf.document import BUDGET

WALKED = (Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)
"""The levels that people walk down, from the top."""
_PLACELESS = frozenset({"fact.where"})


@dataclass(frozen=True, slots=True)
class Missing:
    """A code that the question names and the document does not print."""

    code: str
    level: Level | None


@dataclass(frozen=True, slots=True)
class Composed:
    """A clause, composed."""

    draft: Draft
    missing: tuple[Missing, ...] = ()


class Clause:
    """One clause on its way to a query."""

    def __init__(self, spans: Sequence[Span], names: Names, deepest: Level, kinds: Sequence[str] = ()) -> None:
        self._spans = tuple(spans)
        self._names = names
        self._deepest = deepest
        self._named: Named = operands(self._spans, names)
        self._operands = ranges(self._named.operands, self._spans)
        idle = frozenset(at for at in range(len(self._spans)) if self._is_idle(at))
        self._spans = tuple(_silent(span) if at in idle else span for at, span in enumerate(self._spans))
        self._senses = frozenset(sense for span in self._spans for sense in span.senses)
        self._asking = self._senses
        named = next((k for k in kinds if any(f"kind.{k}" in s.senses for s in self._spans)), None)
        self._money = Money(kind=None if named == BUDGET else named)
        self._modifiers = Modifiers()
        self._spent: set[int] = set()

    def _is_idle(self, at: int) -> bool:
        """Whether a word of the lexicon is only told here, not asked: 減らすための啓発, 会長さんから, ホームページの広告."""
        span = self._spans[at]
        behind = next((other for other in self._spans[at + 1 :] if other.role is not Role.FUNCTION), None)
        if span.text.isascii() and span.senses & _ENGLISH_WH:
            return any(other.role is not Role.FUNCTION for other in self._spans[:at])
        if span.senses & {"rose", "fell", "new", "gone"} and not span.text.isascii():
            return self._only_tells(at, behind)
        if any(sense.startswith(("fact.", "page.")) for sense in span.senses) and not span.text.isascii():
            return not (span.text.startswith(_ASKS) or _is_topic_mark(self._spans, at)) and self._names_later(at)
        return False

    def _only_tells(self, at: int, behind: Span | None) -> bool:
        """Whether a change is told of something else than the plan's money or entries: 減らすための啓発, 販路の拡大."""
        span = self._spans[at]
        levels = {sense for other in self._spans for sense in other.senses if sense.startswith("level.")}
        if self._money_near(at) or (behind is not None and behind.senses & levels):
            return False
        if span.part is not None and span.part.word_class == "名詞":
            return not (levels or any(isinstance(other.literal, Year) for other in self._spans))
        directly = behind is not None and behind.start == span.end
        return directly or (behind is not None and (behind.is_content or "light" in behind.senses))

    def _names_later(self, at: int) -> bool:
        """Whether something is named behind a word, so that it only tells more of that: 評価をもらう会議の予算."""
        return any(
            (span.is_content and _is_noun(span))
            or any(s.startswith("level.") or s == "money" for s in span.senses)
            or _is_light_noun(span)
            for span in self._spans[at + 1 :]
        )

    def _money_near(self, at: int) -> bool:
        return any("money" in span.senses for span in self._spans[max(0, at - 3) : at])

    # What is there

    def _has(self, *senses: str) -> bool:
        return not self._senses.isdisjoint(senses)

    def composed(self) -> Composed:
        """The draft, and the codes that are not printed."""
        missing = tuple(Missing(*operand.code) for operand in self._operands if operand.code is not None)
        bound = self._bound()
        left = (span for at, span in enumerate(self._spans) if at not in self._spent)
        self._asking = frozenset(sense for span in left for sense in span.senses)
        query = self._query(bound)
        places = [span.literal for span in self._spans if isinstance(span.literal, Somewhere)]
        years = [span.literal for span in self._spans if isinstance(span.literal, Year)]
        draft = Draft(
            query=query,
            names_set=bool(self._operands),
            says_ask=self._says_ask,
            refers=self._has("that"),
            refers_all=self._has("those", "both"),
            among=self._has("within") and self._has("that", "those"),
            place=self._place_shown(),
            other=self._has("other"),
            next=self._has("next"),
            back=self._has("back"),
            years=tuple(dict.fromkeys(year.year for year in years if year.year is not None)),
            elsewhere=next((p.name for p in places if not p.is_own), ""),
            shift=next((year.shift for year in years if year.year is None), None),
            unit=next((span.literal.unit for span in self._spans if isinstance(span.literal, Unit)), None),
            follows=self._has("follow") or len(self._operands) == 1,
            asks_whole=self._has("whole"),
            turns_round=self._modifiers.downwards,
            sense_above=self._has("above"),
            sense_below=self._has("below"),
            sense_beside=self._has("beside"),
            page_facts=frozenset(s.partition(".")[2] for s in self._senses if s.startswith("page.")),
            spans=self._spans,
        )
        return Composed(draft, missing)

    def _place_shown(self) -> int | None:
        if self._has("last") and not self._has("order"):
            return -1
        if self._has("first") and not any(isinstance(span.literal, Place) for span in self._spans):
            return 1
        return next((span.literal.number for span in self._spans if isinstance(span.literal, Place)), None)

    @property
    def _says_ask(self) -> bool:
        asks = {
            "money", "how_much", "sum", "mean", "median", "count", "share", "ratio", "difference", "compare", "parts",
            "about", "confirm", "exists", "most", "least", "superlative", "order", "rank", "change", "rose", "fell",
            "new", "gone", "renamed", "list", "catalogue", "top", "bottom", "number", "more", "less",
        }  # fmt: skip
        return self._has(*asks) or self._fact() is not None

    # Operands with their modifiers

    def _bound(self) -> list[Operand]:
        """The operands, each with the modifiers before it bound to it; those behind the last wait for the query."""
        result: list[Operand] = []
        pending = Modifiers()
        at = begun = 0
        by_first = {operand.first: operand for operand in self._operands}
        while at < len(self._spans):
            operand = by_first.get(at)
            if operand is None:
                if at not in self._named.used:
                    self._take_range(at, pending)
                    modifiers.read(self._spans[at], self._spans, at, pending)
                    if result and self._heads(at) and self._narrows(result[-1], pending):
                        result[-1] = self._narrowed_operand(result[-1], pending)
                        self._spent.update(range(begun, at))
                        pending, begun = Modifiers(), at + 1
                at += 1
                continue
            if operand.is_level and self._counts(operand, at):
                pending.of_level = operand.level[-1]
                at = operand.last
                continue
            bound = self._with(operand, pending, result)
            if bound is None:
                at = operand.last
                continue
            result.append(bound)
            if isinstance(bound.set, Rows):
                self._spent.update(range(begun, operand.first))
                pending = Modifiers()
            begun = operand.last
            at = operand.last
        self._modifiers = pending
        return self._joined(self._scoped_behind(result))

    def _scoped_behind(self, found: list[Operand]) -> list[Operand]:
        """English: what scopes a level stands behind it: initiatives under issue 3."""
        result: list[Operand] = []
        for operand in found:
            last = result[-1] if result else None
            behind = operand.part is Part.SCOPE and operand.behind and not operand.joined and not operand.is_level
            if last is not None and last.is_level and behind and not isinstance(operand.set, Whole):
                scoped = self._at(operand, last)
                of = Rows(replace(last.set.query, of=scoped)) if isinstance(last.set, Rows) else scoped
                result[-1] = replace(last, set=of)
            else:
                result.append(operand)
        return result

    def _heads(self, at: int) -> bool:
        """もの, やつ: stands for the set named before, as in 経営課題2の取組のうち100万円以上のもの."""
        span = self._spans[at]
        return "light" in span.senses and span.part is not None and span.part.normal in ("もの", "物", "やつ", "奴")

    def _narrows(self, operand: Operand, pending: Modifiers) -> bool:
        narrows = pending.bounds or pending.sorts or pending.place is not None
        return narrows and (operand.is_level or isinstance(operand.set, (Rows, Minus)) or operand.set == THOSE)

    def _narrowed_operand(self, operand: Operand, pending: Modifiers) -> Operand:
        """The rows of an operand that modifiers leave; conditions one after the other are one query."""
        inner = operand.set.query if isinstance(operand.set, Rows) else None
        base = inner if inner is not None and inner.take is None else Query(Ask.LIST, operand.set)
        narrowed = modifiers.narrowed(base, pending, self._measure_of(pending))
        return replace(operand, set=Rows(narrowed), level=operand.level or (self._deepest,))

    def _take_range(self, at: int, pending: Modifiers) -> None:
        if self._spans[at].text in ("から", "~", "〜", "to", "and", "-") and pending.literals:
            after = next((s.literal for s in self._spans[at + 1 :] if s.literal is not None), None)
            pending.range = pending.range or isinstance(after, Yen)

    def _counts(self, operand: Operand, at: int) -> bool:
        """取組が一番多い経営課題: a level that is counted, with a degree between it and the level that is asked for."""
        later = [other for other in self._operands if other.is_level and other.first > at]
        if not later or operand.part is Part.SCOPE:
            return False
        between = self._spans[operand.last : later[0].first]
        senses = {sense for span in between for sense in span.senses}
        return bool(senses & {"more", "less", "most", "least"}) and not senses & {"money", "how_much", "spend"}

    def _with(self, operand: Operand, pending: Modifiers, before: list[Operand]) -> Operand | None:
        """An operand within what scopes it, with its modifiers; None where it only repeats what どの asked for."""
        if not operand.is_level:
            return operand
        scope = self._scope(operand, before)
        of: Set = OfLevel(operand.level)
        if scope is not None and scope.asked and scope.is_level and not operand.asked:
            return None
        if scope is not None:
            before.remove(scope)
            of = self._at(scope, operand)
        than = next((each for each in before if each.part is Part.THAN and each.relation is not None), None)
        if than is not None and operand.first > than.last:
            before.remove(than)
            of = Rows(Query(Ask.LIST, of, where=(self._against_one(than, self._money),)))
            if not (pending.sorts or pending.place):
                return replace(operand, set=of)
            pending.literals, pending.relations = [], []
            assert isinstance(of, Rows)
            return replace(operand, set=Rows(modifiers.narrowed(of.query, pending, self._money)))
        if not (pending.is_empty or self._waits(pending)):
            narrowed = modifiers.narrowed(Query(Ask.LIST, of), pending, self._measure_of(pending))
            if pending.place is not None and narrowed.order is None:
                narrowed = replace(narrowed, order=Order(None), take=Take(1, pending.place - 1))
            if narrowed != Query(Ask.LIST, of):
                of = Rows(narrowed)
        return replace(operand, set=of, joined=scope.joined if scope is not None else operand.joined)

    def _waits(self, pending: Modifiers) -> bool:
        """Whether modifiers say something of the whole question instead: いくら多い."""
        only_degree = pending.downwards is not None and not (pending.sorts or pending.bounds or pending.place)
        return only_degree and any(each.part is Part.THAN for each in self._operands)

    def _measure_of(self, pending: Modifiers) -> Measure:
        if pending.rose or pending.fell:
            return Change("", "", self._money, self._money)
        return self._money

    def _scope(self, operand: Operand, before: list[Operand]) -> Operand | None:
        """What a level word is said of: the operand before it that nothing else uses."""
        for other in reversed(before):
            if other.part in (Part.THAN, Part.EXCEPT, Part.WHOLE_OF):
                continue
            if isinstance(other.set, Whole) or operand.joined:
                return None
            return other
        return None

    def _at(self, scope: Operand, operand: Operand) -> Set:
        """A level of what is above or below it: 経営課題2の取組, 2-1-1の経営課題; of words, linking decides."""
        level = operand.level[-1]
        if isinstance(scope.set, Linked) and scope.set.entries:
            return self._from(scope.set, operand)
        if isinstance(scope.set, (OfLevel, Rows, Below)) and scope.is_level:
            top = scope.level[-1]
            if top in WALKED and level in WALKED and WALKED.index(level) < WALKED.index(top):
                return Above(scope.set, level)
            return Below(scope.set, operand.level)
        if len(operand.level) > 1 and isinstance(scope.set, Topic) and scope.set not in (THAT, THOSE):
            return And((scope.set, Whole()))
        return And((scope.set, OfLevel(operand.level)))

    def _from(self, found: Linked, operand: Operand) -> Set:
        level, own = operand.level[-1], self._names.level_of(found.entries[0])
        if own not in WALKED or level not in WALKED:
            return OfLevel(operand.level)
        if self._has("beside") and own is level:
            return Beside(found)
        if WALKED.index(level) < WALKED.index(own):
            return Above(found, level)
        if level is own:
            return found
        return Below(found, operand.level)

    def _joined(self, found: list[Operand]) -> list[Operand]:
        """Operands side by side as one: 見守りと防災, issues 1 and 3."""
        result: list[Operand] = []
        for operand in found:
            last = result[-1] if result else None
            if last is not None and operand.set in (THAT, THOSE) and isinstance(last.set, (Or, Topic, Linked)):
                continue  # 見守り、防災、この2つの合計: what it points at has just been named
            if last is not None and operand.joined and last.part in (Part.PLAIN, Part.SCOPE):
                sets = (*(last.set.sets if isinstance(last.set, Or) else (last.set,)), operand.set)
                result[-1] = replace(operand, set=Or(sets), first=last.first)
            else:
                result.append(operand)
        return result

    # The set

    def _base(self, found: list[Operand]) -> Set | None:
        """What is asked of; None where the clause names nothing."""
        plain = [each for each in found if each.part not in (Part.THAN, Part.EXCEPT, Part.WHOLE_OF)]
        sets = [each for each in plain if not isinstance(each.set, Whole)]
        coded = [each for each in sets if isinstance(each.set, Linked)]
        pointed = [each for each in sets if each.set in (THAT, THOSE)]
        words = [each for each in sets if isinstance(each.set, Topic) and each not in pointed]
        others = [each for each in sets if each not in coded and each not in words and each not in pointed]
        if others:
            base: Set | None = others[-1].set
            any_level = isinstance(base, OfLevel) and len(base.levels) > 1
            if words and any_level and len(others) == 1:
                return And((_one(words), Whole()))
            if words and isinstance(base, (OfLevel, Rows)) and len(others) == 1:
                base = self._of_words(words, base)
        elif coded:
            base = coded[-1].set if len(coded) == 1 else Or(tuple(each.set for each in coded))
            if (
                words
                and coded[-1].part is Part.SCOPE
                and coded[-1].last <= words[0].first
                and self._has_below(coded[-1])
            ):
                base = And((Below(coded[-1].set, WALKED), _one(words)))
        elif words:
            base = _one(words)
        elif pointed:
            base = pointed[-1].set
        else:
            base = Whole() if plain else None
        for without in (each for each in found if each.part is Part.EXCEPT):
            base = Minus(
                base if base is not None and not isinstance(base, Whole) else OfLevel((self._deepest,)), without.set
            )
        return base

    def _of_words(self, words: list[Operand], base: Set) -> Set:
        if isinstance(base, OfLevel):
            return And((_one(words), base))
        assert isinstance(base, Rows)
        inner = base.query
        return Rows(replace(inner, of=And((_one(words), inner.of))))

    def _has_below(self, operand: Operand) -> bool:
        assert isinstance(operand.set, Linked)
        return bool(operand.set.entries) and self._names.level_of(operand.set.entries[0]) is not self._deepest

    # The query

    def _query(self, found: list[Operand]) -> Query | None:
        base = self._base(found)
        than = next((each for each in found if each.part is Part.THAN), None)
        for way in (self._talk, self._others, self._against, self._arithmetic, self._sorted, self._facts, self._plain):
            query = way(base, than, found)
            if query is not None:
                unit = next((span.literal.unit for span in self._spans if isinstance(span.literal, Unit)), None)
                return replace(query, unit=unit)
        return None

    def _talk(self, base: Set | None, _than: Operand | None, _found: list[Operand]) -> Query | None:
        talk = [sense for sense in sorted(self._senses) if sense.startswith("talk.")]
        if not talk:
            return None
        said = [span for span in self._spans if span.role is not Role.FUNCTION]
        only = all(
            any(sense.startswith("talk.") or sense in ("light", "is", "tell", "how", "what") for sense in span.senses)
            for span in said
        )
        if not only or base is not None:
            return None
        names = [sense.removeprefix("talk.") for sense in talk]
        return Query(Ask.TALK, Whole(), fact="help" if "help" in names else names[0])

    def _others(self, base: Set | None, _than: Operand | None, found: list[Operand]) -> Query | None:
        """同じ経営課題のほかの取組: those beside what was shown."""
        named = [each for each in self._operands if each.is_level or not isinstance(each.set, Topic)]
        only_levels = len(named) == len(self._operands) and any(each.is_level for each in named)
        found = named
        if self._has("beside") and only_levels and not self._has("money", "how_much", "most", "least"):
            levels = [each.level for each in found if each.is_level]
            if len(levels) > 1 and levels[0][-1] in WALKED and levels[-1][-1] in WALKED:
                return Query(
                    Ask.LIST, Minus(Below(Above(self._that(found), levels[0][-1]), levels[-1]), self._that(found))
                )
            return Query(Ask.LIST, Beside(self._that(found)))
        return None

    def _that(self, found: list[Operand]) -> Set:
        return next((each.set for each in found if isinstance(each.set, Linked)), THAT)

    def _amounts(self) -> Measure:
        if self._has("share"):
            return Share(self._money, Whole())
        return self._money

    def _against(self, base: Set | None, than: Operand | None, _found: list[Operand]) -> Query | None:
        """One thing against another: more, less, difference, ratio, rank."""
        money, degree = self._money, self._modifiers
        if self._has("rank") and not self._has("order") and base is not None and not isinstance(base, OfLevel):
            return Query(Ask.RANK, base, measure=money, order=Order(money, bool(degree.downwards)))
        if than is not None and base is None and than.relation is not None:
            base = OfLevel((self._deepest,))
        if than is not None and base is not None:
            if self._is_level(base) and than.relation is not None:
                return self._ordered(Query(Ask.LIST, base, measure=money, where=(self._against_one(than, money),)))
            if self._is_level(base) and not self._has("how_much", "difference"):
                narrowed = Query(
                    Ask.LIST,
                    base,
                    measure=money,
                    where=(modifiers.than(degree, than.set, money, Ask.MEAN if than.is_mean else Ask.AMOUNT),),
                )
                return replace(narrowed, order=Order(money, bool(degree.downwards)))
            if self._has("how_much", "difference", "how", "ratio"):
                ask = Ask.RATIO if self._has("ratio") else Ask.DIFFERENCE
                return Query(ask, Or((base, than.set)), measure=money)
            if degree.downwards is not None:
                return Query(
                    Ask.CONFIRM,
                    base,
                    measure=money,
                    where=(modifiers.than(degree, than.set, money, Ask.MEAN if than.is_mean else Ask.AMOUNT),),
                )
            return Query(Ask.COMPARE, Or((base, than.set)), measure=money)
        with_one = (
            base is not None
            and isinstance(base, (Topic, Linked))
            and not self._pairs(base)
            and base not in (THAT, THOSE)
        )
        if self._has("difference", "ratio") and with_one and self._is_with(_found):
            assert base is not None
            return Query(Ask.RATIO if self._has("ratio") else Ask.DIFFERENCE, Or((THAT, base)), measure=money)
        if self._has("difference") or (self._has("ratio") and isinstance(base, Or)):
            ends = self._both_ends(base)
            if ends is None and (base is None or (isinstance(base, (Topic, Linked)) and not self._pairs(base))):
                if base is not None and not self._has("money", "how_much"):
                    return None
            return Query(Ask.RATIO if self._has("ratio") else Ask.DIFFERENCE, ends or base or Whole(), measure=money)
        return None

    def _against_one(self, than: Operand, money: Money) -> Condition:
        assert than.relation is not None
        ask = Query(Ask.MEAN if than.is_mean else Ask.AMOUNT, than.set, measure=money)
        return Condition(money, than.relation, ask)

    def _is_with(self, found: list[Operand]) -> bool:
        """3-1-2との差は?: against what was shown."""
        return (
            bool(found)
            and found[-1].last < len(self._spans)
            and self._spans[found[-1].last].text in ("と", "との", "より")
        )

    def _pairs(self, base: Set) -> bool:
        return isinstance(base, Linked) and len(base.entries) > 1

    def _is_level(self, base: Set) -> bool:
        return (
            base == THOSE
            or isinstance(base, (OfLevel, Below, Rows))
            or (isinstance(base, And) and isinstance(base.sets[-1], (OfLevel, Whole)))
        )

    def _both_ends(self, base: Set | None) -> Set | None:
        """最大と最小の差: the two ends of an order as two parts."""
        if not ((self._has("most", "superlative") and self._has("least")) or (self._has("more") and self._has("less"))):
            return None
        of = base if base is not None and self._is_level(base) else OfLevel((self._deepest,))
        of = of.query.of if isinstance(of, Rows) else of
        ends = (Query(Ask.LIST, of, order=Order(self._money, ascending), take=Take(1)) for ascending in (False, True))
        return Or(tuple(Rows(end) for end in ends))

    def _arithmetic(self, base: Set | None, _than: Operand | None, found: list[Operand]) -> Query | None:
        """Sums, means, counts, shares, groups, comparisons, years."""
        money = self._money
        set_of = self._set_of(base)
        if self._has("change", "rose", "fell") and not self._modifiers.bounds:
            return self._changed(base)
        presence = next((p for p in Presence if self._has(p.value)), None)
        if presence is not None and (base is None or self._is_level(base)) and not self._has("money", "how_much"):
            of = base if base is not None else OfLevel((self._deepest,))
            return Query(Ask.LIST, Appeared(of, presence, Change("", "", money, money)))
        if "share" in self._asking:
            return self._share(base, found)
        ask = next((ask for sense, ask in _AGGREGATES if sense in self._asking), None)
        if ask in (Ask.MEAN, Ask.MEDIAN):
            return Query(ask, self._several(base), measure=money, by=self._group())
        if (
            ask is Ask.COUNT
            and (self._fact() is None or self._is_level(base or Whole()))
            and (base is None or self._is_level(base) or self._is_mention(base))
        ):
            return Query(Ask.COUNT, set_of)
        grouped = [each for each in found if each.every and each.is_level] or (
            [each for each in found if each.is_level] if self._has("each") else []
        )
        if grouped and (self._has("money", "how_much", "sum", "spend") or not self._has("list", "catalogue")):
            return self._ordered(Query(Ask.LIST, grouped[-1].set, measure=money))
        if ask is None and self._has("whole") and self._has("money") and base is not None:
            ask = Ask.SUM
        if ask is Ask.SUM and not self._has("compare", "which"):
            return Query(Ask.SUM, self._narrowed(base) or Whole(), measure=money, by=self._group())
        if self._has("compare") and (base is None or base in (THAT, THOSE)) and self._modifiers.downwards is not None:
            order = Order(money, bool(self._modifiers.downwards))
            return Query(Ask.COMPARE, base or THOSE, measure=money, order=order)
        if self._has("compare") and isinstance(base, (Or, Linked)):
            return Query(Ask.COMPARE, base, measure=money, order=Order(money, bool(self._modifiers.downwards)))
        if isinstance(base, Or) and (self._modifiers.downwards is not None or self._modifiers.superlative):
            if self._has("which", "more", "less", "most", "least", "superlative"):
                return Query(Ask.COMPARE, base, measure=money, order=Order(money, bool(self._modifiers.downwards)))
        if self._has("parts") and base is not None and not isinstance(base, Topic):
            return Query(Ask.LIST, Below(base), measure=money)
        return None

    def _group(self) -> Group | None:
        if not self._has("each") or not self._has("fact.who"):
            return None
        return Group.OFFICE

    def _is_mention(self, base: Set) -> bool:
        return isinstance(base, Mentions)

    def _several(self, base: Set | None) -> Set:
        """A set to take a mean of: the initiatives of what is named."""
        narrowed = self._narrowed(base)
        if narrowed is None or isinstance(narrowed, Whole):
            return OfLevel((self._deepest,))
        if isinstance(narrowed, Linked) and len(narrowed.entries) == 1:
            return Below(narrowed, (self._deepest,))
        if isinstance(narrowed, Topic):
            return And((narrowed, OfLevel((self._deepest,))))
        return narrowed

    def _set_of(self, base: Set | None) -> Set:
        return self._narrowed(base) or OfLevel((self._deepest,))

    def _narrowed(self, base: Set | None) -> Set | None:
        """The set with the modifiers that are left."""
        if self._modifiers.is_empty or not (self._modifiers.sorts or self._modifiers.bounds or self._modifiers.place):
            return base
        of = self._range_of(base)
        narrowed = modifiers.narrowed(Query(Ask.LIST, of), self._modifiers, self._money)
        return Rows(narrowed) if narrowed != Query(Ask.LIST, of) else base

    def _range_of(self, base: Set | None) -> Set:
        """What an order or a condition ranges over: the set of a level, or the initiatives of what is named."""
        if base is None or isinstance(base, Whole):
            return OfLevel((self._deepest,))
        if isinstance(base, Linked) and len(base.entries) == 1:
            return Below(base, (self._deepest,)) if self._names.level_of(base.entries[0]) is not self._deepest else base
        if isinstance(base, Topic) and base not in (THAT, THOSE):
            return And((base, OfLevel((self._deepest,))))
        return base

    def _changed(self, base: Set | None) -> Query:
        change = Change("", "", self._money, self._money, relative=self._has("share"))
        way = Relation.OVER if self._has("rose") and not self._has("fell") else Relation.UNDER
        one_way = self._has("rose") != self._has("fell")
        superlative = self._modifiers.superlative or self._modifiers.end
        if base is None or self._is_level(base):
            of = (
                base
                if base is not None
                else (OfLevel((self._deepest,)) if superlative or self._has("which") else Whole())
            )
            if isinstance(of, Rows):
                of = of.query.of
            if isinstance(of, Whole):
                return Query(Ask.AMOUNT, of, measure=change)
            where = (Condition(change, way, 0),) if one_way else ()
            order = Order(change, one_way and way is Relation.UNDER) if superlative or one_way else None
            return Query(Ask.LIST, of, measure=change, where=where, order=order, take=Take(1) if superlative else None)
        return Query(Ask.AMOUNT, base, measure=change)

    def _share(self, base: Set | None, found: list[Operand]) -> Query | None:
        whole_of = next((each.set for each in found if each.part is Part.WHOLE_OF), None)
        parts = [each for each in found if each.part is not Part.WHOLE_OF and not isinstance(each.set, Whole)]
        if whole_of is None and len(parts) == 1 and parts[0].part is Part.SCOPE and self._share_follows(parts[0]):
            return Query(Ask.AMOUNT, THAT, measure=Share(self._money, parts[0].set))
        if whole_of is None and len(parts) == 2 and not parts[1].joined and not parts[1].is_level:
            if isinstance(parts[1].set, Linked):
                whole_of, base = parts[1].set, parts[0].set
            elif isinstance(parts[0].set, Linked):
                whole_of, base = parts[0].set, parts[1].set
        share = Share(self._money, whole_of or Whole())
        if self._modifiers.bounds or any(isinstance(each.set, Rows) for each in parts):
            narrowed = self._narrowed(base)
            if isinstance(narrowed, Rows) and narrowed.query.take is None and "sum" not in self._asking:
                return replace(narrowed.query, measure=share)
            return Query(Ask.SUM, narrowed or Whole(), measure=share)
        if self._modifiers.end or self._modifiers.superlative:
            return Query(Ask.SUM, self._narrowed(base) or Whole(), measure=share)
        if base is None:
            return Query(Ask.AMOUNT, Whole(), measure=share)
        if isinstance(base, Whole):
            return Query(Ask.AMOUNT, Whole(), measure=share)
        if "sum" in self._asking and self._is_level(base):
            return Query(Ask.SUM, base, measure=share)
        if self._is_level(base) and not isinstance(base, And):
            return self._ordered(Query(Ask.LIST, base, measure=share))
        return Query(Ask.AMOUNT, base, measure=share)

    def _share_follows(self, operand: Operand) -> bool:
        """経営課題2の何%: of what, where nothing says whose share it is."""
        words = [span for span in self._spans[operand.last :] if span.role is not Role.FUNCTION]
        return bool(words) and words[0].text.startswith("何")

    def _ordered(self, query: Query) -> Query:
        if self._modifiers.is_empty:
            return query
        return modifiers.narrowed(query, self._modifiers, self._money)

    def _sorted(self, base: Set | None, _than: Operand | None, _found: list[Operand]) -> Query | None:
        """Conditions, orders and places; an amount without a relation is asked backwards, or to be confirmed."""
        found = self._modifiers
        if isinstance(base, Rows):
            inner = base.query
            if found.sorts or found.bounds or (found.place is not None and found.downwards is not None):
                inner = modifiers.narrowed(inner if inner.take is None else Query(Ask.LIST, base), found, self._money)
            elif found.counted and inner.order is not None and inner.take is None:
                inner = replace(inner, take=Take(found.counted))
            return replace(inner, measure=self._measure_asked())
        if isinstance(base, Above | Below) and isinstance(base.of, Rows) and not self._has("money", "how_much"):
            return Query(Ask.LIST, base)
        if found.literals and not found.bounds:
            exact = modifiers.conditions(found, self._money)
            if base is None or isinstance(base, OfLevel):
                return Query(Ask.LIST, base or OfLevel((self._deepest,)), measure=self._money, where=exact)
            return Query(Ask.CONFIRM, base, measure=self._money, where=exact)
        sorts = found.sorts or found.bounds or (found.place is not None and found.downwards is not None)
        several = base is None or self._is_level(base) or isinstance(base, (Whole, Minus))
        if found.bounds and base is not None and not several and not self._has("list", "which"):
            return Query(Ask.CONFIRM, base, measure=self._money, where=modifiers.conditions(found, self._money))
        if not sorts and not (found.downwards is not None and several and self._is_money_degree(base)):
            return None
        of = self._range_of(base)
        return modifiers.narrowed(Query(Ask.LIST, of, measure=self._measure_asked()), found, self._money)

    def _is_money_degree(self, base: Set | None) -> bool:
        return self._has("money", "spend", "how_much") or base is not None

    def _measure_asked(self) -> Measure:
        return self._amounts()

    def _facts(self, base: Set | None, _than: Operand | None, _found: list[Operand]) -> Query | None:
        fact = self._fact()
        if fact is None:
            return None
        words = next((s.text for s in self._spans if any(x.endswith(fact) for x in s.senses)), "")
        if self._has("count") and base is not None and not self._is_level(base):
            fact = "headcount"
        return Query(Ask.FACT, base if base is not None else Whole(), fact=fact, fact_words=words)

    def _fact(self) -> str | None:
        """The fact that is asked for: of several, the last."""
        found = [sense for span in self._spans for sense in sorted(span.senses) if sense.startswith(("fact.", "page."))]
        pages = [sense for sense in found if sense.startswith("page.") and sense != "page.itself"]
        found = [sense for sense in found if sense.startswith("fact.")]
        if self._has("page.itself") and not any(each.is_topic for each in self._operands):
            pages.extend(page for fact, page in _OF_THE_PAGE.items() if fact in found)
        if self._has("why"):
            found.append("fact.reason")
        lone_topic = bool(self._operands) and all(each.is_topic for each in self._operands)
        if self._has("catalogue") and lone_topic and not self._has("light", "about"):
            found.append("fact.listing")
        if self._has("where") and not self._has("exists", "about", "page.itself", "above", "which", "what", "saying"):
            found.append("fact.where")
        in_english = all(span.text.isascii() for span in self._spans)
        named = any(each.is_topic or isinstance(each.set, Linked) for each in self._operands)
        best = pages[-1] if pages and not named else found[0 if in_english else -1] if found else None
        if best is None and self._has("count") and self._operands and not any(o.is_level for o in self._operands):
            return "headcount"
        return best.partition(".")[2] if best else None

    def _plain(self, base: Set | None, _than: Operand | None, _found: list[Operand]) -> Query | None:
        if self._has("exists") and base is not None and not self._is_level(base) and not self._has("which", "what"):
            topic = _first_topic(base)
            if topic is not None and not self._has("money", "how_much"):
                return Query(Ask.EXISTS, base)
        if self._has("money", "how_much"):
            if base is not None and isinstance(base, OfLevel) and base.levels != (Level.GOAL,):
                return Query(Ask.LIST, base, measure=self._money)
            if base is None:
                return Query(Ask.AMOUNT, Whole(), measure=self._money)
            if isinstance(base, Whole):
                return Query(Ask.SUM, Whole(), measure=self._money)
            return Query(Ask.AMOUNT, base, measure=self._money)
        if base is None:
            return None
        if isinstance(base, Or) and self._has("list", "catalogue"):
            return Query(Ask.LIST, Or(tuple(And((s, Whole())) if isinstance(s, Topic) else s for s in base.sets)))
        if isinstance(base, (OfLevel, Below, CodeRange, Or, Beside)):
            return Query(Ask.LIST, base)
        if self._has("list", "catalogue") and isinstance(base, Topic):
            return Query(Ask.LIST, And((base, Whole())))
        if self._has("list", "catalogue") and not isinstance(base, Linked):
            return Query(Ask.LIST, base)
        if self._has("beside") and isinstance(base, Linked):
            return Query(Ask.LIST, Beside(base))
        if self._has("parts") and isinstance(base, Linked):
            return Query(Ask.LIST, Below(base))
        return Query(Ask.RECORD, base)


_AGGREGATES = (("mean", Ask.MEAN), ("median", Ask.MEDIAN), ("sum", Ask.SUM), ("count", Ask.COUNT))


_OF_THE_PAGE = {"fact.when": "page.page_date", "fact.who": "page.contact", "fact.telephone": "page.contact"}
"""What a fact is of the page itself: いつのページ, who made this page."""
_ENGLISH_WH = frozenset({"fact.person", "fact.when", "why", "where"})
_ASKS = ("何", "いつ", "誰", "だれ", "どこ", "幾", "どな", "いく")
"""How words begin that ask by themselves, wherever they stand."""


def _is_noun(span: Span) -> bool:
    return span.part is None or span.part.word_class not in ("動詞", "形容詞", "副詞")


def _is_light_noun(span: Span) -> bool:
    return "light" in span.senses and span.part is not None and span.part.word_class == "名詞" and len(span.text) > 1


def _silent(span: Span) -> Span:
    return replace(span, senses=frozenset({"light"}))


def _is_topic_mark(spans: Sequence[Span], at: int) -> bool:
    """Whether は, って or a comma stands behind a word: what follows speaks of it."""
    return at + 1 < len(spans) and spans[at + 1].text in ("は", "って", "、", ",", "?")


def _one(words: list[Operand]) -> Topic:
    """Several words that nothing joins as one topic."""
    sets = [each.set for each in words]
    joined = " ".join(each.words for each in sets if isinstance(each, Topic))
    return Topic(joined, words[0].first, words[-1].last)


def _first_topic(found: Set) -> Topic | None:
    return found if isinstance(found, Topic) else None


def compose(spans: Sequence[Span], names: Names, deepest: Level, kinds: Sequence[str] = ()) -> Composed:
    """A clause as a draft of a query."""
    return Clause(spans, names, deepest, kinds).composed()


def all_of(clauses: Sequence[Sequence[Span]], names: Names, deepest: Level) -> Iterator[Composed]:
    """Several clauses, each by itself."""
    for spans in clauses:
        yield compose(spans, names, deepest)
