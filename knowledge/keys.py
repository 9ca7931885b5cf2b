"""The hard keys of a question: codes, fiscal years, other places, amounts with their bounds.

They are read before anything else and taken out of the text, so that no digit of theirs is matched as a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.language import money, text
from knowledge.question.trade import Trade

_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_CODE = re.compile(
    r"(?:(?<![\d.,])|(?<=no\.))\d{1,2}(?:\s?(?:[-ー.の]|・(?=\d))\s?\d{1,3}){1,2}(?:-\d{1,4}){0,2}(?![\d%.,]|年|月|割|円|千円|万|歳|人|時|回|位|番目)"
)
_ISSUE = re.compile(
    r"(?:経営課題|課題)\s?(?:の|no\.?|ナンバー|番号)?\s?(\d{1,2}|[一二三四五六七八九])(?![\d-]|つ|番目|年|位|割|覧)|(?:management\s)?issues?\s?(?:no\.?|number|#)?\s?(\d{1,2})(?![\d-])"
)
_MORE_ISSUES = re.compile(
    r"^\s?(?:と|や|、|,|・|and|or|vs\.?|&|対)\s?(?:経営課題|課題|issue)?\s?(\d{1,2})(?![\d-]|年|位|割|つ|万|千|円|番目)"
)
_STRATEGY_NUMBER = re.compile(
    r"(?:戦略|取組|取り組み|strategy|strategies|initiative|action)\s?(?:no\.?|number|#)?\s?(\d{1,2})"
    r"(?![\d\-ー.の]|つ|番|年|位|割|件|個|本|万|千|円|億|th|st|nd|rd)"
)
_YEAR = re.compile(
    r"(?P<era>令和|平成|昭和|r|h)\s?(?P<number>\d{1,2}|元)\s?年?度(?:分|版)?"
    r"|(?P<western>(?:19|20)\d\d)\s?年度|(?<![\d年和成])(?P<bare>\d{1,2})年度(?!目)"
    r"|(?:fy|fiscal(?:\s?year)?)\s?'?(?P<fiscal>\d{4}|\d{2})\b|(?P<english>20\d\d)\s?(?:fiscal|budget)"
    r"|(?:for|in)\s(?P<plain>20\d\d)\b|reiwa\s(?P<reiwa>\d{1,2})"
    r"|(?<![a-z])(?P<letter>[rh])(?P<short>\d{1,2})(?=の|年|\s|は|で|$)"
    r"|令和(?P<reiwa_year>\d{1,2}|元)年(?!度|\d)"
)
_RELATIVE = (
    (re.compile(r"(?:一昨年度?|おととし|2年前|二年前|前々年度?|two years ago)"), -2),
    (re.compile(r"(?:去年度?|昨年度?|前年度?|前の年|前回|last (?:fiscal )?year|previous (?:fiscal )?year)"), -1),
    (re.compile(r"(?:今年度?|本年度|当年度|現年度|this (?:fiscal )?year)"), 0),
    (re.compile(r"(?:来年度?|翌年度?|次年度|next (?:fiscal )?year)"), 1),
    (re.compile(r"(?:再来年度?|翌々年度?)"), 2),
)
_ENGLISH_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten".split(), map(str, range(1, 11)), strict=True)
)
_SPELLED = re.compile(rf"\b(?:{'|'.join(_ENGLISH_NUMBERS)})(?=\s(?:thousand|million|billion))")
_ERA = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925}
_OTHER_PLACE = re.compile(
    r"(?:隣の|他の|ほかの|別の|よその)(?:区|市|自治体|まち|町)"
    r"|(?:other|another|neighbou?ring) (?:wards?|cit(?:y|ies)|municipalit(?:y|ies))"
)
_ENGLISH_PLACE = re.compile(
    r"\b(?P<name>[A-Za-zōūāī]{3,})(?:['’]s)?(?:-(?=ku|shi)|\s+)?(?P<kind>(?i:ward|city|prefecture|ku|shi)\b)?"
)

_COMPARE = (
    (re.compile(r"^\s?(?:以上|はこえる)"), "ge"),
    (re.compile(r"^\s?(?:以下|まで)"), "le"),
    (re.compile(r"^\s?未満|^\s?(?:に届かない|を下回る|に満たない|を切る)"), "lt"),
    (re.compile(r"^\s?(?:超|を超え|をこえ|を上回る)"), "gt"),
    (re.compile(r"^\s?より(?:も)?\s?(?:多|大き|高|上)"), "gt"),
    (re.compile(r"^\s?より(?:も)?\s?(?:少な|小さ|低|安|下)"), "lt"),
    (re.compile(r"^\s?(?:台|規模|前後|くらいの|ぐらいの|ほどの)"), "class"),
    (re.compile(r"^\s?(?:or more|and (?:above|over|up)|or above|and more)"), "ge"),
    (re.compile(r"^\s?(?:or less|or below|and (?:under|below))"), "le"),
)
_BEFORE = (
    (re.compile(r"(?:at least|no less than|minimum of|from)\s*$"), "ge"),
    (re.compile(r"(?:at most|up to|no more than|maximum of)\s*$"), "le"),
    (re.compile(r"(?:more than|over|above|exceeding|greater than|larger than|bigger than|exceeds?)\s*$"), "gt"),
    (re.compile(r"(?:less than|under|below|smaller than|cheaper than|fewer than)\s*$"), "lt"),
)
_RANGE = re.compile(r"^\s?(?:から|~|〜|-|ー|以上|and|to)\s?$")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which amounts, in yen; None is open."""

    low: int | None = None
    high: int | None = None
    open_low: bool = False
    """The low bound itself does not count: 超."""
    open_high: bool = False
    """The high bound itself does not count: 未満."""
    exact: bool = False
    """One amount, asked backwards."""

    def holds(self, yen: int) -> bool:
        """Whether an amount is inside."""
        low = self.low is None or yen > self.low or (yen == self.low and not self.open_low)
        high = self.high is None or yen < self.high or (yen == self.high and not self.open_high)
        return low and high


