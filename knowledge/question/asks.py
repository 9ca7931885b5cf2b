"""What a clause asks: from its senses, operands and modifiers to a query. The first that knows answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from knowledge.language.aspects import KINDS
from knowledge.model import (
    RUNGS,
    Above,
    And,
    Appeared,
    Ask,
    Below,
    Beside,
    Change,
    CodeRange,
    Condition,
    Count,
    Group,
    Level,
    Linked,
    Minus,
    Office,
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
from knowledge.question import facts, modifiers
from knowledge.question.binding import WALKED, against
from knowledge.question.draft import THAT, THOSE, topics, whole_of
from knowledge.question.literals import Counted, Place, Somewhere, Year
from knowledge.question.operands import Operand, Part
from knowledge.question.scene import Scene
from knowledge.question.spans import Role, Span

_AGGREGATES = (("mean", Ask.MEAN), ("median", Ask.MEDIAN), ("sum", Ask.SUM), ("count", Ask.COUNT))
_TALKS = frozenset({"light", "context", "is", "tell", "how", "what", "follow", "that"})
_OF_PRIVACY = _TALKS | {"fact.person", "fact.target", "exists", "where"}
_OF_A_GLANCE = _TALKS | {
    "about", "summary", "page.itself", "whole", "list", "which", "parts", "difference", "exists",
}  # fmt: skip
"""Senses beside which nothing else may be said where the plan at a glance is asked for."""
_HELD = frozenset({"is", "sum", "whole", "confirm", "exists", "page.itself"})
"""Senses beside which a number is held against how many there are."""
_ASKED = frozenset({"か", "ね", "よ"})
"""What ends a question for yes or no."""
_DEFINES = (("って",), ("と", "は"), ("a",), ("an",))
"""Beside a level, these ask what such a thing is: 戦略って何, 戦略とは, what is a strategy."""


def asked(scene: Scene) -> Query | None:
    """The query of a clause; None where it asks nothing by itself, or an end of an order that nobody knows."""
    if _orders_unknown(scene):
        return None
    for way in _WAYS:
        query = way(scene)
        if query is not None:
            return query
    return None


def _orders_unknown(scene: Scene) -> bool:
    """Whether rows are wanted by a word that nobody knows: 一番古い, 3番目に覆い."""
    if scene.has("more", "less", "most", "least", "top", "bottom"):
        return False
    ranked = scene.has("superlative")
    for span in scene.spans:
        says = span.part is not None and span.part.word_class in ("形容詞", "動詞", "形状詞")
        if ranked and says and span.role is Role.UNKNOWN:
            return True
        ranked = ranked or isinstance(span.literal, Place)
    return False


# Talk, and what stands beside


def _talk(scene: Scene) -> Query | None:
    talk = [sense.removeprefix("talk.") for sense in sorted(scene.senses) if sense.startswith("talk.")]
    if not talk or scene.base is not None:
        return None
    beside = _OF_PRIVACY if "privacy" in talk else _TALKS
    only = all(
        any(sense.startswith("talk.") or sense in beside for sense in span.senses) or span.literal is not None
        for span in scene.said
    )
    return Query(Ask.TALK, Whole(), fact=next(about for about in _SUBJECTS if about in talk)) if only else None


_SUBJECTS = ("overview", "nature", "privacy", "help", "greeting", "thanks")
"""What people talk about beside the plan's entries; of several the first: hello, what can you do?"""


def _overview(scene: Scene) -> Query | None:
    """全体像, 運営方針って何, 戦略とは: the plan at a glance, from its top or from a level that is to be explained."""
    levels = [each for each in scene.bound.named if each.is_level]
    others = [each for each in scene.bound.named if not each.is_level and each.set not in (THAT, Whole())]
    if others or scene.has("naming") or not all(map(_is_of_a_glance, scene.said)):
        return None
    if len(levels) > 1:  # 経営課題と戦略の違いは?
        return Query(Ask.TALK, Whole(), fact="overview") if scene.has("difference") else None
    if scene.has("difference"):
        return None
    if levels and not scene.has("talk.overview"):
        level = levels[0].level[-1]
        return Query(Ask.TALK, OfLevel((level,)), fact="overview") if level in RUNGS and _defines(scene) else None
    tells = scene.has("about", "summary", "what", "tell", "parts") or _defines(scene)
    asks = scene.has("talk.overview") or (tells and scene.has("page.itself", "whole"))
    return Query(Ask.TALK, Whole(), fact="overview") if asks else None


