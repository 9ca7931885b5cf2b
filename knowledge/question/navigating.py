"""From one thing to another along the page: the next, the one before, what else stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import (
    Above,
    And,
    Ask,
    Below,
    Beside,
    Condition,
    Level,
    Linked,
    Minus,
    OfLevel,
    Or,
    Query,
    Relation,
    Set,
    Topic,
)
from knowledge.question.draft import PAIRS, THAT, THOSE
from knowledge.question.ladder import WALKED, is_under
from knowledge.question.literals import Counted, Place, Step
from knowledge.question.scene import Scene
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import Operand, Part, levels_of

_WAYS = frozenset({"next", "previous", "above", "below"})
_OTHERS = ("other", "rest")
_SHARED = ("同じ", "same")
"""What stands before a level that several share, and is no other one."""


def with_steps(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, each 次 and 前 with how far it goes: 一つ前, 2つ次, 次の次, その前."""
    found: list[Span] = []
    for at, span in enumerate(spans):
        way = span.senses & _WAYS
        if "beside" in span.senses and at + 1 < len(spans) and spans[at + 1].text.startswith(("よう", "様")):
            found.append(_silent(span))  # 同じように並べて: how, and not beside what
            continue
        if "previous" in way and any(each.text.startswith("より") for each in spans[at + 1 : at + 3]):
            found.append(replace(span, senses=frozenset({"that"})))  # 前のより多い
            continue
        held = bool(span.senses & {"first", "last"}) and any(
            each.text.startswith("より") for each in spans[at + 1 : at + 4]
        )
        if held:
            found.append(replace(span, senses=span.senses | {"that"}))  # 最初のやつより少ない
            continue
        if not way:
            apart = bool(found) and "other" in span.senses and bool(levels_of(found[-1])) and not span.text.isascii()
            found.append(replace(span, senses=frozenset({"each"})) if apart else span)  # 課題別の
            continue
        if "below" in way and any(each.text == "で" for each in spans[at + 1 : at + 2]):
            found.append(replace(span, senses=frozenset({"within"})))  # その下で一番大きい取組
            continue
        by, said = 1, [place for place, before in enumerate(found) if before.text.strip() and before.text != "また"]
        before = found[said[-1]] if said else None
        if before is not None and isinstance(before.literal, Counted) and before.end == span.start:
            by = before.literal.number
            found[said[-1]] = _silent(before)
        elif before is not None and before.end == span.start and "other" in before.senses:
            found[said[-1]] = _silent(before)  # もう一つ上
        elif (
            before is not None and before.text == "その" and not (way & {"above", "below"} and _before_level(spans, at))
        ):
            found[said[-1]] = _silent(before)
        again = before is not None and before.text == "の" and len(said) > 1 and found[said[-2]].literal
        if isinstance(again, Step) and found[said[-2]].senses & way:
            by += abs(again.number)
            found[said[-2]] = _silent(found[said[-2]])
        if "next" in way and _is_next_by_size(spans, at):
            found.append(replace(span, role=Role.LITERAL, senses=frozenset(), literal=Place(by + 1, ranks=True)))
            continue
        steps = Step(-by if "previous" in way else by) if way & {"next", "previous"} else None
        found.append(replace(span, literal=steps))
    return tuple(found)


def _is_next_by_size(spans: Sequence[Span], at: int) -> bool:
    """一番高い取組と次に高い取組: the next in the order whose end the clause has named."""
    behind = [span for span in spans[at + 1 : at + 3] if span.text != "に"]
    ordered = any(span.senses & {"superlative", "most", "least"} for span in spans[:at])
    return ordered and bool(behind) and bool(behind[0].senses & {"more", "less"}) and spans[at + 1].text == "に"


def _before_level(spans: Sequence[Span], at: int) -> bool:
    """その上の戦略: その says of what it is."""
    return any(levels_of(span) for span in spans[at + 1 : at + 3])


