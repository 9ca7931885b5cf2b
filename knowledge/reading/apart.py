"""Which parts of a line speak of nothing but money.

Money is set apart in brackets with nothing but money in them (also if one bracket is lost), at the end of the line
after a space, in a column, or behind 予算 or 決算. Any other is part of a sentence: 1人5千円を助成する.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import takewhile

from knowledge.language import money
from knowledge.language.brackets import CLOSING, OPENING, brackets
from knowledge.reading.lines import GAP
from knowledge.reading.status import is_status

_YEAR = (
    r"(?P<era>令和|平成|[RH](?=\.?[0-9]))?\.? ?(?P<year>元|[0-9]{1,4}) ?"
    r"(?:年度?|(?=(?:当初)?(?:予算|決算))|(?:(?<=[RH][0-9])|(?<=[RH][0-9][0-9]))(?=[: ]))"
)


RELATIVE_YEARS = {"前年度": -1, "今年度": 0, "本年度": 0}


WHEN = re.compile(rf"(?P<relative>{'|'.join(RELATIVE_YEARS)})|{_YEAR}")


WHAT = re.compile("予算|決算")


SEVERAL_ROWS = "複数の行にわたる金額"
"""What stands behind money of a table that reaches over rows of several entries: it is none of them's own."""


ELSEWHERE = re.compile(f"再掲|内数|{SEVERAL_ROWS}")


# (うち国費500千円), (前年度比 +360千円): a part of what was printed before it, or how it has changed.
_PART = re.compile(
    r"(?:前年度?比|対前年度?比?|増減額?|差引|差額)[^、;()]{0,20}円\)?|"
    r"(?:[、,;(]|(?<=円)) {0,2}(?:うち|内(?!数))(?:[^、,;()円]|,(?=[0-9])){0,20}円\)?"
)


_OTHER_MONEY = re.compile(
    r"(?:(?:上限|限度|補助|助成|収入|効果|削減|目標|実績|売上)額|債務負担行為|上限|限度|あたり|当たり|につき|参加費|料金|単価|手数料|目標|実績|最大)"
    r"[はの:、 ]{0,2}$"
)
"""What stands before money that is no budget: ceilings, fees, aims."""


_GOES_ON = re.compile("[のをがにでとはへ]|から|まで|以[上下内]|未満|程度|ずつ|相当")
"""What stands behind money within a sentence."""


_CAPTION = re.compile("予算|決算|単位|算定|見込額|要求額")


_MAY_BE_MONEY = re.compile(f"[0-9円]|{_CAPTION.pattern}|なし|無し|再掲|[-ー―—]")


_HEADING_ENDS = tuple("】〕]>》〉≫")


_BEFORE_END = re.compile(rf"\s+|[{re.escape(''.join(_HEADING_ENDS))}](?=\S)")
"""What stands before money at the end of a line: 【訓練】1,240千円."""


_COLUMN = re.compile(r"\S(?:\t|\u3000| {2})\s*$")


_SMALL = 10_000
"""Yen: less than this, in 円 and without 予算 or 決算, is a fee."""


_UNIT = re.compile(
    "単位 ?[:は]? ?(?P<named>百万円|[千万]?円)|(?<![0-9])(?P<before>百万円|[千万]円)単位|"
    "(?:[:(]|額 ?) ?(?P<bare>百万円|千円)(?=[)\\]〕】]|$)"
)


