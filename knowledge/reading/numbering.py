"""What a heading begins with: 基本目標1, 施策1-1, Ⅰ－２, 課題A, A1-①, (1), ①, ◆. Headings of one kind look alike."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from knowledge.language.brackets import CLOSING, OPENING
from knowledge.language.money import fold
from knowledge.language.series import KANA
from knowledge.reading.dates import spoken_number
from knowledge.reading.lines import MARKS

_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_SINGLE = {sign: at for at, sign in enumerate(_ROMAN, 1)} | {chr(0x245F + at): at for at in range(1, 21)}
"""Signs that are a number each: Ⅳ, ④."""
_LATIN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_KANJI = "一二三四五六七八九十"
_DASHES = "-－ー―—‐−"
_SPACES = " 　\t"
_APART = ".:、,/|｜．：" + _SPACES
"""What parts a number from the name behind it."""
_LEVELS = tuple(
    "目標 方針 課題 将来像 策 柱 重点 項目 プロジェクト 戦略 事業 取組 取り組み 分野 視点 テーマ ビジョン "
    "プラン".split()
)
"""How the words end that plans call their levels by: 基本目標, まちづくりの柱."""
_LONGEST_WORD = 10
_PARTS = "章編部節款項"


@dataclass(frozen=True, slots=True)
class Numbering:
    """The beginning of a heading, apart from its name."""

    look: str
    """The same for headings of one kind: 施策#-#, (#), ◆."""
    word: str | None
    """What the plan calls its level: 施策."""
    code: str | None
    """Its number in ASCII: 1-2 for Ⅰ－２, A1-1 for A1-①; None for what begins anew in every list: (1)."""
    title: str
    """The rest, as printed."""


def numbering(printed: str) -> Numbering | None:
    """What a line begins with, where it is a numbering, a sign, or both."""
    text = fold(printed)
    at = _over(text, 0, _SPACES)
    mark = text[at] if text[at : at + 1] and text[at] in MARKS else ""
    at = _over(text, at + len(mark), _SPACES)
    worded = _worded(printed, text, at, mark)
    if worded is not None and is_level(worded.word):
        return worded
    return _numbered(printed, text, at, mark) or _marked(printed, at, mark)


def led(printed: str) -> Numbering | None:
    """What a line begins with where a word that need not be one of a level leads a code with a letter: 方向A1."""
    text = fold(printed)
    at = _over(text, 0, _SPACES)
    return _worded(printed, text, at, "")


def is_label(line: str) -> bool:
    """Whether a line is the word and the number of a level alone, above the heading's name: 将来像Ⅱ."""
    told = numbering(line)
    return told is not None and told.word is not None and not told.title


def counted(text: str, count: int) -> str | None:
    """The level that a text says a plan to have so many of: 取組 for 25の取組で進めます and 25."""
    folded = fold(text)
    for sign in (f"{count}の", f"{count}つの"):
        before, found, behind = folded.partition(sign)
        if found and not before[-1:].isdigit():
            ends = (end for end in range(1, _LONGEST_WORD + 1) if behind[:end].endswith(_LEVELS))
            return next((behind[:end] for end in ends), None)
    return None


def is_level(word: str | None) -> bool:
    """Whether a word is one that plans call their levels by: 施策, 区政課題, 章."""
    return word is not None and (word in _PARTS or word.endswith(_LEVELS))


def is_lettered(code: str | None) -> bool:
    """Whether a letter leads a code, which only its place among others tells from a word: A, A1-1."""
    return code is not None and code[0].isalpha()


def _marked(printed: str, at: int, mark: str) -> Numbering | None:
    return Numbering(mark, None, None, printed[at:].strip()) if mark and printed[at:].strip() else None


def _worded(printed: str, text: str, at: int, mark: str) -> Numbering | None:
    """基本目標1 …, 【施策1-1】…, 第2章 …"""
    start = _over(text, at, OPENING + _SPACES)
    first = next(
        (place for place in range(start, min(len(text), start + _LONGEST_WORD + 1)) if _begins(text, place)), 0
    )
    around = text[first - 1 : first] == "("
    word = text[start : first - around].strip()
    number = _number(text, first) if word else None
    if number is None or (around and text[number[1] : number[1] + 1] != ")"):
        return None
    code, end, look = number
    if word == "第" and text[end : end + 1] and text[end] in _PARTS:
        word, end = text[end], end + 1
    elif not (is_level(word) or (is_lettered(code) and not around)) or not set("。、:;").isdisjoint(word):
        return None
    if not _ends(text, end):
        return None
    end = _over(text, end, CLOSING + _APART)
    if around:  # such numbers begin anew in every list
        return Numbering(f"{mark}{word}({look})", word, None, printed[end:].strip())
    return Numbering(f"{word}{look}", word, code, _unbracketed(printed, start, end))


