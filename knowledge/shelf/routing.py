"""Which documents of the shelf a question means.

Chooses by what is known of the documents, without opening any: whose plan, which year, which stage. A question's words
are looked up only afterwards, in what was chosen here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from knowledge.language import eras, text
from knowledge.shelf.catalogue import STAGES, Catalogue, plan_name, stage_of
from knowledge.shelf.rows import Record

_CITY = re.compile(r"(?P<city>(?:.{1,3}?(?:都|道|府|県)(?!市))?(?:.{1,6}?市)?)(?P<own>.+)")
_CITIES = tuple("都道府県市")
_LONGER_NAME = re.compile(r"[\u3400-\u9fff々](?<![度年の今前版等他同各当現全本])$")
_TIED = "にの当策以"
_JOINS = ("の", "と", "や", "、", "及び", "および")
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


@cache
def _named(organisations: tuple[str, ...]) -> tuple[_Names, ...]:
    return tuple(map(_Names.of, organisations))


@dataclass(frozen=True, slots=True)
class Router:
    """Chooses documents, where `at_hand` is what the conversation is about."""

    catalogue: Catalogue
    default: Record
    """The one that answers where nobody named another."""
    at_hand: Record

    @property
    def _all(self) -> tuple[_Names, ...]:
        return _named(self.catalogue.organisations)

    def route(self, raw: str, printed: Callable[[str], bool]) -> Route:
        """The documents that a question means.

        今年度 and 前年度 count from the year of the default. `printed` tells whether a string stands in the document
        at hand, so that a year that is part of a name there is none of the question's.
        """
        default, at_hand = self.default, self.at_hand
        asked = _nfkc(raw)
        organisations, foreign, rest = self._organisations(asked)
        of = organisations or (at_hand.source.organisation or "",)
        years, shift, without_years = self._years(text.fold_widths(rest), of, printed)
        wanted = years[:1] or ((_shifted(default.source.fiscal_year, shift),) if shift is not None else ())
        if foreign:
            return Route((), raw, (foreign, None))
        if not organisations and not wanted:
            return self._at_stage(Route((at_hand,), raw), asked)
        found = tuple(self._candidates(organisations, wanted))
        if years:
            lists = (self.catalogue.printing(each, years[0]) for each in of)
            found = (*found, *(record for printing in lists for record in printing))
        elif not found and shift is not None:
            found = tuple(self._counting_from_themselves(organisations, shift))
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
            or any(
                self.catalogue.of(each, span.year) or self.catalogue.printing(each, span.year) for each in organisations
            )
        ]
        for span in spans:
            asked = _cut(asked, span.start, span.end)
        shift = next((span.shift for span in spans if span.year is None), None)
        return tuple(span.year for span in spans if span.year is not None), shift, asked

    def _candidates(self, organisations: Sequence[str], wanted: Sequence[int | None]) -> Iterator[Record]:
        at_hand = self.at_hand
        own = at_hand.source.organisation or ""
        for organisation in organisations or (own,):
            if not wanted:
                yield from (at_hand,) if organisation == own else self.catalogue.newest(organisation)
                continue
            found = self.catalogue.of(organisation, wanted[0])
            same = [each for each in found if plan_name(each.source.title) == plan_name(at_hand.source.title)]
            yield from same if same and organisation == own else found

    def _counting_from_themselves(self, organisations: Sequence[str], shift: int) -> Iterator[Record]:
        """前年度 in a list of several years is the year before its own newest one."""
        for organisation in organisations or (self.at_hand.source.organisation or "",):
            for each in self.catalogue.newest(organisation):
                if _shifted(each.source.fiscal_year, shift) in each.years:
                    yield each

    def _at_stage(self, route: Route, asked: str) -> Route:
        """The stage of a plan that a question names, where the shelf has it."""
        for stage, pattern in _ASKED_STAGES:
            match = pattern.search(asked)
            if match is None:
                continue
            found = [one for each in route.documents for one in self.catalogue.stages(each) if stage_of(one) == stage]
            several = any(len(self.catalogue.stages(each)) > 1 for each in found)
            if found and (several or stage in STAGES[:2]):
                return Route(tuple(found), pattern.sub(lambda told: " " * len(told.group()), _nfkc(route.text)))
        return route

    def _organisations(self, asked: str) -> tuple[tuple[str, ...], str, str]:
        """The organisations that a question names, a place that the shelf lacks, and the question without them."""
        named: list[tuple[int, str]] = []
        rest = asked
        for own in sorted({names.own for names in self._all}, key=len, reverse=True):
            for start in text.places(own, rest):
                same = [names for names in self._all if names.own == own]
                before, after = rest[:start], rest[start + len(own) :]
                end = start + len(own) + len(_joined(after))
                if _COMPARED.match(after):
                    named.append((start, self.at_hand.source.organisation or ""))
                exact = [names for names in same if names.city_before(before)]
                if exact:
                    named.extend((start, names.organisation) for names in exact)
                    city_length = max(names.city_before(before) for names in exact)
                    rest = _cut(rest, start - city_length, end)
                elif (city := before.removesuffix("の")).endswith(_CITIES):
                    name = re.split(r"[^\u3400-\u9fff々ァ-ヶー]", city)[-1]
                    return (), f"{name}{own}", asked
                elif _LONGER_NAME.search(before) and (longer := _KANJI_NAME.search(before)):
                    return (), f"{longer.group()}{own}", asked
                else:
                    preferred = self._preferred([names.organisation for names in same])
                    named.extend((start, organisation) for organisation in preferred)
                    rest = _cut(rest, start, end)
        found = [organisation for _, organisation in sorted(named, key=lambda each: each[0])]
        if not text.is_japanese(asked):
            english, rest = self._in_english(rest)
            found.extend(english)
        return tuple(dict.fromkeys(found)), "", rest

    def _preferred(self, organisations: list[str]) -> list[str]:
        """Of organisations of one name the one at hand, else the default, else all of them."""
        for record in (self.at_hand, self.default):
            if record.source.organisation in organisations:
                return [record.source.organisation]
        return organisations

    def _in_english(self, asked: str) -> tuple[list[str], str]:
        words = {text.fold_reading(word.lower()) for word in _words(asked)}
        found: list[str] = []
        rest = asked
        for match in _ENGLISH.finditer(asked):
            reading = text.fold_reading(match["name"].lower())
            same = [names for names in self._all if names.reading == reading and reading]
            if not same or not (match["name"][0].isupper() or match.group() != match["name"]):
                continue
            cities = [names for names in same if names.city_reading and names.city_reading in words]
            several = [names.organisation for names in same]
            found.extend([names.organisation for names in cities] or self._preferred(several))
            rest = _cut(rest, *match.span())
            for names in cities:
                rest = re.sub(rf"(?i)\b(?:in |of )?{_spelling(names, asked)}\b(?:['’]s)?", " ", rest)
        return found, rest


def _is_name(asked: str, span: eras.YearSpan, printed: Callable[[str], bool]) -> bool:
    """Whether a year is tied to what follows it, and the document prints both together."""
    after = asked[span.end : span.end + 1]
    return after != "" and after in _TIED and printed(asked[span.start : span.end + 1])


def _joined(after: str) -> str:
    return "" if _COMPARED.match(after) else next((join for join in _JOINS if after.startswith(join)), "")


def _words(asked: str) -> list[str]:
    """The words of a question that may be a name in Latin letters."""
    return re.findall(r"[A-Za-zōūāī]{3,}", asked)


def _spelling(names: _Names, asked: str) -> str:
    """The city as the question spells it."""
    spelled = next(word for word in _words(asked) if text.fold_reading(word.lower()) == names.city_reading)
    return re.escape(spelled)


def _shifted(year: int | None, shift: int) -> int | None:
    return None if year is None else year + shift


def _nfkc(raw: str) -> str:
    return text.closed_up(unicodedata.normalize("NFKC", text.arabic(text.visible(raw))))


def _cut(asked: str, start: int, end: int) -> str:
    """The text with a span blanked, as long as before."""
    return asked[:start] + " " * (end - start) + asked[end:]


def _blanked(cased: str, blanked: str) -> str:
    """The first text with spaces where the second, of equal length, has them."""
    return "".join(old if new != " " else " " for old, new in zip(cased, blanked, strict=True))
