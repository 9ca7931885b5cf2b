"""What a document itself calls its levels, its money and its offices, and where a question uses those names.

A published plan leaves these names to the program, and nothing is found here; a list of projects has its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.language import text
from knowledge.model import Entry, Level, Money

_KANJI = r"[\u3400-\u9fff々ァ-ヺー]"
_ALONE = rf"(?:(?<!{_KANJI})|(?<=[各全同]))"
_AFTER_A_NAME = r"(?=(?:ごと|毎|別|間|一覧|全体|名|数)|[はがのをにでともかやへ、,?!\s\d]|って|$)"
_PER = r"(?:ごと|毎|別)(?:の|に)?"
_OFFICES = r"(?:担当|所管|主管)(?:課|部署|部局)?|部署|課室|課"
_PER_OFFICE = re.compile(rf"(?:{_OFFICES}){_PER}|各(?:{_OFFICES})(?:の|に)?")
_PER_DIVISION = re.compile(rf"(?:部局|部|局){_PER}|各(?:部局|部|局)(?:の|に)?")
_WHICH_OFFICE = re.compile(
    r"(?:どの|どこの|(?<=[いなたる]))(?:担当)?(?:課(?!題|税)|部署|部局)(?=[がはにで、,?!\s]|って|$)"
)
_WHICH_DIVISION = re.compile(r"(?:どの|どこの|(?<=[いなたる]))(?:部|局)(?=[がはにで、,?!\s]|って|$)")
_OFFICE_ENDS = ("課", "部", "局", "室", "係", "支所", "署", "委員会")
_IN_CHARGE = re.compile(r"担当|所管")
_DIVISION = re.compile(r".+?(?:部|局|委員会)(?=.)")
_ASKS_OFFICE = re.compile(
    r"(?:担当|所管|主管)(?:は|が|って|\?|$|の?(?:課|部署|部局)(?=は|が|って|を|\?|$|どこ))|どこ(?:が|の)(?:担当|所管)"
)
_YEAR_ALONE = re.compile(r"((?<!\d)(?:19|20)\d\d)年(?!度)|((?:令和|平成)(?:\d{1,2}|元))(?:年(?!度|\d)|(?![\d年]))")
_ORDERS = re.compile(r"(?:大き|多|高|少な|小さ|低)い(?:順|もの|ほう|方|事業|事務事業|取組)")
_SHORTEST_OFFICE = 3
BUDGET = "予算額"
"""The kind of money that is meant before any other."""
_LOOSE = {"決算": "決算", "予算": "予算", "事業費": "事業費"}
"""What people say → what a kind of money holds that they may mean."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a question names in the document's own words, and the text without it."""

    rest: str
    levels: tuple[Level, ...] = ()
    """In the order of the question."""
    per: str | None = None
    """A level, department or division by which sums are asked for."""
    kind: str | None = None
    """A kind of money."""
    codes: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    """Ids of entries that one and the same number may mean."""
    offices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """How the question calls each office, with its printed spellings."""
    orders: bool = False
    """Whether it asks for large or small ones: 予算の多い事業."""
    asks_above: bool = False
    """Whether it asks for the level above: どの政策."""
    asks_office: bool = False
    """Whether it asks who is in charge."""

    @property
    def departments(self) -> tuple[str, ...]:
        """The offices that it names, in each of their printed spellings."""
        return tuple(dict.fromkeys(printed for _, spelled in self.offices for printed in spelled))


