"""Sums, means, counts, shares and groups that a clause asks for."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from knowledge.model import (
    And,
    Ask,
    Below,
    Condition,
    Count,
    Group,
    Linked,
    Measure,
    OfLevel,
    Or,
    Order,
    Query,
    Relation,
    Rows,
    Set,
    Share,
    Take,
    Topic,
    Whole,
)
from knowledge.question import facts, narrowing
from knowledge.question.comparing import adds_up, comparison, is_added, is_one, is_with
from knowledge.question.draft import THAT, THOSE, found_in
from knowledge.question.grouping import figure_of_each
from knowledge.question.ladder import WALKED
from knowledge.question.literals import Counted, Percent
from knowledge.question.scene import Scene
from knowledge.question.sorting import ones_picked
from knowledge.question.spans import Role
from knowledge.question.spelled import Operand, Part

AGGREGATES = (("mean", Ask.MEAN), ("median", Ask.MEDIAN), ("sum", Ask.SUM), ("count", Ask.COUNT))


def rate_asked(scene: Scene) -> Query | None:
    """受診率は何%: a rate that the text may print, which is no share of the money."""
    rated = next((each for each in scene.found if each.is_topic and _is_rate(scene, each)), None)
    if rated is None or not scene.asks("share", "how_much", "how") or scene.has("money"):
        return None
    return Query(Ask.FACT, rated.set, fact="rate", fact_words=scene.spans[rated.last - 1].text)


def _is_rate(scene: Scene, operand: Operand) -> bool:
    last = scene.spans[operand.last - 1].text
    return operand.set not in (THAT, THOSE) and len(last) > 1 and last.endswith("率")


def share_asked(scene: Scene) -> Query | None:
    """How much of a whole something is."""
    if not scene.asks("share"):
        return None
    parts = [each for each in scene.found if not isinstance(each.set, Whole)]
    whole = next((each for each in parts if each.part is Part.WHOLE_OF or _is_divided(scene, each)), None)
    rest = [each for each in parts if each is not whole]
    base = scene.base
    if whole is not None:
        whole, of = _end_apart(whole) if not rest else (whole, None)
        base = rest[-1].set if rest else of or THAT
    elif isinstance(base, Topic) and (said := _rate_of_a_thing(scene, base)) is not None:
        return Query(Ask.FACT, base, fact="rate", fact_words=said)
    share = Share(scene.money, whole.set if whole is not None else Whole())
    pointed = all(each.is_level or each.set in (THAT, THOSE) for each in parts)
    if whole is None and pointed and (ones := ones_picked(scene)):  # 多い方の占める割合
        rows = Rows(Query(Ask.LIST, THOSE, order=Order(scene.money, scene.has("less")), take=Take(ones)))
        return Query(Ask.SUM, rows, measure=share if scene.has("whole") else replace(share, of=THOSE))
    if whole is not None and scene.rest.bounds and is_one(base):
        assert base is not None
        held = narrowing.conditions(scene.rest, scene.money)
        return Query(Ask.CONFIRM, base, measure=share, where=tuple(replace(each, measure=share) for each in held))
    if scene.rest.bounds or scene.rest.end or scene.rest.superlative or any(isinstance(e.set, Rows) for e in rest):
        narrowed = scene.narrowed(base)
        adds = scene.asks("sum") or scene.rest.end or scene.rest.superlative
        share = next((e.measure for e in found_in(narrowed, Condition) if isinstance(e.measure, Share)), share)
        if isinstance(narrowed, Rows) and narrowed.query.take is None and not adds:
            return replace(narrowed.query, measure=share)
        return Query(Ask.SUM, narrowed or Whole(), measure=share)
    if base is None or isinstance(base, Whole):
        return Query(Ask.SUM if adds_up(scene.spans) else Ask.AMOUNT, Whole(), measure=share)
    if scene.is_several(base) and not isinstance(base, And):
        return (
            Query(Ask.SUM, base, measure=share)
            if scene.asks("sum")
            else scene.ordered(Query(Ask.LIST, base, measure=share))
        )
    several = isinstance(base, Or) and scene.asks("sum")
    return Query(Ask.SUM if several else Ask.AMOUNT, base, measure=share)


def _end_apart(whole: Operand) -> tuple[Operand, Set | None]:
    """子どもの学力の取組は、一番大きい取組の何割: the end of an order, and what the clause speaks of before it."""
    match whole.set:
        case Rows(query=Query(of=And(sets=(And() as named, OfLevel() as level))) as query):
            return replace(whole, set=Rows(replace(query, of=level))), named
    return whole, None


def _rate_of_a_thing(scene: Scene, base: Topic) -> str | None:
    """訓練に参加した区民は何%, 高齢者の割合: the words that ask for a rate in the world, where none speaks of money."""
    asked = next((span for span in scene.spans if "share" in span.senses), None)
    of_money = scene.has("money", "how_much", "whole", "within", "sum", "more", "less", "most", "least", "compare")
    if asked is None or of_money or base in (THAT, THOSE):
        return None
    owner = scene.spans[: scene.spans.index(asked)][-2:]
    of_people = len(owner) == 2 and owner[1].text == "の" and facts.names_people(owner[0].text)
    return asked.text if of_people or asked.text.startswith("何") else None


def _is_divided(scene: Scene, operand: Operand) -> bool:
    """Whether a share is of this: 経営課題4の何割, 経営課題4の中での割合, what share of issue 4."""
    if operand.set == THOSE and any("within" in s.senses for s in scene.spans[operand.first : operand.last]):
        return len(scene.found) > 1  # その合計のうちXは何%
    if scene.in_english:
        before = [span for span in scene.spans[: operand.first] if span.role is not Role.FUNCTION]
        return operand.part is Part.SCOPE and bool(before) and "share" in before[-1].senses
    behind = scene.spans[operand.last].senses if operand.last < len(scene.spans) else frozenset()
    pointed = operand.set in (THAT, THOSE)
    above = isinstance(operand.set, Linked) and bool(operand.set.entries) and _is_above_all(scene, operand.set)
    if (pointed and len(scene.found) > 1 and "share" in behind) or (above and "whole" in behind):
        return True  # 見守りがその何%, 課題2全体の何%
    if operand.part is not Part.SCOPE:
        return False
    silent = {"money", "sum"} if operand.set in (THAT, THOSE) or len(scene.found) > 1 else {"money"}
    words = [s for s in scene.spans[operand.last :] if s.role is not Role.FUNCTION and not s.senses & silent]
    if words and isinstance(words[0].literal, Percent):
        return True  # 見守りは経営課題3の過半を占めるか
    return bool(words) and (words[0].says.startswith("何") or ("within" in words[0].senses and len(scene.found) < 3))


def groups_asked(scene: Scene) -> Query | None:
    """一番予算の多い課は?, 担当課ごとの事業の数: the offices in charge, by what they have or its money."""
    group = _named_group(scene)
    base = scene.base
    if group is None or not (base is None or isinstance(base, Whole) or base == scene.all):
        return None
    if base == scene.all and scene.rest.sorts and scene.has("rose", "fell", "change"):
        return None
    counts = scene.has("count") or (base == scene.all and not scene.has("money", "how_much", "sum"))
    measure: Measure = Count(scene.deepest) if counts else scene.money
    return narrowing.narrowed(Query(Ask.LIST, scene.all, measure=measure, by=group), scene.rest, measure)


def _named_group(scene: Scene) -> Group | None:
    """The kind of offices that rows are wanted of: by an end of an order, or for each of them."""
    if scene.rest.sorts or scene.has("each"):
        named = next((each for each in (Group.OFFICE, Group.DIVISION) if scene.has(f"group.{each.value}")), None)
        return named or (Group.OFFICE if scene.has("fact.who") else None)
    return None


def computed(scene: Scene) -> Query | None:
    """Sums, means, counts, groups, comparisons."""
    base, money = scene.base, scene.money
    ask = next((ask for sense, ask in AGGREGATES if scene.asks(sense)), None)
    ask = Ask.MEAN if ask is None and _is_apiece(scene) else ask
    in_all = any("sum" in span.senses and span.text.startswith(("全", "すべ")) for span in scene.spans)
    if ask is Ask.SUM and in_all and scene.has("what") and not scene.has("money", "how_much"):
        ask = None  # 経営課題は全部でどんなもの
    if ask is Ask.SUM and scene.rest.orders and scene.is_several(base) and not (scene.rest.end or scene.rest.counted):
        return None  # 経営課題を予算合計の多い順に
    if _is_added(scene) and isinstance(base, Or):
        ask = Ask.SUM
    with_that = is_with(scene) or is_added(scene)
    if ask is Ask.SUM and is_one(base) and with_that and len(scene.found) == 1 and not scene.in_english:
        assert base is not None
        return Query(ask, Or((THAT, base)), measure=money)  # 防犯の取組と足してみて
    if ask is None and _is_there_how_much(scene) and scene.is_several(base):
        ask = Ask.COUNT
    if ask is None and (counted := _counts_below(scene)) is not None:
        return Query(Ask.COUNT, counted)
    if ask is Ask.SUM and scene.asks("count") and not scene.asks("money"):
        ask = Ask.COUNT
    held = not scene.in_english or any("is" in span.senses for span in scene.said[:1]) or scene.has("confirm")
    confirms = ask is Ask.SUM and scene.rest.literals and held
    if confirms and (one := _added_up(scene)) is not None:
        return Query(Ask.CONFIRM, one, measure=money, where=narrowing.conditions(scene.rest, money))
    grouped = next((each for each in scene.found if each.is_level and (each.every or scene.has("each"))), None)
    if grouped is not None and scene.rest.of_level is not None:
        return scene.ordered(Query(Ask.LIST, grouped.set, measure=Count(scene.rest.of_level)))  # 課題ごとの取組の数
    if ask is Ask.SUM and grouped is not None and grouped.level == (scene.deepest,):
        grouped = None  # 各取組の予算を足した額
    if ask in (Ask.MEAN, Ask.MEDIAN):
        return Query(ask, grouped.set if grouped else _several(scene), measure=money, by=_group(scene))
    by_number = isinstance(base, Rows) and base.query.order is not None and isinstance(base.query.order.measure, Count)
    if ask is Ask.COUNT and by_number:
        return None  # 取組が最も多い経営課題とその数
    if ask is Ask.COUNT and base is None and scene.has("compare"):
        return Query(Ask.COMPARE, THOSE, measure=Count(), order=Order(Count()))  # 件数で比べると
    if ask is Ask.COUNT and isinstance(base, Linked) and _is_above_all(scene, base) and not facts.asked(scene):
        return Query(Ask.COUNT, Below(base, (scene.deepest,)))  # 課題3の件数
    if ask in (Ask.SUM, Ask.COUNT) and scene.has("each") and (each := figure_of_each(ask, base, scene)) is not None:
        return each
    if ask is Ask.COUNT and (base is None or scene.is_several(base)) and (not facts.asked(scene) or base is not None):
        return Query(Ask.COUNT, scene.narrowed(base) or scene.all)
    if grouped is not None and (scene.has("money", "how_much", "sum", "spend") or not scene.has("list", "catalogue")):
        return scene.ordered(Query(Ask.LIST, grouped.set, measure=money))
    if ask is None and scene.has("whole") and scene.has("money") and base is not None:
        ask = Ask.SUM
    held = isinstance(base, Or) and scene.rest.downwards is not None  # 課題3と課題6、総額で勝ってるのは
    if held and ask is Ask.SUM:
        order = Order(money, bool(scene.rest.downwards))
        return Query(Ask.COMPARE, base or THOSE, measure=money, order=order)
    if ask is Ask.SUM and not scene.has("compare", "which"):
        return Query(Ask.SUM, scene.narrowed(base) or Whole(), measure=money, by=_group(scene))
    return comparison(scene)


_HELD = frozenset({"is", "sum", "whole", "confirm", "exists", "page.itself"})
"""Senses beside which a number is held against how many there are."""
_ASKED = frozenset({"か", "ね", "よ"})
"""What ends a question for yes or no."""


def number_held(scene: Scene) -> Query | None:
    """経営課題は6つですよね, are there 6 management issues: how many there are, held against a number."""
    level = next((span for span in scene.said if any(sense.startswith("level.") for sense in span.senses)), None)
    number = next((span.literal.number for span in scene.said if isinstance(span.literal, Counted)), None)
    others = [span for span in scene.said if span is not level and not isinstance(span.literal, Counted)]
    if level is None or number is None or any(not span.senses & _HELD for span in others):
        return None
    after = scene.spans[scene.spans.index(level) + 1 :]
    is_told = bool(after) and after[0].text == "は" and (after[-1].text in _ASKED or scene.has("confirm"))
    named = next((each for each in scene.bound.named if each.is_level), None)
    if named is None or not (is_told or (scene.in_english and scene.has("exists"))):
        return None
    measure = Count(named.level[-1])
    return Query(Ask.CONFIRM, Whole(), measure=measure, where=(Condition(measure, Relation.EQUAL, int(number)),))


def _is_apiece(scene: Scene) -> bool:
    """1件あたりいくら, 取組あたりの予算: money for each of what is counted, and no place as in どこに当たる."""
    for at, span in enumerate(scene.spans):
        if at in scene.bound.spent:
            continue  # 取組1件あたりの予算が一番高い課題
        before = scene.spans[at - 1] if at else None
        counts = span.text[:1].isdigit() or (
            before is not None
            and (isinstance(before.literal, Counted) or any(sense.startswith("level.") for sense in before.senses))
        )
        if "apiece" in span.senses and counts:
            return scene.has("money", "how_much") or len(scene.said) < _FEW
    return False


_FEW = 4
"""Words of a fragment that asks for no more than it says: 1取組あたりだと?"""


def _is_there_how_much(scene: Scene) -> bool:
    """経営課題はなんぼある: how many there are, where no money is spoken of."""
    told = zip(scene.spans, scene.spans[1:], strict=False)
    return not scene.has("money") and any(
        "how_much" in span.senses and behind.part is not None and behind.part.normal == "有る" for span, behind in told
    )


def _is_above_all(scene: Scene, base: Linked) -> bool:
    level = scene.names.level_of(base.entries[0]) if len(base.entries) == 1 else scene.deepest
    return level in WALKED and level is not scene.deepest


def _is_added(scene: Scene) -> bool:
    """1-1-3 + 6-2-2: a plus between what is named."""
    between = [scene.spans[a.last : b.first] for a, b in pairwise(scene.bound.named)]
    return bool(between) and all(any(s.text in ("+", "＋", "plus") for s in each) for each in between)


def _counts_below(scene: Scene) -> Set | None:
    """戦略は2つ?: how many of a level there are, where a number is held to be it."""
    levels = [each for each in scene.found if each.is_level]
    counted = next((at for at, span in enumerate(scene.spans) if isinstance(span.literal, Counted)), None)
    if len(levels) != 1 or counted is None or scene.rest.sorts or scene.has("money", "tell", "list", "how_much"):
        return None
    between = [span.text for span in scene.spans[levels[0].last : counted]]
    return levels[0].set if between in (["は"], ["って"]) else None


def _added_up(scene: Scene) -> Set | None:
    """全取組の総額は65,958千円、正しい?: what carries the sum that is to be confirmed, as one thing."""
    match scene.base:
        case None | Whole():
            return Whole()
        case OfLevel(levels=levels) if levels == (scene.deepest,):
            return Whole()
        case Below(of=Linked() as above, levels=levels) if levels == (scene.deepest,):
            return above
        case Linked() | Topic() as one:
            return one
        case Or() as several if not scene.is_several(several):
            return Rows(Query(Ask.SUM, several, measure=scene.money))
        case _:
            return None


def _group(scene: Scene) -> Group | None:
    return Group.OFFICE if scene.has("each") and scene.has("fact.who") else None


def _several(scene: Scene) -> Set:
    """A set to take a mean of: the initiatives of what is named."""
    narrowed = scene.narrowed(scene.base)
    if narrowed is None or isinstance(narrowed, Whole):
        return scene.all
    if isinstance(narrowed, Linked) and len(narrowed.entries) == 1:
        return Below(narrowed, (scene.deepest,))
    if isinstance(narrowed, Topic) and narrowed not in (THAT, THOSE):
        return And((narrowed, scene.all))
    return narrowed