def _silent(span: Span) -> Span:
    return replace(span, role=Role.FUNCTION, senses=frozenset(), literal=None)


def steps(spans: Sequence[Span]) -> int:
    """How far on something is asked for, or back where negative; 0 where nothing says so."""
    return next((span.literal.number for span in spans if isinstance(span.literal, Step)), 0)


def beside_asked(scene: Scene) -> Query | None:
    """同じ経営課題のほかの取組, the other initiative under the same issue: those beside what was shown or is named."""
    found = _beside(scene)
    computes = scene.has("sum", "mean", "count", "most", "least", "superlative")
    if found is None or scene.has("except", "each") or (computes and not scene.has("beside")):
        return None  # 残りの取組の合計: of what was shown
    if isinstance(found, Above) or (isinstance(found, And) and not (computes or scene.has("money", "how_much"))):
        return Query(Ask.RECORD, found)
    pair = next((ask for ask in PAIRS if scene.has(str(ask))), None)
    if pair is not None:
        return Query(pair, Or((THAT, found)), measure=scene.money)
    figure = next((ask for ask in (Ask.SUM, Ask.MEAN, Ask.COUNT) if scene.asks(str(ask))), None)
    if figure is not None:
        return Query(figure, found, measure=None if figure is Ask.COUNT else scene.money)
    asks_money = scene.asks("money", "how_much", "spend", "more", "less", "most", "least", "superlative")
    return scene.ordered(Query(Ask.LIST, found, measure=scene.money if asks_money else None))


def same_amount_asked(scene: Scene) -> Query | None:
    """同じ金額の取組はほかにある, which others have the same budget: as much as what was shown, or as what is named."""
    same = [at for at, span in enumerate(scene.spans) if span.text in _SHARED and "beside" in span.senses]
    behind = [span for span in scene.spans[same[0] + 1 :] if span.text.strip()] if same else []
    if not behind or "money" not in behind[0].senses:
        return None
    levels = [each.level for each in scene.bound.named if each.is_level]
    one = next((each.set for each in scene.bound.named if not each.is_level), THAT)
    held = Condition(scene.money, Relation.EQUAL, Query(Ask.AMOUNT, one, measure=scene.money))
    of = Minus(OfLevel(levels[0] if levels else (scene.deepest,)), one)
    return Query(Ask.LIST, of, measure=scene.money, where=(held,))


def _beside(scene: Scene) -> Set | None:
    named = [each for each in scene.bound.named if each.set not in (THAT, THOSE)]
    levels = [each.level[-1] for each in named if each.is_level and each.level[-1] in WALKED]
    others = [each for each in named if not each.is_level]
    upper = next((each.set for each in others if _is_that_of_a_level(each.set, scene)), None)
    if upper is not None and len(named) == 1 and _word(scene, "rest") is not None:
        return Minus(Below(upper, (scene.deepest,)), THAT)  # その課題にはほかに何がある
    held = scene.than is not None or scene.rest.bounds or any(each.part is Part.THAN for each in scene.bound.named)
    if not levels or len(others) > 1 or held or _word(scene, "beside", *_OTHERS) is None:
        return None
    pointed = next((each.set for each in scene.bound.named if not each.is_level and each not in named), THAT)
    if others and _is_picked(scene, others[0]):
        return _of_the_same(scene, others[0], pointed, levels)
    if _is_of_the_upper(scene, levels):
        return None
    return _besides(scene, others[0].set if others else pointed, levels)


def _is_that_of_a_level(found: Set, scene: Scene) -> bool:
    """その課題, that strategy: one that has others below it."""
    pointed = isinstance(found, And) and found.sets[0] == THAT and isinstance(found.sets[1], OfLevel)
    return pointed and isinstance(found, And) and is_under(scene.deepest, found.sets[1].levels[-1])  # type: ignore[union-attr]


