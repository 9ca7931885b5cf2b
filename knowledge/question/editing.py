"""What a clause takes from what was shown, or puts to it: 5-2-1を外すと, 代わりに3-3-4を入れたら, 4位も足すと."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.model import OfLevel, Or, Whole
from knowledge.question.denials import denied
from knowledge.question.draft import THAT, THOSE, Edit
from knowledge.question.literals import Place
from knowledge.question.scene import Scene
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import Operand


def edits(scene: Scene) -> tuple[Edit, ...]:
    """What is done with each thing that a clause names; none where it asks of something that it names as well."""
    named = [each for each in scene.found if not isinstance(each.set, Whole)]
    found = [_of_operand(scene.spans, each) for each in named]
    if scene.has("instead") and any(edit is not None and not edit.adds for edit in found):
        found = [edit or Edit(adds=True, what=each.set) for edit, each in zip(found, named, strict=True)]
    if any(edit is None for edit in found):
        return ()
    places = tuple(_of_places(scene))
    together = sum(_place(span) is not None for span in scene.spans) > 1  # 1番目と2番目を足した額
    return () if together else (*(edit for edit in found if edit is not None), *places)


def _of_operand(spans: Sequence[Span], operand: Operand) -> Edit | None:
    what = operand.set
    if isinstance(what, Or) and len(what.sets) > 1 and what.sets[0] in (THAT, THOSE):
        what = what.sets[1]  # それに防災を足す
    if isinstance(what, (OfLevel, Or)) or what == THOSE:
        return None  # 防災を除いた取組, 防災に防犯を足す, それらを足す
    adds = _done_with(spans, operand.first, operand.last)
    return Edit(adds, what) if adds is not None else None


def _of_places(scene: Scene) -> Iterator[Edit]:
    for at, span in enumerate(scene.spans):
        place = _place(span)
        adds = _done_with(scene.spans, at, at + 1) if place is not None else None
        if place is not None and adds is not None:
            yield Edit(adds, place)


def _place(span: Span) -> int | None:
    """A place among rows; negative from the end."""
    if isinstance(span.literal, Place):
        return span.literal.number
    ends = span.senses & {"first", "last"}
    return (1 if "first" in ends else -1) if ends else None


def _done_with(spans: Sequence[Span], first: int, last: int) -> bool | None:
    """Whether what stands at some spans is added, or taken away; None where neither."""
    ahead = next((span for span in reversed(spans[:first]) if span.text.strip()), None)
    if ahead is not None and ahead.text.isascii() and ahead.senses & {"sum", "except"}:
        return "sum" in ahead.senses  # add 3-3-4, without 5-2-1
    marked = False
    for at, span in enumerate(spans[last:], last):
        if span.senses & {"except", "instead"}:
            return False
        if marked and ("include" in span.senses or ("sum" in span.senses and _is_verb(span))):
            return not denied(spans, at)  # それを含めず
        if span.role is not Role.FUNCTION and not span.senses <= {"light", "follow"}:
            return None
        marked = marked or span.text in ("も", "を", "まで")
    return None


def _is_verb(span: Span) -> bool:
    return span.part is not None and span.part.word_class == "動詞"
