"""What Slack and the terminal decide alike: rows without a table, choices, examples, money in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.journal import Miss
from knowledge import Answer, Kind, Language, Shown, Step, find_money, in_lines, offered, say

_BRACKETS = ("(", "（")
_FRESH_START = (Kind.HELP, Kind.UNKNOWN, Kind.ELSEWHERE)


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


def examples_heading(answer: Answer) -> str:
    """What stands above the example questions."""
    return say("window_examples" if answer.kind in _FRESH_START else "window_next", answer.language)


def money_in(sentence: str) -> list[tuple[int, int]]:
    """Where a sentence names amounts of money; in brackets the same amount stands again, in other words."""
    return [money.span for money in find_money(sentence) if not sentence[: money.span[0]].endswith(_BRACKETS)]


def in_a_line(miss: Miss, language: Language) -> str:
    """A question that was asked in vain, for whoever keeps the plan."""
    day = datetime.fromtimestamp(miss.at, UTC).astimezone().strftime("%Y-%m-%d")
    said = miss.feedback
    outcome = say("journal_down" if said else f"journal_{miss.kind}", language)
    missing = say("journal_missing", language) if said and said.missing else ""
    wanted = " / ".join(filter(None, (said.entry, missing, said.words))) if said else ""
    return f"{day} {outcome}: {miss.question}" + (f" → {wanted}" if wanted else "")