@dataclass(frozen=True, slots=True)
class Keys:
    """What was read, and the text without it."""

    rest: str
    codes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    """Fiscal years named outright."""
    shift: int | None = None
    """A fiscal year relative to the plan's: -1 for 去年."""
    places: tuple[str, ...] = ()
    own_city: str | None = None
    """The city of the plan's ward, where it is named without the ward."""
    bounds: Bounds | None = None


def read(asked: str, raw: str, organisation: str | None, printed: Callable[[str], bool] | None, trade: Trade) -> Keys:
    """The hard keys of a question in normal form.

    `printed` tells whether a string stands in the plan, so that a year may be part of its words; None: never.
    """
    bounds, rest = _bounds(_SPELLED.sub(lambda match: _ENGLISH_NUMBERS[match.group()].rjust(len(match.group())), asked))
    years, shift, rest = fiscal_years(rest, printed)
    codes, rest = _codes(rest)
    places, rest = _places(rest, raw, organisation or "", trade)
    return Keys(rest, codes, years, shift, places, _own_city(asked, organisation or ""), bounds)


def _own_city(asked: str, organisation: str) -> str | None:
    city = re.match(r"[^市]{1,6}市(?=.+区$)", organisation)
    return city.group() if city and re.search(rf"{city.group()}(?!{organisation[city.end() :]})", asked) else None


def _cut(asked: str, start: int, end: int) -> str:
    """The text with a span blanked, as long as before."""
    return asked[:start] + " " * (end - start) + asked[end:]


def _bounds(asked: str) -> tuple[Bounds | None, str]:
    found = [amount for amount in money.find(asked) if amount.yen or "0" in amount.raw]
    if not found:
        return None, asked
    rest = asked
    for amount in found:
        rest = _cut(rest, *amount.span)
    first = found[0]
    if len(found) > 1:
        second = found[1]
        if _RANGE.search(asked[first.span[1] : second.span[0]]):
            after = asked[second.span[1] :]
            low, high = sorted((first.yen, second.yen))
            return Bounds(low, high, open_high=after.lstrip().startswith("未満")), rest
    return _one_bound(first, asked), rest


def _one_bound(amount: money.Money, asked: str) -> Bounds:
    after, before = asked[amount.span[1] :], asked[: amount.span[0]]
    kinds = [kind for pattern, kind in _COMPARE if pattern.search(after)]
    kinds += [kind for pattern, kind in _BEFORE if pattern.search(before)]
    match kinds[0] if kinds else "exact":
        case "ge":
            return Bounds(low=amount.yen)
        case "le":
            return Bounds(high=amount.yen)
        case "gt":
            return Bounds(low=amount.yen, open_low=True)
        case "lt":
            return Bounds(high=amount.yen, open_high=True)
        case "class":
            step = 10 ** (len(str(abs(amount.yen))) - 1)
            return Bounds(low=amount.yen, high=amount.yen + step, open_high=True)
        case _:
            return Bounds(low=amount.yen, high=amount.yen, exact=True)


def without_years(asked: str) -> str:
    """The text with every fiscal year blanked."""
    for pattern in (_YEAR, *(pattern for pattern, _ in _RELATIVE)):
        asked = pattern.sub(lambda match: " " * len(match.group()), asked)
    return asked


