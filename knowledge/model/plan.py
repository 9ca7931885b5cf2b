"""What a plan is made of: where it comes from, its entries and what is odd about it. Money is a whole number of yen."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


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


class FactKind(StrEnum):
    """What a heading within an entry's text says that the words below it are about."""

    INDICATOR = "indicator"
    """指標, アウトカム指標: what is counted; in a table of indicators the whole row."""
    BASELINE = "baseline"
    """現状値: where the counting began."""
    GOAL_FIGURE = "goal_figure"
    """目標, 目標値, めざす状態."""
    ACHIEVEMENT = "achievement"
    """達成状況, 実績, 取組結果."""
    ASSESSMENT = "assessment"
    """評価, 自己評価, 振り返り."""
    NEXT_STEPS = "next_steps"
    """今後の方針, 次年度の取組, 改善策."""
    CHALLENGE = "challenge"
    """課題認識, 現状と課題, 要因."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a fact prints with its unit. It is never money to add up, whatever the unit."""

    value: float
    """71.5 for 71.5%, 12000 for 1万2千人."""
    unit: str
    """As printed behind the number: %, 人, か所, 円."""
    raw: str
    """Number and unit as printed."""
    line: int
    """The line of the document, counted from 1."""
    fiscal_year: int | None = None
    """The year that is printed with it, beside it or in its heading."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What an entry prints below a heading within its text, or in a column of a table of indicators."""

    kind: FactKind
    heading: str
    """As printed, without brackets: アウトカム指標の達成状況(定量評価)."""
    text: str
    """The words below it as printed, a line each; of a column, each row's name and its cell."""
    lines: tuple[int, ...]
    """The line of the document that each line of the text is printed on."""
    fiscal_year: int | None = None
    """The year that the heading names."""
    figures: tuple[Figure, ...] = ()


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
    facts: tuple[Fact, ...] = ()
    """What it prints of how things stand and are to go, in the order of the page."""

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
