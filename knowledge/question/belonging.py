"""Whether one thing stands under another, それは経営課題5の取組ですか, and under which: 予算はどの課題に入ってる."""

from __future__ import annotations

from knowledge.model import Above, And, Ask, Linked, OfLevel, Query, Set, Whole
from knowledge.question.draft import SAYS_ASK, THAT, THOSE
from knowledge.question.ladder import WALKED, is_under
from knowledge.question.scene import Scene
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import Operand, levels_of

_SILENT = frozenset({
    "is", "light", "context", "exists", "confirm", "within", "follow", "under", "below", "above", "both", "list",
})  # fmt: skip
"""Senses beside which nothing more is asked than whether it is so."""
_MARKS = frozenset({"は", "って", "も", "、", " "})
_ENDS = frozenset({"か", "ね", "よ", "っけ", "な"})
"""What ends a question for yes or no."""


def belonging_asked(scene: Scene) -> Query | None:
    """The query that says はい or いいえ to what is said to stand under a code."""
    named = scene.bound.named
    if (inside := _inside_what_was_shown(scene)) is not None:
        return inside
    coded = [at for at, each in enumerate(named) if _is_coded(each)]
    if not coded:
        return None
    at = coded[min(1, len(coded) - 1)]  # 2-1-1は経営課題2ですか: the later one
    held, behind = named[at], named[at + 1 :]
    of = THOSE if at == 0 and scene.has("list", "both") else _said_of(named[:at])
    if of is None or not _is_below(scene, held, behind) or not _asks_no_more(scene, named[:at], held):
        return None
    return Query(Ask.CONFIRM, of, within=held.set) if _for_yes_or_no(scene, held, bare=at == 0) else None


def group_asked(scene: Scene) -> Query | None:
    """防災の予算はどの課題に入ってる: what stands above the entry with a topic's money, and not the money."""
    named = [each for each in scene.bound.named if not isinstance(each.set, Whole)]
    levels = [each for each in named if each.is_level and each.asked and each.level[-1] in WALKED]
    topics = [each.set for each in named if each.is_topic and each.set not in (THAT, THOSE)]
    if len(named) != 2 or len(levels) != 1 or len(topics) != 1 or levels[0].level[-1] is scene.deepest:
        return None
    behind = scene.spans[levels[0].last :]
    ends = not any(
        span.role is not Role.FUNCTION and not span.senses <= _SILENT | {"tell"} for span in behind
    )  # どの課題ですか
    inside = scene.has("above", "exists") or (ends and scene.spans[levels[0].first - 1].senses == {"which"})
    asks = scene.has("money") and not scene.has(*SAYS_ASK - {"money", "exists", "confirm"})
    return Query(Ask.RECORD, Above(topics[0], levels[0].level[-1])) if inside and asks else None


def _inside_what_was_shown(scene: Scene) -> Query | None:
    """そこに防犯も入る?, 防犯はその中に入ってる?: whether one thing is of what was shown, or stands below it."""
    named = scene.bound.named
    place = next((each for each in named if _is_place(scene, each)), None)
    if place is None or len(named) != 2 or not scene.has("exists", "is") or not _asks_no_more(scene, named, place):
        return None
    one = named[0] if place is named[1] else named[1]
    marked = scene.spans[one.last : one.last + 1]
    says = bool(marked) and marked[0].text in _MARKS | {"が"} and (one.is_topic or _is_coded(one))
    return Query(Ask.CONFIRM, one.set, within=place.set) if says else None


def _is_place(scene: Scene, operand: Operand) -> bool:
    """Whether に marks what was shown as where something is."""
    pointed = operand.set.sets[0] if isinstance(operand.set, And) else operand.set
    return pointed in (THAT, THOSE) and [span.text for span in scene.spans[operand.last : operand.last + 1]] == ["に"]


def _is_coded(operand: Operand) -> bool:
    return isinstance(operand.set, Linked) and len(operand.set.entries) == 1 and not operand.set.words


def _said_of(named: tuple[Operand, ...]) -> Set | None:
    """What it is said of: what was shown, where nothing is named; one thing, perhaps with its level behind."""
    match [each.set for each in named]:
        case []:
            return THAT
        case [one] if not named[0].is_level:
            return one
        case [one, OfLevel() as level] if named[0].is_topic and one not in (THAT, THOSE):
            return And((one, level))
        case _:
            return None


def _is_below(scene: Scene, held: Operand, behind: tuple[Operand, ...]) -> bool:
    """Whether no more than a level of what is below a code stands behind it: 経営課題5の取組."""
    if not behind:
        return True
    assert isinstance(held.set, Linked)
    own = scene.names.level_of(held.set.entries[0])
    return len(behind) == 1 and behind[0].is_level and is_under(behind[0].level[-1], own)


def _asks_no_more(scene: Scene, of: tuple[Operand, ...], held: Operand) -> bool:
    used = {at for each in (*of, held) for at in range(each.first, each.last)}
    rest = (span for at, span in enumerate(scene.spans) if at not in used)
    return all(span.role is Role.FUNCTION or levels_of(span) or _is_silent(span) for span in rest)


def _is_silent(span: Span) -> bool:
    return span.senses <= _SILENT and not span.is_content and span.literal is None


def _for_yes_or_no(scene: Scene, held: Operand, *, bare: bool) -> bool:
    said = [span for span in scene.spans if span.text.strip()]
    if scene.in_english:
        return not bare and said[0].senses == {"is"} and not scene.has("exists") and held.last == len(scene.spans)
    before = scene.spans[held.first - 1] if held.first else None
    marked = bare or (before is not None and before.text in _MARKS)
    end = next((span for span in reversed(said) if span.text != "?"), said[-1])
    says_no_more = not bare and (end is scene.spans[held.last - 1] or levels_of(end))  # これって経営課題5の取組?
    is_asked = end.text in _ENDS or scene.has("confirm") or says_no_more
    return bool(marked and is_asked) and not _is_told_of(scene.spans, held)


def _is_told_of(spans: tuple[Span, ...], held: Operand) -> bool:
    """経営課題5は何ですか: of what is marked behind something is asked."""
    return any(span.text in ("は", "って", "を") for span in spans[held.last :])