def _defines(scene: Scene) -> bool:
    words = tuple(span.text for span in scene.spans)
    pairs = (words[at : at + len(each)] == each for each in _DEFINES for at in range(len(words)))
    return any(pairs) and (scene.has("what") or words[-2:] == ("と", "は"))


def _is_of_a_glance(span: Span) -> bool:
    if span.literal is not None:
        return isinstance(span.literal, (Somewhere, Year))
    return any(
        sense in _OF_A_GLANCE or sense.startswith(("level.", "talk.overview", "talk.greeting")) for sense in span.senses
    )


def _numbered(scene: Scene) -> Query | None:
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


def _beside(scene: Scene) -> Query | None:
    """同じ経営課題のほかの取組, the other initiative under the same issue: those beside what was shown or is named."""
    named = [each for each in scene.bound.named if each.set not in (THAT, THOSE)]
    levels = [each.level[-1] for each in named if each.is_level and each.level[-1] in WALKED]
    others = [each.set for each in named if not each.is_level]
    pointed = next((each.set for each in scene.bound.named if not each.is_level and each not in named), THAT)
    wants = scene.has("beside", "other", "rest") and levels and len(others) < 2 and scene.than is None
    if not wants or scene.has("money", "how_much", "most", "least", "superlative", "except", "sum", "mean", "count"):
        return None
    of = others[0] if others else pointed
    target, scope = max(levels, key=WALKED.index), min(levels, key=WALKED.index)
    if isinstance(of, And) and isinstance(of.sets[1], OfLevel):  # その課題の他の取組
        return Query(Ask.LIST, Minus(Below(of, (target,)), of.sets[0]))
    if target is scope:
        return Query(Ask.LIST, Beside(of))
    without: Set = And((of, OfLevel((target,)))) if isinstance(of, Topic) and of is not THAT else of
    return Query(Ask.LIST, Minus(Below(Above(of, scope), (target,)), without))


def _under(scene: Scene) -> Query | None:
    """スマホ教室は経営課題5の取組でしたっけ: what a thing stands under, which answers whether it is this."""
    topics = [each for each in scene.bound.named if each.is_topic and each.set not in (THAT, THOSE)]
    coded = [each for each in scene.bound.named if isinstance(each.set, Linked) and each.set.entries]
    asks = scene.has("money", "how_much", "list", "count", "which", "share", "more", "less", "except")
    if len(topics) != 1 or len(coded) != 1 or asks or coded[0].first < topics[0].last:
        return None
    between = {span.text for span in scene.spans[topics[0].last : coded[0].first]}
    level = scene.names.level_of(coded[0].set.entries[0]) if isinstance(coded[0].set, Linked) else None
    marked = bool(between & {"は", "って"}) and level in RUNGS and level is not scene.deepest
    return Query(Ask.RECORD, Above(topics[0].set, level)) if marked else None


# One thing against another


