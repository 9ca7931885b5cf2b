"""Which amounts on a line are the entry's own, and of what year and kind they are.

An amount counts where the page sets it apart: in brackets with nothing but money in them (also if one bracket is lost),
at the end of the line after a space, or behind 予算 or 決算. Any other is part of a sentence: 1人5千円を助成する.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import reduce

from knowledge import money
from knowledge.brackets import CLOSING, OPENING, brackets
from knowledge.model import Amount
from knowledge.reading.dates import full_year, near_year

_YEAR = r"(?P<era>令和|平成|[RH](?=\.?[0-9]))?\.? ?(?P<year>元|[0-9]{1,4}) ?(?:年度?|(?=(?:当初)?(?:予算|決算)))"
_RELATIVE_YEARS = {"前年度": -1, "今年度": 0, "本年度": 0}
_WHEN = re.compile(rf"(?P<relative>{'|'.join(_RELATIVE_YEARS)})|{_YEAR}")
_WHAT = re.compile("予算|決算")
_UNIT = re.compile("単位 ?:? ?(?P<named>百万円|千円|円)|(?:[:(]|額 ?) ?(?P<bare>百万円|千円)(?=[)\\]〕】]|$)")
_UNITS = {"円": 1, "千円": 1_000, "百万円": 1_000_000}
_NOTHING = re.compile(r"[\s()\[\]〔〕【】]*(?:(?:予算|決算)?額?(?:なし|無し)|[-ー―])[\s()\[\]〔〕【】]*")
# (2) is more often a numbering than two thousand yen.
_BARE_NUMBER = re.compile(r" *(?P<figure>(?P<sign>[△▲-]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{2,12}|0)) *")
_BRACKETS = re.escape(OPENING + CLOSING)
_UNNAMED_YEAR = _YEAR.replace("?P<era>", "?:").replace("?P<year>", "?:")
_NEXT_BRACKET = re.compile(f"[{_BRACKETS}]")
_WORDS = re.compile(
    rf"{_UNNAMED_YEAR}|[前今本]年度|年度|当初|補正|予算|決算|見込|額|案|約|単位|"
    rf"百?[千万億]?円|百万円|[総合]?計|なし|無し|\0|,(?![0-9])|[\s:;、・/+{_BRACKETS}]"
)
_LABEL = re.compile(rf"(?:(?:{_WHEN.pattern}) ?)?(?:当初|補正)?(?:予算|決算)見?込?額?案?[はの: ]{{0,2}}約?$")

_REACH = 60
"""Characters: an amount and its label are not longer."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What a heading or a label line says of the amounts below it, such as (4年度予算額:千円)."""

    kind: str | None = None
    """予算額 or 決算額."""
    fiscal_year: int | None = None
    unit: int | None = None
    """Yen that a bare number counts for."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A part of a line that speaks of nothing but money."""

    span: tuple[int, int]
    words: str
    """The folded characters within."""


def set_apart(text: str, unit: int | None = None) -> tuple[Apart, ...]:
    """The parts of a line that speak of nothing but money, in order; also bare numbers in brackets, given a `unit`."""
    folded = money.fold(text)
    spans = _in_brackets(text, folded, unit) + _behind_labels(folded) + _at_the_end(folded)
    apart: list[tuple[int, int]] = []
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or first >= apart[-1][1]:
            apart.append((first, last))
    return tuple(Apart(span, folded[slice(*span)]) for span in apart)


def without(text: str, apart: tuple[Apart, ...]) -> str:
    """The line with spaces in place of those parts; as long as before."""
    characters = list(text)
    for part in apart:
        first, last = part.span
        characters[first:last] = " " * (last - first)
    return "".join(characters)


def captioned(apart: tuple[Apart, ...], plan_year: int | None, above: Caption) -> Caption:
    """What the parts without an amount say of the amounts to come, on top of what was said `above`."""
    bare = (part for part in apart if not _printed(part.words))
    return reduce(lambda caption, part: _described(part.words, plan_year, caption), bare, above)


def amounts(text: str, number: int, caption: Caption, plan_year: int | None) -> tuple[Amount, ...]:
    """The amounts that line `number` prints for its entry.

    Year and kind come from the words beside them, else from the caption, else they are the plan's own.
    """
    return tuple(
        amount
        for part in set_apart(text, caption.unit)
        for amount in _amounts_of(part, text[slice(*part.span)], number, caption, plan_year)
    )


