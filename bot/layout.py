"""What every window decides alike about an answer: which entry is shown whole, which as lines, where the link goes."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.journal import Miss
from knowledge import (
    Answer,
    Entry,
    Kind,
    Language,
    Quote,
    Shown,
    Step,
    find_money,
    level_name,
    offered,
    say,
)

_BRACKETS = ("(", "（")
_FRESH_START = (Kind.HELP, Kind.UNKNOWN, Kind.ELSEWHERE)


def in_full(answer: Answer) -> Shown | None:
    """The entry that is shown with its ladder and its quote."""
    if answer.kind is Kind.CHOICES or answer.parts or not answer.shown:
        return None
    return answer.shown[0] if answer.kind is Kind.FOUND or len(answer.shown) == 1 else None


def in_lines(answer: Answer) -> tuple[Shown, ...]:
    """The entries that are shown one a line; a table says the same better, and choices are lines of their own."""
    if answer.table or answer.parts or answer.kind is Kind.CHOICES:
        return ()
    return answer.shown[1:] if in_full(answer) else answer.shown


def rows_of(answer: Answer) -> tuple[str, ...]:
    """What an answer lists, a line each, where there is no room for a table."""
    if answer.table:
        return tuple(" ".join(filter(None, row)) for row in answer.table.rows)
    if answer.kind is Kind.CHOICES:
        return tuple(step.name for step, _ in offered(answer))
    amounts = ((shown.entry, " ".join(amount.raw for amount in shown.entry.amounts)) for shown in in_lines(answer))
    return tuple(f"{entry.name} {amount}".strip() for entry, amount in amounts)


def choices(answer: Answer) -> tuple[tuple[Step, Shown | None], ...]:
    """What may have been meant, to be told line by line; rows of a table say it already."""
    return () if answer.table or answer.kind is not Kind.CHOICES else offered(answer)


def small_print(answer: Answer) -> tuple[str, ...]:
    """Half-lines below the headline: how a computed answer was read, what was taken for what, what is near."""
    read = (say("read_line", answer.language, reading=answer.read_as),) if answer.read_as else ()
    return (*read, *answer.notes)


def words_of(answer: Answer) -> Quote | None:
    """The printed words to quote; an entry that is merely near is named, and its words would only mislead."""
    shown = in_full(answer)
    return shown.quote if shown and answer.kind is not Kind.UNKNOWN else None


def ladder(shown: Shown, language: Language) -> tuple[str, str]:
    """The way down to the entry, 経営課題2 … › 戦略2-1 …, and the entry itself, 具体的取組2-1-1 …"""
    return " › ".join(_step(entry, language) for entry in shown.ladder), _step(shown.entry, language)


def examples_heading(answer: Answer) -> str:
    """What stands above the example questions."""
    return say("window_examples" if answer.kind in _FRESH_START else "window_next", answer.language)


def page_url(answer: Answer) -> str | None:
    """Where a person can check the answer: at the heading where one entry answers, else on the page."""
    shown = in_full(answer)
    return (shown and shown.url) or (answer.source and answer.source.url) or None


def money_in(sentence: str) -> list[tuple[int, int]]:
    """Where a sentence names amounts of money; in brackets the same amount stands again, in other words."""
    return [money.span for money in find_money(sentence) if not sentence[: money.span[0]].endswith(_BRACKETS)]


def _step(entry: Entry, language: Language) -> str:
    if not entry.code:
        return entry.title
    space = " " if language == "en" else ""
    return f"{level_name(entry, language)}{space}{entry.code} {entry.title}"


def in_a_line(miss: Miss, language: Language) -> str:
    """A question that was asked in vain, for whoever keeps the plan."""
    day = datetime.fromtimestamp(miss.at, UTC).astimezone().strftime("%Y-%m-%d")
    said = miss.feedback
    outcome = say("journal_down" if said else f"journal_{miss.kind}", language)
    missing = say("journal_missing", language) if said and said.missing else ""
    wanted = " / ".join(filter(None, (said.entry, missing, said.words))) if said else ""
    return f"{day} {outcome}: {miss.question}" + (f" → {wanted}" if wanted else "")
