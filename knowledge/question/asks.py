"""What a clause asks: from its senses, operands and modifiers to a query. The first that knows answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from knowledge.model import (
    Above,
    And,
    Ask,
    Below,
    Beside,
    CodeRange,
    FactKind,
    Level,
    Linked,
    Minus,
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
from knowledge.question import facts
from knowledge.question.appearing import appeared
from knowledge.question.belonging import belonging_asked, group_asked
from knowledge.question.changing import change_asked
from knowledge.question.comparing import held_apart
from knowledge.question.concerning import CONCERNING
from knowledge.question.draft import THAT, THOSE
from knowledge.question.ladder import WALKED
from knowledge.question.literals import Counted, Place
from knowledge.question.navigating import beside_asked, same_amount_asked
from knowledge.question.outnumbering import outnumbered
from knowledge.question.ranking import rank_asked
from knowledge.question.scene import Scene
from knowledge.question.sorting import narrowed_and_sorted
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import levels_of
from knowledge.question.talking import overview_asked, talk_asked
from knowledge.question.totals import computed, groups_asked, number_held, rate_asked, share_asked


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
        ends = span.role is Role.FUNCTION and span.part is not None and span.part.word_kind == "形容詞的"
        if ranked and (ends or (says and span.role is Role.UNKNOWN)):
            return True  # 一番古い, 一番やすい
        ranked = (ranked or isinstance(span.literal, Place)) and span.text not in ("も", "を")  # 4位も入れると
    return False


def _several_facts(scene: Scene) -> Query | None:
    """見守りの番号と予算と、どの課題か: several facts of one thing, which its record tells together."""
    named = scene.bound.named
    above = next((each for each in named if each.is_level and each.asked and each.level != (scene.deepest,)), None)
    ones = [each for each in named if not each.is_level and each.set not in (THAT, THOSE)]
    if above is None or len(ones) != 1 or ones[0].first > above.first or scene.in_english or scene.has("saying"):
        return None
    between = scene.spans[ones[0].last : above.first]
    joined = any(span.text in ("と", "、", "も") for span in between)
    if not joined or not any(span.senses & {"money", "how_much", "number", "about"} for span in between):
        return None
    level = next((each for each in named if each.is_level and ones[0].last <= each.first < above.first), None)
    one = ones[0].set
    return Query(Ask.RECORD, And((one, OfLevel(level.level))) if level is not None and ones[0].is_topic else one)


def _by_parts(scene: Scene) -> Query | None:
    """地域活動協議会ごとの金額: money apart for what is no entry, which no plan prints."""
    apart = next((each for each in scene.found if each.every and each.is_topic and each.set not in (THAT, THOSE)), None)
    if apart is None or not scene.has("money", "how_much", "parts"):
        return None
    words = scene.spans[apart.first : apart.last + 1]
    rest = [each.set for each in scene.found if each is not apart and each.is_topic]
    return Query(Ask.FACT, rest[-1] if rest else THAT, fact="breakdown", fact_words="".join(s.text for s in words))


def _under(scene: Scene) -> Query | None:
    """Which issue is the measure under?"""
    if (
        scene.in_english
        and scene.said
        and scene.said[-1].senses & {"under", "above"}
        and len(scene.found) > 1
        and scene.found[0].is_level
    ):
        below, above = scene.found[-1].set, scene.found[0].level[-1]  # which issue is the measure under?
        of = below.sets[0] if isinstance(below, And) and below.sets[0] in (THAT, THOSE) else below
        return Query(Ask.RECORD, Above(of, above)) if above in WALKED else None
    return None


def _what_is_done(scene: Scene) -> Query | None:
    """何を実現すると書いてある?: what something that was shown does, where the deed is all that is named."""
    named = [each for each in scene.bound.named if not each.is_level]
    if len(named) != 1 or not named[0].is_topic or named[0].last - named[0].first != 1 or named[0].first < 2:
        return None
    what, marked, deed, *behind = scene.spans[named[0].first - 2 :]
    does = bool(behind) and behind[0].part is not None and behind[0].part.normal == "為る"
    asks = "what" in what.senses and marked.text == "を" and does
    return Query(Ask.RECORD, THAT) if asks and deed.part is not None and deed.part.detail == "サ変可能" else None


_NO_FIGURE = frozenset({"actual", "funding", "price", "target", "result", *FactKind})
"""Facts that arithmetic would need and no plan's budget is: what was spent, where it came from."""


def _unprinted(scene: Scene) -> Query | None:
    """各取組の決算額の合計: nothing is added up that is another thing than the money that is printed."""
    fact = facts.asked(scene)
    return _fact(scene) if fact in _NO_FIGURE and not any(sense.startswith("kind.") for sense in scene.senses) else None


_HERE = ("ここ", "こちら", "うち", "here")


OF_THE_OFFICE = frozenset({"telephone", "fax", "address", "contact"})