def _against(scene: Scene) -> Query | None:
    base, than, money = scene.base, scene.than, scene.money
    if scene.has("rank") and not scene.has("order") and base is not None and not isinstance(base, OfLevel):
        return Query(Ask.RANK, base, measure=money, order=Order(money, bool(scene.rest.downwards)))
    if than is not None:
        return _than(scene, than)
    if (end := _said_to_be_an_end(scene)) is not None:
        return end
    if not scene.asks("difference", "ratio") or _holds_years_together(scene):
        return None
    ask = Ask.RATIO if scene.asks("ratio") else Ask.DIFFERENCE
    if _is_one(base) and _is_with(scene):
        assert base is not None
        return Query(ask, Or((THAT, base)), measure=money)
    if ask is Ask.RATIO and _is_one(base) and len(scene.found) == 1 and scene.found[0].part is Part.SCOPE:
        assert base is not None
        return Query(ask, Or((THAT, base)), measure=money)  # 4-2-1の何倍?
    if base is None and (places := _at_places(scene)) is not None:
        return Query(ask, places, measure=money)
    named = [each.set for each in scene.found if each.part is not Part.EXCEPT and not isinstance(each.set, Whole)]
    pointed = [each for each in named if points(each)]
    if len(named) > 1 and not isinstance(base, Or) and not (pointed and pointed != [THAT] and pointed != [THOSE]):
        base = Or(tuple(map(whole_of, named)))  # 地活協への支援は、エリア別活性化プランの何倍
    ends = _both_ends(scene)
    if ends is None and _is_one(base) and not scene.has("money", "how_much", "ratio"):
        return None
    return Query(ask, ends or base or Whole(), measure=money)


def _said_to_be_an_end(scene: Scene) -> Query | None:
    """一番多いのは見守りですよね, is 1-2-2 the largest: one thing named is held to be an end of an order."""
    ranges = [each for each in scene.found if each.is_level]
    one = next((each.set for each in scene.found if each not in ranges and _is_single(each.set)), None)
    if one is None or len(scene.found) > 2:
        return None
    if len(ranges) == 1 and len(scene.found) == 2:
        rows = ranges[0].set.query if isinstance(ranges[0].set, Rows) else None
        is_end = rows is not None and rows.take == Take(1) and rows.order is not None and rows.order.measure is not None
        if rows is None or not is_end or not (scene.has("confirm") or scene.said[0].senses == {"is"}):
            return None
        within = None if rows.of == scene.all else rows.of
        return Query(Ask.RANK, one, measure=scene.money, order=rows.order, take=rows.take, within=within)
    if ranges or not _ends_with(scene) or one is THAT:
        return None
    order = Order(scene.money, bool(scene.rest.downwards))
    return Query(Ask.RANK, one, measure=scene.money, order=order, take=Take(1))


def points(found: Set) -> bool:
    """Whether a set points at what was shown."""
    return any(topic in (THAT, THOSE) for topic in topics(found))


def _is_single(found: Set) -> bool:
    return found == THAT or _is_one(found)


def _ends_with(scene: Scene) -> bool:
    """Whether an end of an order is said to be what stands behind it: 一番多いのは見守り."""
    if not scene.rest.superlative or scene.rest.counted:
        return False
    said = (at for at, span in enumerate(scene.spans) if span.senses & {"most", "least", "superlative"})
    at = next(said, None)
    if at is None:
        return False
    if scene.in_english:
        return "is" in scene.said[0].senses and not scene.has("which", "what")
    return any(span.text in ("は", "って") for span in scene.spans[at : scene.found[-1].first])


def _than(scene: Scene, than: Operand) -> Query | None:
    base, money, rest = scene.base, scene.money, scene.rest
    if than.relation is not None and (base is None or scene.is_several(base)):
        return scene.ordered(Query(Ask.LIST, base or scene.all, measure=money, where=(against(than, money),)))
    if than.is_mean and (base is None or scene.is_several(base)):
        base = base or scene.all
    if base is None:
        return None
    if scene.is_several(base) and not scene.has("how_much", "difference"):
        where = modifiers.than(rest, than.set, money, Ask.MEAN if than.is_mean else Ask.AMOUNT)
        order = Order(money, bool(rest.downwards))
        return Query(Ask.LIST, base, measure=money, where=(where,), order=order)
    if scene.has("ratio"):
        return Query(Ask.RATIO, Or((base, than.set)), measure=money)
    if scene.has("how_much", "difference", "how"):
        return Query(Ask.DIFFERENCE, Or((base, than.set)), measure=money)
    if than.relation is not None:
        return Query(Ask.CONFIRM, base, measure=money, where=(against(than, money),))
    if rest.downwards is not None:
        where = modifiers.than(rest, than.set, money, Ask.MEAN if than.is_mean else Ask.AMOUNT)
        return Query(Ask.CONFIRM, base, measure=money, where=(where,))
    return Query(Ask.COMPARE, Or((base, than.set)), measure=money)


