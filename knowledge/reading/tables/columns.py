"""What a column of a table holds, by its heading first and then by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.language.money import Unit
from knowledge.reading.dates import full_year, near_year
from knowledge.reading.tables.cells import is_blank, number


class Role(StrEnum):
    """What a column is for."""

    CODE = "code"
    """The numbers of a level."""
    TITLE = "title"
    """The names of a level."""
    DEPARTMENT = "department"
    TEXT = "text"
    """What an entry's text is made of."""
    AMOUNT = "amount"
    YEAR = "year"
    """The fiscal year of the row's money."""
    KIND = "kind"
    """What money the row has, or which figure that is none: 予算額, 決算額, 参加者数."""
    FLOW = "flow"
    """歳入 or 歳出: money that comes in is never added to money that goes out."""
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it is understood."""

    at: int
    """Its place from 0."""
    heading: str
    """As printed or as corrected, on one line."""
    role: Role
    level: str | None = None
    """What the table calls the level of a CODE or TITLE: 施策."""
    kind: str | None = None
    """Of an AMOUNT: 総事業費, 予算額; also of money that is UNREAD because it prints no unit."""
    fiscal_year: int | None = None
    unit: Unit | None = None
    has_office: bool = False
    """Of a TITLE whose heading says so, 事業名(担当課): whether the office stands behind each name in brackets."""

    @property
    def place(self) -> str:
        """Its letter and heading, as a finding calls it."""
        return f"{self.letter} {self.heading}".strip()

    @property
    def letter(self) -> str:
        """Its name in a spreadsheet: A, B … AA."""
        return letter(self.at)


def letter(at: int) -> str:
    """What a spreadsheet calls the column at a place from 0: A, B … AA."""
    above, own = divmod(at, 26)
    return (letter(above - 1) if above else "") + chr(ord("A") + own)


RANKS = (
    r"会計(?:区分)?",
    r"章|柱|(?:政策|施策|まちづくり)の柱|分野|(?:政策|施策)分野|大綱|将来像|基本目標|基本方針|重点(?:目標|分野|プロジェクト)",
    r"政策|基本政策|政策目標|大項目|大分類|款",
    r"施策|基本施策|主要施策|施策の方向(?:性)?|中項目|中分類|項",
    r"基本事業|細施策|個別施策|単位施策|小施策|小項目|小分類|目",
    r"(?:事務|個別|主要|主な|計画|予算|実施計画|重点|新規|対象|大|中)?事業|(?:具体的(?:な)?|主な)?取り?組み?(?:項目)?|件名",
    r"(?:細々?|小|枝)事業",
    r"節",
    r"細節",
)
"""Words for a table's levels, from the top."""
PART = re.compile(r".{0,6}(?:区分|内訳|科目|費目|項目|種別|種類)")
"""What heads a column that tells the rows of one project apart."""

