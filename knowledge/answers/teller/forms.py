"""An answer in the form that was asked for: the sentence alone, the codes alone, with readings, as a chart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from knowledge.answers.files.sheet import as_table
from knowledge.language import text
from knowledge.language.phrases import say
from knowledge.model import MOST_PARTS, Answer, Form, Kind

LEAST_DRAWN = 2
"""Amounts from which on there is something to draw."""
_ANSWERED = (Kind.FOUND, Kind.FIGURES, Kind.LIST)


def formed(answer: Answer, form: Form | None) -> Answer:
    """The same answer in a form; what says nothing of the plan stays as it is."""
    if form is None or answer.kind not in _ANSWERED:
        return answer
    way = _WAYS.get(form)
    return replace(way(answer) if way is not None else answer, form=form)


def _short(answer: Answer) -> Answer:
    return replace(answer, table=None, read_as=None)


def _codes(answer: Answer) -> Answer:
    """The codes of what the answer shows; titles, and that it is so, where the page prints none."""
    named = dict.fromkeys(shown.entry.code or shown.entry.title for shown in answer.shown)
    separator = say("codes_and", answer.language)
    if not any(shown.entry.code for shown in answer.shown):
        return replace(answer, notes=(*answer.notes, say("no_codes", answer.language)))
    return (
        replace(_short(answer), headline=separator.join(named), notes=(), cautions=(), caveat=None) if named else answer
    )


def _drawn(answer: Answer) -> Answer:
    table = as_table(answer)
    amounts = [yen for yen in table.yen if yen is not None] if table is not None else []
    if len(amounts) >= LEAST_DRAWN:
        return answer
    return replace(answer, notes=(*answer.notes, say("nothing_to_draw", answer.language)))


def _with_bars(answer: Answer) -> Answer:
    """As bars, also where shares would be slices."""
    return _drawn(replace(answer, table=replace(answer.table, whole=None)) if answer.table else answer)


def _as_pie(answer: Answer) -> Answer:
    """As slices of the rows' sum, where they are few and are parts of it; else as bars, which is said."""
    table = answer.table
    amounts = [yen for yen in table.yen if yen is not None] if table is not None else []
    if table is None or len(amounts) < LEAST_DRAWN:
        return _drawn(answer)
    if table.older or len(amounts) > MOST_PARTS or min(amounts) < 0 or not sum(amounts):
        return replace(answer, notes=(*answer.notes, say("no_pie", answer.language, most=MOST_PARTS)))
    return replace(answer, table=replace(table, whole=table.whole or sum(amounts)))


def _easy(answer: Answer) -> Answer:
    """With the reading of every word in kanji, as the dictionary has it."""
    if answer.language != "ja":
        return answer
    notes = (*map(with_readings, answer.notes), say("readings_of", "ja"))
    return replace(answer, headline=with_readings(answer.headline), notes=notes, read_as=None)


def with_readings(printed: str) -> str:
    """A text with the reading in brackets behind every run of words in kanji: 防災(ぼうさい)."""
    parts = text.morphemes(text.visible(printed))
    written = []
    for has_kanji, run in groupby(parts, key=lambda part: text.has_kanji(part.surface)):
        several = list(run)
        said = "".join(part.surface for part in several)
        reading = "".join(text.in_hiragana(part.reading) for part in several)
        written.append(f"{said}({reading})" if has_kanji and reading != said else said)
    return "".join(written)


_WAYS: dict[Form, Callable[[Answer], Answer]] = {
    Form.SHORT: _short,
    Form.CODES: _codes,
    Form.CHART: _with_bars,
    Form.PIE: _as_pie,
    Form.EASY: _easy,
}