def _is_one(base: Set | None) -> bool:
    if isinstance(base, And) and len(base.sets) == 2 and isinstance(base.sets[1], OfLevel):
        base = base.sets[0]  # 児童虐待防止の取組との差
    return (
        isinstance(base, (Topic, Linked))
        and base not in (THAT, THOSE)
        and not (isinstance(base, Linked) and len(base.entries) > 1)
    )


def _at_places(scene: Scene) -> Set | None:
    """3位と5位の差, 4位との差: the rows at places of the order by money, beside what was shown where one is named."""
    places = [span.literal.number for span in scene.spans if isinstance(span.literal, Place)]
    if not places or scene.rest.last is not None:
        return None
    rows = tuple(
        Rows(Query(Ask.LIST, scene.all, order=Order(scene.money), take=Take(1, place - 1))) for place in places if place
    )
    return Or(rows) if len(rows) > 1 else Or((THAT, *rows))


def _is_with(scene: Scene) -> bool:
    """3-1-2との差は?, difference from 3-1-2: against what was shown."""
    if scene.in_english:
        return bool(scene.found) and any(span.text == "from" for span in scene.spans[: scene.found[0].first])
    last = scene.found[-1].last if scene.found else len(scene.spans)
    return last < len(scene.spans) and scene.spans[last].text in ("と", "との", "より")


def _both_ends(scene: Scene) -> Set | None:
    """最大と最小の差: the two ends of an order as two parts."""
    ends = scene.has("most", "superlative") and scene.has("least")
    if not (ends or (scene.has("more", "most") and scene.has("less", "least"))):
        return None
    base = scene.base
    of = base if scene.is_several(base) and base is not None else scene.all
    of = of.query.of if isinstance(of, Rows) else of
    if isinstance(of, Or):
        return None
    orders = (Order(scene.money, ascending) for ascending in (False, True))
    return Or(tuple(Rows(Query(Ask.LIST, of, order=order, take=Take(1))) for order in orders))


# Arithmetic


def _rate(scene: Scene) -> Query | None:
    """受診率は何%: a rate that the text may print, which is no share of the money."""
    rated = next((each for each in scene.found if each.is_topic and _is_rate(scene, each)), None)
    if rated is None or not scene.asks("share", "how_much", "how") or scene.has("money"):
        return None
    return Query(Ask.FACT, rated.set, fact="rate", fact_words=scene.spans[rated.last - 1].text)


def _is_rate(scene: Scene, operand: Operand) -> bool:
    last = scene.spans[operand.last - 1].text
    return operand.set not in (THAT, THOSE) and len(last) > 1 and last.endswith("率")


_NO_FIGURE = frozenset({"actual", "funding", "price", "target", "result", *KINDS})
"""Facts that arithmetic would need and no plan's budget is: what was spent, where it came from."""


def _unprinted(scene: Scene) -> Query | None:
    """各取組の決算額の合計: nothing is added up that is another thing than the money that is printed."""
    fact = facts.asked(scene)
    return _fact(scene) if fact in _NO_FIGURE and not any(sense.startswith("kind.") for sense in scene.senses) else None