def fiscal_years(asked: str, printed: Callable[[str], bool] | None) -> tuple[tuple[int, ...], int | None, str]:
    """The fiscal years that a text in lower case names, the one it names by its distance, and the text without them."""
    years: list[int] = []
    for match in reversed(list(_YEAR.finditer(asked))):
        follows = asked[match.end() : match.end() + 2]
        joined = printed is not None and re.match(r"(?:に|の|当|策|以)", follows) and follows.strip()
        if printed is not None and joined and printed(match.group() + follows[:1]):
            continue  # part of a name or a sentence of the plan, such as 令和3年度当初策定
        years.insert(0, _year(match))
        asked = _cut(asked, *match.span())
    for pattern, shift in sorted(_RELATIVE, key=lambda pair: -abs(pair[1])):
        if told := pattern.search(asked):
            return tuple(years), shift, _cut(asked, *told.span())
    return tuple(years), None, asked


def _year(match: re.Match[str]) -> int:
    found = match.groupdict()
    for name in ("western", "english", "plain"):
        if found[name]:
            return int(found[name])
    if found["fiscal"]:
        return int(found["fiscal"]) if len(found["fiscal"]) == 4 else 2000 + int(found["fiscal"])
    number = found["number"] or found["bare"] or found["reiwa"] or found["reiwa_year"] or found["short"]
    return _ERA[found["era"] or found["letter"] or "令和"] + (1 if number == "元" else int(number))


def _codes(asked: str) -> tuple[tuple[str, ...], str]:
    found: list[tuple[int, str]] = []
    for match in list(_CODE.finditer(asked)):
        if not asked[: match.start()].endswith("プラン") and not re.match(r"\d+\.\d+$", match.group()):
            found.append((match.start(), "-".join(re.findall(r"\d+", match.group()))))
            asked = _cut(asked, *match.span())
    while issue := _ISSUE.search(asked):
        found.append((issue.start(), (issue[1] or issue[2]).translate(_DIGITS)))
        asked, end = _cut(asked, *issue.span()), issue.end()
        while more := _MORE_ISSUES.search(asked[end:]):
            found.append((end, more[1]))
            asked = _cut(asked, end, end + more.end())
            end += more.end()
    while number := _STRATEGY_NUMBER.search(asked):
        found.append((number.start(), number[1]))
        asked = _cut(asked, number.start(1), number.end(1))
    codes = (_without_zeros(code) for _, code in sorted(found, key=lambda pair: pair[0]))
    return tuple(dict.fromkeys(codes)), asked


def _without_zeros(code: str) -> str:
    return "-".join(str(int(part)) for part in code.split("-"))


def _places(asked: str, raw: str, organisation: str, trade: Trade) -> tuple[tuple[str, ...], str]:
    """Other places, and the text without any place; the plan's own ward need not be named."""
    places: list[str] = []
    for name, start, end in _place_names(asked):
        if not (name in organisation or organisation.endswith(name)):
            places.append(name)
        if name not in organisation or len(name) > 2:
            asked = _cut(asked, start, end)
    if match := _OTHER_PLACE.search(asked):
        places.append(match.group())
        asked = _cut(asked, *match.span())
    if not text.is_japanese(raw):
        for name, is_own in _english_places(unicodedata.normalize("NFKC", raw), organisation, trade):
            if not is_own:
                places.append(name)
            asked = re.sub(re.escape(name.lower()), lambda match: " " * len(match.group()), asked)
    return tuple(dict.fromkeys(places)), asked


def _place_names(asked: str) -> Iterator[tuple[str, int, int]]:
    for word in reversed(text.words(asked)):
        if word.place and re.search(r"[区市都道府県]$", word.surface) and len(word.surface) > 1:
            yield word.surface, word.start, word.end


def _english_places(raw: str, organisation: str, trade: Trade) -> Iterator[tuple[str, bool]]:
    """Places, and whether each is the plan's own."""
    own = "".join(word.reading for word in text.words(text.normal(organisation)))
    for match in _ENGLISH_PLACE.finditer(raw):
        name = match["name"].lower()
        if text.is_romaji(name) and len(name) > 4 and text.fold_reading(name) in own:
            yield match.group().strip(), True
            continue
        listed = name in trade.places and (match["kind"] or match["name"][0].isupper())
        proper = match["kind"] and match["name"][0].isupper() and trade.filler.isdisjoint((name,))
        if listed or (proper and name not in trade.generic | trade.context):
            yield match.group().strip(), False