_NAMED = r"(?:の)?(?:名称?|タイトル)?"
_NUMBERED = r"(?:の)?(?:整理|管理|通し)?(?:番号|コード|no\.?|id|cd|#)"
_LEVEL = [(re.compile(rf"(?P<name>{words}){_NAMED}"), re.compile(rf"(?P<name>{words}){_NUMBERED}")) for words in RANKS]
_BARE_NUMBER = re.compile(r"(?:整理|管理|通し)?番号|連番|項番|no\.?|id|コード|#")
_DEPARTMENT = re.compile(
    r"(?:事業|主|予算)?(?:担当|所管|主管|所轄|実施)(?:部?課室?|部署|部局|部|局|室|係|所属|組織|グループ|機関)?(?:名|等|係)?"
    r"|部署名?|部局名?|部課名?|課室名?|所属(?:名|部署)?|[部課局係]名?|課等名?"
)
_TEXT = re.compile(
    r"概要|意図|目的|内容|説明|対象|手段|成果(?!指標)|効果|備考|現状|課題|方向性|状況|根拠|摘要|特記|評価|理由|コメント|取組の?(?:概要|内容)"
)
_MONEY = re.compile(
    r"事業費|経費|予算|決算|費用|金額|支出|歳[出入]|財源|国庫|県費|[市町村区都道府県]債|地方債|起債|[費額]$|(?:補助|交付|負担|支出|助成|繰入|基)金$"
)
_NO_MONEY = re.compile(
    r"^うち|指標|目標|実績値|計画値|件数|人数|人工|回数|箇所|[率数比]$|割合|比較|増減|差引|差額|伸び|前年比|対前年|番号|コード|有無|区分|科目|費目|所管|名称?$|%|人$|件$|回$|"
    r"単価|単位|あたり|当た?り|(?<!事業)評価|偏差|指数|順位|^[a-z](?:[-+/][a-z])+$"
)
_FLOW = re.compile(r"(?:[0-9一二ⅰⅱ]{1,2}[.、)]?)?[(【〔■◆]?(歳入|歳出|収入|支出)(?:の部|予算|決算)?[)】〕]?")
_MEASURE = re.compile(r"予算|決算|計画|実績|目標|見込|[数率人件回]$|人工|指標|割合|年度")
_UNIT = re.compile(r"百万円|千円|万円|億円|円(?![滑満卓形熟])")
_NEAR = re.compile(r"前々年度|前年度|[本今当現]年度|翌年度|来年度")
_FROM_NEAR = {"前々年度": -2, "前年度": -1, "翌年度": 1, "来年度": 1}
_YEAR = re.compile(
    r"(?P<era>令和|平成|昭和|[rh](?=\.?[0-9元]))\.?(?P<number>元|[0-9]{1,2})(?:年度?|(?![0-9]))"
    r"|(?P<western>(?:19|20)[0-9]{2})(?:年度?|(?![0-9]))|(?<![0-9])(?P<short>元|[0-9]{1,2})年度"
)
_YEAR_HEADING = re.compile(r"(?:会計|事業|実施|対象)?年度")
_SHOWA = 1925
_LONG = 12
"""Characters: cells that are longer than this in the middle are sentences."""


def plain(heading: str) -> str:
    """A heading in narrow small letters, without any space."""
    return folded(heading).lower()


def folded(text: str) -> str:
    """A name without spaces, in narrow characters: what makes two spellings the same."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def unit_of(words: str) -> tuple[Unit, ...]:
    """The units of money that a heading or a caption names, each once."""
    found: dict[Unit, None] = {}
    for match in _UNIT.finditer(plain(words)):
        unit: Unit = match.group()  # type: ignore[assignment]
        found[unit] = None
    return tuple(found)


def years_of(words: str, near: int | None = None) -> tuple[int, ...]:
    """The fiscal years that a heading names, each once; `near` is the table's own, for 本年度 and 7年度."""
    text = plain(words)
    found: dict[int, None] = {}
    for match in _YEAR.finditer(text):
        year = _year(match, near)
        if year is not None:
            found[year] = None
    if near is not None and not found:
        found.update((near + _FROM_NEAR.get(match.group(), 0), None) for match in _NEAR.finditer(text))
    return tuple(found)


def year_spans(heading: str) -> tuple[tuple[int, int], ...]:
    """Where a heading names years, by their own number or as seen from the table's, from left to right."""
    text = unicodedata.normalize("NFKC", heading).lower()
    if len(text) != len(heading):
        return ()
    return tuple(sorted(match.span() for words in (_YEAR, _NEAR) for match in words.finditer(text)))


def _year(match: re.Match[str], near: int | None) -> int | None:
    if match["western"]:
        return int(match["western"])
    if match["short"]:
        return near_year(match["short"], near)
    if match["era"] == "昭和":
        return _SHOWA + (1 if match["number"] == "元" else int(match["number"]))
    return full_year(match["era"].upper(), match["number"])


def is_near(heading: str) -> bool:
    """Whether a heading names its year only from the table's own: 本年度予算額, 前年度決算額."""
    return not years_of(heading) and _NEAR.search(plain(heading)) is not None


def is_money(words: str) -> bool:
    """Whether words say what money it is: 当初予算額, 国庫支出金."""
    kind = kind_of(words)
    return (_MONEY.search(kind) is not None or bool(unit_of(words))) and _NO_MONEY.search(kind) is None


def is_measure(words: str) -> bool:
    """Whether words say what a figure counts, money or not: 予算額, 決算額, 参加者数, 達成率."""
    return _MEASURE.search(re.sub(r"\([^()]*\)$", "", plain(words))) is not None or bool(unit_of(words))