def _changed(scene: Scene) -> Query | None:
    if not (scene.has("change", "rose", "fell") or _holds_years_together(scene)) or scene.rest.bounds:
        return None
    base = scene.base
    if isinstance(base, Topic) and base not in (THAT, THOSE) and scene.has("rose", "fell"):
        tells = (
            any(span.is_title for span in scene.spans)
            or scene.has("money", "spend", "how_much", "share", "change")
            or any(isinstance(span.literal, Year) for span in scene.spans)
        )
        if not tells:  # 犯罪は減った?: what happened, which no plan's budget says
            said = next(span.text for span in scene.spans if span.senses & {"rose", "fell"})
            return Query(Ask.FACT, base, fact="result", fact_words=said)
    change = Change("", "", scene.money, scene.money, relative=scene.has("share"))
    one_way = scene.has("rose") != scene.has("fell")
    downwards = one_way and scene.has("fell")
    superlative = scene.rest.superlative or scene.rest.end or (isinstance(base, Rows) and base.query.take is not None)
    if base is None and (superlative or scene.has("which")):
        base = scene.all
    if base is None or isinstance(base, Whole):
        return Query(Ask.SUM, Whole(), measure=change)
    if scene.is_several(base):
        of = base.query.of if isinstance(base, Rows) else base
        where = (Condition(change, Relation.UNDER if downwards else Relation.OVER, 0),) if one_way else ()
        order = Order(change, downwards) if superlative or one_way else None
        return Query(Ask.LIST, of, measure=change, where=where, order=order, take=Take(1) if superlative else None)
    ask = Ask.SUM if isinstance(base, Office) else Ask.AMOUNT
    return Query(ask, base, measure=change, order=Order(change, downwards) if one_way and ask is Ask.AMOUNT else None)


def _holds_years_together(scene: Scene) -> bool:
    """前年度と比べて, the difference from last year: two years side by side."""
    years = [span.literal for span in scene.spans if isinstance(span.literal, Year)]
    other = any(year.shift or len(years) > 1 for year in years)
    return other and scene.has("compare", "difference", "ratio") and scene.than is None


def _appeared(scene: Scene) -> Query | None:
    told = {sense for span in scene.spans if "light" not in span.senses for sense in span.senses}  # not: going back to
    presence = next((each for each in Presence if each.value in told), None)
    base = scene.base
    if base is None and not scene.has("which", "what", "list"):
        return None  # sorry, new here
    if (
        presence is None
        or scene.has("sum")
        or scene.has("money", "how_much")
        or not (base is None or scene.is_several(base))
    ):
        return None
    return Query(Ask.LIST, Appeared(base or scene.all, presence, Change("", "", scene.money, scene.money)))


def _share(scene: Scene) -> Query | None:
    if not scene.asks("share"):
        return None
    parts = [each for each in scene.found if not isinstance(each.set, Whole)]
    whole = next((each for each in parts if each.part is Part.WHOLE_OF or _is_divided(scene, each)), None)
    rest = [each for each in parts if each is not whole]
    base = scene.base
    if whole is not None:
        base = rest[-1].set if rest else THAT
    share = Share(scene.money, whole.set if whole is not None else Whole())
    if scene.rest.bounds or scene.rest.end or scene.rest.superlative or any(isinstance(e.set, Rows) for e in rest):
        narrowed = scene.narrowed(base)
        adds = scene.asks("sum") or scene.rest.end or scene.rest.superlative
        if isinstance(narrowed, Rows) and narrowed.query.take is None and not adds:
            return replace(narrowed.query, measure=share)
        return Query(Ask.SUM, narrowed or Whole(), measure=share)
    if base is None or isinstance(base, Whole):
        return Query(Ask.AMOUNT, Whole(), measure=share)
    if scene.is_several(base) and not isinstance(base, And):
        return (
            Query(Ask.SUM, base, measure=share)
            if scene.asks("sum")
            else scene.ordered(Query(Ask.LIST, base, measure=share))
        )
    several = isinstance(base, Or) and scene.asks("sum")
    return Query(Ask.SUM if several else Ask.AMOUNT, base, measure=share)


