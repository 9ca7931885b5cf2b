"""The place of one thing in an order, and among what it is looked for."""

from __future__ import annotations

from knowledge.model import Above, Ask, Below, Linked, OfLevel, Order, Query, Set, Take, Whole
from knowledge.question.comparing import FOR_YES, is_one, is_within, points
from knowledge.question.draft import THAT
from knowledge.question.ladder import is_under
from knowledge.question.scene import Scene
from knowledge.question.spelled import Operand


def rank_asked(scene: Scene) -> Query | None:
    """何番目, where does it rank: the place of what is named or was shown."""
    base, money = scene.base, scene.money
    ranked = (
        scene.in_english
        and (is_one(base) or base == THAT)
        and any(span.text.startswith("rank") for span in scene.spans)
    )
    asks_place = any("rank" in span.senses and span.says.startswith("何") for span in scene.spans)
    if ranked or (scene.has("rank") and (asks_place or not scene.has("order")) and not isinstance(base, OfLevel)):
        order = Order(money, bool(scene.rest.downwards))
        if (ranked_within := _ranked_within(scene)) is not None:
            one, within = ranked_within
            return Query(Ask.RANK, one, measure=money, order=order, within=within)
        if base is not None and is_one(base) and is_within(scene, scene.found[-1]):
            return Query(Ask.RANK, THAT, measure=money, order=order, within=scene.range_of(base))  # 課題1の中で何番目?
        one = THAT if base is None or isinstance(base, Whole) else base
        return Query(Ask.RANK, one, measure=money, order=order)
    if _is_held_to_be_an_end(scene) and (ranked_within := _ranked_within(scene)) is not None:
        one, within = ranked_within
        order = Order(money, bool(scene.rest.downwards))
        return Query(Ask.RANK, one, measure=money, order=order, take=Take(1), within=within)
    return None


def _is_held_to_be_an_end(scene: Scene) -> bool:
    """4-2-1は経営課題4の中で一番大きいですか: whether yes or no is wanted to an end of an order."""
    asks_which = scene.has("which", "what", "share", "how_much")
    yes_or_no = scene.has("confirm") or any(span.text in FOR_YES for span in scene.spans[-2:])
    return scene.rest.superlative and not scene.rest.counted and not asks_which and yes_or_no


def _ranked_within(scene: Scene) -> tuple[Set, Set] | None:
    """2-1-1は課題2の中で何番目, 防犯は経営課題2で何位: the one whose place is asked, and among which."""
    if scene.in_english:
        return None
    if len(scene.found) == 1 and (own := _within_its_own(scene)) is not None:
        return own
    if len(scene.found) != 2:
        return None
    ranges = [each for each in scene.found if _is_range(scene, each)]
    others = [each for each in scene.found if each not in ranges and not each.is_level and not points(each.set)]
    if len(ranges) != 1 or len(others) != 1:
        return None
    one, within = others[0].set, ranges[0].set
    if isinstance(one, Linked) and one.entries and isinstance(within, Linked):
        return one, Below(within, (scene.names.level_of(one.entries[0]),))
    return one, scene.range_of(within)


def _within_its_own(scene: Scene) -> tuple[Set, Set] | None:
    """防犯の予算は課題の中で何位: among what stands under the same issue."""
    if len(scene.bound.named) != 2:
        return None
    one, level = scene.bound.named
    apart = [span for span in scene.spans[one.last : level.first] if "money" in span.senses or span.text == "は"]
    behind = [span for span in scene.spans[level.last :] if span.text != "の"][:1]
    is_within = any("within" in span.senses for span in behind)
    if not (one.is_topic and len(level.level) == 1 and is_under(scene.deepest, level.level[0]) and apart and is_within):
        return None
    return one.set, Below(Above(one.set, level.level[0]), (scene.deepest,))


def _is_range(scene: Scene, named: Operand) -> bool:
    """Whether で or の中で stands behind a level below something, or behind an entry that others are below."""
    behind = [span for span in scene.spans[named.last :] if span.text != "の"][:1]
    above = isinstance(named.set, Linked) and named.set.entries and scene.range_of(named.set) != named.set
    is_within = any(span.text == "で" or span.senses & {"within", "rank"} for span in behind)
    return bool(isinstance(named.set, Below) or above) and is_within
