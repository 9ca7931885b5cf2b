"""Codes that a letter leads, A1-1 or ア-2, or has inside, 2-A-1. Only a document that has such codes is asked by them:
elsewhere a letter is a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.language.series import KANA

Signs = tuple[str, ...]
"""The letter and the numbers of a code, whatever parts them: a, 1, 1."""
_JOINTS = "-ー.の "
_SURE = 3
"""Signs from which a code is one though the document does not have it: A9-1."""


@dataclass(frozen=True, slots=True)
class Found:
    """A code with its place in a text."""

    start: int
    end: int
    code: str


def by_signs(codes: Iterable[str]) -> Mapping[Signs, str]:
    """The codes with a letter at their front, by their signs, and those with one between numbers: 2-A-1."""
    known = tuple(codes)
    between = {tuple(code.lower().split("-")): code for code in known if any(map(str.isalpha, code.split("-")[1:-1]))}
    return between | {_signs(code.lower(), 0)[-1][0]: code for code in known if code[:1].isalpha()}


def find(asked: str, raw: str, codes: Mapping[Signs, str], *, is_english: bool) -> Iterator[Found]:
    """The codes in a text in normal form; `raw` is as it was typed: in English, a letter alone is one as a capital."""
    yield from _as_printed(asked, codes)
    at = 0
    while codes and at < len(asked):
        found = next(_at(asked, at, codes), None) if _may_begin(asked, at) else None
        is_small = found is not None and is_english and found.end == at + 1 and not raw[at : at + 1].isupper()
        if found is not None and not is_small:
            yield found
        at = found.end if found is not None else at + 1


def _as_printed(asked: str, codes: Mapping[Signs, str]) -> Iterator[Found]:
    """Codes that begin with a number and have a letter inside, where they stand by themselves."""
    for signs, code in codes.items():
        written = "-".join(signs)
        at = asked.find(written) if signs[0].isdecimal() else -1
        around = (asked[at - 1 : at] if at > 0 else "", asked[at + len(written) : at + len(written) + 1])
        if at >= 0 and not any(sign == "-" or (sign.isascii() and sign.isalnum()) for sign in around):
            yield Found(at, at + len(written), code)


def _at(asked: str, at: int, codes: Mapping[Signs, str]) -> Iterator[Found]:
    """What begins at a place, the longest first."""
    for signs, end in reversed(_signs(asked, at)):
        if signs in codes:
            yield Found(at, end, codes[signs])
        elif len(signs) >= _SURE and (alike := next((each for each in codes if len(each) == len(signs)), None)):
            yield Found(at, end, _written(signs, alike, codes[alike]))


def _signs(text: str, at: int) -> list[tuple[Signs, int]]:
    """The signs of each code that may begin at a letter, the shortest first, with the place behind it."""
    end = at + 1
    signs: Signs = (text[at],)
    found = [] if _is_letter(text[end : end + 1]) else [(signs, end)]
    while end < len(text):
        if text[end] in _JOINTS[:3] and _may_end(text, end + 1):
            return [*found, ((*signs, text[end + 1]), end + 2)]
        first = end + (text[end] in _JOINTS and text[end + 1 : end + 2].isdecimal())
        last = first
        while last < len(text) and text[last].isdecimal():
            last += 1
        if last == first:
            break
        signs, end = (*signs, str(int(text[first:last]))), last
        found.append((signs, end))
    return found


def _may_begin(text: str, at: int) -> bool:
    one, before = text[at], text[at - 1 : at] if at else ""
    return _is_letter(one) and (one.isascii() or one in KANA) and not (_is_letter(before) or before.isdecimal())


def _may_end(text: str, at: int) -> bool:
    """Whether a letter stands at a place that may be the last sign of a code: A-1-b, and no word."""
    one = text[at : at + 1]
    return _is_letter(one) and (one.isascii() or one in KANA) and not _is_letter(text[at + 1 : at + 2])


def _is_letter(sign: str) -> bool:
    """Whether a sign is a letter of the alphabet or in katakana, which makes a word with another one."""
    return (sign.isascii() and sign.isalpha()) or "ァ" <= sign <= "ヺ" or sign == "ー"


def _written(signs: Signs, alike: Signs, code: str) -> str:
    """Signs as the document would write them, by one of its codes."""
    written, rest = signs[0].upper(), code[1:]
    for own, sign in zip(alike[1:], signs[1:], strict=True):
        joint, _, rest = rest.partition(own)
        written += joint + sign
    return written
