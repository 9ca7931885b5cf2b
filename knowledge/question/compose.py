"""Spans → the draft of a query: roles, particles and order compose; the last noun is what is asked of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.model import (
    BUDGET,
    Appeared,
    Ask,
    Count,
    FactKind,
    Level,
    Money,
    Or,
    Query,
    Whole,
)
from knowledge.question import adjuncts, asks, facts, frame, idle
from knowledge.question.binding import Binder
from knowledge.question.draft import PAIRS, SAYS_ASK, THAT, THOSE, Draft, whole_of
from knowledge.question.editing import edits
from knowledge.question.grouping import distributed, groups, of_groups
from knowledge.question.keeping import keeps_all
from knowledge.question.literals import Code, Counted, Number, Place, Somewhere, Unit, Year
from knowledge.question.mood import is_verbal
from knowledge.question.navigating import steps, with_steps
from knowledge.question.scene import Scene
from knowledge.question.set_phrases import is_level, together, with_degrees
from knowledge.question.sorting import selects
from knowledge.question.spans import Span
from knowledge.question.spelled import Names
from knowledge.question.surpassing import surpassed
from knowledge.question.word_order import arranged


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


def compose(spans: Sequence[Span], names: Names, kinds: Sequence[str] = ()) -> Composed:
    """A clause as a draft of a query; `kinds` are the kinds of money that the document prints."""
    counted = together(arranged(spans))
    asked = frame.without(adjuncts.without(idle.asked(with_steps(counted))))
    levelled = tuple(_at_deepest(span, names) for span in asked)
    heard = with_degrees(_with_goals(surpassed(levelled)))
    kind = next((kind for kind in kinds if any(f"kind.{kind}" in span.senses for span in heard)), None)
    money = Money(kind=None if kind == BUDGET and len(kinds) < 2 else kind)  # the only kind needs no name
    scene = Scene(heard, Binder(heard, names, money).bound(), names, money)
    query = None
    if (found := groups(heard, names.deepest)) is not None:
        apart = Scene(found.rest, Binder(found.rest, names, money).bound(), names, money)
        query = distributed(asks.asked(apart), found, apart)
        scene = apart if query is not None else scene
    of_each = query is not None
    query = of_groups(query or _of_what_is_held(_of_wholes(asks.asked(scene))))
    unit = _unit(heard)
    if query is not None and unit is not None and query.measure is None and query.of in (THAT, THOSE):
        query = replace(query, ask=Ask.AMOUNT, measure=money)  # can you give that in man-yen?
    is_lost = query is not None and not keeps_all(query, scene)
    query = replace(query, unit=unit) if query is not None and not is_lost else None
    missing = tuple(Missing(*each.code) for each in scene.bound.named if each.code is not None)
    draft = _draft(scene, query, unit)
    return Composed(replace(draft, is_lost=is_lost, names_set=draft.names_set or of_each), missing)


def _of_wholes(query: Query | None) -> Query | None:
    """経営課題3の取組と経営課題5の取組の差: the money of what is below an entry is that entry's."""
    if query is None or query.ask not in PAIRS or not isinstance(query.of, Or):
        return query
    if isinstance(query.measure, Count):
        return query
    return replace(query, of=Or(tuple(map(whole_of, query.of.sets))))


def _of_what_is_held(query: Query | None) -> Query | None:
    """全体の半分に達していますか: what is to be confirmed is told by the measure that it is held by."""
    if query is None or query.ask is not Ask.CONFIRM or not query.where:
        return query
    return replace(query, measure=query.where[0].measure)


def _at_deepest(span: Span, names: Names) -> Span:
    """取組, 事業: what a plan without such a level calls otherwise, the level that carries its money."""
    if f"level.{Level.ACTION}" not in span.senses or names.deepest is Level.ACTION:
        return span
    return replace(span, senses=span.senses - {f"level.{Level.ACTION}"} | {f"level.{names.deepest}"})


def _names_a_set(query: Query | None, scene: Scene) -> bool:
    """Whether a clause says what it is about: entries, a level, or what is new."""
    is_new = query is not None and isinstance(query.of, Appeared)
    return is_new or any(not isinstance(each.set, Whole) for each in scene.bound.named)


_GOAL, _GOAL_FIGURE = f"level.{Level.GOAL}", f"fact.{FactKind.GOAL_FIGURE}"


