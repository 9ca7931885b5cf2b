"""Entries and figures → sentences: everything that an answer shows, in the asker's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote as percent

from knowledge.document import Document
from knowledge.language import money, text
from knowledge.language.money import Unit
from knowledge.language.phrases import level_name, phrases, say
from knowledge.model import (
    Amount,
    Answer,
    Entry,
    How,
    Kind,
    Language,
    Level,
    Money,
    Quote,
    Reason,
    Shown,
    Source,
    Subject,
    Table,
)
from knowledge.old_question import LONGEST, Question
from knowledge.shelf.catalogue import year_name

LONGEST_QUOTE = 180
"""Characters; a longer text is quoted by the sentences that were hit."""
LONGEST_WORD = 30
MOST_WORDS = 4
"""How much of what the plan does not say is repeated."""
_NOTED = {
    How.READING: "note_reading",
    How.SPELLING: "note_spelling",
    How.ABBREVIATION: "note_abbreviation",
}
_BY_MEANING = (How.TRADE, How.SYNONYM, How.MEANING)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes answers to one question from one document."""

    document: Document
    question: Question
    version: str
    held: str = ""
    """What else is on the shelf, in words; empty where this document is alone."""

    @property
    def language(self) -> Language:
        """The asker's."""
        return self.question.language

    @property
    def source(self) -> Source:
        """Whose plan is speaking."""
        return self.document.source

    def say(self, key: str, **values: object) -> str:
        """A phrase in the asker's language, in a list of projects the one for tables where there is one.

        The plan's title and organisation are always at hand, what it calls its initiatives, and what the shelf holds.
        """
        if self.document.naming.is_table and f"{key}_table" in phrases():
            key = f"{key}_table"
        own = {"title": self.source.title, "organisation": self.organisation}
        at_hand = own | {
            "kind": self.kind(None),
            "project": self.level(Level.ACTION),
            "held": self.held or say("held_one", self.language, **own),
        }
        return say(key, self.language, **(at_hand | values))

    # Names

    @property
    def organisation(self) -> str:
        """Whose plan, or that nobody knows."""
        return self.source.organisation or say("unknown_organisation", self.language)

    def level(self, level: Level) -> str:
        """A level's name: the document's own, else that of a plan."""
        own = self.document.naming.levels.items()
        return next((name for name, each in own if each is level), None) or say(f"level_{level}", self.language)

    def levels(self, level: Level) -> str:
        """A level's name where there may be several."""
        own = self.document.naming.levels.items()
        return next((name for name, each in own if each is level), None) or say(f"levels_{level}", self.language)

    def name(self, entry: Entry) -> str:
        """An entry by level, code and title, the title in brackets that it does not hold itself."""
        title = say("title_with_quotes" if "「" in entry.title else "title", self.language, title=entry.title)
        if entry.code is None:
            return title
        return say("entry_coded", self.language, level=level_name(entry, self.language), code=entry.code, title=title)

    def fiscal_year(self, year: int | None) -> str:
        """令和4年度 for 2022."""
        return year_name(year, self.language)

    def kind(self, amount: Amount | None) -> str:
        """What sort of money it is, with its year where the document prints several."""
        naming = self.document.naming
        measure = Money(amount.fiscal_year, amount.kind) if amount else self.document.measure
        measure = measure or next(iter(naming.measures), None)
        settled = measure is not None and measure.kind == "決算額"
        named = say("kind_settled" if settled else "kind_budget", self.language)
        if measure is None or not (naming.is_table or len(naming.measures) > 1):
            return named
        kind = named if measure.kind in ("予算額", "決算額") else measure.kind or ""
        if measure.fiscal_year is None:
            return kind
        return say("kind_of_year", self.language, year=self.fiscal_year(measure.fiscal_year), kind=kind)

    def money(self, yen: int) -> str:
        """An amount as the page prints it and as people say it; in the unit that was asked for."""
        if self.question.intent.unit:
            return f"{money.in_unit(yen, self._unit)}"
        if self.language == "en":
            return say("money", "en", english=money.english(yen))
        printed, spoken = money.thousands(yen), money.spoken(yen)
        key = "money_plain" if printed == spoken else "money"
        return say(key, "ja", thousands=printed, spoken=spoken)

    @property
    def _unit(self) -> Unit:
        units: dict[str, Unit] = {"円": "円", "千円": "千円", "万円": "万円", "百万円": "百万円", "億円": "億円"}
        return units[self.question.intent.unit or "円"]

    def day(self, iso: str) -> str:
        """An ISO date as people write it."""
        year, month, day = map(int, iso.split("-"))
        return say("date", self.language, year=year, month=month, day=day)

    def organisation_codes(self, entries: Iterable[Entry]) -> str:
        """Codes side by side."""
        return (
            "、".join(entry.code or "" for entry in entries)
            if self.language == "ja"
            else ", ".join(e.code or "" for e in entries)
        )

    def as_asked(self, word: str) -> str:
        """A word in the capitals that the question has it in."""
        typed = re.search(re.escape(word), self.question.raw, re.IGNORECASE)
        return typed.group() if typed else word

    def quoted(self, words: Iterable[str]) -> str:
        """Words in quotation marks, odd ones cut."""
        words = [self.as_asked(word) for word in words]
        words = [word if len(word) <= LONGEST_WORD else f"{word[:LONGEST_WORD]}…" for word in list(words)[:MOST_WORDS]]
        marks = "「{}」" if self.language == "ja" else "“{}”"
        return (
            "".join(marks.format(word) for word in words)
            if self.language == "ja"
            else ", ".join(marks.format(w) for w in words)
        )

    # Parts of an answer

    def shown(self, entry: Entry, reasons: Sequence[Reason] = (), score: float = 1.0) -> Shown:
        """An entry with its ladder, its words and the way to the page."""
        return Shown(
            entry=entry,
            ladder=self.document.ladder(entry),
            quote=self.quote(entry, reasons),
            url=self.url(entry),
            score=round(100 * min(score, 1.0)),
        )

    def quote(self, entry: Entry, reasons: Sequence[Reason] = ()) -> Quote | None:
        """The entry's text, or the sentences of a long one that the question hit."""
        if not entry.body.strip():
            return None
        words = sorted({reason.index for reason in reasons}, key=len, reverse=True)
        body = entry.body.strip()
        if len(body) > LONGEST_QUOTE and words:
            body = _hit_sentences(body, words)
        return Quote(body, _marks(body, words))

    def url(self, entry: Entry) -> str | None:
        """The page with a text fragment (WICG scroll-to-text-fragment) that leads to the heading."""
        if self.source.url is None:
            return None
        return f"{self.source.url}#:~:text={percent(entry.heading.strip(), safe='').replace('-', '%2D')}"

    def source_line(self, entry: Entry | None = None) -> str:
        """Whose plan, which year, where."""
        place = ""
        if entry is not None:
            first, last = entry.lines
            key = "source_one_line" if first == last else "source_lines"
            place = say(key, self.language, first=first, last=last)
        if self.source.page_date:
            place += say("source_date", self.language, date=self.day(self.source.page_date))
        return self.say("source_line", place=place)

    def notes(self, reasons: Sequence[Reason]) -> tuple[str, ...]:
        """Half a line for each correction and each bridge that was taken."""
        bridged = [each for each in (*self.question.corrections, *reasons) if text.normal(each.word) != each.index]
        said = [
            say(_NOTED[each.how], self.language, word=each.word, index=each.index)
            for each in bridged
            if each.how in _NOTED
        ]
        pairs = [
            say("note_meaning_pair", self.language, word=each.word, index=each.index)
            for each in bridged
            if each.how in _BY_MEANING
        ]
        if pairs:
            told = ("、" if self.language == "ja" else ", ").join(dict.fromkeys(pairs))
            said.append(say("note_meaning", self.language, pairs=told))
        if self.question.cut:
            said.append(say("note_cut", self.language, count=LONGEST))
        return tuple(dict.fromkeys(said))

    def caveat(self, entries: Iterable[Entry], *, total: bool = False) -> str | None:
        """What must be said with figures of these entries."""
        said = []
        if total:
            said.append(self.say("caveat_total"))
        if any(amount.inferred for entry in entries for amount in entry.amounts):
            said.append(say("caveat_inferred", self.language, year=self.fiscal_year(self.source.fiscal_year)))
        return self.sentences(said) or None

    def sentences(self, said: Iterable[str]) -> str:
        """Sentences one after the other."""
        return (" " if self.language == "en" else "").join(said)

    def table(self, rows: Sequence[tuple[str, str, int]], *, total: bool, bars: bool = False) -> Table:
        """Rows of code, title and yen, with their sum where it means something, and as bars where sizes matter."""
        thousand = all(yen % 1000 == 0 for _, _, yen in rows)
        shown = [(code, title, f"{yen // 1000 if thousand else yen:,}") for code, title, yen in rows]
        if total and len(rows) > 1:
            yen = sum(yen for _, _, yen in rows)
            shown.append(("", say("sum_row", self.language), f"{yen // 1000 if thousand else yen:,}"))
        column = self.say("column_amount" if thousand else "column_amount_yen")
        columns = (say("column_code", self.language), say("column_title", self.language), column)
        sizes = (*(yen for _, _, yen in rows), *[None] * (len(shown) - len(rows))) if bars else ()
        return Table(columns, tuple(shown), (False, False, True), sizes)

    def citation(self, answer: Answer) -> str | None:
        """One line for minutes: the entry with what the page prints as its amount, or the figure with what it is."""
        if answer.kind is Kind.FOUND and answer.shown:
            entry = answer.shown[0].entry
            title = say("title_with_quotes" if "「" in entry.title else "title", self.language, title=entry.title)
            money = " ".join(amount.raw for amount in entry.amounts)
            what = f"{entry.code or ''}{title}{f' {money}' if money else ''}"
        elif answer.kind is Kind.FIGURES and answer.yen is not None:
            what = answer.headline.removesuffix("です。").rstrip("。.")
        else:
            return None
        return self.say("citation", what=what)

    # The answer

    def answer(self, kind: Kind, headline: str, **parts: object) -> Answer:
        """An answer with what every answer carries."""
        base = Answer(
            question=self.question.raw,
            kind=kind,
            language=self.language,
            headline=headline,
            source=self.source,
            source_line=self.source_line(),
            version=self.version,
            subject=Subject(document=self.source.document),
        )
        return replace(base, **parts)  # type: ignore[arg-type]


def _hit_sentences(body: str, words: Sequence[str]) -> str:
    """The sentences with a hit, else the first ones; never cut inside a sentence."""
    sentences = re.findall(r"[^。\n]+。?", body)
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
        for match in re.finditer(re.escape(word), folded):
            if all(match.end() <= start or end <= match.start() for start, end in spans):
                spans.append(match.span())
    return tuple(sorted(spans))
