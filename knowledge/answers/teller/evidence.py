"""What lets people check an answer: the printed words, where they stand, whose they are, what was taken for what."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote as percent_encoded

from knowledge.answers.names import Names
from knowledge.language import text
from knowledge.language.errata import errata
from knowledge.language.phrases import say
from knowledge.model import Caution, Entry, How, Quote, Reason, Shown
from knowledge.shelf.building import program_hash
from knowledge.shelf.document import Document

LONGEST_QUOTE = 90
"""Characters; a longer text is quoted by the sentences that were hit."""
LONGEST_QUESTION = 2_000
"""Characters of a question that are read."""
_NOTED = {
    How.READING: "note_reading",
    How.SPELLING: "note_spelling",
    How.ABBREVIATION: "note_abbreviation",
}
_BY_MEANING = (How.TRADE, How.SYNONYM, How.MEANING)


def version(document: Document) -> str:
    """Which document and which program gave an answer."""
    return hashlib.sha256(f"{document.record.content_hash}{program_hash()}".encode()).hexdigest()[:12]


# The printed words


def own_words(entry: Entry) -> str:
    """What an entry prints, in normal form: title and text."""
    return text.normal_lines(f"{entry.title}\n{entry.body}")


def prints(entry: Entry, words: str) -> bool:
    """Whether words stand in an entry's own title or text."""
    return text.normal(words) in own_words(entry)


def is_titled(entry: Entry, words: str) -> bool:
    """Whether words stand in an entry's title, or its title in them."""
    title, asked = text.normal(entry.title), text.normal(words)
    return asked in title or title in asked


def printed_word(entry: Entry, words: str, reasons: Iterable[Reason]) -> str | None:
    """The question's words, or else the one that they were taken for, where they really stand in the entry's own text.

    None where neither does: then nothing may be said to stand there.
    """
    printed, asked = own_words(entry), text.normal(words)
    if asked and asked in printed:
        return _as_printed(entry, words)
    title = text.normal(entry.title)  # of which it says nothing to say that it stands there
    taken = (
        each.index
        for each in reasons
        if text.normal(each.word) in asked and text.normal(each.index) in printed and text.normal(each.index) != title
    )
    return next(taken, None)


def _as_printed(entry: Entry, words: str) -> str:
    """Words in the letters of the page: DV of a question's dv."""
    page = f"{entry.title}\n{entry.body}"
    at = text.fold_widths(page).find(text.fold_widths(words))
    return page[at : at + len(words)] if at >= 0 else words


def shown(
    document: Document, entry: Entry, reasons: Sequence[Reason] = (), score: int = 100, *, whole: bool = False
) -> Shown:
    """An entry with its ladder, its words and the way to the page; `whole` where its text is what was asked for."""
    return Shown(
        entry=entry,
        ladder=document.ladder(entry),
        quote=quoted(entry, reasons, document, whole=whole),
        url=url(document, entry),
        score=score,
    )


def quoted(entry: Entry, reasons: Sequence[Reason], document: Document, *, whole: bool) -> Quote | None:
    """The entry's text, or the sentences of a long one that the question hit; `whole` where all of it is wanted."""
    body = entry.body.strip()
    if not body:
        return None
    words = sorted({reason.index for reason in reasons}, key=len, reverse=True)
    if len(body) > LONGEST_QUOTE and words and not (whole or all(word in text.normal(entry.title) for word in words)):
        body = _hit_sentences(body, words)
    first, last = entry.lines
    return Quote(body, _marks(body, words), any(first <= line <= last for line in document.slips))


def _hit_sentences(body: str, words: Sequence[str]) -> str:
    """The sentences with a hit, else the first ones; never cut inside a sentence."""
    sentences = text.sentences(body)
    hit = [sentence for sentence in sentences if any(word in text.normal(sentence) for word in words)]
    chosen: list[str] = []
    length = 0
    for sentence in hit or sentences:
        if chosen and length + len(sentence) > LONGEST_QUOTE:
            break
        chosen.append(sentence)
        length += len(sentence)
    return "…".join(_together(chosen, body))


def _together(chosen: Sequence[str], body: str) -> list[str]:
    """Neighbouring sentences joined as they stand."""
    joined: list[str] = []
    for sentence in chosen:
        if joined and joined[-1] + sentence in body:
            joined[-1] += sentence
        else:
            joined.append(sentence)
    return joined