def _with_goals(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """経営課題4の目標, the goal of issue 4: what an entry is to reach, which is none of the ward's own goals."""
    return tuple(
        replace(span, senses=span.senses - {_GOAL} | {_GOAL_FIGURE})
        if _GOAL in span.senses and _is_of_an_entry(spans, at)
        else span
        for at, span in enumerate(spans)
    )


def _is_of_an_entry(spans: tuple[Span, ...], at: int) -> bool:
    """Whether a noun is said to be an entry's: by の before it, perhaps with a year between, or by of behind it."""
    before = [span for span in spans[:at] if span.text.strip()]
    behind = [span for span in spans[at + 1 :] if span.text.strip() and "light" not in span.senses]
    owner = None
    while before and (part := before[-1].part) is not None and part.word_class == "名詞":
        before.pop()  # 登録目標 is a noun of its own
    if before and before[-1].text == "の":
        owner = next((s for s in reversed(before) if s.text != "の" and not isinstance(s.literal, Year)), None)
    elif len(behind) > 1 and behind[0].text in ("of", "for"):
        owner = behind[1]
    return owner is not None and (is_level([owner]) or owner.is_content or isinstance(owner.literal, (Code, Number)))


def _unit(spans: Sequence[Span]) -> str | None:
    """The unit that a figure is wanted in: not the one of 千円ではなく, not in thousands."""
    for at, span in enumerate(spans):
        if not isinstance(span.literal, Unit):
            continue
        before = [other.text for other in spans[max(0, at - 2) : at]]
        after = [other.text for other in spans[at + 1 : at + 5]]
        denied = "not" in before or "なく" in after or "なくて" in after
        if not denied:
            return span.literal.unit
    return None


def _draft(scene: Scene, query: Query | None, unit: str | None) -> Draft:
    places = [span.literal for span in scene.spans if isinstance(span.literal, Somewhere)]
    years = [span.literal for span in scene.spans if isinstance(span.literal, Year)]
    ends = scene.has("top", "bottom") and not scene.has("above", "below")
    return Draft(
        query=query,
        names_set=_names_a_set(query, scene),
        says_ask=ends or scene.has(*SAYS_ASK) or facts.asked(scene) is not None,
        refers=scene.has("that"),
        refers_all=scene.has("those", "both"),
        among=scene.has("within") and scene.has("that", "those"),
        place=_place(scene),
        places=tuple(span.literal.number for span in scene.spans if isinstance(span.literal, Place)),
        counted=next((span.literal.number for span in scene.spans if isinstance(span.literal, Counted)), None),
        other=scene.has("other"),
        rest=scene.has("rest"),
        middle=scene.has("middle"),
        about=_asks_for_words(scene),
        reverses=scene.has("reverse"),
        edits=edits(scene),
        instead=scene.has("instead"),
        asks_left_out=_asks_what_was_left_out(scene),
        likewise=scene.has("likewise"),
        steps=steps(scene.spans),
        back=scene.has("back"),
        to_the_first=_goes_to_the_first(scene),
        years=tuple(dict.fromkeys(year.year for year in years if year.year is not None)),
        shift=next((year.shift for year in years if year.year is None), None),
        elsewhere=next((place.name for place in places if not place.is_own), ""),
        unit=unit,
        only_context=bool(scene.bound.named) and all(each.is_context for each in scene.bound.named),
        points_back=_points_back(scene),
        wants_one=scene.has("which") and not scene.has("list", "exists", "catalogue", "each", "whole", "count"),
        confirms=not scene.has("which", "what", "how_much", "list", "count", "most", "least", "superlative")
        and not any(span.text in ("は", "って", "のみ", "だけ") for span in scene.spans[-2:])
        and not selects(scene.spans),
        follows=scene.has("follow") or sum(not isinstance(each.set, Whole) for each in scene.bound.named) == 1,
        asks_whole=scene.has("whole"),
        adds=scene.has("sum"),
        asks_all=scene.has("list", "each", "catalogue"),
        turns_round=scene.rest.downwards,
        sense_above=scene.has("above"),
        sense_below=scene.has("below"),
        sense_beside=scene.has("beside"),
        page_facts=frozenset(sense.partition(".")[2] for sense in scene.senses if sense.startswith("page.")),
        spans=scene.spans,
    )


def _asks_for_words(scene: Scene) -> bool:
    """Whether the words of an entry are wanted: 内容は?, 文を見せて, 何が書いてある?"""
    shown = scene.has("saying") and scene.has("tell")
    return scene.has("about") or shown or (scene.has("exists") and scene.has("what", "how"))


def _points_back(scene: Scene) -> bool:
    """どの取組, 関連する取組の予算: a level of what somebody told before, also where a verb alone says so."""
    said = any(
        is_verbal(verb) and verb.senses and verb.senses <= _BELONGS and is_level([noun])
        for verb, noun in pairwise(scene.spans)
    )
    return said or (scene.has("which", *_BELONGS) and not scene.has("money", "count"))


_BELONGS = frozenset({"is", "exists", "above"})


def _place(scene: Scene) -> int | None:
    """Which of the rows shown is meant; negative from the end."""
    place = next((span.literal.number for span in scene.spans if isinstance(span.literal, Place)), None)
    place = place + steps(scene.spans) if place is not None else None  # 2番目の次
    if _is_placed(scene, "last") and not scene.has("order"):
        return -(place or 1)
    counts = any(isinstance(span.literal, Counted) for span in scene.spans)
    return 1 if place is None and _is_placed(scene, "first") and not counts else place


def _asks_what_was_left_out(scene: Scene) -> bool:
    """除いたのはどれ?, 外したやつは: a past act of taking away stands for what was taken."""
    parts = zip(scene.spans, scene.spans[1:], scene.spans[2:], strict=False)
    acts = any(
        "except" in act.senses and past.text == "た" and (no.text == "の" or "light" in no.senses)
        for act, past, no in parts
    )
    return acts and not scene.bound.named and not any(isinstance(span.literal, Place) for span in scene.spans)


def _goes_to_the_first(scene: Scene) -> bool:
    """最初の取組に戻って, 最初に聞いたやつ: what was asked first, and not the first row of what was shown."""
    asked = zip(scene.spans, scene.spans[1:], scene.spans[2:], scene.spans[3:], strict=False)
    told = any(
        "first" in first.senses and at.text == "に" and "tell" in verb.senses and past.text == "た"
        for first, at, verb, past in asked
    )
    return told or (scene.has("back") and _is_placed(scene, "first"))


def _is_placed(scene: Scene, sense: str) -> bool:
    """Whether 最初, 最後 say which one is meant, and not when something is asked: 最後に合計は?"""
    behind = (span.text for span in (*scene.spans[1:], *scene.spans[-1:]))
    return any(sense in span.senses and after != "に" for span, after in zip(scene.spans, behind, strict=True))
