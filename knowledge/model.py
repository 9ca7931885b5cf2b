"""The vocabulary that every other module speaks: what a plan is made of, what a question asks, what an answer holds.

All of it is data without behaviour beyond what follows from its own fields. Money is always a whole number of yen.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Literal

Language = Literal["ja", "en"]


class Level(StrEnum):
    """Where an entry stands in the plan, from the ward's aim down to one initiative."""

    GOAL = "goal"
    """区の目標: what the ward wants to be."""
    MISSION = "mission"
    """区の使命: the part that the office plays in it."""
    POLICY = "policy"
    """区運営の基本的な考え方: the mayor's line for the year."""
    ISSUE = "issue"
    """経営課題: a management issue; its code is one number, 2."""
    STRATEGY = "strategy"
    """戦略: how an issue is met; its code has two numbers, 2-1."""
    PROGRAMME = "programme"
    """基本事業: the rung between strategy and initiative that some lists of projects have."""
    ACTION = "action"
    """具体的取組: one initiative, usually with an amount; its code has three numbers, 2-1-1."""
    REFORM = "reform"
    """市政改革の取組: what is done under the city's reform plan; it has no code."""


RUNGS = (Level.ISSUE, Level.STRATEGY, Level.PROGRAMME, Level.ACTION)
"""The levels that people walk down, and that money stands on."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount of money that the document prints."""

    yen: int
    """Yen, negative for △."""
    fiscal_year: int | None
    """The fiscal year that the money belongs to: 2022 for 令和4年度."""
    kind: str
    """予算額 or 決算額."""
    raw: str
    """The characters as the page prints them, such as 2,025千円."""
    line: int
    """The line of the document, counted from 1."""
    inferred: bool = False
    """True where the page prints a bare amount, so that year and kind are the plan's own."""


BUDGET = "予算額"
"""The kind of money that is meant before any other."""


@dataclass(frozen=True, slots=True)
class Money:
    """Which money is meant, where a document prints several: sums never mix two of them."""

    fiscal_year: int | None = None
    """None: the document's own year, or the newest that it prints."""
    kind: str | None = None
    """As printed: 予算額, 総事業費; None: 予算額 where the document prints it, else its first kind."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a plan: a heading with the text below it."""

    document: str
    code: str | None
    """The numbers that the page prints, 2-1-1, in ASCII; None where it prints none."""
    level: Level
    title: str
    """The heading's words as printed, without code, keyword and brackets."""
    body: str
    """The text below the heading, whole, as printed; paragraphs are separated by a newline."""
    position: int
    """The place among the document's entries, from 0; the order of the page."""
    lines: tuple[int, int]
    """First and last line in the document, counted from 1."""
    heading: str
    """The heading line as printed: what a reader looks for on the page."""
    parent: str | None = None
    """The id of the entry above; None at the top."""
    level_name: str | None = None
    """What the document itself calls this level, such as 事務事業; None: as in a plan, 具体的取組 and so on."""
    department: str | None = None
    """Who is in charge, where a table says so: 市民生活部市民環境課."""
    amounts: tuple[Amount, ...] = ()

    @property
    def name(self) -> str:
        """Code and title, or the title alone."""
        return f"{self.code} {self.title}" if self.code else self.title

    @property
    def id(self) -> str:
        """Unique on the shelf: document and code, or document, level and position where no code is printed."""
        return f"{self.document}/{self.code or f'{self.level}-{self.position}'}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A note that the page prints above the plan, such as that a self-evaluation has been added."""

    text: str
    date: str | None
    """ISO date, where the remark names one."""
    line: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to ask about the page."""

    office: str
    section: str | None = None
    address: str | None = None
    telephone: str | None = None
    fax: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a plan comes from: everything that an answer needs to be checked by a person."""

    document: str
    """The short name in documents.toml and in ids, such as minato-r4."""
    organisation: str | None
    """Whose plan it is, with the city where known: 大阪市港区."""
    title: str
    fiscal_year: int | None
    """2022 for 令和4年度."""
    url: str | None = None
    licence: str | None = None
    page_date: str | None = None
    """ISO date of the page, which is not the date of the plan."""
    page_number: str | None = None
    stage: str | None = None
    """素案, 案, 確定, 中間振り返り or 評価反映, where the page says so."""
    remarks: tuple[Remark, ...] = ()
    contact: Contact | None = None
    edition: str = ""
    """Hash of the file's bytes: tells a replaced document from the one before."""
    pages: tuple[int, ...] = ()
    """Of a document that has pages, the first line of each."""
    corrections: str | None = None
    """Errata that were recorded beside the page, one a line, as told."""

    def page_of(self, line: int) -> int | None:
        """The page that a line is printed on, from 1; None where the document has none."""
        return bisect_right(self.pages, line) if self.pages else None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd that whoever keeps the page would want to know."""

    code: str
    """Stable: the check's code, such as A201."""
    line: int | None
    message: str
    """One Japanese sentence."""
    page: int | None = None
    """Of a document that has pages, where the line is printed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A document as it was understood."""

    source: Source
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()