def _marks(printed: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the words stand in a text, in order and apart; longer words first."""
    folded = text.fold_widths(printed)
    spans: list[tuple[int, int]] = []
    for word in words:
        for first in text.places(word, folded):
            last = first + len(word)
            if all(last <= start or end <= first for start, end in spans):
                spans.append((first, last))
    return tuple(sorted(spans))


# Whose they are, and where


def url(document: Document, entry: Entry) -> str | None:
    """Where the entry is printed: a PDF's page, or a text fragment (WICG scroll-to-text-fragment) for the heading."""
    page = document.source.url
    if page is None:
        return None
    if document.source.pages:
        return f"{page}#page={document.source.page_of(entry.lines[0])}"
    return f"{page}#:~:text={percent_encoded(entry.heading.strip(), safe='').replace('-', '%2D')}"


def source_line(names: Names, entry: Entry | None = None) -> str:
    """Whose plan, which year, where."""
    place = ""
    if entry is not None:
        place = _place(names, *entry.lines)
    if names.source.page_date:
        place += say("source_date", names.language, date=names.day(names.source.page_date))
    return names.say("source_line", place=place)


def _place(names: Names, first: int, last: int) -> str:
    pages = names.source.page_of(first), names.source.page_of(last)
    one, several = "source_one_line", "source_lines"
    if pages[0] is not None and pages[1] is not None:
        first, last = pages[0], pages[1]
        one, several = "source_one_page", "source_pages"
    return say(one if first == last else several, names.language, first=first, last=last)


def source_name(names: Names) -> str:
    """Whose plan, which year."""
    return names.say("source_name")


def cautions(
    names: Names, entries: Iterable[Entry], *before: Caution, total: bool = False, above: str = ""
) -> tuple[Caution, ...]:
    """What must be said with figures of these entries, after what is told already.

    `total` where they were added; `above` is the level that has no money but that of these entries.
    """
    said, entries = [*before], tuple(entries)
    if total:
        said.append(part_of_all(names, entries, above))
    elif above:
        below = names.level_of(entries)
        whole = names.say("carries_none", level=above, below=below)
        said.append(Caution("carries_none", whole, names.say("brief_carries_none", below=below)))
    if any(amount.inferred for entry in entries for amount in entry.amounts):
        said.append(inferred(names, names.year(names.source.fiscal_year)))
    return (*said, *corrected(names, entries))


def corrected(names: Names, entries: Iterable[Entry]) -> Iterator[Caution]:
    """Errata that were recorded of these entries; none that the page itself prints by now."""
    told = errata(names.source.corrections)
    for entry in entries if told else ():
        for each in told:
            if each.is_of(entry.code, entry.title) and each.yen not in {amount.yen for amount in entry.amounts}:
                whole = names.say("caution_corrected", entry=each.entry, amount=each.amount, source=each.source)
                yield Caution(f"corrected {each.text}", whole, whole)


def part_of_all(names: Names, entries: Iterable[Entry], above: str = "") -> Caution:
    """That a sum is only of what is printed, which is not all the money there is."""
    kind = (names.source.organisation or " ")[-1]
    whose = names.say(f"whole_{'ward' if kind == '区' else 'place'}")
    level = names.level_of(entries)
    key = "caveat_sum_below" if above else "caveat_sum"
    whole = names.say(key, level=level, whole=whose, above=above)
    return Caution("sum below" if above else "sum", whole, names.say("brief_sum", level=level))


def inferred(names: Names, years: str) -> Caution:
    """That the page does not say what sort of money it is."""
    return Caution("inferred", names.say("caveat_inferred", year=years), names.say("brief_inferred"))


# What was taken for what


def notes(names: Names, reasons: Iterable[Reason], *, is_cut: bool) -> tuple[str, ...]:
    """Half a line for each correction and each bridge that was taken."""
    bridged = [each for each in reasons if text.normal(each.word) != text.normal(each.index)]
    return tuple(dict.fromkeys((*_corrections(names, bridged), *_cut(names, is_cut=is_cut))))


def _corrections(names: Names, bridged: Sequence[Reason]) -> Iterator[str]:
    for each in bridged:
        if each.how in _NOTED:
            yield names.say(_NOTED[each.how], word=each.word, index=each.index)
    pairs = [
        names.say("note_meaning_pair", word=each.word, index=each.index) for each in bridged if each.how in _BY_MEANING
    ]
    if pairs:
        yield names.say("note_meaning", pairs=names.listed(dict.fromkeys(pairs)))


def _cut(names: Names, *, is_cut: bool) -> Iterator[str]:
    if is_cut:
        yield names.say("note_cut", count=LONGEST_QUESTION)
