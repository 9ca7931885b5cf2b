"""Year beside year: answers to what changed between two plans of one organisation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge import intents
from knowledge import old_question as question
from knowledge.answer import Answerer
from knowledge.comparison import Comparison, Row, difference, signed
from knowledge.document import Document
from knowledge.intents import Change, Want
from knowledge.keys import fiscal_years
from knowledge.language import text
from knowledge.model import Answer, Entry, Kind, Language, Level, Subject, Table
from knowledge.old_question import Question
from knowledge.pairing import titled
from knowledge.search import SURE
from knowledge.writer import Writer

LISTED = (Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)
MOST_ROWS = 100
"""Rows of one table."""
_LARGEST = re.compile(r"一番|いちばん|最も|もっとも|最大|最多|トップ|\bmost\b|biggest|largest")
_LESS = re.compile(r"減|下が|縮|decreas|shr[aiu]nk|fell|less|cut\b|reduc|drop")
_BOTH = re.compile(r"増減|変わ|変化|chang")
_EACH = re.compile(r"ごと|別|毎|各|\beach\b|\bby\b|\bper\b")
_AND_YOU = re.compile(r"^(?:じゃあ|じゃ|では|なら|それなら|what about|how about|and)|^[^ ]{1,12}は\??$")


@dataclass(frozen=True, slots=True)
class AboutYears:
    """A question that wants two years side by side."""

    text: str
    """Without the years and the words of comparison."""
    change: Change
    years: tuple[int, ...]
    shift: int | None
    largest: bool
    """Whether the largest change alone is wanted."""
    downwards: bool | None
    """Which way the change goes that is asked for; None for both."""


def about_years(raw: str, subject: Subject) -> AboutYears | None:
    """What a question wants of two years; None where it does not. A bare follow-up goes on comparing."""
    asked = text.normal(raw[: question.LONGEST])
    years, shift, rest = fiscal_years(asked, lambda _: False)
    _, other_shift, rest = fiscal_years(rest, lambda _: False)
    change, rest = intents.change(rest)
    named = {*years, *(each for each in (shift, other_shift) if each is not None)}
    if len(named) > 1:
        change = change or Change.AMOUNT
    if change is None and subject.wants == Want.CHANGE and _AND_YOU.search(asked) and not intents.read(rest).wants:
        change = Change.AMOUNT
    if change is None:
        return None
    downwards = None if _BOTH.search(asked) else _LESS.search(asked) is not None
    return AboutYears(rest, change, years, shift, _LARGEST.search(asked) is not None, downwards)


class Years:
    """Answers to one question about two plans."""

    def __init__(
        self,
        comparison: Comparison,
        asked: AboutYears,
        versions: tuple[str, str],
        subject: Subject,
        held: str,
        language: Language,
    ) -> None:
        self._comparison = comparison
        self._asked = asked
        self._versions = versions
        self._subject = subject
        self._held = held
        self._language = language
        self.question = question.read(asked.text, comparison.new.document.context)

    def answer(self, raw: str) -> Answer | None:
        """What changed, of what the question is about; `raw` is the question without years and places."""
        asked = self._read(raw, self._comparison.new.document)
        if asked.is_bare and self._subject.question and self._is_elsewhere:
            asked = self._read(intents.change(self._subject.question)[1], self._comparison.new.document)
        self.question = replace(asked, intent=replace(asked.intent, wants=(Want.CHANGE,)))
        if self._asked.change is not Change.AMOUNT:
            return self._appeared(asked)
        if asked.is_bare or self._is_of_all(asked):
            return self._of_all(asked)
        return self._of_some(asked)

    def _read(self, raw: str, document: Document) -> Question:
        """A question in the language that was asked in, of which little may be left."""
        return replace(question.read(raw, document.context), language=self._language)

    @property
    def _is_elsewhere(self) -> bool:
        documents = (self._comparison.old.document, self._comparison.new.document)
        return self._subject.document not in {document.source.document for document in documents}

    def _is_of_all(self, asked: Question) -> bool:
        """Whether only words that stand in every plan are left: 予算全体は増えた?"""
        concepts = self._comparison.new.document.concepts(asked.slots)
        return not asked.keys.codes and all(concept.generic for concept in concepts)

    # Everything

    def _of_all(self, asked: Question) -> Answer:
        intent = asked.intent
        if self._asked.largest:
            return self._largest(intent.level if intent.level in LISTED else Level.ACTION)
        if intent.level in LISTED and self._asked.downwards is not None and not _EACH.search(asked.raw):
            return self._moved(intent.level)
        if Want.PER_ISSUE in intent.wants or intent.level in (Level.ISSUE, Level.STRATEGY):
            return self._level(intent.level or Level.ISSUE)
        entries = [] if self._is_elsewhere or Want.TOTAL in intent.wants else list(self._told_before())
        if entries and intent.level is None:
            return self._entries(entries)
        return self._summary()

    def _told_before(self) -> Sequence[Entry]:
        found = {entry.id: entry for entry in (*self._comparison.old.entries, *self._comparison.new.entries)}
        return [found[key] for key in self._subject.entries if key in found]

    def _largest(self, level: Level) -> Answer:
        rows = [row for row in self._comparison.rows(level) if row.difference]
        if self._asked.downwards is not None:
            rows = [row for row in rows if ((row.difference or 0) < 0) == self._asked.downwards]
        if not rows:
            return self._write("years_none", [], None)
        rows.sort(key=lambda row: -abs(row.difference or 0))
        top = [row for row in rows if abs(row.difference or 0) == abs(rows[0].difference or 0)]
        first = top[0]
        values = self._values(first)
        key = "years_largest_less" if (first.difference or 0) < 0 else "years_largest_more"
        return self._write(key, top, first.difference if len(top) == 1 else None, table=rows[:5], **values)

    def _moved(self, level: Level) -> Answer:
        """Those that have more, or those that have less."""
        less = bool(self._asked.downwards)
        rows = [row for row in self._comparison.rows(level) if row.difference and (row.difference < 0) == less]
        rows.sort(key=lambda row: -abs(row.difference or 0))
        key = "years_moved_less" if less else "years_moved_more"
        return self._write(key, rows, None, table=rows, level=self._writer.levels(level), count=len(rows))

    def _level(self, level: Level) -> Answer:
        rows = [row for row in self._comparison.rows(level) if (row.old_yen, row.new_yen) != (None, None)]
        if not rows:
            return self._write("years_no_money", [], None)
        counts = {
            "more": sum((row.difference or 0) > 0 for row in rows),
            "less": sum((row.difference or 0) < 0 for row in rows),
        }
        return self._write("years_level", rows, None, table=rows, level=self._writer.levels(level), **counts)

    def _summary(self) -> Answer:
        rows = self._comparison.rows(Level.ACTION)
        changed = [row for row in rows if row.difference]
        apart = [row for row in rows if row.old is None or row.new is None]
        old, new = self._comparison.old.total(), self._comparison.new.total()
        counts = {
            "new_count": sum(row.old is None for row in rows),
            "gone_count": sum(row.new is None for row in rows),
            "more": sum((row.difference or 0) > 0 for row in rows),
            "less": sum((row.difference or 0) < 0 for row in rows),
        }
        shown = [*sorted(changed, key=lambda row: -abs(row.difference or 0)), *apart]
        key = "years_summary" if old is not None and new is not None else "years_summary_counts"
        gap = difference(old, new)
        return self._write(
            key, shown, gap, table=shown, old=self._money(old), new=self._money(new), change=self._gap(gap), **counts
        )

    def _appeared(self, asked: Question) -> Answer:
        """What is new, gone or called otherwise."""
        level = asked.intent.level if asked.intent.level in LISTED else Level.ACTION
        rows = [row for row in self._comparison.rows(level) if self._is_wanted(row)]
        told = self._speaking(asked)
        if told is not None:
            rows = [row for row in rows if {each.id for each in (row.old, row.new) if each} & told]
        some = "years_renamed_some" if self._asked.change is Change.RENAMED else f"years_{self._asked.change}"
        key = some if rows else f"years_{self._asked.change}_none"
        return self._write(key, rows, None, table=rows, level=self._writer.levels(level), count=len(rows))

    def _is_wanted(self, row: Row) -> bool:
        match self._asked.change:
            case Change.NEW:
                return row.old is None
            case Change.GONE:
                return row.new is None
            case _:
                return row.old is not None and row.new is not None and titled(row.old) != titled(row.new)

    def _speaking(self, asked: Question) -> set[str] | None:
        """Ids of the entries that a question's words find; None where it has none that say something."""
        found: set[str] = set()
        has_words = False
        for side in (self._comparison.old, self._comparison.new):
            concepts = side.document.concepts(asked.slots)
            if any(concept.must_be_known for concept in concepts):
                has_words = True
                found |= {hit.entry.id for hit in side.document.rank(concepts) if hit.score >= SURE}
        return found if has_words else None

    # Some entries

    def _of_some(self, asked: Question) -> Answer | None:
        if asked.keys.codes:
            new = [self._by_code(code) for code in asked.keys.codes]
            entries = [entry for entry in new if entry is not None]
            return self._entries(entries) if len(entries) == len(new) else None
        if len(asked.topics) > 1:
            told = [" ".join(slot.text for slot in topic) for topic in asked.topics]
            plan = self._comparison.new.document
            several = [self._found(self._read(each, plan), plan) for each in told]
            if all(isinstance(each, Entry) for each in several):
                return self._entries([each for each in several if isinstance(each, Entry)])
        here = self._found(asked, self._comparison.new.document)
        if isinstance(here, Answer) and here.kind is Kind.UNKNOWN:
            there = self._found(asked, self._comparison.old.document)
            here = there if isinstance(there, Entry) else here
        if isinstance(here, Answer):
            return here
        return self._entries([here]) if self._is_of_money(asked, here) else self._only_money(here)

    def _is_of_money(self, asked: Question, entry: Entry) -> bool:
        """Whether budgets are meant: 犯罪は減った? asks for something that no plan counts, 防犯は減った? may not."""
        if asked.intent.wants or asked.intent.level or self._asked.years or self._asked.shift is not None:
            return True
        title = text.normal(entry.title)
        concepts = self._comparison.new.document.concepts(asked.slots)
        links = (link for concept in concepts for unit in concept.units for link in unit.links)
        printed = (link.reason.index for link in links) if self._language == "en" else (s.text for s in asked.slots)
        return self._subject.wants == Want.CHANGE or any(word in title for word in printed)

    def _only_money(self, entry: Entry) -> Answer:
        headline = self._writer.say("years_only_money", entry=self._writer.name(entry))
        return self._writer.answer(Kind.UNKNOWN, headline, shown=(self._writer.shown(entry),))

    def _by_code(self, code: str) -> Entry | None:
        return self._comparison.new.document.by_code(code) or self._comparison.old.document.by_code(code)

    def _found(self, asked: Question, document: Document) -> Entry | Answer:
        """The entry that a question about money means in one plan, or what the plan says instead."""
        asked = self._read(asked.raw, document)
        amount = self._of_one(asked, document, Want.AMOUNT)
        if amount.kind is Kind.FOUND and amount.shown:
            return amount.shown[0].entry
        about = self._of_one(asked, document, None)
        if about.kind is Kind.FOUND and about.shown and amount.kind in (Kind.FIGURES, Kind.UNKNOWN):
            entry = about.shown[0].entry
            if amount.kind is Kind.FIGURES or entry.level is not Level.ISSUE:
                return entry
        return amount

    def _of_one(self, asked: Question, document: Document, want: Want | None) -> Answer:
        intent = replace(asked.intent, wants=(want,) if want else ())
        version = self._versions[document is self._comparison.new.document]
        return Answerer(document, replace(asked, intent=intent), version, Subject(), self._held).answer()

    def _entries(self, entries: Sequence[Entry]) -> Answer:
        rows: list[Row] = []
        for entry in entries:
            found = self._comparison.pair_of(entry)
            is_new = entry.document == self._comparison.new.document.source.document
            old = found.old if found else None if is_new else entry
            rows.append(self._comparison.row(old, found.new if found else entry if is_new else None))
        rows = list(dict.fromkeys(rows))
        return self._one(rows[0]) if len(rows) == 1 else self._write("years_several", rows, None, table=rows)

    def _one(self, row: Row) -> Answer:
        values, gap = self._values(row), row.difference
        if row.old is None or row.new is None:
            key = "years_is_gone" if row.new is None else "years_is_new"
            return self._write(key, [row], None, table=[row], **values)
        if gap is None:
            missing = "both" if row.old_yen is None and row.new_yen is None else "old" if row.old_yen is None else "new"
            return self._write(f"years_missing_{missing}", [row], None, table=[row], **values)
        key = "years_same" if gap == 0 else "years_less" if gap < 0 else "years_more"
        return self._write(key, [row], gap, table=[row], **values)

    # Words

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self._comparison.new.document, self.question, "".join(self._versions)[:12], self._held)

    @cached_property
    def _old_writer(self) -> Writer:
        return replace(self._writer, document=self._comparison.old.document)

    def _money(self, yen: int | None) -> str:
        return self._writer.say("years_no_amount") if yen is None else self._writer.money(yen)

    def _gap(self, yen: int | None) -> str:
        """How much more or less, in words."""
        if yen is None:
            return ""
        key = "years_gap_none" if yen == 0 else "years_gap_less" if yen < 0 else "years_gap_more"
        return self._writer.say(key, money=self._writer.money(abs(yen)))

    def _values(self, row: Row) -> dict[str, object]:
        """What sentences about one row say; a title that changed is said before any money."""
        writer, old = self._writer, self._old_writer
        shown = row.new or row.old
        named = writer.name(shown) if shown else ""
        if row.old and row.new and titled(row.old) != titled(row.new):
            named = writer.say("years_renamed", old_entry=old.name(row.old), entry=named, **self._year_names)
        return {
            "entry": named,
            "old": self._money(row.old_yen),
            "new": self._money(row.new_yen),
            "change": self._gap(row.difference),
        }

    @property
    def _year_names(self) -> dict[str, str]:
        writer = self._writer
        return {
            "old_year": writer.fiscal_year(self._comparison.old.year),
            "new_year": writer.fiscal_year(self._comparison.new.year),
        }

    def _write(
        self, key: str, rows: Sequence[Row], yen: int | None, table: Sequence[Row] = (), **values: object
    ) -> Answer:
        writer = self._writer
        headline = writer.say(key, **(self._year_names | values))
        new = [row.new for row in rows if row.new is not None]
        old = [row.old for row in rows if row.old is not None]
        sums = any(self._comparison.new.is_sum(row.new) and row.new_yen for row in rows) or key == "years_summary"
        said = [writer.say("caveat_total") if sums else "", self._inferred(old, new)]
        if len(table) > MOST_ROWS:
            said.append(writer.say("years_cut", count=len(table) - MOST_ROWS))
        shown = (*(writer.shown(entry) for entry in new), *(self._old_writer.shown(entry) for entry in old))
        first = rows[0] if len(rows) == 1 else None
        return writer.answer(
            Kind.FIGURES,
            headline,
            notes=self._renumbered(first),
            shown=shown[: 2 * MOST_ROWS],
            table=self._table(table[:MOST_ROWS]) if table else None,
            yen=yen,
            caveat=writer.sentences(dict.fromkeys(filter(None, said))) or None,
            source_line="\n".join(
                (
                    writer.source_line(first.new if first else None),
                    self._old_writer.source_line(first.old if first else None),
                )
            ),
            score=100,
            subject=Subject(entries=tuple(entry.id for entry in new or old), yen=yen, document=writer.source.document),
        )

    def _inferred(self, old: Sequence[Entry], new: Sequence[Entry]) -> str:
        """That a page does not say what sort of money it prints, of one year or of both."""
        sides = ((old, self._comparison.old.year), (new, self._comparison.new.year))
        years = [
            self._writer.fiscal_year(year)
            for entries, year in sides
            if any(amount.inferred for entry in entries for amount in entry.amounts)
        ]
        between = self._writer.say("years_and")
        return self._writer.say("caveat_inferred", year=between.join(years)) if years else ""

    def _renumbered(self, row: Row | None) -> tuple[str, ...]:
        """A word about a number that changed, and about another entry that had it the year before."""
        if row is None or row.new is None or row.new.code is None or (row.old and row.old.code == row.new.code):
            return ()
        values: dict[str, object] = {**self._year_names, "new_code": row.new.code}
        other = self._comparison.old.document.by_code(row.new.code)
        said = []
        if row.old is not None and row.old.code is not None:
            said.append(self._writer.say("years_renumbered", **values, old_code=row.old.code))
        if other is not None:
            said.append(self._writer.say("years_other_code", **values, title=other.title))
        return tuple(said)

    def _table(self, rows: Sequence[Row]) -> Table:
        writer, names = self._writer, self._year_names
        amounts = [yen for row in rows for yen in (row.old_yen, row.new_yen) if yen is not None]
        divisor = 1 if any(yen % 1000 for yen in amounts) else 1000
        unit = "column_year" if divisor == 1000 else "column_year_yen"
        columns = (
            writer.say("column_code"),
            writer.say("column_title"),
            writer.say(unit, name=names["old_year"]),
            writer.say(unit, name=names["new_year"]),
            writer.say(unit, name=writer.say("column_change")),
        )
        cells = tuple(self._cells(row, divisor) for row in rows)
        return Table(columns, cells, (False, False, True, True, True))

    def _cells(self, row: Row, divisor: int) -> tuple[str, ...]:
        amounts = ("―" if yen is None else f"{yen // divisor:,}" for yen in (row.old_yen, row.new_yen))
        old, new = row.old or row.new, row.new or row.old
        if old is None or new is None:
            raise ValueError("a row without an entry")
        return _both(old.code or "", new.code or ""), _both(old.title, new.title), *amounts, self._change(row, divisor)

    def _change(self, row: Row, divisor: int) -> str:
        if row.old is None:
            return self._writer.say("years_word_new")
        if row.new is None:
            return self._writer.say("years_word_gone")
        return signed(row.difference, divisor)


def _both(old: str, new: str) -> str:
    """One text, or both where they differ."""
    return f"{old} → {new}" if old and new and text.normal(old) != text.normal(new) else new or old