def _is_divided(scene: Scene, operand: Operand) -> bool:
    """Whether a share is of this: 経営課題4の何割, 経営課題4の中での割合, what share of issue 4."""
    if operand.set == THOSE and any("within" in s.senses for s in scene.spans[operand.first : operand.last]):
        return len(scene.found) > 1  # その合計のうちXは何%
    if scene.in_english:
        before = [span for span in scene.spans[: operand.first] if span.role is not Role.FUNCTION]
        return operand.part is Part.SCOPE and bool(before) and "share" in before[-1].senses
    if operand.part is not Part.SCOPE:
        return False
    silent = {"money", "sum"} if operand.set in (THAT, THOSE) else {"money"}
    words = [s for s in scene.spans[operand.last :] if s.role is not Role.FUNCTION and not s.senses & silent]
    return bool(words) and (words[0].says.startswith("何") or ("within" in words[0].senses and len(scene.found) < 3))


def _of_groups(scene: Scene) -> Query | None:
    """一番予算の多い課は?: which of the offices in charge, by the money of what they are in charge of."""
    group = next((each for each in (Group.OFFICE, Group.DIVISION) if scene.has(f"group.{each.value}")), None)
    if group is None or not scene.rest.sorts or not (scene.base is None or isinstance(scene.base, Whole)):
        return None
    return modifiers.narrowed(Query(Ask.LIST, scene.all, measure=scene.money, by=group), scene.rest, scene.money)


def _computed(scene: Scene) -> Query | None:
    """Sums, means, counts, groups, comparisons."""
    base, money = scene.base, scene.money
    ask = next((ask for sense, ask in _AGGREGATES if scene.asks(sense)), None)
    if _is_added(scene) and isinstance(base, Or):
        ask = Ask.SUM
    if ask is Ask.SUM and _is_one(base) and _is_with(scene) and len(scene.found) == 1 and not scene.in_english:
        assert base is not None
        return Query(ask, Or((THAT, base)), measure=money)  # 防犯の取組と足してみて
    if ask is None and (counted := _counts_below(scene)) is not None:
        return Query(Ask.COUNT, counted)
    if ask is Ask.SUM and scene.asks("count") and not scene.asks("money"):
        ask = Ask.COUNT
    if ask is Ask.SUM and scene.rest.literals and (one := _added_up(scene)) is not None:
        return Query(Ask.CONFIRM, one, measure=money, where=modifiers.conditions(scene.rest, money))
    grouped = next((each for each in scene.found if each.is_level and (each.every or scene.has("each"))), None)
    if ask in (Ask.MEAN, Ask.MEDIAN):
        return Query(ask, grouped.set if grouped else _several(scene), measure=money, by=_group(scene))
    if ask is Ask.COUNT and isinstance(base, Linked) and _is_above_all(scene, base) and not facts.asked(scene):
        return Query(Ask.COUNT, Below(base, (scene.deepest,)))  # 課題3の件数
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
    return _compared(scene)


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
        case _:
            return None


def _compared(scene: Scene) -> Query | None:
    base, rest = scene.base, scene.rest
    degree = rest.downwards is not None or rest.superlative
    if scene.has("compare") and _is_one(base) and len(scene.found) == 1 and _is_beside_that(scene):
        assert base is not None
        base = Or((THAT, base))
    order = Order(scene.money, bool(rest.downwards))
    if scene.has("compare") and scene.has("how_much") and degree and (base is None or base in (THAT, THOSE)):
        return Query(Ask.LIST, base or THOSE, measure=scene.money, order=order, take=Take(1))
    if scene.has("compare") and (base is None or base in (THAT, THOSE)) and not rest.bounds:
        return Query(Ask.COMPARE, base or THOSE, measure=scene.money, order=order)
    if scene.has("compare") and isinstance(base, (Or, Linked)):
        return Query(Ask.COMPARE, base, measure=scene.money, order=order)
    if isinstance(base, Or) and degree and not scene.is_several(base):
        return Query(Ask.COMPARE, base, measure=scene.money, order=order)
    if (scene.has("parts") and not isinstance(base, Topic)) or (scene.has("parts") and base in (THAT, THOSE)):
        return Query(
            Ask.LIST, Below(base if base is not None and not isinstance(base, Whole) else THAT), measure=scene.money
        )
    return None