def _amounts_of(part: Apart, raw: str, number: int, caption: Caption, plan_year: int | None) -> list[Amount]:
    found = _printed(part.words) or _bare_number(part.words, caption.unit)
    said = caption
    end = 0
    result = []
    for figure in found:
        first, last = figure.span
        words = part.words[end:first] if len(found) > 1 else part.words[:first] + "\0" + part.words[last:]
        said = _described(words, plan_year, said)
        result.append(
            Amount(
                yen=figure.yen,
                fiscal_year=said.fiscal_year or plan_year,
                kind=said.kind or "予算額",
                raw=raw[first:last],
                line=number,
                inferred=said.kind is None,
            )
        )
        end = last
    return result


def _described(words: str, plan_year: int | None, above: Caption) -> Caption:
    what = _WHAT.findall(words)
    years = [year for match in _WHEN.finditer(words) if (year := _year(match, plan_year)) is not None]
    unit = _UNIT.search(words)
    return replace(
        above,
        kind=f"{what[-1]}額" if what else above.kind,
        fiscal_year=years[-1] if years else above.fiscal_year,
        unit=_UNITS[unit["named"] or unit["bare"]] if unit else above.unit,
    )


def _year(match: re.Match[str], plan_year: int | None) -> int | None:
    if match["relative"]:
        return None if plan_year is None else plan_year + _RELATIVE_YEARS[match["relative"]]
    return full_year(match["era"], match["year"]) if match["era"] else near_year(match["year"], plan_year)


def _printed(folded: str) -> tuple[money.Money, ...]:
    """Amounts with 円: on a page, 100万 without it is not money."""
    return tuple(figure for figure in money.find(folded) if figure.raw.endswith("円"))


def _bare_number(words: str, unit: int | None) -> tuple[money.Money, ...]:
    """The one number without 円 that is left beside year and kind, where a caption gave the unit."""
    rest = _WORDS.sub(lambda word: " " * len(word[0]), words)
    match = _BARE_NUMBER.fullmatch(rest)
    if unit is None or match is None:
        return ()
    yen = int(match["digits"].replace(",", "")) * unit
    return (money.Money(-yen if match["sign"] else yen, match["sign"] + match["digits"], match.span("figure")),)


def _only_money(folded: str, unit: int | None = None) -> bool:
    if len(folded) > _REACH:
        return False
    if _NOTHING.fullmatch(folded):
        return True
    if _bare_number(folded, unit):
        return True
    figures = _printed(folded)
    if not (figures or _WHAT.search(folded) or "単位" in folded):
        return False
    for figure in reversed(figures):
        first, last = figure.span
        folded = folded[:first] + "\0" + folded[last:]
    return not _WORDS.sub("", folded)


def _in_brackets(text: str, folded: str, unit: int | None) -> list[tuple[int, int]]:
    found = brackets(text)
    spans = [(left, right + 1) for left, right in found.pairs if _only_money(folded[left + 1 : right], unit)]
    starts = {figure.span[1]: figure.span[0] for figure in _printed(folded)} if found.alone else {}
    for place in found.alone:
        if text[place] in CLOSING and place in starts:
            spans.append((_label_start(folded, starts[place]), place + 1))
        elif text[place] in OPENING:
            last = _NEXT_BRACKET.search(folded, place + 1)
            end = last.start() if last else len(folded)
            spans += [(place, end)] if _only_money(folded[place + 1 : end], unit) else []
    return spans


def _behind_labels(folded: str) -> list[tuple[int, int]]:
    starts = [(_label_start(folded, figure.span[0]), figure) for figure in _printed(folded)]
    return [(start, figure.span[1]) for start, figure in starts if start < figure.span[0]]


def _label_start(folded: str, place: int) -> int:
    label = _LABEL.search(folded, max(0, place - _REACH), place)
    return label.start() if label else place


def _at_the_end(folded: str) -> list[tuple[int, int]]:
    starts = [0, *(match.end() for match in re.finditer(r"\s+", folded))]
    start = next((start for start in starts if len(folded) - start <= _REACH and _only_money(folded[start:])), None)
    return [] if start is None else [(start, len(folded))]
