"""Why an answer is as it is, for ask -v: how a question was heard and read, and what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from bot.printed import Folded
from bot.text import printable
from knowledge import (
    Answer,
    Evidence,
    Heard,
    Kind,
    Language,
    Reason,
    Signs,
    Span,
    doubt,
    heading,
    in_full,
    page_url,
    say,
    words_of,
    written,
)


def heard(each: Heard, language: Language) -> Iterator[RenderableType]:
    """What each word of a question was taken for, and what that cost the path through it; how sure each topic is."""
    yield _spans(each.spans, language)
    for evidence in each.evidence:
        yield Text(printable(_weighed(evidence, language)), overflow="fold")
    if each.signs is not None:
        yield Text(_doubted(each.signs, language), overflow="fold")


def _spans(spans: Iterable[Span], language: Language) -> Grid:
    """A line a word."""
    grid = Grid(title=say("window_heard", language), title_justify="left", show_header=False)
    for span in spans:
        if span.text.strip():
            means = str(span.literal) if span.literal is not None else " ".join(sorted(span.senses))
            grid.add_row(
                Text(printable(span.text)),
                Text(printable(span.meant)),
                span.role.name.lower(),
                means,
                f"{span.cost:.1f}",
            )
    return grid


def _weighed(evidence: Evidence, language: Language) -> str:
    """What speaks for a topic's first reading."""
    return say(
        "window_weighed",
        language,
        topic=evidence.topic,
        share=f"{evidence.share:.2f}",
        lead=f"{evidence.lead:.2f}",
        firm=evidence.agreeing,
        lacking=evidence.lacking,
    )


def _doubted(signs: Signs, language: Language) -> str:
    """How likely the whole reading is to be wrong, and by what."""
    return say(
        "window_doubt",
        language,
        wrong=f"{doubt(signs):.1%}",
        unvoiced=signs.unvoiced,
        added=signs.added,
        dearest=f"{signs.dearest:.1f}",
        turns=signs.turns,
    )


@dataclass(frozen=True, slots=True)
class _Link:
    """A link on a line of its own; a screen shows its page without the long text fragment, and follows all of it."""

    label: str
    url: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        shown = self.url.partition("#:~:")[0] if console.is_terminal else self.url
        # Never wrapped: a terminal without hyperlinks makes one of an address only while it is one line.
        line = Text(f"{self.label}: ", style="dim", no_wrap=True, overflow="ignore")
        yield line.append(shown, style=Style(link=self.url))


def receipt(answer: Answer) -> Group:
    """How each question was read, what its answer counted or showed, and which of its words reached the plan's."""
    return Group(*(line for each in answer.parts or (answer,) for line in _receipt_of(each)))


def _receipt_of(answer: Answer) -> Iterator[RenderableType]:
    language = answer.language
    for told in _left_out(answer):
        yield Folded(Text(printable(told)))
    if page_url(answer):
        yield _Link(say("window_link", language), printable(page_url(answer) or ""))
    offers = [step.query for step in answer.steps] if answer.kind is Kind.CHOICES else []
    for query in offers or filter(None, [answer.query]):
        yield Text(say("window_query", language, query=printable(written(query))), overflow="fold")
    if answer.shown:
        counted = ", ".join(shown.entry.id for shown in answer.shown)
        yield Text(say("window_counted", language, entries=printable(counted)), overflow="fold")
    if answer.reasons:
        yield _reasons(answer.reasons, language)
    if answer.unmatched:
        yield Text(say("window_unmatched", language, words=printable("、".join(answer.unmatched))))


def _left_out(answer: Answer) -> Iterator[str]:
    """What the answer leaves out or says in a word: the whole way and text, cautions, lines, the line to copy."""
    shown = in_full(answer)
    if shown:
        yield " › ".join(heading(entry, answer) for entry in (*shown.ladder, shown.entry))
        body, quote = shown.entry.body.strip(), words_of(answer)
        if body and (quote is None or quote.text != body):
            yield body
    if answer.caveat and answer.cautioned:
        yield answer.caveat
    yield from filter(None, (answer.source_line, answer.citation))


def _reasons(reasons: Iterable[Reason], language: Language) -> Grid:
    grid = Grid(title=say("window_reasons", language), title_justify="left", header_style="bold")
    for key in ("window_reason_word", "window_reason_index", "window_reason_how"):
        grid.add_column(say(key, language))
    grid.add_column(say("window_reason_weight", language), justify="right")
    for reason in reasons:
        how = say(f"window_how_{reason.how}", language)
        grid.add_row(Text(printable(reason.word)), Text(printable(reason.index)), how, f"{reason.weight:.2f}")
    return grid