def _is_beside_that(scene: Scene) -> bool:
    """それと見守り、どっちが多い?, 見守りとどっちが多い?: what was shown is the other one."""
    return scene.spans[0].text in ("それと", "これと") or (_is_with(scene) and not scene.in_english)


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


# Conditions, orders and places


def _sorted(scene: Scene) -> Query | None:
    """An amount without a relation is asked backwards, or to be confirmed."""
    if _asks_a_fact_of(scene):
        return None
    if _asks_a_fact_of(scene):
        return None
    base, rest, money = scene.base, scene.rest, scene.money
    sorts = rest.sorts or rest.bounds or (rest.place is not None and rest.downwards is not None)
    if isinstance(base, Rows):
        inner = base.query
        same_end = inner.order is not None and rest.superlative and bool(rest.downwards) == inner.order.ascending
        if sorts and not (same_end and inner.take is not None):
            inner = modifiers.narrowed(inner if inner.take is None else Query(Ask.LIST, base), rest, money)
        elif rest.counted and inner.order is not None and inner.take is None:
            inner = replace(inner, take=Take(rest.counted))
        counts = inner.order is not None and isinstance(inner.order.measure, Count)
        return replace(inner, measure=inner.order.measure if counts and inner.order else scene.measure())
    if isinstance(base, (Above, Below)) and isinstance(base.of, Rows) and not scene.has("money", "how_much"):
        return Query(Ask.LIST, base)
    if rest.literals and not rest.bounds:
        exact = modifiers.conditions(rest, money)
        if base is None or isinstance(base, OfLevel):
            of = base if isinstance(base, OfLevel) and len(base.levels) == 1 else scene.all
            return Query(Ask.LIST, of, measure=money, where=exact)
        return Query(Ask.CONFIRM, base, measure=money, where=exact)
    several = base is None or scene.is_several(base) or isinstance(base, (Whole, Minus))
    if rest.printed is not None and not several:
        where = modifiers.conditions(rest, money)  # 2-1-1に金額は書いてある?
        return Query(Ask.CONFIRM, base or Whole(), measure=money, where=where)
    if rest.bounds and not several and not scene.has("list", "catalogue", "which"):
        assert base is not None
        return Query(Ask.CONFIRM, base, measure=money, where=modifiers.conditions(rest, money))
    if base is None and rest.downwards is not None and not sorts and _is_the_one(scene):
        return Query(Ask.LIST, THOSE, measure=money, order=Order(money, bool(rest.downwards)), take=Take(1))
    if not sorts and not (rest.downwards is not None and several and (base is not None or scene.has("money", "spend"))):
        return None
    if rest.printed is False:
        return modifiers.narrowed(Query(Ask.LIST, scene.range_of(base)), rest, money)
    query = modifiers.narrowed(Query(Ask.LIST, scene.range_of(base), measure=scene.measure()), rest, money)
    added = rest.end and rest.counted and scene.has("how_much") and any(span.text == "で" for span in scene.spans)
    return Query(Ask.SUM, Rows(replace(query, measure=None)), measure=money) if added else query  # 上から二つでなんぼ


def _asks_a_fact_of(scene: Scene) -> bool:
    """高い取組のほう、担当係長は誰: a fact is asked of what an order or a condition leaves."""
    fact = facts.asked(scene)
    return (
        fact is not None and fact not in ("headcount", "result", *KINDS) and not scene.has("money", "how_much", "list")
    )


def _is_the_one(scene: Scene) -> bool:
    """大きい方, the larger one: one of those that were shown."""
    return any(span.part is not None and span.part.normal in ("方", "ほう", "one") for span in scene.spans)


# Facts, and plain questions


_HERE = ("ここ", "こちら", "うち", "here")
_OF_THE_OFFICE = frozenset({"telephone", "fax", "address", "contact"})