@dataclass(frozen=True)
class Naming:
    """The names of one document."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    measures: tuple[Money, ...] = ()
    departments: tuple[str, ...] = ()
    numbered: Callable[[Level, str], tuple[Entry, ...]] = field(default=lambda _level, _number: ())
    """The entries of a level that have a number."""

    @property
    def is_table(self) -> bool:
        """Whether it is a list of projects, which has names of its own."""
        return bool(self.levels)

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years of its money, from the oldest."""
        return tuple(sorted({measure.fiscal_year for measure in self.measures if measure.fiscal_year is not None}))

    def kinds(self, year: int | None = None) -> tuple[str, ...]:
        """The kinds of its money, of one year or of all, in its order."""
        return tuple(dict.fromkeys(m.kind or "" for m in self.measures if year is None or m.fiscal_year == year))

    def measure(self, year: int | None, kind: str | None, own_year: int | None) -> Money | None:
        """The money that is meant where there are several: of the year asked, else the document's own or newest one.

        None where there is only one; one that is not among `measures` where the document does not print it.
        """
        if len(self.measures) < 2:
            return None
        of_kind = [measure for measure in self.measures if kind in (None, measure.kind)]
        years = {measure.fiscal_year for measure in of_kind}
        year = year or (own_year if own_year in years else max(filter(None, years), default=None))
        of_year = [measure for measure in of_kind if measure.fiscal_year == year]
        budgets = [measure for measure in of_year if measure.kind == BUDGET]
        return next(iter(budgets or of_year), Money(year, kind or self.measures[0].kind))

    def read(self, asked: str) -> Named:
        """What a question in normal form names."""
        if not self.is_table:
            kind, rest = self._kind(asked) if {*self.kinds()} - {BUDGET} else (None, asked)
            return Named(rest, kind=kind)
        codes, unclear, rest = self._numbers(asked)
        kind, rest = self._kind(rest)
        office, rest = self._office(rest)
        per, levels, rest = self._levels(rest, alone=not office)
        return Named(
            rest=rest,
            levels=levels,
            per=per,
            kind=kind,
            codes=codes,
            unclear=unclear,
            offices=tuple((word, self._offices[word]) for word in office),
            orders=_ORDERS.search(asked) is not None,
            asks_office=bool(self.departments) and _ASKS_OFFICE.search(asked) is not None,
            asks_above=any(re.search(rf"(?:どの|何の|なんの){re.escape(name)}", asked) for name in self.levels),
        )

    def _numbers(self, asked: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """政策1, 施策21, 事務事業0086: the level's entry with that number; unclear where there are several."""
        codes: list[str] = []
        unclear: list[str] = []
        names = sorted({*self.levels, *(["事業"] if "事業" not in self.levels else [])}, key=len, reverse=True)
        for name in names:
            pattern = re.compile(
                rf"{_ALONE}{re.escape(name)}\s?(?:番号|no\.?)?\s?(\d{{1,6}}(?:-\d{{1,6}})*)(?![\d.,]|[年月つ件個本番位割億万千円%])"
            )
            for match in list(pattern.finditer(asked)):
                number = re.sub(r"\d+", lambda digits: str(int(digits.group())), match[1])
                found = self.numbered(self.levels.get(name, Level.ACTION), number)
                if len(found) == 1:
                    codes.append(found[0].code or "")
                elif found:
                    unclear.extend(entry.id for entry in found)
                else:
                    codes.append(number if "-" in number else f"{name}{number}")
                asked = _blank(asked, match)
        return tuple(dict.fromkeys(codes)), tuple(unclear), asked

    def _kind(self, asked: str) -> tuple[str | None, str]:
        """The longest kind of money that is named, or the only one that a looser word may mean; it becomes 予算."""
        for kind in sorted(self.kinds(), key=len, reverse=True):
            if match := re.search(re.escape(text.normal(kind)), asked):
                return kind, _as_budget(asked, match)
        for word, part in _LOOSE.items():
            found = [kind for kind in self.kinds() if part in kind]
            if len(found) == 1 and (match := re.search(rf"{word}額?", asked)):
                return found[0], _as_budget(asked, match)
        return None, asked

    def _levels(self, asked: str, *, alone: bool) -> tuple[str | None, tuple[Level, ...], str]:
        per: str | None = None
        found: list[tuple[int, Level]] = []
        for name in sorted(self.levels, key=len, reverse=True):
            level, known = self.levels[name], re.escape(name)
            for match in re.finditer(rf"{_ALONE}{known}{_AFTER_A_NAME}", asked):
                found.append((match.start(), level))
                by = re.compile(rf"各?{known}{_PER}|各{known}(?:の|に)?|{known}間(?:の|で)?")
                sums = by.match(asked, match.start() - (asked[: match.start()].endswith("各")))
                per = str(level) if sums else per
                asked = _blank(asked, sums or match)
        levels = tuple(dict.fromkeys(level for _, level in sorted(found)))
        if self.departments and alone:
            for way, by_what in (
                (_PER_OFFICE, "department"),
                (_PER_DIVISION, "division"),
                (_WHICH_OFFICE, "department"),
                (_WHICH_DIVISION, "division"),
            ):
                if by_office := way.search(asked):
                    per, asked = by_what, _blank(asked, by_office)
        return per, levels, asked

    def _office(self, asked: str) -> tuple[tuple[str, ...], str]:
        """The offices that a question names, by the end of their name or by that of the office above."""
        found: list[tuple[int, str]] = []
        for word in sorted(self._offices, key=len, reverse=True):
            if not word.endswith(_OFFICE_ENDS) and not _IN_CHARGE.search(asked):
                continue  # a library is more often a matter than an office
            if match := re.search(rf"{re.escape(word)}(?!題|税|分|活)", asked):
                found.append((match.start(), word))
                asked = _blank(asked, match)
        return tuple(word for _, word in sorted(found)), asked

    @cached_property
    def _offices(self) -> dict[str, tuple[str, ...]]:
        """What offices may be called → their printed names."""
        found: dict[str, list[str]] = defaultdict(list)
        for department in self.departments:
            for called in dict.fromkeys(_called(department)):
                found[called].append(department)
        return {called: tuple(printed) for called, printed in found.items()}


def in_fiscal_years(asked: str) -> str:
    """A question in normal form with 2024年 and 令和6 as 2024年度 and 令和6年度."""
    return _YEAR_ALONE.sub(lambda match: f"{match[1] or match[2]}年度", asked)


def folded(name: str) -> str:
    """A name in normal form without spaces."""
    return re.sub(r"\s+", "", text.normal(name))


def division(department: str) -> str:
    """The office above: 市民生活部 of 市民生活部市民環境課; the whole name where there is none."""
    match = _DIVISION.match(folded(department))
    return match.group() if match else folded(department)


def _called(department: str) -> Iterator[str]:
    whole = folded(department)
    yield whole
    for match in re.finditer(r"部|局|委員会", whole):
        for part in (whole[: match.end()], whole[match.end() :]):
            if len(part) >= _SHORTEST_OFFICE:
                yield part


def _as_budget(asked: str, match: re.Match[str]) -> str:
    """The text with its kind of money in the word by which every question about money is understood."""
    return f"{asked[: match.start()]}予算{asked[match.end() :]}"


def _blank(asked: str, match: re.Match[str]) -> str:
    return asked[: match.start()] + " " * len(match.group()) + asked[match.end() :]
