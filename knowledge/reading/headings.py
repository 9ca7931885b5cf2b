"""One line → what sort of heading it is: keyword, code, label and amount, in any brackets, balanced or not."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from knowledge.language.brackets import CLOSING, OPENING, brackets
from knowledge.language.money import fold
from knowledge.language.series import KANA
from knowledge.language.text import first_word
from knowledge.model import Level
from knowledge.reading.amounts import names_sum
from knowledge.reading.apart import Apart, set_apart, without
from knowledge.reading.lines import Line
from knowledge.reading.status import unmarked, without_new


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens an entry."""

    level: Level
    code: str | None
    title: str
    """Empty where the title stands on the next line."""
    rest: str = ""
    """Words behind the closing bracket, which belong to the body."""
    keyword: bool = True
    """False where only a code or brackets make it a heading, so that its level is a guess from them."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line with a keyword alone, 主な戦略: the level of the items below it, or a caption within a body."""

    level: Level


@dataclass(frozen=True, slots=True)
class Section:
    """A line that divides the page and is in no entry: 1 重点的に取り組む主な経営課題."""

    items: Level
    """The level of what it holds."""


_MARKS = " 　:：■□◆◇▼▽▶●◎"
"""What stands around a title and is no part of it."""
_LONGEST = 300
"""Characters of a heading line; a bracketed one may have body text behind it."""
_LONGEST_ITEM = 60
"""Characters of a heading that nothing but its shape makes one."""

