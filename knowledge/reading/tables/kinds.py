"""What a row below the headings is by its words: a sum, a note, a name alone, a project that is counted elsewhere."""

from __future__ import annotations

import re
import unicodedata

from knowledge.reading.tables import units
from knowledge.reading.tables.cells import is_blank, number
from knowledge.reading.tables.columns import Role, folded
from knowledge.reading.tables.files import Row
from knowledge.reading.tables.layout import Layout

_TOTAL = re.compile(
    r"(?:.{0,40}[\s(])?(?:(?:総|小|中|累|差引)?計|(?:総|小)?合計|総額|累計|合算)\)?|.{1,30}(?:合計|小計|総計|総合計|累計)|"
    r"(?:総|小|合)?計 ?\(?[0-9,]{1,7} ?(?:事業|件|項目)\)?"
)
_GROUP_TOTAL = re.compile(r".{0,30}(?:政策|施策|事業|分野|会計|款|項|目|章|部|課|局|室|費|柱)(?:別)?計")
_SUMS = ("計", "合計", "小計", "総計")
_AGAIN = re.compile(r"[(\[〔【<]\s*再掲.{0,20}[)\]〕】>]|再掲")
_NOTE = re.compile(r"[※*＊]|[(（]?注|備考")
_LONGEST_NAME = 60
"""Characters of a line that is a name and no note."""


def is_total(row: Row, layout: Layout) -> bool:
    """Whether a row is a sum of others, by its words: 合計, 総務部 計, 総務費計."""
    words = [each.at for each in layout.columns if each.role in (Role.TITLE, Role.CODE, Role.DEPARTMENT, Role.KIND)]
    if is_blank(row.cell(layout.levels[-1].title)):
        words += [each.at for each in layout.columns if each.role in (Role.UNREAD, Role.TEXT)]
    told = [unicodedata.normalize("NFKC", row.cell(at)).strip(" 【】[]〔〕<>*") for at in words]
    apart = [each.at for each in layout.columns if each.role in (Role.UNREAD, Role.TEXT)]
    if any(folded(row.cell(at)) in _SUMS for at in apart) and has_money(row, layout):
        return True
    return any(
        _TOTAL.fullmatch(re.sub(r"(?<=[合小総])\s+(?=計)", "", cell)) or _GROUP_TOTAL.fullmatch(cell) for cell in told
    )


def is_again(row: Row, layout: Layout) -> bool:
    """Whether a row says that its project is counted elsewhere."""
    if not has_money(row, layout):
        return False
    titles = [unicodedata.normalize("NFKC", row.cell(each.at)) for each in layout.of_role(Role.TITLE)]
    others = [row.cell(each.at).strip("()（）【】[] ") for each in layout.columns if each.role is not Role.TITLE]
    return any(_AGAIN.search(title) for title in titles) or "再掲" in others


def has_money(row: Row, layout: Layout) -> bool:
    """Whether a row has a number below a heading of money."""
    return any(number(row.cell(each.at)) is not None for each in layout.of_role(Role.AMOUNT))


def is_note(row: Row) -> bool:
    """※ and nothing else, or a unit."""
    filled = {cell for cell in row.cells if cell}
    if len(filled) != 1:
        return bool(filled) and all(units.is_note(cell) or _NOTE.match(cell) for cell in filled)
    text = next(iter(filled))
    return _NOTE.match(text) is not None or units.is_note(text) or "。" in text


def stands_alone(row: Row, layout: Layout) -> bool:
    """Whether a row is a name and nothing else, and not the name of a level that has a column of its own."""
    filled = {cell for cell in row.cells if cell}
    if len(filled) != 1 or number(text := next(iter(filled))) is not None or len(text) > _LONGEST_NAME:
        return False
    places = [at for at, cell in enumerate(row.cells) if cell]
    upper = {at for level in layout.levels[:-1] for at in (level.title, level.code)}
    return len(places) > 1 or places[0] not in upper


def says_no_name(row: Row, layout: Layout) -> bool:
    """Whether a row names nothing on any level."""
    return all(is_blank(row.cell(level.title)) for level in layout.levels)


def goes_on(row: Row, layout: Layout) -> bool:
    """Whether a row without a name tells another year or another kind of money of the row before."""
    tells = [each for each in layout.columns if each.role in (Role.YEAR, Role.KIND)]
    if any(not is_blank(row.cell(level.code)) for level in layout.levels if level.code is not None):
        return False
    return any(not is_blank(row.cell(each.at)) for each in tells) and has_money(row, layout)
