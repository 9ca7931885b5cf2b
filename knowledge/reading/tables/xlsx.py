"""What the reader of workbooks leaves out of an .xlsx: number formats that change what is displayed, errors, formulas.

A cell that holds 2,828,000 and shows 2,828 below a heading of 千円 is 2,828 to its reader. Only the few formats that
change the value are looked for, and a sheet's cells are gone through only where the file has any of them.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

Place = tuple[int, int]
"""Row and column of a cell, from 0."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell shows in place of its value."""

    text: str = ""
    """#REF!, or = for a formula whose result nobody has computed."""
    pattern: str = ""
    """Else its number format."""

    def shown(self, text: str) -> str:
        """What it shows where its value is a text."""
        if self.text:
            return self.text
        try:
            return displayed(Decimal(text), self.pattern)
        except InvalidOperation:
            return text


Marks = Mapping[Place, Mark]
_ERROR, _FORMULA = "#", "="

_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*?)(?:/>|>(.{0,4000}?)</(?:\w+:)?c>)', re.DOTALL)
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_NO_RESULT = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f[^>]{0,200}/>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?$")
_MAY_LACK_RESULT = re.compile(rb"(?:</(?:\w+:)?f>|/>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>")
_ERROR_TEXT = re.compile(rb"<(?:\w+:)?v>(#[^<]{1,20})</")
_ASIDE = re.compile(r"\[[^\[\]]*\]|[_*\\].")
"""Of a number format: colours and conditions, padding, single letters."""
_THOUSANDS = re.compile(r"[0#?](,+)(?=[^0#?]*$)")
_PERCENT_IDS = {9: "0%", 10: "0.00%"}
"""The formats of percentages that every workbook has without saying so."""


def marks(data: bytes) -> dict[str, Marks]:
    """By the name of each sheet, the cells that show something else than their value. Raises what a broken zip does."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        formats = _formats(archive)
        return {name: dict(_marks(archive.read(part), formats)) for name, part in _parts(archive)}


def displayed(value: Decimal, pattern: str) -> str:
    """A number as its format shows it, with all its decimals: #,##0, shows thousands, 0% hundredths."""
    words, digits = _taken_apart(pattern)
    thousands = _THOUSANDS.search(digits)
    if thousands:
        value = value / 1000 ** len(thousands[1])
    if "%" in digits:
        return f"{plain(value * 100)}%"
    return f"{plain(value)}{words}" if "円" in words else plain(value)


def plain(value: Decimal) -> str:
    """A number without an exponent and without zeros behind its decimals."""
    return f"{value.normalize():f}" if value else "0"


def _changes(pattern: str) -> bool:
    words, digits = _taken_apart(pattern)
    return "%" in digits or "円" in words or _THOUSANDS.search(digits) is not None


def _taken_apart(pattern: str) -> tuple[str, str]:
    """The words in quotes of a format's part for positive numbers, and the rest of it."""
    positive = _of_positive(pattern[:300])
    return "".join(re.findall(r'"([^"]*)"', positive)), _ASIDE.sub("", re.sub(r'"[^"]*"', "", positive))


def _of_positive(pattern: str) -> str:
    """The first part of a number format: up to a semicolon that stands in no quotes."""
    is_quoted = False
    for at, character in enumerate(pattern):
        is_quoted ^= character == '"'
        if character == ";" and not is_quoted:
            return pattern[:at]
    return pattern


def _formats(archive: zipfile.ZipFile) -> dict[int, str]:
    """The formats that change what is displayed, by the number of their style."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = _PERCENT_IDS | {
        int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in root.iter() if _is(each, "numFmt")
    }
    styles = next((each for each in root if _is(each, "cellXfs")), ())
    used = ((number, codes.get(int(style.get("numFmtId", "0")), "")) for number, style in enumerate(styles))
    return {number: code for number, code in used if code and _changes(code)}


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and file of each sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in (each for each in book.iter() if _is(each, "sheet")):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        part = posixpath.normpath(posixpath.join("/xl", targets.get(link, ""))).lstrip("/")
        if part in archive.namelist():
            yield sheet.get("name", ""), part


def _marks(xml: bytes, formats: Mapping[int, str]) -> Iterator[tuple[Place, Mark]]:
    if not (formats or b't="e"' in xml or _MAY_LACK_RESULT.search(xml)):
        return
    for column, row, attributes, content in _CELL.findall(xml):
        mark = _mark(attributes, content, formats)
        if mark:
            yield (int(row) - 1, _number(column) - 1), mark


def _mark(attributes: bytes, content: bytes, formats: Mapping[int, str]) -> Mark | None:
    if b't="e"' in attributes:
        error = _ERROR_TEXT.search(content)
        return Mark(error[1].decode("utf-8", "replace") if error else _ERROR)
    if content and _NO_RESULT.search(content):
        return Mark(_FORMULA)
    style = _STYLE.search(attributes) if formats and content else None
    pattern = formats.get(int(style[1])) if style else None
    return Mark(pattern=pattern) if pattern else None


def _number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _is(element: ElementTree.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name
