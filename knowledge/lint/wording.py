"""A3: slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.language.brackets import CLOSING
from knowledge.lint.evidence import Evidence, Remarks, called, line_of, lonely_brackets, named
from knowledge.model import Entry

_WORD = "一-龯々ァ-ヶー"
_DOUBLED = re.compile(
    rf"(?<=[うくぐすつぬぶむるただい])ととと|をを|、、|。。|、。|(?<=[{_WORD}」])(?:がが|にに|でで|とと|のの|はは|へへ)(?=[{_WORD}「])"
)


def doubled(evidence: Evidence) -> Remarks:
    """Characters printed twice that are surely a slip, such as するととともに."""
    for entry in evidence.entries:
        for number in range(entry.lines[0], entry.lines[1] + 1):
            text = line_of(evidence, number)
            for match in _DOUBLED.finditer(text):
                around = text[max(0, match.start() - 5) : match.end() + 3]
                yield number, f"{called(entry)}の「…{around}…」は、「{match[0]}」の字が重なっています。"


def lonely_bracket(evidence: Evidence) -> Remarks:
    """A bracket without its partner in an entry's heading or text."""
    for entry, line, bracket, amount in lonely_brackets(evidence):
        if not amount:
            lost = "開き括弧" if bracket in CLOSING else "閉じ括弧"
            yield line, f"{called(entry)}の「{bracket}」に対応する{lost}がありません。"


def same_title(evidence: Evidence) -> Remarks:
    """Two entries with the same words for a heading: asked by name, one cannot be told from the other."""
    first: dict[str, Entry] = {}
    for entry in evidence.entries:
        if entry.title and first.setdefault(entry.title, entry) is not entry:
            yield entry.lines[0], f"{called(first[entry.title])}と{named(entry)}の題名が同じです。"


def spelling(evidence: Evidence) -> Remarks:
    """A title that its own text repeats with one other kanji, such as 活かした and 生かした."""
    for entry in evidence.entries:
        for repeat in _near_repeats(entry.title, entry.body):
            yield entry.lines[0], f"{called(entry)}の題名が、本文では「{repeat}」と別の字で書かれています。"


def _near_repeats(title: str, body: str) -> Iterator[str]:
    if len(title) < 8 or title in body:
        return
    for start in range(len(body) - len(title) + 1):
        window = body[start : start + len(title)]
        differing = [(one, other) for one, other in zip(title, window, strict=True) if one != other]
        if len(differing) == 1 and all("一" <= character <= "龯" for character in differing[0]):
            yield window