_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
_DASH = "[-ー―—]"
_NUMBER = r"(?:[0-9]{1,2}|[①-⑳Ⅰ-Ⅻ])"
_LETTER = f"(?:[{KANA}](?![ァ-ヴー])|[A-Za-z](?![A-Za-z]))"
_ENCLOSED = rf"[(](?:[0-9]{{1,2}}|{_LETTER})[)]"
_CODE = (
    rf"(?:{_NUMBER}|[A-Z](?= ?{_DASH} ?[0-9A-Za-z]|[{re.escape(CLOSING)} :]))"
    rf"(?: ?{_DASH} ?(?:{_NUMBER}|{_LETTER}|{_ENCLOSED})|{_ENCLOSED}(?:{_LETTER}|[①-⑳])?){{0,3}}"
)
_SIGN = re.compile(rf"{_NUMBER}|{_LETTER}")
# What may not follow a code: 2-1,240千円, 3.1, 06-6576; words that go on behind it are told by `_goes_on`.
_CODE_END = r"(?![0-9]|[-ー.,][0-9]|%)"
_COUNTERS = frozenset("年月日人つ点件回度")
_COUNTED_ON = frozenset("間度目分以数前後頃")
"""What stands behind a counter that is no name: 3日間, 2年度."""
_LEFT, _RIGHT = re.escape(OPENING), re.escape(CLOSING)
LEVELS = (Level.ISSUE, Level.STRATEGY, Level.ACTION)
"""Those that a heading names by its keyword, from above."""
_MAIN = r"(?:(?:主な|主要な?|重点的?な?) ?)?"
_KEYWORDS = {
    Level.ISSUE: r"経営課題",
    Level.STRATEGY: r"(?:めざす成果及び)?戦略",
    Level.ACTION: r"具体的な?(?:取組み?|取り組み)|(?<=主な)(?:取組み?|取り組み)|(?:取組|取り組み)(?= ?[0-9A-ZⅠ-Ⅻ])",
}
_DASHES: dict[Level | None, int] = {Level.STRATEGY: 1, Level.ACTION: 2}
"""How many dashes the whole code of a level has: nobody counts 1-1-1人."""
_ANY_KEYWORD = "|".join(_KEYWORDS.values())
_KEYWORD = "|".join(f"(?P<{level}>{words})" for level, words in _KEYWORDS.items())
_HEADING = re.compile(
    rf"(?P<open>[{_LEFT} ]*)(?:(?P<early>{_CODE})[{_RIGHT} :.]+(?={_MAIN}(?:{_ANY_KEYWORD})))?{_MAIN}"
    rf"(?:(?:{_KEYWORD})(?=$|[ :・0-9A-Z①-⑳Ⅰ-Ⅻ■{_LEFT}{_RIGHT}]))?"
    rf"[{_RIGHT} :]*(?:[{_LEFT} ]*(?P<code>{_CODE}){_CODE_END})?(?P<gap>[ :.、]*)"
)
_HEADING_AT_THE_FRONT = re.compile(rf"[{_LEFT} ]*{_MAIN}(?:{_ANY_KEYWORD})")
_LABELLED_BY_CODE = re.compile(rf"[{_LEFT} ]*(?P<code>{_CODE})[{_RIGHT} :.]+")
_NUMBERED = re.compile(rf"[{_LEFT} ]*{_MAIN}(?:{_ANY_KEYWORD}) ?[0-9][0-9.]*[ :{_RIGHT}]")
_AIMS = {
    Level.GOAL: "目標|めざす(?:姿|将来像)",
    Level.MISSION: "使命",
    Level.POLICY: "(?:政?運営の?)?基本的な考え方|政?運営の?(?:考え方|基本方針)|長の方針",
}
_AIM = re.compile(
    rf"(?:[(]?[0-9]{{1,2}}[). 、]+)?[{_LEFT} ]*(?P<title>(?:(?:令和|平成)?[0-9元]{{1,4}}年度?の? ?)?"
    rf"(?P<owner>[^\s・、「」]{{0,10}}?(?:[区局室所部課校園]|所属)の?)?"
    rf"(?:{'|'.join(f'(?P<{level}>{words})' for level, words in _AIMS.items())})"
    rf"(?P<gloss> ?\([^()】>]{{0,30}}\)?|: ?(?:何|どの)[^】>]{{0,30}})?)"
    rf"(?: *[{_RIGHT}] *| *: *| +|$)(?P<rest>.*)"
)
_BEHIND = re.compile(rf"(?P<label>.+?) ?(?P<open>[{_LEFT}]){_MAIN}(?:{_KEYWORD}) ?(?P<code>{_CODE})?[{_RIGHT} ]*")
"""町会への加入促進【戦略1-1】: keyword and code behind the label."""
_PARTICLE = re.compile(r"(?:[(][^()]*[)])?(?:[のをがにではもへ]|と(?:して|の|も|は)|から|など|について)")
"""How a sentence goes on behind a name: 経営課題1【安全】について."""
_NO_TITLE = re.compile(rf"(?:{_MAIN}(?:{_ANY_KEYWORD})|[ /・\t{_LEFT}{_RIGHT}])+")
"""A row of a table's headings, and nothing to call an entry by."""
_COLUMNS = re.compile(
    rf"(?>{_MAIN}(?:{_ANY_KEYWORD})|主な?(?:取組|事業)|(?:取組|事業)?(?:概要|内容|名称?)|担当課?|所管課?|備考|目標|指標|"
    rf"[令和平成RH0-9元年度 ]{{0,12}}(?:(?:当初)?(?:予算|決算)額?(?:\([^()]{{1,8}}\))?|増減)|[ /・\t、と]|及び|"
    r"[令和平成RH]{0,2}[0-9元]{1,4}年度)++"
)
"""What stands beside 具体的取組 in a row of a table's headings; what was taken is never given back."""
_BEGINS = re.compile(
    rf"[【<《〈≪〔\[•●○◆◇■□▼▶➢*・‣※◎☆★◯→⇒]|[-–] |[(][0-9ア-ンa-z一二三四五六七八九十]{{1,2}}[)]|[①-⑳Ⅰ-Ⅻ]|"
    rf"[0-9]{{1,2}}[.、)] *(?![0-9])|[0-9]{{1,2}} (?![0-9])|第[0-9一二三四五六七八九十]{{1,3}}[章節編款]|"
    rf"{_MAIN}(?:{_ANY_KEYWORD}) ?[0-9【<]|[0-9]{{1,2}}-[0-9]{{1,2}}(?:-[0-9]{{1,2}})?[ :]"
)
"""How headings and items of lists begin."""
_REFORM = re.compile(r"(?=.{0,40}(?:改革プラン|市政改革|行財政改革)).{0,60}(?:取組|取組み|取り組み)(?:等|など)?")
_ISSUES = re.compile(r"重点的に取り組む(?:主な)?(?:経営)?課題.{0,20}|経営課題(?:と|への)取組")
_SECTION_NUMBER = re.compile(r"[0-9IVXⅠ-Ⅹ]{1,3}[ .、:]+")