class How(StrEnum):
    """By which bridge a question's word reached a word of the index."""

    EXACT = "exact"
    """The same word, or the same in normal form."""
    UNIT = "unit"
    """A part of the question's compound: 防災訓練 → 防災."""
    READING = "reading"
    """The same sound, folded: bosai, ボウサイ → 防災."""
    ABBREVIATION = "abbreviation"
    """Characters picked in order out of a longer term: 地活協 → 地域活動協議会."""
    SPELLING = "spelling"
    """A character or two apart: 児童逆待 → 児童虐待."""
    SYNONYM = "synonym"
    """The general dictionary knows both as one meaning."""
    TRADE = "trade"
    """words.toml says so."""
    MEANING = "meaning"
    """Near in the meaning model."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a word of the question counts for a word of the index."""

    word: str
    """As asked."""
    index: str
    """As the plan has it."""
    how: How
    weight: float
    """0 to 1: how much of the question's word is explained."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that speaks to the question."""

    entry: Entry
    score: float
    reasons: tuple[Reason, ...]
    unmatched: tuple[str, ...] = ()
    own: float = 0.0
    """The score by the entry's own words, without those of the entries above it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first reading of a topic and against it. Shares are of what its words weigh, 0 to 1."""

    topic: str
    """The words, as they were linked."""
    share: float
    """How much of the topic the first entry explains, with those above it."""
    own: float
    """How much of it the first entry's own words explain."""
    lead: float
    """How far its share is ahead of the next entry of another branch."""
    unknown: float
    """How much of the topic the document has no word for."""
    lacking: int
    """Words that must be known, and are not."""
    lacks_head: bool
    """Whether the last word that must be known is one of them, or there is none."""
    agreeing: int
    """Words that say something and lead to the first entry by a firm bridge."""
    is_firm: bool
    """Whether more than one word that is only near in meaning speaks for the first entry."""
    in_title: bool
    """Whether the title of the first entry itself names what was asked."""
    is_english: bool
    """Whether no word of it is Japanese."""


# What a question asks: one algebra for plans, lists of projects, years and wards


class Ask(StrEnum):
    """What is asked of the entries of a set."""

    RECORD = "record"
    """The entries themselves, as printed: what is it, where does it stand."""
    LIST = "list"
    """The entries of the set, one a line, with the measure where one is asked for."""
    AMOUNT = "amount"
    """The measure of each entry of the set."""
    SUM = "sum"
    """One sum over the set; nothing is counted inside another."""
    MEAN = "mean"
    MEDIAN = "median"
    COUNT = "count"
    """How many entries there are."""
    DIFFERENCE = "difference"
    """Between the measures of the first two entries or of the first two parts of the set."""
    RATIO = "ratio"
    """How many times the first is of the second."""
    COMPARE = "compare"
    """Which of the set has more, or less where the order ascends."""
    RANK = "rank"
    """The place of the entry within `within`, by the order."""
    CONFIRM = "confirm"
    """Whether the conditions hold of the set: 5,000千円ですよね?"""
    EXISTS = "exists"
    """Whether the set holds anything: 防犯カメラの話は載ってる?"""
    FACT = "fact"
    """A fact that may or may not be printed, named by `Query.fact`."""
    TALK = "talk"
    """A greeting, thanks, or a question about the program, named by `Query.fact`."""


class Presence(StrEnum):
    """What became of entries between two plans of different years."""

    NEW = "new"
    GONE = "gone"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Whole:
    """Every entry of the document."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Words that are not yet linked to entries: only a reading holds it, no engine meets it."""

    words: str
    """As asked."""
    first: int = 0
    last: int = 0
    """Which words of the reading: from, to (excluded)."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Entries that the question means, in order: by code, by title or by what they say best."""

    entries: tuple[str, ...]
    """Ids."""
    words: str = field(default="", compare=False)
    """How the question calls them; empty where by code."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every entry whose own words say it."""

    words: str
    entries: tuple[str, ...] = field(default=(), compare=False)
    """Ids, in the order of the page; filled in by linking."""


@dataclass(frozen=True, slots=True)
class OfLevel:
    """All entries of some levels."""

    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below a set: the entries of these levels, or those right below where none is named."""

    of: Set
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above a set, at a level, or right above where none is named."""

    of: Set
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """The other entries of the same level under the same parent."""

    of: Set


