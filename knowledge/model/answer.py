"""What an answer holds, whole: a window only lays it out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.model.asked import Form, Language
from knowledge.model.conversation import Subject
from knowledge.model.evidence import Reason
from knowledge.model.plan import Entry, Source
from knowledge.model.query import Query


class Kind(StrEnum):
    """What sort of answer it is; the contract of `ask --json`."""

    FOUND = "found"
    FIGURES = "figures"
    LIST = "list"
    CHOICES = "choices"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Quote:
    """The printed words that an answer rests on."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """Spans of `text`, in order and apart, that the question hit."""
    is_odd: bool = False
    """Whether the page has a slip of the pen in it: then the windows say that it is quoted as it stands."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as an answer shows it."""

    entry: Entry
    ladder: tuple[Entry, ...] = ()
    """The entries above it, from the top."""
    quote: Quote | None = None
    url: str | None = None
    """The page, with a text fragment that takes a browser to the heading."""
    score: int = 0
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing that must be said with a figure: in a whole sentence, later in the same conversation in a word."""

    name: str
    """What it warns of, such as inferred: the same warning has the same name."""
    whole: str
    brief: str
    """Empty where another caution of the same answer says it too."""


MOST_PARTS = 6
"""Parts of a whole that a pie shows: more of them are only colours."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to show side by side; the last column is money or a share where `numeric` says so."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    """One per column: aligned to the right."""
    yen: tuple[int | None, ...] = ()
    """The money of each row, None in a row of the sum; empty where the rows are not to be compared as bars."""
    measured: str = ""
    """What that money is called."""
    older: tuple[int | None, ...] = ()
    """Of two years, the money of the older one; `yen` is that of the newer."""
    series: tuple[str, ...] = ()
    """Of two years, what the newer and the older are called."""
    whole: int | None = None
    """Where the rows are asked for as shares: the yen that they are parts of."""


@dataclass(frozen=True, slots=True)
class Step:
    """A query that follows from an answer, or one of several that it offers: what a window makes a button of."""

    name: str
    """What a button calls it, in the language of the answer."""
    query: Query


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that was asked for by name."""

    name: str
    """What it is called in the answer."""
    printed: str | None = None
    """The printed words; None where they are not printed."""
    headings: tuple[str, ...] = ()
    """What is printed above them, where an entry has a heading for it."""
    lines: tuple[int, ...] = ()
    """The lines of the document that they are printed on, where these are known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, whole: a window only lays it out."""

    question: str
    kind: Kind
    language: Language
    headline: str
    """The first sentence: it answers the question by itself."""
    notes: tuple[str, ...] = ()
    """Half-lines below the headline: a correction that was made, a bridge that was taken, what is near."""
    shown: tuple[Shown, ...] = ()
    table: Table | None = None
    yen: int | None = None
    caveat: str | None = None
    """What must be said with the figure, in whole sentences."""
    cautions: tuple[Caution, ...] = ()
    """The same piece by piece, so that a conversation need not hear it twice in whole."""
    cautioned: tuple[str, ...] = ()
    """Names of the cautions that the conversation has heard before."""
    source: Source | None = None
    source_line: str | None = None
    """Whose plan, which year, where, and the day of the page: for spreadsheets and for who checks."""
    source_name: str | None = None
    """Whose plan in few words: stamped on every answer that says something of the plan."""
    reasons: tuple[Reason, ...] = ()
    unmatched: tuple[str, ...] = ()
    score: int = 0
    """0 to 100."""
    version: str = ""
    """Hash of the document and of the matcher."""
    examples: tuple[str, ...] = ()
    """Questions that work, or next ones that follow from this answer."""
    steps: tuple[Step, ...] = ()
    """What people may want to ask next, the likeliest first; of choices, the choices."""
    citation: str | None = None
    """One line for minutes: plan, code, title, amount."""
    subject: Subject = field(default_factory=Subject)
    """What the conversation is about after this answer."""
    query: Query | None = None
    """How the question was read; None where it was not understood."""
    read_as: str | None = None
    """One short line that says how a computed answer was read: 経営課題 × 予算額の合計 > 1,000万円、多い順."""
    near: tuple[Shown, ...] = ()
    """Of a refusal, what the plan holds that is near."""
    parts: tuple[Answer, ...] = ()
    """Where several questions were asked at once: one answer each, in order."""
    is_glance: bool = False
    """Whether it shows the document at a glance: a window that can show more of it leads there."""
    form: Form | None = None
    """How it was wanted: a window gives it so, and says nothing that this form leaves out."""
    facts: tuple[Told, ...] = ()
    """What was asked for by name, printed or not."""