def _numbered(printed: str, text: str, at: int, mark: str) -> Numbering | None:
    """1-1 …, Ⅰ－１ …, 1 …, (1) …, ① …, ア …"""
    around = text[at : at + 1] == "("
    one = text[at + around : at + around + 1]
    number = _number(text, at + around)
    if one and ("①" <= one <= "⑳" or one in _KANJI or (one in KANA and number is not None and number[2] == "A")):
        code, end = None, at + around + 1
        look = "①" if "①" <= one <= "⑳" else "ア" if one in KANA else "一"
    elif number is not None:
        code, end, look = number
    else:
        return None
    if around:
        if text[end : end + 1] != ")":
            return None
        return Numbering(f"{mark}({look})", None, None, printed[end + 1 :].strip(_APART))
    if look == "①":
        return Numbering(f"{mark}①", None, None, printed[end:].strip(_APART))
    rest = text[end:]
    if not rest or rest[0] not in _APART or (rest[0] in ".," and rest[1:2].isdigit()):
        return None
    title = printed[end:].strip(_APART)
    is_counted = code is not None and "-" not in code and title[:1].isdigit()  # 1 000円
    return Numbering(f"{mark}{look}", None, code, title) if title and not is_counted else None


def _number(text: str, at: int) -> tuple[str, int, str] | None:
    """A number of one to four parts in ASCII, 1-2 for Ⅰ－２; the place behind it; and what its kind looks like.

    A letter may lead it, A1-2, or be all of it.
    """
    if not (lead := _lead(text, at)):
        return _parts(text, at)
    joint = text[at + 1 : at + 2] if text[at + 1 : at + 2] in _DASHES else ""
    behind = _parts(text, at + 1 + len(joint))
    if behind is None:
        return lead, at + 1, "A"
    code, end, look = behind
    joined = "-" * bool(joint)
    return f"{lead}{joined}{code}", end, f"A{joined}{look}"


def _parts(text: str, at: int) -> tuple[str, int, str] | None:
    """The same without a letter."""
    parts: list[str] = []
    first = "Ⅰ" if text[at : at + 1] in _SINGLE or text[at : at + 1].isalpha() else "#"
    while at < len(text) and len(parts) < 4:
        around = bool(parts) and text[at] == "("  # 1-1-(1)
        end = at = at + around
        if text[at : at + 1] in _SINGLE:
            value: int | str = _SINGLE[text[at]]
            end = at + 1
        elif parts and (sign := _lead(text, at)):
            value, end = sign, at + 1  # 1-1-ア
        elif text[at - 1 : at] == "第" and text[at : at + 1] in _KANJI:
            end = _over(text, at, _KANJI)
            value = spoken_number(text[at:end])
        else:
            while end < len(text) and end - at < 4 and (text[end].isascii() and text[end].isalnum()):
                end += 1
            one = text[at:end]
            if one in _LATIN:
                value = _LATIN[one]
            elif one.isdigit() and len(one) < 3:
                value = int(one)
            else:
                break
        if around and text[end : end + 1] != ")":
            break
        parts.append(str(value))
        at = end + around
        if at < len(text) and "①" <= text[at] <= "⑳" and parts[-1].isdigit():
            continue  # A1①
        joins = at < len(text) and (text[at] in _DASHES or (text[at] == "." and text[at + 1 : at + 2].isdigit()))
        if not joins or at + 1 >= len(text):
            return "-".join(parts), at, "-".join((first, *"#" * (len(parts) - 1)))
        at += 1
    return None


def _lead(text: str, at: int) -> str:
    """The letter that leads a number or is one, which is no part of a word: A of A1, ア of ア-2; else nothing."""
    one, before, behind = text[at : at + 1], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if one.isascii() and one.isupper():
        is_word = any(each.isascii() and each.isalpha() for each in (before, behind))
        return "" if is_word or one in _LATIN else one
    is_sign = one and one in KANA and not any(_is_katakana(each) for each in (before, behind))
    return one if is_sign else ""


def _is_katakana(sign: str) -> bool:
    return "ァ" <= sign <= "ー" and sign != "・"


def _begins(text: str, at: int) -> bool:
    if text[at - 1 : at] == "第" and text[at] in _KANJI:
        return True
    latin = text[at] in "IVX" and not text[at - 1 : at].isascii()
    return text[at] in _SINGLE or text[at].isdigit() or latin or bool(_lead(text, at))


def _ends(text: str, at: int) -> bool:
    """Whether a number behind a word ends there: 施策1 防災, 【施策1】, 柱Ⅰいのち, neither 施策3つ nor 事業 1,472."""
    if text[at : at + 1] in (",", ".") and text[at + 1 : at + 2].isdigit():
        return False  # an amount behind a name: 道路改良事業 1,472万円
    return at >= len(text) or text[at - 1] in _SINGLE or text[at] in _APART + CLOSING + OPENING


def _over(text: str, at: int, signs: str) -> int:
    while at < len(text) and text[at] in signs:
        at += 1
    return at


def _unbracketed(printed: str, start: int, end: int) -> str:
    """The name behind a number; 【施策1 防災】 stands whole in brackets."""
    name = printed[end:].strip(_SPACES)
    opened = [sign for sign in printed[:end][:start] if sign in OPENING]
    closed = opened and unicodedata.normalize("NFKC", name[-1:]) and name[-1:] in CLOSING
    return name[:-1].strip() if closed and not any(sign in OPENING for sign in name) else name