@dataclass(frozen=True, slots=True)
class CodeRange:
    """The entries from one code to another, in the order of the page, of the level of the first."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Office:
    """The entries that an office is in charge of."""

    name: str
    """As asked."""
    spellings: tuple[str, ...]
    """As printed."""


@dataclass(frozen=True, slots=True)
class Appeared:
    """The entries of a set that are new, gone or renamed against the other plan of a `Change`."""

    of: Set
    presence: Presence
    change: Change


@dataclass(frozen=True, slots=True)
class And:
    """The entries that are in every one of the sets."""

    sets: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """The entries of several sets, in the order asked; each is a part to compare or to add."""

    sets: tuple[Set, ...]


@dataclass(frozen=True, slots=True)
class Minus:
    """A set without another: also without what stands below the other."""

    of: Set
    without: Set


@dataclass(frozen=True, slots=True)
class Rows:
    """What another query gives is a set too: 2番目に大きい経営課題の取組."""

    query: Query


Set = (
    Whole | Topic | Linked | Mentions | OfLevel | Below | Above | Beside | CodeRange | Office | Appeared
    | And | Or | Minus | Rows
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries of a level stand below an entry; None: right below."""

    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The money of an entry as a part of a set's."""

    money: Money
    of: Set


@dataclass(frozen=True, slots=True)
class Change:
    """The money of an entry in one plan against the same entry's in another, or in another year of one list."""

    old: str
    """The short name of the older document."""
    new: str
    older: Money
    newer: Money
    relative: bool = False
    """As a part of the older: a rise by 10 % is 1/10."""


Measure = Money | Count | Share | Change


class Relation(StrEnum):
    """How two values stand to each other."""

    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="
    EQUAL = "="
    PRINTED = "printed"
    """The measure is printed, whatever it is; the value says nothing."""
    MISSING = "missing"
    """Nothing is printed to measure."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of an entry: its measure against yen, a number, a share, or the one figure of another query."""

    measure: Measure
    relation: Relation
    value: int | Fraction | Query
    """Yen for money and changes, entries for counts, a fraction for shares and relative changes."""


@dataclass(frozen=True, slots=True)
class Order:
    """By a measure, or in the order of the page where it is None."""

    measure: Measure | None
    ascending: bool = False


@dataclass(frozen=True, slots=True)
class Take:
    """Some rows of the order: `count` after the first `skip`; counted from the other end where `from_end`."""

    count: int = 1
    skip: int = 0
    from_end: bool = False


class Group(StrEnum):
    """Groups that are no entries."""

    OFFICE = "office"
    DIVISION = "division"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Query:
    """One question, understood.

    The set is evaluated in the document; then conditions, measure, order, take, and last what is asked of the rest.
    """

    ask: Ask
    of: Set
    document: str = ""
    """The short name of the document that is asked."""
    measure: Measure | None = None
    """None: no figure is asked for."""
    where: tuple[Condition, ...] = ()
    by: Group | None = None
    order: Order | None = None
    take: Take | None = None
    within: Set | None = None
    """For RANK: among which entries."""
    fact: str | None = None
    """For FACT and TALK: which, by its name in the lexicon."""
    fact_words: str = field(default="", compare=False)
    """How the question calls the fact."""
    unit: str | None = None
    """The unit that the figure is wanted in: 円, 万円 …"""


Value = int | Fraction
"""Yen and numbers are int; shares, ratios and relative changes are fractions; means may be fractions of a yen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a result."""

    entry: Entry | None
    """None where the line is a group that is no entry."""
    label: str = ""
    """The group's name."""
    value: Value | None = None
    """The measure of the line; None where nothing is printed."""
    counted: tuple[Entry, ...] = ()
    """Whose printed amounts make up the value: the entry itself, or entries below it."""
    money: int | None = None
    """For shares: the yen behind the value."""
    parts: int | None = None
    """Where the entry prints an amount and the entries below it add up to another: their sum, in yen."""
    old_entry: Entry | None = None
    old: int | None = None
    new: int | None = None
    """For changes: the entry in the older plan, and the yen of both years. An entry that is gone stands in `entry` and
    `old_entry` both; one that is new has no `old_entry`."""
    place: int | None = None
    """For RANK: the place of the entry, from 1; equal values share a place."""
    shared: tuple[Entry, ...] = ()
    """For offices: those of `counted` that another office is in charge of too; they stand in its line as well."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gives. It holds no sentence."""

    query: Query
    rows: tuple[Row, ...] = ()
    """After where, order and take."""
    value: Value | None = None
    """The one figure that answers, where there is one: yen, a number, a fraction."""
    counted: tuple[Entry, ...] = ()
    """Everything whose printed amount went into the figures, each once."""
    left_out: tuple[Entry, ...] = ()
    """Entries of the set that carry no money of that year and kind, themselves or below."""
    whole: int | None = None
    """For shares: the yen of the whole."""
    of: int = 0
    """How many rows there were before `take`; for RANK, among how many entries with a value the places are."""
    tied: int = 0
    """How many rows that were not taken have the value of the last one taken; for RANK, how many share the place."""
    counted_in_all: int = 0
    left_out_in_all: int = 0
    """How many entries `counted` and `left_out` stand for: of a very large document they name only the first."""
    sum: int | None = None
    """For MEAN and MEDIAN, and for lists of money where the rows may be added: the sum of all rows, in yen."""
    holds: bool | None = None
    """For CONFIRM and EXISTS."""
    printed: str | None = None
    """For FACT: the printed words that hold it; None where they don't."""
    missing: str | None = None
    """Why there is no row: "money" (nothing printed of that year and kind), "level" (no entry of it), "place" (fewer
    rows than the place asked for), "condition" (no entry fulfils the conditions), "pair" (no such entry in the other
    year), "office"."""