def section(line: Line) -> Section | None:
    """The section that the line opens, if it does."""
    if is_sentence(line.text):
        return None
    text = _SECTION_NUMBER.sub("", line.folded.strip(OPENING + CLOSING + " "), count=1)
    if _ISSUES.fullmatch(text):
        return Section(Level.ISSUE)
    return Section(Level.REFORM) if _REFORM.fullmatch(text) else None


def aim(line: Line) -> Heading | None:
    """The heading of 区の目標, 区の使命 or 区運営の基本的な考え方, in all its wordings, if the line is one."""
    match = _AIM.fullmatch(line.folded)
    if match is None:
        return None
    level = next(level for level in _AIMS if match[level])
    if "及び" in line.folded or "および" in line.folded:
        return None  # 局の目標・使命および局運営の基本的な考え方: a heading of all three
    if not (level is Level.POLICY or match["owner"] or match["gloss"] or in_brackets(line.text)) and match["rest"]:
        return None  # a bare 目標 is a word of any body
    first, last = match.span("title")
    return Heading(level, None, line.text[first:last].strip(), line.text[match.start("rest") :].strip())


def heading(line: Line, unit: int | None = None) -> Heading | Label | None:
    """What the line opens by its keyword or its code: an issue, a strategy, an initiative; None for ordinary text.

    With a `unit`, the yen that a number counts for where the page has said so, bare numbers in brackets are money.
    """
    if len(line.text) > _LONGEST:
        return None
    line = replace(line, text=unmarked(line.text))
    apart = set_apart(line.text, unit)
    folded = without(line.folded, apart)
    if behind := _behind(line, folded, apart):
        return behind
    match = _HEADING.match(folded)
    if match is None:
        return None
    level = _level(match)
    code = _ascii(match["early"] or match["code"])
    title, rest = _title(without(line.text, apart)[match.end() :])
    if is_sentence(title) or _PARTICLE.match(rest):
        return None
    if match["code"] and (_goes_on(match, level) or not _code_stands_apart(match)):
        return None
    if level and code is None and title[:1].isdigit():
        return None  # 戦略1の推進に向けて
    if level and not code and (not title or _is_gloss(folded[match.end(level) :])):
        return Label(level)
    if level and not code and _COLUMNS.fullmatch(title):
        return Label(level)
    if _NO_TITLE.fullmatch(title) if title else any(names_sum(part.words) for part in apart):
        return None
    if level is None and (code is None or (code[0].isalpha() and code.count("-") < _DASHES[Level.ACTION])):
        return None
    return Heading(level or _by_depth(code), code, title, rest, keyword=level is not None)


def _level(match: re.Match[str]) -> Level | None:
    return next((level for level in _KEYWORDS if match[level]), None)


def _behind(line: Line, folded: str, apart: tuple[Apart, ...]) -> Heading | None:
    """The heading with keyword and code behind its label. In round brackets it needs the code, and is in no list."""
    match = _BEHIND.fullmatch(folded.strip())
    if match is None or is_sentence(folded) or _HEADING_AT_THE_FRONT.match(folded):
        return None
    if match["open"] in "(（" and (line.bullet or not match["code"]):
        return None
    if match["open"] not in "(（" and not match["code"] and len(match["label"]) > _LONGEST_ITEM:
        return None
    start = len(folded) - len(folded.lstrip())
    label = without(line.text, apart)[start : start + match.end("label")]
    early = _LABELLED_BY_CODE.match(label)
    code = match["code"] or (early["code"] if early else None)
    title, _ = _title(label[early.end() :] if early else label)
    level = _level(match)
    return Heading(level, _ascii(code), title) if level and title else None


def _is_gloss(text: str) -> bool:
    """Words that explain a keyword and name nothing: 主な戦略(課題解決の方策)."""
    return re.fullmatch(rf"[ {_RIGHT}]*\([^()]*\)[ {_RIGHT}:]*", text) is not None


