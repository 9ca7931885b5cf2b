"""One thing against another: differences, ratios, ends of an order, places in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.model import (
    Along,
    And,
    Ask,
    Below,
    Linked,
    OfLevel,
    Or,
    Order,
    Query,
    Rows,
    Set,
    Share,
    Take,
    Topic,
    Whole,
)
from knowledge.question import narrowing
from knowledge.question.binding import against
from knowledge.question.changing import holds_years_together
from knowledge.question.draft import THAT, THOSE, topics, whole_of
from knowledge.question.ends import are_ends_joined, at_places, both_ends, both_places
from knowledge.question.scene import Scene
from knowledge.question.spans import Span
from knowledge.question.spelled import Operand, Part


def held_apart(scene: Scene) -> Query | None:
    """A difference, a ratio, a comparison with than, an end of an order that is to be confirmed."""
    base, than, money = scene.base, scene.than, scene.money
    if than is not None:
        return _than(scene, than)
    if base is None and _asks_how_much_more(scene):
        return Query(Ask.DIFFERENCE, Whole(), measure=money)
    if (end := _said_to_be_an_end(scene)) is not None:
        return end
    if base is None and are_ends_joined(scene) and (ends := both_ends(scene)) is not None and not scene.asks(*_MADE):
        return Query(Ask.AMOUNT, ends, measure=money)
    if not scene.asks("difference", "ratio") or holds_years_together(scene):
        return None
    ask = Ask.RATIO if scene.asks("ratio") else Ask.DIFFERENCE
    if ask is Ask.RATIO and isinstance(base, Whole) and not scene.has("how_much"):
        return Query(Ask.AMOUNT, THAT, measure=Share(money, Whole()))  # 全体比
    if is_one(base) and is_with(scene):
        assert base is not None
        return Query(ask, Or((THAT, base)), measure=money)
    if ask is Ask.RATIO and is_one(base) and len(scene.found) == 1 and scene.found[0].part is Part.SCOPE:
        assert base is not None
        return Query(ask, Or((THAT, base)), measure=money)  # 4-2-1の何倍?
    if base is None and (places := at_places(scene)) is not None:
        return Query(ask, places, measure=money)
    named = [each.set for each in scene.found if each.part is not Part.EXCEPT and not isinstance(each.set, Whole)]
    pointed = [each for each in named if points(each)]
    if len(named) > 1 and not isinstance(base, Or) and not (pointed and pointed != [THAT] and pointed != [THOSE]):
        base = Or(tuple(map(whole_of, named)))  # 地活協への支援は、エリア別活性化プランの何倍
    ends = both_ends(scene) or both_places(scene)
    if ends is None and is_one(base) and not scene.has("money", "how_much", "ratio"):
        return None
    return Query(ask, ends or base or Whole(), measure=money)


def _asks_how_much_more(scene: Scene) -> bool:
    """いくら多い?, how much more: of what, and than what, was said before."""
    return any(
        "how_much" in asked.senses and degree.senses & {"more", "less"} for asked, degree in pairwise(scene.said)
    )


def is_within(scene: Scene, named: Operand) -> bool:
    """課題1の中で: whether something is looked for in what is named; not 4-2-1は、取組の中で."""
    if all(span.literal is None and not span.is_content for span in scene.spans[named.first : named.last]):
        return False
    behind = [span for span in scene.spans[named.last :] if span.text.strip() and span.text != "の"]
    return bool(behind) and "within" in behind[0].senses


def _said_to_be_an_end(scene: Scene) -> Query | None:
    """一番多いのは見守りですよね, is 1-2-2 the largest: one thing named is held to be an end of an order."""
    if scene.asks("share"):
        return None  # 課題4の中で一番安いのは課題4の何%
    if not scene.found and _is_last_said(scene) and any(span.text in FOR_YES for span in scene.spans[-2:]):
        order = Order(scene.money, bool(scene.rest.downwards))  # 最大ですか?
        return Query(Ask.RANK, THAT, measure=scene.money, order=order, take=Take(1))
    ranges = [each for each in scene.found if each.is_level]
    one = next((each.set for each in scene.found if each not in ranges and _is_single(each.set)), None)
    if one is None or len(scene.found) > 2:
        return None
    if len(ranges) == 1 and len(scene.found) == 2:
        rows = ranges[0].set.query if isinstance(ranges[0].set, Rows) else None
        is_end = rows is not None and rows.take == Take(1) and rows.order is not None and rows.order.measure is not None
        if rows is None or not is_end or not (scene.has("confirm") or {"is"} == scene.said[0].senses):
            return None
        within = None if rows.of == scene.all else rows.of
        return Query(Ask.RANK, one, measure=scene.money, order=rows.order, take=rows.take, within=within)
    if ranges or not (_is_last_said(scene) or (_ends_with(scene) and one is not THAT)):
        return None
    order = Order(scene.money, bool(scene.rest.downwards))
    return Query(Ask.RANK, one, measure=scene.money, order=order, take=Take(1))


FOR_YES = frozenset({"か", "ね"})
"""What ends a question for yes or no, also where nothing is named: 最大ですか."""
_TOPICAL = frozenset({"は", "が", "を", "って", "も", "から"})
_PREDICATED = frozenset({"は", "が", "って", "も"})


def _is_last_said(scene: Scene) -> bool:
    """2-2-1は一番大きい?, それが最下位?: the end of an order is said of the one thing, and not looked for in it."""
    if scene.in_english or not scene.rest.superlative or scene.rest.counted or scene.has("which", "what", "within"):
        return False
    last = scene.said[-1]
    if not last.senses & {"most", "least", "superlative", "more", "less", "confirm", "is"}:
        return False
    ends = [at for at, span in enumerate(scene.spans) if span.senses & {"most", "least", "superlative"}]
    if not ends:
        return False
    at = ends[-1]
    subject = scene.spans[scene.found[-1].last].text if scene.found and scene.found[-1].last < len(scene.spans) else ""
    is_subject = not scene.found or subject in _PREDICATED or scene.found[-1].last == at
    return is_subject and not any(span.text in _TOPICAL for span in scene.spans[at + 1 :])


def points(found: Set) -> bool:
    """Whether a set points at what was shown."""
    return any(topic in (THAT, THOSE) for topic in topics(found))


def _is_single(found: Set) -> bool:
    return found == THAT or is_one(found)


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
    alone = base is None and not scene.has("how_much")  # how much more than 2-1-1?
    if than.relation is not None and (alone or scene.is_several(base)):
        return _figured(
            scene, scene.ordered(Query(Ask.LIST, base or scene.all, measure=money, where=(against(than, money),)))
        )
    if than.is_mean and (base is None or scene.is_several(base)):
        base = base or scene.all
    if base is None:
        base = THAT  # 2-1-1よりいくら多い?
    if scene.is_several(base) and not scene.has("how_much", "difference"):
        where = narrowing.than(rest, than.set, money, Ask.MEAN if than.is_mean else Ask.AMOUNT)
        order = Order(money, bool(rest.downwards))
        return _figured(scene, Query(Ask.LIST, base, measure=money, where=(where,), order=order))
    if scene.has("ratio"):
        return Query(Ask.RATIO, Or((base, than.set)), measure=money)
    if scene.has("how_much", "difference", "how") or (scene.in_english and scene.has("count")):  # how many more yen
        return Query(Ask.DIFFERENCE, Or((base, than.set)), measure=money)
    if than.relation is not None:
        return Query(Ask.CONFIRM, base, measure=money, where=(against(than, money),))
    if rest.downwards is not None:
        where = narrowing.than(rest, than.set, money, Ask.MEAN if than.is_mean else Ask.AMOUNT)
        return Query(Ask.CONFIRM, base, measure=money, where=(where,))
    return Query(Ask.COMPARE, Or((base, than.set)), measure=money)


def _figured(scene: Scene, rows: Query) -> Query:
    """The total of the initiatives above average: what is asked of the rows that are left."""
    if not scene.asks("sum"):
        return rows
    return Query(Ask.SUM, Rows(replace(rows, measure=None, order=None)), measure=scene.money)


def is_one(base: Set | None) -> bool:
    """Whether a set is one thing that is named."""
    if isinstance(base, And) and len(base.sets) == 2 and isinstance(base.sets[1], OfLevel):
        base = base.sets[0]  # 児童虐待防止の取組との差
    if isinstance(base, Along):
        return True  # 一つ前の取組との差
    return (
        isinstance(base, (Topic, Linked))
        and base not in (THAT, THOSE)
        and not (isinstance(base, Linked) and len(base.entries) > 1)
    )


def adds_up(spans: Sequence[Span]) -> bool:
    """合計すると何%, 足して全体の何割: what is done with the rows, where 合計の何% names the whole."""
    for span, behind in pairwise(spans):
        if "sum" in span.senses and span.part is not None:
            does = behind.part is not None and behind.part.normal == "為る"
            if does or (span.part.word_class == "動詞" and behind.text not in ("た", "の")):
                return True
    return False


def is_with(scene: Scene) -> bool:
    """3-1-2との差は?, 防犯の方と合わせると, difference from 3-1-2: against what was shown."""
    if scene.in_english:
        return bool(scene.found) and any(span.text == "from" for span in scene.spans[: scene.found[0].first])
    last = scene.found[-1].last if scene.found else len(scene.spans)
    behind = [span for span in scene.spans[last:] if "light" not in span.senses and span.text != "の"]
    return bool(behind) and behind[0].text in ("と", "との", "より")


def is_added(scene: Scene) -> bool:
    """防犯も足すと?: to what was shown."""
    behind = scene.spans[scene.found[-1].last :] if scene.found else ()
    return any(span.text == "も" for span in behind[:2])


_MADE = ("difference", "ratio", "sum", "mean", "compare", "share", "count", "within")


def comparison(scene: Scene) -> Query | None:
    """Which of several has more, side by side."""
    base, rest = scene.base, scene.rest
    degree = rest.downwards is not None or rest.superlative
    named = [each for each in scene.found if isinstance(each.set, Along) or not points(each.set)]
    if scene.has("compare") and is_one(base) and len(named) == 1 and _is_beside_that(scene):
        assert base is not None
        base = Or((THAT, base))
    order = Order(scene.money, bool(rest.downwards))
    if rest.superlative and degree and rest.place is None and scene.in_english:
        if base is None:
            return None  # which one is the largest: an end of the order
        if base in (THAT, THOSE):
            return Query(Ask.LIST, base, measure=scene.money, order=order, take=Take(1))
    if scene.has("compare") and scene.has("how_much") and degree and (base is None or base in (THAT, THOSE)):
        return Query(Ask.LIST, base or THOSE, measure=scene.money, order=order, take=Take(1))
    which = scene.in_english and scene.has("which") and base is None and rest.downwards is not None
    if which and not (rest.superlative or rest.bounds):
        return Query(Ask.COMPARE, THOSE, measure=scene.money, order=order)  # which is larger?
    if scene.has("compare") and (base is None or base in (THAT, THOSE)) and not rest.bounds:
        return Query(Ask.COMPARE, base or THOSE, measure=scene.money, order=order)
    if scene.has("compare") and isinstance(base, (Or, Linked)):
        return Query(Ask.COMPARE, base, measure=scene.money, order=order)
    if isinstance(base, Or) and degree and not scene.is_several(base):
        return Query(Ask.COMPARE, base, measure=scene.money, order=order)
    if scene.has("parts") and isinstance(base, (Below, OfLevel)) and base.levels == (scene.deepest,):
        return Query(Ask.LIST, base, measure=scene.money)  # 経営課題4を構成する取組
    if (scene.has("parts") and not isinstance(base, Topic)) or (scene.has("parts") and base in (THAT, THOSE)):
        return Query(
            Ask.LIST, Below(base if base is not None and not isinstance(base, Whole) else THAT), measure=scene.money
        )
    return None


def _is_beside_that(scene: Scene) -> bool:
    """それと見守り、どっちが多い?, 見守りとどっちが多い?: what was shown is the other one."""
    if scene.in_english:
        ahead = {span.text for span in scene.spans[: scene.found[-1].first]}
        return bool(ahead & {"with", "to", "against", "versus", "vs"})  # how does it compare with 2-1-1?
    return scene.spans[0].text in ("それと", "これと") or is_with(scene)
