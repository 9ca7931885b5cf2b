"""What every window decides alike: what of an answer is shown whole, what as lines, where it stands, its cautions."""

from __future__ import annotations

from dataclasses import replace

from knowledge.language.phrases import level_name, say
from knowledge.model import BARE, Answer, Entry, Kind, Language, Quote, Shown, Step


def in_full(answer: Answer) -> Shown | None:
    """The entry that is shown with its words and the way to it."""
    if answer.kind is Kind.CHOICES or answer.parts or not answer.shown or answer.form in BARE:
        return None
    return answer.shown[0] if answer.kind is Kind.FOUND or len(answer.shown) == 1 else None


def in_lines(answer: Answer) -> tuple[Shown, ...]:
    """The entries that are shown one a line; what the sentences, a table or the choices name is not named again."""
    if answer.table or answer.parts or answer.kind is Kind.CHOICES or answer.form in BARE:
        return ()
    if not in_full(answer):
        return answer.shown
    said = _said(answer)
    return tuple(shown for shown in answer.shown[1:] if shown.entry.title not in said)


def small_print(answer: Answer) -> tuple[str, ...]:
    """Half-lines below the headline: how a computed answer was read, what was taken for what, what is near."""
    read = (say("read_line", answer.language, reading=answer.read_as),) if answer.read_as else ()
    return (*read, *answer.notes)


def words_of(answer: Answer) -> Quote | None:
    """The printed words to quote: none that a sentence has said already, and none that do not bear the answer out.

    An entry that is merely near is named, and its words would only mislead; a sum does not stand in them. Where a fact
    was not recognised in the words of an entry, they are there to be judged.
    """
    shown = in_full(answer)
    if shown is None or shown.quote is None or shown.quote.text in answer.headline:
        return None
    if answer.kind is Kind.UNKNOWN and not any(told.printed is None for told in answer.facts):
        return None
    is_of_others = answer.kind is Kind.FIGURES and not shown.entry.amounts
    return None if is_of_others else shown.quote


def quoted(quote: Quote, language: Language) -> str:
    """Printed words; with a slip of the pen in them, that they stand so on the page."""
    return f"{quote.text}{say('as_printed', language)}" if quote.is_odd else quote.text


def standing(answer: Answer) -> str:
    """Where the answer stands, on one line: the way down to the entry, and whose plan it is if no sentence says so."""
    return " · ".join(filter(None, (path(answer), whose(answer), _pages(answer))))


def _pages(answer: Answer) -> str:
    """The pages that an entry is printed on, in a document that has pages."""
    shown, source = in_full(answer), answer.source
    if shown is None or source is None or not source.pages or answer.kind is Kind.UNKNOWN:
        return ""
    first, last = (source.page_of(line) for line in shown.entry.lines)
    return say("source_one_page" if first == last else "source_pages", answer.language, first=first, last=last).strip(
        " ,"
    )


def whose(answer: Answer) -> str:
    """Whose plan it is; empty where the first sentence says so, and of courtesies."""
    is_named = answer.kind is Kind.HELP or (answer.source is not None and answer.source.title in answer.headline)
    return "" if is_named else answer.source_name or ""


def path(answer: Answer) -> str:
    """The way down to the entry that answers, 経営課題2 › 戦略2-1 防災対策の強化, and itself where nothing named it.

    Only the last step has its title: the others are a press away. Of a refusal there is none.
    """
    shown = in_full(answer)
    if shown is None or answer.kind is Kind.UNKNOWN:
        return ""
    steps = shown.ladder if shown.entry.title in _said(answer) else (*shown.ladder, shown.entry)
    above = (_numbered(step, answer) for step in steps[:-1])
    return " › ".join([*above, *(heading(step, answer) for step in steps[-1:])])


def _said(answer: Answer) -> str:
    return "\n".join((answer.headline, *answer.notes))


def offered(answer: Answer) -> tuple[tuple[Step, Shown | None], ...]:
    """What may have been meant: each choice with the entry that it is, where it is one."""
    by_name = {shown.entry.name: shown for shown in answer.shown}
    return tuple((step, by_name.get(step.name)) for step in answer.steps)


def page_url(answer: Answer) -> str | None:
    """Where a person can check the answer: at the heading where one entry answers, else on the page."""
    if answer.source_line is None or answer.kind is Kind.HELP:
        return None
    shown = in_full(answer)
    return (shown and shown.url) or (answer.source and answer.source.url) or None


def alone(part: Answer) -> Answer:
    """One of several answers, without what all of them say at their end."""
    return replace(part, cautions=(), caveat=None, source=None, source_name=None)


def caveats(answer: Answer) -> str:
    """What must be said with the figures of an answer and of its parts: each thing whole, or in a word from then on."""
    answers = (answer, *answer.parts)
    cautions = {caution.name: caution for each in answers for caution in each.cautions}.values()
    between = " " if answer.language == "en" else ""
    plain = dict.fromkeys(each.caveat for each in answers if each.caveat and not each.cautions)
    whole = [caution.whole for caution in cautions if caution.name not in answer.cautioned]
    brief = [caution.brief for caution in cautions if caution.name in answer.cautioned and caution.brief]
    told = say("caveat_and", answer.language).join(dict.fromkeys(brief))
    return between.join(filter(None, (*plain, *whole, told)))


def heading(entry: Entry, answer: Answer) -> str:
    """An entry's name in a ladder or a list."""
    if entry.code is None:
        return entry.title
    return f"{_numbered(entry, answer)} {entry.title}"


def _numbered(entry: Entry, answer: Answer) -> str:
    """An entry's level and code, or its title where it has none."""
    if entry.code is None:
        return entry.title
    space = " " if answer.language == "en" else ""
    return f"{level_name(entry, answer.language)}{space}{entry.code}"