def item(line: Line, level: Level, unit: int | None = None) -> Heading | None:
    """The line as an item of `level` without keyword or code, if it can be one: neither prose nor long nor money."""
    if len(line.text) > _LONGEST or is_sentence(line.text):
        return None
    title, rest = _title(without(line.text, set_apart(line.text, unit)))
    if not title or len(title) > _LONGEST_ITEM:
        return None
    return Heading(level, None, title, rest, keyword=False)


def is_sentence(text: str) -> bool:
    """Whether the text is prose: no heading holds a full stop."""
    return "。" in text


def is_numbered(line: Line) -> bool:
    """Whether the line begins like a heading, whatever its number is: 戦略1.1 防災."""
    return _NUMBERED.match(line.folded) is not None


def is_heading_like(text: str) -> bool:
    """Whether a line begins as headings and items of lists do, so that it is not the rest of the line above."""
    return _BEGINS.match(fold(text.strip())) is not None


def begun(line: Line) -> str | None:
    """The whole code of a level that a short line begins with behind its keyword, whether it is a heading or not."""
    if len(line.text) > _LONGEST_ITEM or is_sentence(line.text):
        return None
    match = _HEADING.match(line.folded)
    code = _ascii(match["early"] or match["code"]) if match else None
    level = _level(match) if match else None
    return code if code and level and code.count("-") == _DASHES.get(level) else None


def in_brackets(text: str) -> bool:
    """Whether the line begins with a bracket that pages put around headings."""
    return text.startswith(("【", "<", "＜", "《", "〈", "≪", "[", "［", "〔"))


def _ascii(code: str | None) -> str | None:
    if code is None:
        return None
    signs = (str(_ROMAN.index(sign) + 1) if sign in _ROMAN else sign for sign in _SIGN.findall(code))
    return unicodedata.normalize("NFKC", "-".join(signs))


def _by_depth(code: str | None) -> Level:
    return LEVELS[min((code or "").count("-"), 2)]


def _code_stands_apart(match: re.Match[str]) -> bool:
    """A code runs into the next word only behind a keyword or a bracket: 戦略1-1防災, but not 10-20代."""
    follows = match.string[match.end("code") : match.end("code") + 1]
    apart = not follows or match["gap"] or follows in OPENING + CLOSING
    led = match["open"].strip() or any(match[level] for level in _KEYWORDS)
    return bool(apart or match[Level.ISSUE] or (led and "-" in match["code"]))


def _goes_on(match: re.Match[str], level: Level | None) -> bool:
    """Whether a sentence goes on right behind a code: 戦略1-1の推進, 経営課題3つ, but not 取組1-1-1のびのび広場."""
    rest = match.string[match.end("code") :]
    if not rest or match["gap"]:
        return False
    word, is_particle = first_word(rest)
    if is_particle or rest[0] not in _COUNTERS:
        return is_particle
    counts = len(word) == 1 or word[1] in _COUNTED_ON
    return counts and match["code"].count("-") != _DASHES.get(level)


def _title(text: str) -> tuple[str, str]:
    """The words of a heading and what stands behind its closing bracket."""
    text = without_new(text.strip().lstrip(CLOSING).lstrip(_MARKS + "・-－―").rstrip(_MARKS))
    found = brackets(text)
    if found.pairs and found.pairs[0][0] == 0 and text[0] not in "(（「『":
        right = found.pairs[0][1]  # 経営課題1【…】
        text = text[1:right] + "】" + text[right + 1 :]
        found = brackets(text)
    cut = next((place for place in found.alone if text[place] in CLOSING), len(text))
    title, rest = text[:cut], text[cut + 1 :].lstrip(CLOSING)
    return re.sub(" {2,}", " ", without_new(_unquoted(_closed(title)))), rest.strip()


def _closed(title: str) -> str:
    """Without an opening bracket at the front that nothing closes."""
    return title[1:] if 0 in brackets(title).alone else title


def _unquoted(title: str) -> str:
    """Without a pair of brackets around the whole."""
    title = title.strip()
    return title[1:-1].strip() if (0, len(title) - 1) in brackets(title).pairs else title