_UNITS = {"円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000}


_NONE = ("-", "ー", "―", "—")


_AROUND_MONEY = " \u3000\t。" + OPENING + CLOSING


NOTHING = re.compile(r"[\s()\[\]〔〕【】]{0,9}(?:(?:予算|決算)?額?(?:なし|無し)|[-ー―—])[\s()\[\]〔〕【】]{0,9}")


_BARE_NUMBER = re.compile(
    r" *(?P<figure>(?P<sign>[△▲-]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?P<decimals>\.[0-9]{1,3})?) *"
)


_BRACKETS = re.escape(OPENING + CLOSING)


_UNNAMED_YEAR = _YEAR.replace("?P<era>", "?:").replace("?P<year>", "?:")


_NEXT_BRACKET = re.compile(f"[{_BRACKETS}]")


MONEY_WORDS = re.compile(
    rf"{_UNNAMED_YEAR}|[前今本]年度|年度|金額は?|の(?=単位)|(?<=単位)は|内は|当初|(?:[0-9]{{1,2}}月)?補正|予算|決算|算定|概算|要求|所要|見込み?|事業費|経費|費用|お金|[総全]?額|案|約|単位|後|"
    rf"百?[千万億]?円|[総合小]?計|の?内数|再掲|{SEVERAL_ROWS}|※|なし|無し|\0|,(?![0-9])|[\s:;、・/+→⇒{_BRACKETS}]"
)


"""What is said of money besides the amount."""
SET_ASIDE = re.compile("(?:の予算)?[をがで]?(?:新たに)?(?:計上|措置|充て|投じ|予算化|盛り込|確保|見込)")
"""How a sentence goes on behind money that is set aside."""

_LABEL = re.compile(
    rf"(?:(?:{WHEN.pattern}) ?)?(?:当初|補正)?(?:予算|決算)(?:算定)?(?:見込み?)?額?案?[はの: ]{{0,2}}約?$"
)


MOST_REMEMBERED = 4_096
"""Lines whose money is remembered: a page is gone through several times."""


REACH = 60
"""Characters: an amount and its label are not longer."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A part of a line that speaks of nothing but money."""

    span: tuple[int, int]
    words: str
    """The folded characters within."""


@lru_cache(maxsize=MOST_REMEMBERED)
def set_apart(text: str, unit: int | None = None) -> tuple[Apart, ...]:
    """The parts of a line that speak of nothing but money, in order; also bare numbers in brackets, given a `unit`."""
    folded = money.fold(text)
    if not _MAY_BE_MONEY.search(folded):
        return ()
    text = _without_marks_behind(text)
    folded = _PART.sub(lambda part: "\0" * len(part[0]), money.fold(text))
    spans = _in_brackets(text, folded, unit) + _behind_labels(folded) + _at_the_end(text, folded, unit)
    spans += _in_columns(text, folded, unit)
    apart: list[tuple[int, int]] = []
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if (not apart or first >= apart[-1][1]) and not _is_in_a_sentence(folded, first, last):
            apart.append((first, last))
    return tuple(Apart(span, folded[slice(*span)]) for span in apart)


def _without_marks_behind(text: str) -> str:
    """A line, as long as it was, without what says of money that it is new: 7,538千円(新規)."""
    for left, right in brackets(text).pairs:
        if is_status(text[left : right + 1]) and text[:left].rstrip().endswith("円"):
            text = f"{text[:left]}{' ' * (right + 1 - left)}{text[right + 1 :]}"
    return text


def is_money(text: str, unit: int | None = None) -> bool:
    """Whether a text speaks of money and of nothing else; also by a bare number, given a `unit`."""
    apart = set_apart(text, unit)
    return bool(apart) and not without(text, apart).strip(_AROUND_MONEY)


def _is_in_a_sentence(folded: str, first: int, last: int) -> bool:
    before = folded[max(0, first - REACH) : first].rstrip(" ([〔【")
    words, after = folded[first:last], folded[last : last + REACH]
    if _OTHER_MONEY.search(before) or after.startswith("のうち"):
        return True
    if printed_in(words):
        return not WHAT.search(words) and _goes_on(words, after)
    return not _CAPTION.search(words) and any(map(str.isdigit, words)) and after[:1].isalnum()  # (25)名


def _goes_on(words: str, after: str) -> bool:
    if ELSEWHERE.match(after.lstrip("の")):
        return False
    fee = all(figure.yen < _SMALL and not set(figure.raw) & set("千万億") for figure in printed_in(words))
    return _GOES_ON.match(after) is not None or (fee and bool(after[:1].strip()) and after[0] not in "。、" + CLOSING)


def without(text: str, apart: tuple[Apart, ...]) -> str:
    """The line with spaces in place of those parts; as long as before."""
    characters = list(text)
    for part in apart:
        first, last = part.span
        characters[first:last] = " " * (last - first)
    return "".join(characters)


def unit_in(words: str) -> int | None:
    """Yen that a number counts for, by (単位:千円) or 予算額(千円)."""
    found = _UNIT.search(words)
    return _UNITS[found["named"] or found["before"] or found["bare"]] if found else None


@lru_cache(maxsize=MOST_REMEMBERED)
def printed_in(folded: str) -> tuple[money.Money, ...]:
    """Amounts with 円 or ¥: on a page, 100万 without it is not money."""
    if "円" not in folded and "¥" not in folded:
        return ()
    return tuple(
        figure
        for figure in money.find(folded)
        if (figure.raw.endswith("円") or figure.raw.startswith("¥")) and abs(figure.yen) < money.LARGEST
    )


def bare_number(words: str, unit: int | None) -> tuple[money.Money, ...]:
    """The one number without 円 that is left beside year and kind, where a caption gave the unit."""
    rest = MONEY_WORDS.sub(lambda word: " " * len(word[0]), words)
    match = _BARE_NUMBER.fullmatch(rest)
    unit = unit_in(words) or unit
    if unit is None or match is None:
        return ()
    if len(match["figure"]) == 1 and match["figure"] != "0" and not WHAT.search(words):
        return ()  # (2) is more often a numbering than two thousand yen
    yen = Decimal(match["digits"].replace(",", "") + (match["decimals"] or "")) * unit
    if yen != int(yen) or yen >= money.LARGEST:
        return ()
    return (money.Money(-int(yen) if match["sign"] else int(yen), match["figure"], match.span("figure")),)


def is_only_money(folded: str, unit: int | None = None) -> bool:
    """Whether a folded text says an amount, its year and kind, or that there is none, and nothing else."""
    if len(folded) > REACH:
        return False
    if NOTHING.fullmatch(folded):
        return True
    if bare_number(folded, unit):
        return True
    figures = printed_in(folded)
    if not (figures or _CAPTION.search(folded)):
        return False
    for figure in reversed(figures):
        first, last = figure.span
        folded = folded[:first] + "\0" + folded[last:]
    return MONEY_WORDS.sub("", folded) in ("", *_NONE)


def says_kind(text: str) -> bool:
    """Whether a text says what money is to follow and nothing else: 事業費(百万円), 令和5年度予算額."""
    folded = money.fold(text)
    says_money = _CAPTION.search(folded) or "費" in folded or "額" in folded
    return len(folded) <= REACH and bool(says_money) and not printed_in(folded) and not MONEY_WORDS.sub("", folded)


def _in_brackets(text: str, folded: str, unit: int | None) -> list[tuple[int, int]]:
    found = brackets(text)
    spans = [(left, right + 1) for left, right in found.pairs if is_only_money(folded[left + 1 : right], unit)]
    starts = {figure.span[1]: figure.span[0] for figure in printed_in(folded)} if found.alone else {}
    for place in found.alone:
        if text[place] in CLOSING and place in starts:
            spans.append((_label_start(folded, starts[place]), place + 1))
        elif text[place] in OPENING:
            last = _NEXT_BRACKET.search(folded, place + 1)
            end = last.start() if last else len(folded)
            spans += [(place, end)] if is_only_money(folded[place + 1 : end], unit) else []
    return spans


def _behind_labels(folded: str) -> list[tuple[int, int]]:
    starts = [(_label_start(folded, figure.span[0]), figure) for figure in printed_in(folded)]
    return [(start, figure.span[1]) for start, figure in starts if start < figure.span[0]]


def _label_start(folded: str, place: int) -> int:
    label = _LABEL.search(folded, max(0, place - REACH), place)
    return label.start() if label else place


def _in_columns(text: str, folded: str, unit: int | None) -> list[tuple[int, int]]:
    """The last columns of a row, as far as they hold nothing but money."""
    starts = [gap.end() for gap in GAP.finditer(text)] if unit else []
    ends = [*(gap.start() for gap in GAP.finditer(text)), len(text)][1:]
    spans = list(zip(starts, ends, strict=False))
    return list(takewhile(lambda span: is_only_money(folded[slice(*span)], unit), reversed(spans)))


def _at_the_end(text: str, folded: str, unit: int | None) -> list[tuple[int, int]]:
    starts = [0, *(match.end() for match in _BEFORE_END.finditer(folded))]
    for start in starts:
        if len(folded) - start > REACH:
            continue
        words = folded[start:]
        # A bare number counts behind 予算額, or in a column of its own.
        counts = WHAT.search(words) or _COLUMN.search(text, 0, start) or folded[start - 1 : start] in _HEADING_ENDS
        if is_only_money(words, unit if counts else None):
            return [(start, len(folded))]
    return []
