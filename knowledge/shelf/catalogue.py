"""Which documents stand on the shelf: whose plan, of which year, at which stage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from knowledge.language import eras
from knowledge.language.asides import page_key
from knowledge.language.phrases import say
from knowledge.model import Language, Source
from knowledge.shelf.file import StoreError
from knowledge.shelf.rows import Record

SHIPPED = "大阪市港区"
"""Whose plan comes with the program: the ward that answers where nobody named another and it is on the shelf."""
STAGES = ("素案", "案", "確定", "中間振り返り", "評価反映")
"""From the first draft to the last state of a plan."""
MOST_TOLD = 5
"""Organisations that are listed by name."""
_STAGE_WORDS = re.compile(r"[(]?(?:素案|案|確定版?|中間振り?返り|(?:自己)?評価反映)[)]?$")


def plan_name(title: str) -> str:
    """What a plan is called in every year and at every stage: 港区運営方針."""
    without_years = eras.without(unicodedata.normalize("NFKC", title).replace(" ", ""))
    return _STAGE_WORDS.sub("", without_years.replace(" ", "").replace("()", ""))


def key(source: Source) -> tuple[str, str, int | None]:
    """What stays the same from stage to stage of one plan: whose, which, of what year."""
    return source.organisation or "", plan_name(source.title), source.fiscal_year


def year_name(year: int | None, language: Language) -> str:
    """令和4年度 for 2022."""
    if year is None:
        return "?"
    return say("fiscal_year", language, year=year, era=eras.era_year(year))


def label(source: Source, language: Language, *, stage: bool = False) -> str:
    """A document as people speak of it: 令和5年度の大阪市楠木区, with its stage where several are at hand."""
    whose = source.organisation or source.title
    named = say("plan_stage", language, organisation=whose, stage=source.stage) if stage and source.stage else whose
    if source.fiscal_year is None:
        return named
    return say("plan_label", language, organisation=named, year=year_name(source.fiscal_year, language))


def stage_of(record: Record) -> str:
    """A page that names no stage is the settled plan."""
    return record.source.stage if record.source.stage in STAGES else "確定"


def _progress(record: Record) -> tuple[int, str, str]:
    return STAGES.index(stage_of(record)), record.source.page_date or "", record.source.document


class Catalogue:
    """The documents of one state of the shelf."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._by_name = {record.source.document: record for record in records}
        self._by_id = {record.id: record for record in records}
        self._by_page: dict[str, tuple[Record, ...]] = {}
        for record in sorted(records, key=_progress):
            if record.source.url:
                page = page_key(record.source.url)
                self._by_page[page] = (*self._by_page.get(page, ()), record)
        stages: dict[tuple[str, str, int | None], list[Record]] = {}
        for record in records:
            stages.setdefault(key(record.source), []).append(record)
        self._stages = {plan: tuple(sorted(found, key=_progress)) for plan, found in stages.items()}
        self._current = tuple(sorted((found[-1] for found in self._stages.values()), key=_newest_first))
        organisations = dict.fromkeys(record.source.organisation or "" for record in self._current)
        self._organisations = tuple(sorted(filter(None, organisations)))

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def names(self) -> tuple[str, ...]:
        """The short names of all documents."""
        return tuple(self._by_name)

    @property
    def records(self) -> tuple[Record, ...]:
        """All documents: by organisation, then the newest first."""
        return tuple(
            sorted(self._by_id.values(), key=lambda each: (each.source.organisation or "", _newest_first(each)))
        )

    @property
    def organisations(self) -> tuple[str, ...]:
        """Whose plans are on the shelf, in order of their names."""
        return self._organisations

    @property
    def current(self) -> tuple[Record, ...]:
        """The newest stage of every plan of every year, the newest year first."""
        return self._current

    def named(self, document: str | None) -> Record | None:
        """The document of a short name."""
        return self._by_name.get(document or "")

    def on_page(self, address: str) -> Record | None:
        """The document that was published at an address, at its newest stage."""
        found = self._by_page.get(page_key(address), ())
        return found[-1] if found else None

    def numbered(self, number: int) -> Record | None:
        """The document of a number in the index."""
        return self._by_id.get(number)

    def of(self, organisation: str, year: int | None) -> tuple[Record, ...]:
        """An organisation's plans of a year, each at its newest stage."""
        return tuple(
            each
            for each in self._current
            if (each.source.organisation or "") == organisation and each.source.fiscal_year == year
        )

    def printing(self, organisation: str, year: int) -> tuple[Record, ...]:
        """An organisation's documents of other years that print money of a year too: a list of projects over years."""
        found = [each for each in self._current if (each.source.organisation or "") == organisation]
        own = {plan_name(each.source.title) for each in found if each.source.fiscal_year == year}
        others = (each for each in found if year in each.years and plan_name(each.source.title) not in own)
        return tuple({plan_name(each.source.title): each for each in reversed(tuple(others))}.values())

    def stages(self, record: Record) -> tuple[Record, ...]:
        """All stages of a document's plan, the newest last."""
        return self._stages[key(record.source)]

    def is_current(self, record: Record) -> bool:
        """Whether no newer stage of the same plan is on the shelf."""
        return self.stages(record)[-1].id == record.id

    def other_year(self, record: Record, year: int) -> Record | None:
        """The same plan of another year; an organisation's only plan of that year may have another name."""
        found = self.of(record.source.organisation or "", year)
        same = [each for each in found if plan_name(each.source.title) == plan_name(record.source.title)]
        return same[0] if same else found[0] if len(found) == 1 and record.source.organisation else None

    # Who answers when nobody is named

    def default(self, organisation: str | None) -> Record:
        """The newest plan of an organisation, whose name may leave out the city where that is enough.

        StoreError, with one sentence that lists what there is, where it names none or several; also of an empty shelf.
        """
        if not self._current:
            raise StoreError(say("trouble_no_document", "ja"))
        if organisation is None:
            shipped = [each for each in self._current if each.source.organisation == SHIPPED]
            return (shipped or self._current)[0]
        return self.newest(self.organisation(organisation))[0]

    def organisation(self, name: str) -> str:
        """The organisation that a name means; StoreError where it means none or several."""
        asked = unicodedata.normalize("NFKC", name).replace(" ", "")
        found = [each for each in self.organisations if each == asked] or [
            each for each in self.organisations if asked and each.endswith(asked)
        ]
        if len(found) == 1:
            return found[0]
        problem = "trouble_organisation_several" if found else "trouble_organisation_unknown"
        raise StoreError(say(problem, "ja", name=name, there="、".join(sorted(found) or self.organisations)))

    def newest(self, organisation: str) -> tuple[Record, ...]:
        """An organisation's plans of its newest year."""
        found = [each for each in self._current if (each.source.organisation or "") == organisation]
        return tuple(each for each in found if each.source.fiscal_year == found[0].source.fiscal_year)

    def held(self, first: Record, language: Language) -> str:
        """What is on the shelf, in words: the years of one organisation, then those of others."""
        years: dict[str, list[int]] = {}
        for each in self._current:
            of_one = years.setdefault(each.source.organisation or each.source.title, [])
            of_one.extend((each.source.fiscal_year or 0, *each.years))
        own = first.source.organisation or first.source.title
        names = [own, *(name for name in sorted(years) if name != own)]
        told = [
            say("held_of", language, organisation=name, years=_years_told(years[name], language))
            for name in names[:MOST_TOLD]
        ]
        listed = ("、" if language == "ja" else ", ").join(told)
        left = len(names) - len(told)
        return say("held_more", language, listed=listed, count=left) if left else listed


def _newest_first(record: Record) -> tuple[int, bool, str]:
    """Newest year first; of one year the policy plan before other lists."""
    return -(record.source.fiscal_year or 0), "運営方針" not in record.source.title, record.source.document


def _years_told(years: Sequence[int], language: Language) -> str:
    """The years of an organisation's plans: the first and the last of very many."""
    ordered = [year_name(year, language) for year in sorted({year for year in years if year})]
    if len(ordered) > MOST_TOLD:
        return say("held_years", language, first=ordered[0], last=ordered[-1])
    return ("・" if language == "ja" else ", ").join(ordered) or "?"
