"""Which documents stand on the shelf, and which of them a question means.

Chooses by what is known of the documents, without opening any: whose plan, which year, which stage. A question's words
are looked up only afterwards, in what was chosen here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.language import eras, text
from knowledge.language.asides import page_key
from knowledge.language.phrases import say
from knowledge.model import Language, Source
from knowledge.shelf.file import StoreError
from knowledge.shelf.store import Record

SHIPPED = "大阪市港区"
"""Whose plan comes with the program: the ward that answers where nobody named another and it is on the shelf."""
STAGES = ("素案", "案", "確定", "中間振り返り", "評価反映")
"""From the first draft to the last state of a plan."""
MOST_TOLD = 5
"""Organisations that are listed by name."""
_CITY = re.compile(r"(?P<city>(?:.{1,3}?(?:都|道|府|県)(?!市))?(?:.{1,6}?市)?)(?P<own>.+)")
_STAGE_WORDS = re.compile(r"[(]?(?:素案|案|確定版?|中間振り?返り|(?:自己)?評価反映)[)]?$")
_OTHER_CITY = re.compile(r"[都道府県市]の?$")
_LONGER_NAME = re.compile(r"[\u3400-\u9fff々](?<![度年の今前版等他同各当現全本])$")
_TIED = re.compile(r"[にの当策以]")
_JOINED = re.compile(r"(?:の|と|や|、|及び|および)?")
"""What ties a name to the rest of the question and goes with it."""
_COMPARED = re.compile(r"(?:と|に|より)も?(?:比|の?差|どち|どっ|多|少|高|低|大き|小さ)")
"""楠木区と比べて: the ward at hand is meant too."""
_KANJI_NAME = re.compile(r"(?<![\u3400-\u9fff々])[\u3400-\u9fff々]+$")
_ENGLISH = re.compile(
    r"\b(?P<name>[A-Za-zōūāī]{3,}?)(?:['’]s)?(?:(?:-|\s+)(?i:ward|city|town|village|ku|shi))?(?![A-Za-z])"
)
_ASKED_STAGES = (
    ("素案", re.compile(r"素案")),
    ("案", re.compile(r"[(]案[)]|(?<![素提方法起答立発])案(?=では|の段階|の時点|のとき|段階|時点)|方針案|\bdraft\b")),
    ("確定", re.compile(r"確定版|確定(?=では|時|後)|策定(?:時|版)")),
    ("中間振り返り", re.compile(r"中間(?:振り?返り|評価)")),
    ("評価反映", re.compile(r"評価(?:を)?反映|評価後")),
)


@dataclass(frozen=True, slots=True)
class Route:
    """Which documents a question means."""

    documents: tuple[Record, ...]
    """The best first; none where the shelf lacks what the question names."""
    text: str
    """The question, without what named a document that would not have been asked otherwise."""
    lacking: tuple[str, int | None] | None = None
    """The organisation and the year that a question names and the shelf lacks."""


@dataclass(frozen=True)
class _Names:
    """How people name an organisation."""

    organisation: str
    city: str
    """大阪市 of 大阪市港区, 東京都 of 東京都港区; may be empty."""
    own: str
    """港区."""

    @classmethod
    def of(cls, organisation: str) -> _Names:
        match = _CITY.fullmatch(organisation)
        return cls(organisation, match["city"], match["own"]) if match else cls(organisation, "", organisation)

    def city_before(self, before: str) -> int:
        """How many characters at the end of a text name the city: 大阪市の, 大阪; 0 where it is not named."""
        town = re.sub(r"^.{1,3}?(?:都|道|府|県)(?!市)(?=.)", "", self.city)
        stems = (self.city, town, self.city[:-1], town[:-1])
        bare = before.removesuffix("の")
        length = max((len(stem) for stem in stems if stem and bare.endswith(stem)), default=0)
        return length + len(before) - len(bare) if length else 0

    @cached_property
    def reading(self) -> str:
        """港区 as English writes it, folded: minato."""
        return _reading(self.own)

    @cached_property
    def city_reading(self) -> str:
        """大阪市 as English writes it, folded; empty where no city is known."""
        return _reading(self.city) if self.city else ""


def _reading(name: str) -> str:
    """The folded reading of a name without its last character: 区, 市, 都."""
    return "".join(word.reading for word in text.words(name[:-1]))


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


def _stage(record: Record) -> str:
    """A page that names no stage is the settled plan."""
    return record.source.stage if record.source.stage in STAGES else "確定"


def _progress(record: Record) -> tuple[int, str, str]:
    return STAGES.index(_stage(record)), record.source.page_date or "", record.source.document


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
        self._names = tuple(_Names.of(organisation) for organisation in organisations if organisation)

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
        return tuple(sorted(names.organisation for names in self._names))

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
        return self._newest(self.organisation(organisation))[0]

    def organisation(self, name: str) -> str:
        """The organisation that a name means; StoreError where it means none or several."""
        asked = unicodedata.normalize("NFKC", name).replace(" ", "")
        found = [each for each in self.organisations if each == asked] or [
            names.organisation for names in self._names if asked and names.organisation.endswith(asked)
        ]
        if len(found) == 1:
            return found[0]
        problem = "trouble_organisation_several" if found else "trouble_organisation_unknown"
        raise StoreError(say(problem, "ja", name=name, there="、".join(sorted(found) or self.organisations)))

    def _newest(self, organisation: str) -> tuple[Record, ...]:
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

    # Which documents a question means

    def route(self, raw: str, default: Record, at_hand: Record, printed: Callable[[str], bool]) -> Route:
        """The documents that a question means, where `at_hand` is what the conversation is about.

        今年度 and 前年度 count from the year of `default`. `printed` tells whether a string stands in the document at
        hand, so that a year that is part of a name there is none of the question's.
        """
        asked = _nfkc(raw)
        organisations, foreign, rest = self._organisations(asked, default, at_hand)
        of = organisations or (at_hand.source.organisation or "",)
        years, shift, without_years = self._years(text.fold_widths(rest), of, printed)
        wanted = years[:1] or ((_shifted(default.source.fiscal_year, shift),) if shift is not None else ())
        if foreign:
            return Route((), raw, (foreign, None))
        if not organisations and not wanted:
            return self._at_stage(Route((at_hand,), raw), asked)
        found = tuple(self._candidates(organisations, wanted, at_hand))
        if years:
            lists = (self.printing(each, years[0]) for each in of)
            found = (*found, *(record for printing in lists for record in printing))
        elif not found and shift is not None:
            found = tuple(self._counting_from_themselves(organisations, shift, at_hand))
            if found:
                return Route(found, rest)
        if not found:
            return Route((), _blanked(rest, without_years), (organisations[0] if organisations else "", wanted[0]))
        if found == (default,):
            return self._at_stage(Route(found, raw), asked)
        cut = rest if years or shift == 0 else _blanked(rest, without_years)
        return self._at_stage(Route(found, cut), asked)

    def _years(
        self, asked: str, organisations: Sequence[str], printed: Callable[[str], bool]
    ) -> tuple[tuple[int, ...], int | None, str]:
        """The fiscal years that a question names, the one it names by its distance, and the question without them.

        A year that the document prints with the words behind it is part of a name, such as 令和3年度当初策定, unless
        the shelf has a plan of that year.
        """
        spans = [
            span
            for span in eras.find(asked)
            if span.year is None
            or not _is_name(asked, span, printed)
            or any(self.of(each, span.year) or self.printing(each, span.year) for each in organisations)
        ]
        for span in spans:
            asked = _cut(asked, span.start, span.end)
        shift = next((span.shift for span in spans if span.year is None), None)
        return tuple(span.year for span in spans if span.year is not None), shift, asked

    def _candidates(
        self, organisations: Sequence[str], wanted: Sequence[int | None], at_hand: Record
    ) -> Iterator[Record]:
        own = at_hand.source.organisation or ""
        for organisation in organisations or (own,):
            if not wanted:
                yield from (at_hand,) if organisation == own else self._newest(organisation)
                continue
            found = self.of(organisation, wanted[0])
            same = [each for each in found if plan_name(each.source.title) == plan_name(at_hand.source.title)]
            yield from same if same and organisation == own else found

    def _counting_from_themselves(self, organisations: Sequence[str], shift: int, at_hand: Record) -> Iterator[Record]:
        """前年度 in a list of several years is the year before its own newest one."""
        for organisation in organisations or (at_hand.source.organisation or "",):
            for each in self._newest(organisation):
                if _shifted(each.source.fiscal_year, shift) in each.years:
                    yield each

    def _at_stage(self, route: Route, asked: str) -> Route:
        """The stage of a plan that a question names, where the shelf has it."""
        for stage, pattern in _ASKED_STAGES:
            match = pattern.search(asked)
            if match is None:
                continue
            found = [one for each in route.documents for one in self.stages(each) if _stage(one) == stage]
            several = any(len(self.stages(each)) > 1 for each in found)
            if found and (several or stage in STAGES[:2]):
                return Route(tuple(found), pattern.sub(lambda told: " " * len(told.group()), _nfkc(route.text)))
        return route

    def _organisations(self, asked: str, default: Record, at_hand: Record) -> tuple[tuple[str, ...], str, str]:
        """The organisations that a question names, a place that the shelf lacks, and the question without them."""
        named: list[tuple[int, str]] = []
        rest = asked
        for own in sorted({names.own for names in self._names}, key=len, reverse=True):
            for match in re.finditer(re.escape(own), rest):
                same = [names for names in self._names if names.own == own]
                before, after = rest[: match.start()], rest[match.end() :]
                end = match.end() + len(_joined(after))
                if _COMPARED.match(after):
                    named.append((match.start(), at_hand.source.organisation or ""))
                exact = [names for names in same if names.city_before(before)]
                if exact:
                    named.extend((match.start(), names.organisation) for names in exact)
                    city_length = max(names.city_before(before) for names in exact)
                    rest = _cut(rest, match.start() - city_length, end)
                elif city := _OTHER_CITY.search(before):
                    name = re.split(r"[^\u3400-\u9fff々ァ-ヶー]", before[: city.end()].removesuffix("の"))[-1]
                    return (), f"{name}{own}", asked
                elif _LONGER_NAME.search(before) and (longer := _KANJI_NAME.search(before)):
                    return (), f"{longer.group()}{own}", asked
                else:
                    preferred = self._preferred([names.organisation for names in same], default, at_hand)
                    named.extend((match.start(), organisation) for organisation in preferred)
                    rest = _cut(rest, match.start(), end)
        found = [organisation for _, organisation in sorted(named, key=lambda each: each[0])]
        if not text.is_japanese(asked):
            english, rest = self._in_english(rest, default, at_hand)
            found.extend(english)
        return tuple(dict.fromkeys(found)), "", rest

    def _preferred(self, organisations: list[str], default: Record, at_hand: Record) -> list[str]:
        """Of organisations of one name the one at hand, else the default, else all of them."""
        for record in (at_hand, default):
            if record.source.organisation in organisations:
                return [record.source.organisation]
        return organisations

    def _in_english(self, asked: str, default: Record, at_hand: Record) -> tuple[list[str], str]:
        words = {text.fold_reading(word.lower()) for word in _words(asked)}
        found: list[str] = []
        rest = asked
        for match in _ENGLISH.finditer(asked):
            reading = text.fold_reading(match["name"].lower())
            same = [names for names in self._names if names.reading == reading and reading]
            if not same or not (match["name"][0].isupper() or match.group() != match["name"]):
                continue
            cities = [names for names in same if names.city_reading and names.city_reading in words]
            several = [names.organisation for names in same]
            found.extend([names.organisation for names in cities] or self._preferred(several, default, at_hand))
            rest = _cut(rest, *match.span())
            for names in cities:
                rest = re.sub(rf"(?i)\b(?:in |of )?{_spelling(names, asked)}\b(?:['’]s)?", " ", rest)
        return found, rest


def _is_name(asked: str, span: eras.YearSpan, printed: Callable[[str], bool]) -> bool:
    """Whether a year is tied to what follows it, and the document prints both together."""
    after = asked[span.end : span.end + 1]
    return bool(_TIED.match(after)) and printed(asked[span.start : span.end + 1])


def _joined(after: str) -> str:
    match = _JOINED.match(after)
    return match.group() if match and not _COMPARED.match(after) else ""


def _words(asked: str) -> list[str]:
    """The words of a question that may be a name in Latin letters."""
    return re.findall(r"[A-Za-zōūāī]{3,}", asked)


def _spelling(names: _Names, asked: str) -> str:
    """The city as the question spells it."""
    spelled = next(word for word in _words(asked) if text.fold_reading(word.lower()) == names.city_reading)
    return re.escape(spelled)


def _shifted(year: int | None, shift: int) -> int | None:
    return None if year is None else year + shift


def _newest_first(record: Record) -> tuple[int, bool, str]:
    """Newest year first; of one year the policy plan before other lists."""
    return -(record.source.fiscal_year or 0), "運営方針" not in record.source.title, record.source.document


def _years_told(years: Sequence[int], language: Language) -> str:
    """The years of an organisation's plans: the first and the last of very many."""
    ordered = [year_name(year, language) for year in sorted({year for year in years if year})]
    if len(ordered) > MOST_TOLD:
        return say("held_years", language, first=ordered[0], last=ordered[-1])
    return ("・" if language == "ja" else ", ").join(ordered) or "?"


def _nfkc(raw: str) -> str:
    return text.closed_up(unicodedata.normalize("NFKC", text.visible(raw)))


def _cut(asked: str, start: int, end: int) -> str:
    """The text with a span blanked, as long as before."""
    return asked[:start] + " " * (end - start) + asked[end:]


def _blanked(cased: str, blanked: str) -> str:
    """The first text with spaces where the second, of equal length, has them."""
    return "".join(old if new != " " else " " for old, new in zip(cased, blanked, strict=True))