def _fact(scene: Scene) -> Query | None:
    fact = facts.asked(scene)
    if fact is None:
        return None
    words = next((span.text for span in scene.spans if any(sense.endswith(fact) for sense in span.senses)), "")
    base = scene.base
    here = any(span.text in _HERE for span in scene.spans) and base is THAT
    if fact in _OF_THE_OFFICE and scene.found and (here or all(each.is_context for each in scene.found)):
        base = Whole()  # 区役所の電話番号, ここの住所: the page's own
    if scene.rest.downwards is not None and (base is None or scene.is_several(base)):
        order = Order(scene.money, bool(scene.rest.downwards))
        base = Rows(Query(Ask.LIST, base or THOSE, order=order, take=Take(1)))
    return Query(Ask.FACT, base if base is not None else Whole(), fact=fact, fact_words=words)


def _plain(scene: Scene) -> Query | None:
    base = scene.base
    if scene.has("exists") and isinstance(base, (Topic, Or)) and base not in (THAT, THOSE):
        mentions = _both_mentioned(scene)
        if mentions is not None:
            return Query(Ask.LIST, mentions)
        if isinstance(base, Topic) and not scene.has("which", "what", "money", "how_much", "where", "tell"):
            return Query(Ask.EXISTS, base)
    if scene.has("money", "how_much"):
        return _amount(scene, base)
    if base is None:
        return Query(Ask.RECORD, THAT) if scene.has("about", "number", "what") else None
    if isinstance(base, Or) and scene.has("list", "catalogue"):
        return Query(
            Ask.LIST, Or(tuple(And((each, Whole())) if isinstance(each, Topic) else each for each in base.sets))
        )
    if isinstance(base, (OfLevel, Below, CodeRange, Or, Beside)):
        return Query(Ask.LIST, base)
    if scene.has("exists") and isinstance(base, And) and isinstance(base.sets[0], Or):
        return Query(Ask.LIST, base)  # 「図書館」か「区民農園」が書かれている取組
    if scene.has("list", "catalogue") and not isinstance(base, Linked):
        is_words = isinstance(base, Topic) and base not in (THAT, THOSE)
        return Query(Ask.LIST, And((base, Whole())) if is_words else base)
    if scene.has("beside") and isinstance(base, Linked):
        return Query(Ask.LIST, Beside(base))
    return Query(Ask.RECORD, base)


def _both_mentioned(scene: Scene) -> Set | None:
    """「ビジネス」と「小学生」が両方出てくる項目: what mentions every one of several words."""
    topics = [each for found in scene.found for each in _topics(found.set)]
    if not scene.has("both") or len(topics) < 2:
        return None
    return And(tuple(And((topic, Whole())) for topic in topics))


def _topics(found: Set) -> tuple[Topic, ...]:
    match found:
        case Topic() if found not in (THAT, THOSE):
            return (found,)
        case Or(sets=sets) | And(sets=sets):
            return tuple(topic for each in sets for topic in _topics(each))
        case _:
            return ()


def _is_together(scene: Scene) -> bool:
    """この2つで何円: several that were shown, taken together."""
    those = next((each for each in scene.found if each.set == THOSE), None)
    return those is not None and those.last < len(scene.spans) and scene.spans[those.last].text == "で"


def _amount(scene: Scene, base: Set | None) -> Query:
    if _is_together(scene):
        return Query(Ask.SUM, THOSE, measure=scene.money)
    if base is None:
        return Query(Ask.AMOUNT, Whole(), measure=scene.money)
    if isinstance(base, Whole):
        return Query(Ask.SUM, Whole(), measure=scene.money)
    if isinstance(base, Minus):
        return Query(Ask.SUM, base, measure=scene.money)
    if isinstance(base, OfLevel) and base.levels != (Level.GOAL,):
        return Query(Ask.LIST, base, measure=scene.money)
    return Query(Ask.AMOUNT, base, measure=scene.money)


_WAYS: tuple[Callable[[Scene], Query | None], ...] = (
    _overview, _talk, _numbered, _beside, _under, _unprinted, _rate, _against, _changed, _appeared, _share, _of_groups,
    _computed, _sorted, _fact, _plain,
)  # fmt: skip
