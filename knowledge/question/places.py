"""Places that a question names: the document's own are no word of it, any other is not answered from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language import text
from knowledge.language.text import Part
from knowledge.question.trade import Trade

_OTHER = re.compile(
    r"(?:お?隣の|お?となりの|他の|ほかの|別の|よその|他(?=区))(?:区|市|自治体|まち|町)(?![\u3400-\u9fff])"
    r"|(?:other|another|neighbou?ring) (?:wards?|cit(?:y|ies)|municipalit(?:y|ies))"
)
_ENDS = re.compile(r".+[区市都道府県町村]")
_ENGLISH = re.compile(
    r"\b(?P<name>[A-Za-zōūāī]{3,})(?:['’]s)?(?:-(?=ku|shi)|\s+)?(?P<kind>(?i:ward|city|prefecture|ku|shi)\b)?"
)


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place in a text in normal form."""

    start: int
    end: int
    name: str
    is_own: bool
    """Whether it is the document's own ward, or the city that it belongs to together with it."""


def find(asked: str, raw: str, parts: Sequence[Part], organisation: str, trade: Trade) -> tuple[PlaceSpan, ...]:
    """The places that a question names, in order."""
    found = [PlaceSpan(*match.span(), match.group(), is_own=False) for match in _OTHER.finditer(asked)]
    if text.is_japanese(asked):
        found.extend(_japanese(asked, parts, organisation))
    else:
        found.extend(_english(asked, raw, organisation, trade))
    return tuple(sorted(found, key=lambda place: place.start))


def _japanese(asked: str, parts: Sequence[Part], organisation: str) -> Iterator[PlaceSpan]:
    """Runs of names with 区, 市, 都 …: 東京都港区, 西区, 大阪市; also of a name that is a person's as often: 楠木区."""
    run: list[Part] = []
    for part in (*parts, None):
        if part is not None and (part.word_kind == "固有名詞" or (run and part.surface in "区市都道府県町村")):
            run.append(part)
            continue
        if run:
            yield from _of_run(asked, run, organisation)
        run = []


_OFFICES = ("役所", "役場")
"""Behind a place's name: the office that is meant by it."""


def _of_run(asked: str, run: Sequence[Part], organisation: str) -> Iterator[PlaceSpan]:
    start, end = run[0].start, run[-1].end
    name = asked[start:end]
    end += next((len(office) for office in _OFFICES if asked.startswith(office, end)), 0)
    if not _ENDS.fullmatch(name) or (end < len(asked) and text.has_kanji(asked[end]) and name[-1] in "町村"):
        return
    own = _is_own(name, organisation)
    city_alone = own and name.endswith("市") and organisation.endswith("区")
    yield PlaceSpan(start, end, name, own and not city_alone)


def _is_own(name: str, organisation: str) -> bool:
    """Whether the name is the organisation's, or the end of it."""
    return bool(organisation) and (organisation.endswith(name) or organisation.startswith(name))


def _english(asked: str, raw: str, organisation: str, trade: Trade) -> Iterator[PlaceSpan]:
    own = "".join(word.reading for word in text.words(text.normal(organisation)))
    for match in _ENGLISH.finditer(unicodedata.normalize("NFKC", raw)):
        name = match["name"].lower()
        said = match.group().strip().lower()
        start = asked.find(said)
        if start < 0:
            continue
        end = start + len(said)
        end += 2 * asked.startswith("'s", end)
        if text.is_romaji(name) and len(name) > 4 and text.fold_reading(name) in own:
            yield PlaceSpan(start, end, match.group().strip(), is_own=True)
        elif (name in trade.places and (match["kind"] or match["name"][0].isupper())) or (
            match["kind"] and match["name"][0].isupper() and text.is_romaji(name)
        ):
            yield PlaceSpan(start, end, match.group().strip(), is_own=False)
