"""Files made to fill the memory or to take for ever, each a few kilobytes to a megabyte, and what is said of each.

python -m tests.hostile FOLDER: makes them there and reads each, all of them in no more than MEMORY and SECONDS.
Prints a line of JSON for each: its name, the sentence or the number of entries, seconds, and the peak so far in MB.
"""

from __future__ import annotations

import json
import struct
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from itertools import repeat
from pathlib import Path

from knowledge import ReadingError, opened, understood
from knowledge.reading import limits

MEMORY = 1_500_000_000
"""Bytes of address space, of which the program with its dictionary takes the greater part."""
SECONDS = 60
"""Of processor time, for all files; what was read without limits took this long for one."""
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD, _FOOT = f'<worksheet xmlns="{_MAIN}"><sheetData>', "</sheetData></worksheet>"
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)

_ENTITY = f'<!DOCTYPE x [<!ENTITY a "{"h" * 50_000}">]>'
_MERGED = '<mergeCell ref="A1:C3"/>' * 150_000

Part = str | Iterable[str]


def workbook(path: Path, sheet: Part, parts: Mapping[str, Part] | None = None, sheets: int = 1) -> None:
    """An .xlsx of one sheet, perhaps under several names, with other parts."""
    names = "".join(f'<sheet name="一覧{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(sheets))
    links = {"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    targets = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links.items(), 1)
    )
    whole: dict[str, Part] = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{targets}</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        **{f"xl/{name}": part for name, part in (parts or {}).items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in whole.items():
            with archive.open(name, "w") as opened_part:
                for piece in [part] if isinstance(part, str) else part:
                    opened_part.write(piece.encode())


def cell(place: str, value: str | int) -> str:
    """A cell of a number or of a text."""
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def rows(*values: tuple[str | int, ...]) -> str:
    """Rows from the first on."""
    return "".join(
        f'<row r="{n}">{"".join(cell(f"{chr(65 + at)}{n}", each) for at, each in enumerate(row))}</row>'
        for n, row in enumerate(values, 1)
    )


GOOD = rows(("番号", "事業名", "令和4年度 予算額(千円)"), (1, "見守り", 100), (2, "防災", 200))


def sheet(more: str, behind: str = "") -> str:
    """A sheet with a list of two projects, and more."""
    return f"{_HEAD}{GOOD}{more}</sheetData>{behind}</worksheet>"


def shared(path: Path) -> None:
    """A text of a megabyte that each of 9,000 cells shows."""
    cells = "".join(f'<row r="{n}"><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(4, 9_004))
    workbook(
        path, sheet(cells), {"sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>{"あ" * 1_000_000}</t></si></sst>'}
    )


def lying(path: Path) -> None:
    """A zip whose directory says that a part of 50 MB has ten bytes."""
    workbook(path, repeat(" " * 1_000_000, 50))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(data)


def binary(path: Path) -> None:
    """An .xlsb with one cell in the last row and column, which a reader would make room for."""
    workbook(path, "<x/>")
    record = bytes([0, 4]) + struct.pack("<I", 1_048_575) + bytes([5, 16]) + struct.pack("<IId", 16_383, 0, 1.0)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.bin", record)


def open_document(path: Path) -> None:
    """An .ods with one cell that is said to be repeated over all columns and a billion rows."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0">'
        "<office:body><office:spreadsheet><table:table table:name='a'>"
        "<table:table-row table:number-rows-repeated='1000000000'>"
        "<table:table-cell table:number-columns-repeated='16384' office:value-type='float' office:value='1'/>"
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)


def pages(count: int) -> Callable[[Path], object]:
    """What writes a PDF of so many empty pages."""
    kids = " ".join(f"{n + 3} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        *repeat("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>", count),
    ]

    def write(path: Path) -> None:
        whole, starts = "%PDF-1.5\n", []
        for number, each in enumerate(objects, 1):
            starts.append(len(whole))
            whole += f"{number} 0 obj\n{each}\nendobj\n"
        table = "".join(f"{start:010d} 00000 n \n" for start in starts)
        size = len(objects) + 1
        path.write_text(
            f"{whole}xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(whole)}\n%%EOF"
        )

    return write


def page(within: str) -> str:
    """A page with the heads of a plan, and more."""
    return (
        "<html><body><h1>令和4年度みどり区運営方針</h1><h2>経営課題1 暮らし</h2><h3>【主な戦略 1-1 案内】</h3>"
        f"<h4>【主な具体的取組 1-1-1 飴】</h4><p>飴を配る。(12千円)</p>{within}</body></html>"
    )


def written(text: str) -> Callable[[Path], object]:
    """What writes a text."""
    return lambda path: path.write_text(text, encoding="utf-8")


def booked(sheet: Part, parts: Mapping[str, Part] | None = None, sheets: int = 1) -> Callable[[Path], object]:
    """What writes a workbook."""
    return lambda path: workbook(path, sheet, parts, sheets)


DAMAGED = "Excelのファイルとして開けません"
FAR = "に離れた値があるため読みません(読めるのは1,000列、空きを含めて1,000,000セルまで)"
CELLS = "のセルが1,000,000個より多いため読みません"
DEEP = "要素の数か入れ子がブラウザーで表示できる範囲を超えているため読みません"
TOO_LONG = "万字より長いため読みません"
FILES: dict[str, tuple[Callable[[Path], object], str | int]] = {
    "good.xlsx": (booked(sheet("")), 2),
    "spaces.xlsx": (booked([_HEAD, *repeat(" " * 1_000_000, 101), _FOOT]), "広げると100MBより大きくなるため読みません"),
    "styles.xlsx": (booked(sheet(""), {"styles.xml": repeat(" " * 1_000_000, 101)}), "広げると100MBより大きく"),
    "pictures.xlsx": (booked(sheet(""), {"media/a.png": repeat("\0" * 1_000_000, 101)}), 2),
    "lying.xlsx": (lying, DAMAGED),
    "laughs.xlsx": (booked(sheet(""), {"styles.xml": f'{_XML}{_LAUGHS}<styleSheet a="&j;"/>'}), DAMAGED),
    "entity.xlsx": (
        booked(sheet(""), {"styles.xml": f'{_XML}{_ENTITY}<x a="{"&a;" * 20_000}"/>'}),
        DAMAGED,
    ),
    "nested.xlsx": (booked(sheet(""), {"styles.xml": "<a>" * 100_000}), DAMAGED),
    "row.xlsx": (booked(sheet(f'<row r="1048576">{cell("C1048576", 1)}</row>')), f"1,048,576行目{FAR}"),
    "column.xlsx": (booked(sheet(f'<row r="4">{cell("XFD4", 1)}</row>')), f"XFD列{FAR}"),
    "corner.xlsx": (booked(sheet(f'<row r="1048576">{cell("XFD1048576", 1)}</row>')), f"XFD列{FAR}"),
    "beyond.xlsx": (booked(sheet(f'<row r="9999999">{cell("ZZZ9999999", 1)}</row>')), DAMAGED),
    "style.xlsx": (booked(sheet('<row r="1048576"><c r="XFD1048576" s="1"/></row>')), 2),
    "merged.xlsx": (
        booked(sheet("", f"<mergeCells>{_MERGED}</mergeCells>")),
        CELLS,
    ),
    "sheets.xlsx": (booked(sheet(""), sheets=300), "のシートが250枚より多いため読みません"),
    "shared.xlsx": (shared, "のセルの文字が合わせて50,000,000字より多いため読みません"),
    "cells.xlsx": (
        booked([_HEAD, *repeat("<row>" + "<c><v>1</v></c>" * 1_000 + "</row>", 1_001), _FOOT]),
        CELLS,
    ),
    "binary.xlsb": (binary, FAR),
    "repeated.ods": (open_document, CELLS),
    "number.xlsx": (booked(sheet(f'<row r="4">{cell("B4", "桜")}<c r="C4"><v>1E300</v></c></row>')), 3),
    "cells.csv": (written("番号,事業名,予算額(千円)\n" + ("1," * 999 + "1\n") * 1_001), CELLS),
    "columns.csv": (written("番号,事業名,予算額(千円)" + "," * 1_100_000 + "\n"), CELLS),
    "field.csv": (written('番号,事業名,予算額(千円)\n1,"' + "あ" * 200_000), "CSVとして読めません"),
    "numbers.csv": (
        written("番号,事業名,令和4年度 予算額(千円)\n1,桜,1E300\n2,梅," + "9" * 5_000 + "\n3,松,100\n"),
        3,
    ),
    "sums.csv": (
        written("番号,事業名,令和4年度 予算額(円)\n" + "".join(f"{n},桜{n},{10**18}\n" for n in range(10))),
        "の金額を合わせると数えられないほど大きくなります",
    ),
    "deep.html": (written(page("<div>" * 100_000)), DEEP),
    "lists.html": (written(page("<ul><li>" * 100_000)), DEEP),
    "attributes.html": (written(page(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>飴</p>")), DEEP),
    "elements.html": (written(page("<i></i>" * 200_001)), DEEP),
    "long.html": (written(page(f"<p>{'飴を配る。' * 620_000}</p>")), f"の文章は300{TOO_LONG}"),
    "words.html": (written(page(f"<p>{'飴を配る。' * 210_000}</p>")), f"の文章は100{TOO_LONG}"),
    "words.txt": (written("経営課題1 暮らし\n" + "飴を配る。\n" * 210_000), f"の文章は100{TOO_LONG}"),
    "picture.html": (written(page(f'<img src="data:image/png;base64,{"A" * 5_000_000}">')), 3),
    "script.html": (written(page(f"<script>{'<div>' * 100_000}</script><!-- {'<p>' * 100_000} -->")), 3),
    "spaces.docx": (
        booked("", {"../word/document.xml": repeat(" " * 1_000_000, 101)}),
        "は100MBより大きいため読みません",
    ),
    "pages.pdf": (pages(2_001), "は2,000ページより多いため読みません"),
    "large.html": (lambda path: path.open("wb").truncate(limits.FILE + 1), "50MBより大きいため読みません"),
}


def read(path: Path) -> str | int:
    """How many entries a file has, or the sentence that says why it is not read."""
    try:
        return len(understood(opened(path)).plan.entries)
    except ReadingError as refused:
        return str(refused)


def main(folder: Path) -> None:
    """Makes and reads all of them within the limits of this process."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for name, (make, _) in FILES.items():
        path = folder / name
        make(path)
        spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        found = read(path)
        spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"name": name, "found": found, "seconds": round(spent, 2), "peak": peak}), flush=True)
        path.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