# What reading makes of a text: queries to run, or why there is none


class Lack(StrEnum):
    """Why a question has no query that can be run."""

    WORD = "word"
    """It names words that the document never uses."""
    TOPIC = "topic"
    """It says nothing that a plan could be asked."""
    CODE = "code"
    """It names a code that the document does not print."""
    YEAR = "year"
    """It asks for a year, or a kind of money of a year, that neither the shelf nor the document has."""
    PLACE = "place"
    """It asks for another place that is not on the shelf."""
    AMOUNT = "amount"
    """It asks for an amount of money that nothing in the document carries."""
    NOTHING_BEFORE = "nothing_before"
    """It points back where nothing was shown before."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question, or one of several in a post, that is not answered."""

    lack: Lack
    document: str
    """The document that was asked."""
    words: tuple[str, ...] = ()
    """For WORD: as asked, whole words of the user's. For PLACE: the place. For YEAR: the kind of money, if named."""
    code: str | None = None
    level: Level | None = None
    """For CODE: the level that the code is of."""
    year: int | None = None
    yen: int | None = None
    near: tuple[str, ...] = ()
    """Ids of entries that speak of the other words of the question."""
    fact: str | None = None
    """The fact that was asked for, where one was."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Readings that are too close to choose from: at most three queries, the likeliest first."""

    queries: tuple[Query, ...]
    words: tuple[str, ...] = ()
    """Words of the question that no reading explains."""


class Form(StrEnum):
    """How an answer is wanted, where the question says so."""

    CSV = "csv"
    EXCEL = "excel"
    MEMO = "memo"
    """A note for an answer in the assembly, as text and as a document."""
    CHART = "chart"
    PIE = "pie"
    SHORT = "short"
    """The sentence alone."""
    CODES = "codes"
    """The codes of the entries alone."""
    EASY = "easy"
    """やさしい日本語: with readings, money in whole yen."""


BARE = (Form.SHORT, Form.CODES)
"""Forms in which an answer is its first sentence and where it stands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a question goes into its answer besides the query."""

    raw: str
    language: Language
    reasons: tuple[Reason, ...] = ()
    """How its words reached the document's: bridges and corrections are said."""
    score: int = 100
    """0 to 100: how sure the reading is."""
    evidence: tuple[Evidence, ...] = ()
    """What speaks for and against the reading of each topic, but of those that are a whole title."""
    is_cut: bool = False
    """Whether the end was left out, because nobody asks that much."""
    is_named: bool = False
    """Whether the question itself names the plan, the ward or the year that it asks."""
    form: Form | None = None
    """How the answer is wanted."""


# What an answer holds


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


MOST_TURNS = 5
"""Turns that a conversation keeps: as far back as people mean by さっきの."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation that was answered, or refused."""

    query: Query
    shown: tuple[str, ...] = ()
    """Ids of what the answer showed, in its order."""
    value: int | Fraction | None = None
    """The one figure that it gave."""
    refused: bool = False
    """The question named something that the plan does not know."""
    offered: bool = False
    """It was answered by choices, none of which has been taken: it is not settled what was meant."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a conversation is about: all that a follow-up may leave out. Plain data, to be kept by the window."""

    document: str | None = None
    """The short name of the document that was asked last."""
    question: str | None = None
    """The last question that says what it is about, without what named its document: asked again of another one."""
    turns: tuple[Turn, ...] = ()
    """The last queries with what they showed, the newest first; see MOST_TURNS."""
    cautioned: tuple[str, ...] = ()
    """Names of the cautions that the conversation has heard in whole."""


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
    facts: tuple[tuple[str, str | None], ...] = ()
    """Facts that were asked for by name, with the printed words, or None where they are not printed."""