def _besides(scene: Scene, of: Set, levels: Sequence[Level]) -> Set:
    """What stands beside a set, at the lower of the levels that are named; the upper one is what they share."""
    target, scope = max(levels, key=WALKED.index), min(levels, key=WALKED.index)
    different = scene.has(*_OTHERS) or any("beside" in s.senses and s.text not in _SHARED for s in scene.spans)
    if target is not scope and different and _stands_beside(scene, scope):
        pointed = isinstance(of, And) and isinstance(of.sets[1], OfLevel)
        return Below(Beside(of if pointed else _at(of, scope)), (target,))  # 隣の戦略の取組
    if isinstance(of, And) and isinstance(of.sets[1], OfLevel):  # その課題の他の取組
        return Minus(Below(of, (target,)), of.sets[0])
    if isinstance(of, Linked) and of.entries and is_under(target, scene.names.level_of(of.entries[0])):
        return Minus(Below(of, (target,)), THAT) if different else Below(of, (target,))  # 経営課題4には他に何の取組が
    if target is scope and different and _is_named_before(scene, scope):
        return Beside(of)  # 同じ課題のもう一つ
    if target is scope:
        return Beside(_at(of, scope)) if different else Above(of, scope)  # 2件とも同じ経営課題?
    if not different:
        return Below(Above(of, scope), (target,))  # 同じ経営課題の取組を全部
    without: Set = And((of, OfLevel((target,)))) if isinstance(of, Topic) and of is not THAT else of
    return Minus(Below(Above(of, scope), (target,)), without)


def _is_named_before(scene: Scene, level: Level) -> bool:
    """Whether a level only says what they share: もう一つ stands behind it."""
    other = _word(scene, *_OTHERS)
    return (
        other is not None
        and any(each.last <= other for each in scene.bound.named if level in each.level)
        and not scene.in_english
    )


def _stands_beside(scene: Scene, scope: Level) -> bool:
    """Whether the upper of two levels is the other one: 隣の戦略の取組, and not 課題の隣の取組."""
    beside = _word(scene, "beside")
    firsts = [each.first for each in scene.bound.named if scope in each.level]
    return beside is not None and not scene.in_english and beside + 2 in firsts


def _at(of: Set, level: Level) -> Set:
    """What was shown, at the level that is asked for: 隣の戦略 after an initiative."""
    return Above(of, level) if of == THAT else of


def _is_picked(scene: Scene, topic: Operand) -> bool:
    """隣の、子育て世代の戦略: words behind ほか and 隣 say which of the others is meant."""
    first = _word(scene, "beside", *_OTHERS)
    return topic.is_topic and first is not None and topic.first > first


def _of_the_same(scene: Scene, topic: Operand, pointed: Set, levels: Sequence[Level]) -> Set | None:
    """同じ経営課題にある防犯のほう: a thing within what it shares with what was shown."""
    shared = any("beside" in span.senses and span.text in _SHARED for span in scene.spans[: topic.first])
    scope = min(levels, key=WALKED.index)
    above = shared and len(levels) == 1 and scope is not scene.deepest and pointed in (THAT, THOSE)
    return And((Below(Above(pointed, scope), (scene.deepest,)), topic.set)) if above else None


def _is_of_the_upper(scene: Scene, levels: Sequence[Level]) -> bool:
    """もう一つの戦略の取組: the other one is the strategy, and all below it is meant."""
    upper = min(levels, key=WALKED.index)
    other = _word(scene, "other")
    firsts = [each.first for each in scene.bound.named if upper in each.level]
    return max(levels, key=WALKED.index) is not upper and other is not None and other + 2 in firsts


def _word(scene: Scene, *senses: str) -> int | None:
    """Where the first word of some senses stands; not a verb, as in 並べて."""
    for at, span in enumerate(scene.spans):
        is_verb = span.part is not None and span.part.word_class == "動詞"
        if span.senses & set(senses) and not is_verb:
            return at
    return None