def _fact(scene: Scene) -> Query | None:
    fact = facts.asked(scene)
    if fact is None:
        return None
    words = next((span.text for span in scene.spans if any(sense.endswith(fact) for sense in span.senses)), "")
    base = scene.base
    here = any(span.text in _HERE for span in scene.spans) and base is THAT
    if fact in OF_THE_OFFICE and scene.found and (here or all(each.is_context for each in scene.found)):
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
        if isinstance(base, Topic) and base not in (THAT, THOSE) and scene.has(CONCERNING):
            return Query(Ask.LIST, And((base, OfLevel((scene.deepest,)))), measure=scene.money)
        return _amount(scene, base)
    if base is None:
        asks = scene.has("about", "number", "what") or (scene.has("exists") and scene.has("where", "how"))
        return Query(Ask.RECORD, THAT) if asks else None
    if isinstance(base, Or) and scene.has("list", "catalogue"):
        return Query(
            Ask.LIST, Or(tuple(And((each, Whole())) if isinstance(each, Topic) else each for each in base.sets))
        )
    if isinstance(base, And) and _asks_for_several(scene):
        return Query(Ask.LIST, base)
    if isinstance(base, OfLevel) and _asks_where_written(scene):
        return Query(Ask.RECORD, And((THAT, base)))  # どの取組に書いてある: of what was shown, never all of them
    if isinstance(base, (OfLevel, Below, CodeRange, Or, Beside)):
        return Query(Ask.LIST, base)
    if scene.has("exists") and isinstance(base, And) and isinstance(base.sets[0], Or):
        return Query(Ask.LIST, base)  # 「図書館」か「区民農園」が書かれている取組
    if scene.has("list", "catalogue") and not isinstance(base, Linked):
        is_words = isinstance(base, Topic) and base not in (THAT, THOSE)
        return Query(Ask.LIST, And((base, Whole())) if is_words else base)
    if scene.has("below") and isinstance(base, Linked) and base.entries and not scene.in_english:
        return Query(Ask.LIST, Below(base, (scene.deepest,)))  # 経営課題4にぶら下がってるやつ
    if isinstance(base, Linked) and base.entries and _asks_for_deeds(scene, base.entries):
        return Query(Ask.LIST, Below(base, (scene.deepest,)))
    if scene.has("beside") and isinstance(base, Linked):
        return Query(Ask.LIST, Beside(base))
    return Query(Ask.RECORD, base)


def _asks_for_deeds(scene: Scene, entries: Sequence[str]) -> bool:
    """経営課題4で何をやるの: what is done for an entry that others stand below are its initiatives."""
    levels = {scene.names.level_of(key) for key in entries}
    does = (
        "what" in span.senses and any(_is_done(other) for other in scene.spans[at + 1 : at + 3])
        for at, span in enumerate(scene.spans)
    )
    return levels <= {*WALKED} - {scene.deepest} and any(does)


def _is_done(span: Span) -> bool:
    return span.part is not None and span.part.word_class == "動詞" and span.part.normal in ("為る", "遣る")


def _asks_for_several(scene: Scene) -> bool:
    """空き家関係の取組, どれとどれ; which initiatives involve universities: English says it by the noun."""
    if scene.has(CONCERNING) or _asks_which_and_which(scene):
        return True
    level = next((each for each in scene.found if each.is_level and each.asked), None)
    named = scene.spans[level.first : level.last] if level is not None else ()
    return scene.in_english and any(span.text.endswith("s") for span in named if levels_of(span))


def _asks_which_and_which(scene: Scene) -> bool:
    """どれとどれ, 何と何."""
    asking = [span.senses & {"which", "what"} for span in scene.spans]
    ties = [span.text for span in scene.spans]
    return any(one and other and tie == "と" for one, tie, other in zip(asking, ties[1:], asking[2:], strict=False))


def _asks_where_written(scene: Scene) -> bool:
    level = next((each for each in scene.found if each.is_level), None)
    behind = scene.spans[level.last].text if level is not None and level.last < len(scene.spans) else ""
    asked = level is not None and level.asked
    return asked and behind == "に" and scene.has("exists") and scene.has("which", "what")


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
    """この2つで何円, 防災と防犯でいくら, 10個全部だといくら: several, taken together."""
    several = next((each.last for each in scene.found if each.set == THOSE or isinstance(each.set, Or)), None)
    if several is None and not scene.found:
        several = max((at for at, span in enumerate(scene.spans, 1) if _says_several(span)), default=None)
    behind = [span.text for span in scene.spans[several : several + 2]] if several is not None else []
    return behind[:1] in (["で"], ["なら"]) or behind == ["だ", "と"]


def _says_several(span: Span) -> bool:
    """全部, 両方, 10個."""
    counted = span.literal.number if isinstance(span.literal, Counted) else 0
    return counted > 1 or bool(span.senses & {"list", "both"})


def _amount(scene: Scene, base: Set | None) -> Query:
    if _is_together(scene):
        return Query(Ask.SUM, base or Whole(), measure=scene.money)
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
    overview_asked, talk_asked, _what_is_done, appeared, outnumbered, number_held, _several_facts, _by_parts,
    same_amount_asked, beside_asked, belonging_asked, group_asked, _under, _unprinted, rate_asked, rank_asked,
    held_apart, change_asked, share_asked, groups_asked, computed, narrowed_and_sorted, _fact, _plain,
)  # fmt: skip
"""Each may know what a clause asks: those that need more of it come before those that are content with less."""
