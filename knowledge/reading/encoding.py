"""From the bytes of a file to its text: which encoding they are in is found out, and never guessed."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from knowledge.reading import complaints

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# EUC-JP of the web has ① and Ⅰ, which Python knows in euc_jis_2004 only.
_OTHERS = (("cp932",), ("euc_jp", "euc_jis_2004"))
_DECLARED = re.compile(
    rb"""charset\s*=\s*["']?(shift[_-]jis|sjis|x-sjis|windows-31j|cp932|euc-jp|x-euc-jp)""", re.IGNORECASE
)
_JUDGED = 200_000
"""Characters that tell whether a text is Japanese."""
_HEAD = 2_000
"""Bytes in which a page says its encoding."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_KANA = re.compile("[ぁ-んァ-ヶー]")
_ODD = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")
"""Half-width kana and private characters: what the bytes of another encoding look like."""
_USUAL_KANA, _USUAL_ODD = 0.2, 0.1
"""Least and largest share among the characters of Japanese text that are not ASCII."""


def decode(data: bytes, name: str) -> str:
    """The text of a file's bytes, in UTF-8, UTF-16 with a BOM, Shift_JIS (CP932), EUC-JP or ISO-2022-JP.

    Raises ReadingError, which calls the file by `name`, for one that is empty, no text, or in an encoding that
    is none of these or could be two of them.
    """
    text = _text(data, name)
    if not text.strip():
        raise complaints.empty(name)
    if _CONTROL.search(text):
        raise complaints.binary(name)
    return text


def _text(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise complaints.damaged(name, encoding.upper().removesuffix("-LE").removesuffix("-BE")) from error
    if b"\0" in data:
        raise complaints.binary(name)
    if b"\x1b$" in data or b"\x1b(" in data:
        return _the_only_one(_strictly(data, ("iso2022_jp", "iso2022_jp_2004")), name)
    utf_8 = _strictly(data, ("utf-8",))
    if utf_8:
        return utf_8[0]
    found = {encodings[0]: text for encodings in _OTHERS for text in _strictly(data, encodings) if _is_japanese(text)}
    declared = _DECLARED.search(data[:_HEAD])
    if declared and len(found) > 1:
        named = "euc_jp" if declared[1].lower().removeprefix(b"x-").startswith(b"euc") else "cp932"
        return found[named]
    return _the_only_one(list(found.values()), name)


def _strictly(data: bytes, encodings: tuple[str, ...]) -> list[str]:
    """The text by the first of the encodings in which every byte has its place."""
    for encoding in encodings:
        try:
            return [data.decode(encoding)]
        except UnicodeDecodeError:
            continue
    return []


def _the_only_one(texts: list[str], name: str) -> str:
    if len(set(texts)) != 1:
        raise complaints.unknown_encoding(name)
    return texts[0]


def _is_japanese(text: str) -> bool:
    wide = list(islice((character for character in text if character > "\x7f"), _JUDGED))
    if not wide or _CONTROL.search(text):
        return False
    joined = "".join(wide)
    return len(_KANA.findall(joined)) >= _USUAL_KANA * len(wide) and len(_ODD.findall(joined)) <= _USUAL_ODD * len(wide)