def flow_of(words: str) -> str | None:
    """歳入 or 歳出, where words say nothing else."""
    found = _FLOW.fullmatch(plain(words))
    return found[1] if found else None


def is_office(heading: str) -> bool:
    """Whether a heading or a label says who is in charge: 担当課, 所管."""
    return _DEPARTMENT.fullmatch(plain(heading)) is not None


def rank(level: str) -> int:
    """How deep a level of that name stands, from 0; parts of projects, of whatever name, stand deepest."""
    return next((at for at, words in enumerate(RANKS) if re.fullmatch(words, level)), len(RANKS))


def column(at: int, heading: str, cells: Sequence[str], near: int | None, default_kind: str | None) -> Column:
    """The column at a place; one whose heading says nothing, or whose cells say otherwise, is unread.

    `near` is the table's own year, `default_kind` what money stands below a heading of nothing but a year.
    """
    text = plain(heading)
    bare = re.sub(r"[(\[〔【<].{0,80}?[)\]〕】>]", "", text) or text
    for titled, numbered in _LEVEL:
        if match := titled.fullmatch(bare):
            behind = _DEPARTMENT.fullmatch(text.removeprefix(bare).strip("()[]〔〕【】<>")) is not None
            return Column(at, heading, Role.TITLE, level=match["name"], has_office=behind)
        if match := numbered.fullmatch(bare):
            return Column(at, heading, Role.CODE, level=match["name"])
    if _BARE_NUMBER.fullmatch(bare):
        return Column(at, heading, Role.CODE)
    if is_office(bare):
        return Column(at, heading, Role.DEPARTMENT)
    if _YEAR_HEADING.fullmatch(bare):
        return Column(at, heading, Role.YEAR)
    money = _money(at, heading, near, default_kind)
    if money is not None and (money.unit or not _filled(cells) or _mostly_numbers(cells)):
        return money
    if (_TEXT.search(bare) or _are_sentences(cells) or (bare and _are_words(cells))) and not _mostly_numbers(cells):
        return Column(at, heading, Role.TEXT)
    return Column(at, heading, Role.UNREAD)


def _money(at: int, heading: str, near: int | None, default_kind: str | None) -> Column | None:
    years, units = years_of(heading, near), unit_of(heading)
    kind = kind_of(heading)
    says_money = _MONEY.search(kind) is not None or bool(units)
    if (kind and _NO_MONEY.search(kind)) or len(years) > 1 or not (says_money or (years and not kind)):
        return None
    unit = units[0] if len(units) == 1 else None
    return Column(at, heading, Role.AMOUNT, None, kind or default_kind or "金額", next(iter(years), None), unit)


def kind_of(heading: str) -> str:
    """What money it is: the heading without its year, its unit and what explains it, 下段:事業費."""
    text = "".join(part for part in map(plain, heading.split()) if ":" not in part) or plain(heading)
    words = _NEAR.sub("", _YEAR.sub("", text))
    words = re.sub(rf"単位|{_UNIT.pattern}", "", words)
    words = re.sub(r"[(\[〔【<][a-z①-⑳0-9]?[)\]〕】>]", "", words)
    words = re.sub(r"[()\[\]〔〕【】<>:・/、,.]", "", words).removeprefix("の")
    return {"予算": "予算額", "決算": "決算額", "当初予算": "当初予算額"}.get(words, words)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if not is_blank(cell)]


def _mostly_numbers(cells: Sequence[str]) -> bool:
    filled = _filled(cells)
    return bool(filled) and sum(number(cell) is not None for cell in filled) * 2 > len(filled)


def _are_sentences(cells: Sequence[str]) -> bool:
    lengths = sorted(len(cell) for cell in _filled(cells))
    return bool(lengths) and lengths[len(lengths) // 2] > _LONG


def _are_words(cells: Sequence[str]) -> bool:
    """Whether most of a column's cells say something in words, if not in sentences: 参加者 2,100人, and no ○ or 43%."""
    filled = _filled(cells)
    return sum(sum(map(str.isalpha, cell)) > 1 for cell in filled) * 2 > len(filled)
