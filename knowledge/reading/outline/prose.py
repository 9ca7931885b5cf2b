"""Money in prose: an entry of its own where one amount is said to be set aside for one thing; else it is told."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from knowledge.language import money
from knowledge.model import Amount
from knowledge.reading.apart import SET_ASIDE
from knowledge.reading.budgeted import names_money
from knowledge.reading.headings import is_sentence
from knowledge.reading.lines import Line

_PARTICLES = re.compile(
    r"(?:に要する(?:経費|費用)|にかかる(?:経費|費用)|のため(?:の(?:経費|費用))?|として|には?|は|で|を|の|へ){0,6}"
    r"(?:総額|約|合計)?$"
)
_LONGEST = 60
"""Characters of what money is set aside for."""
_ENDS = "、。「」"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that sets one amount aside for one thing."""

    topic: str
    sentence: str
    amount: Amount


def sentences(text: str) -> list[str]:
    """The sentences of a line, each with its full stop."""
    return [f"{each}。" for each in text.split("。")[:-1] if each] + [each for each in text.split("。")[-1:] if each]


def said(
    sentence: str, line: Line, year: int | None, taken: Collection[tuple[int, str]]
) -> tuple[list[Told], str | None]:
    """The amounts that a sentence sets aside, each for its own thing; else its words, where it has money all the same.

    備蓄倉庫の建設に4,800万円、毛布の購入に320万円を計上: the last is said to be set aside, the others stand beside it.
    """
    if not is_sentence(sentence):
        return [], None
    folded = money.fold(sentence)
    figures = [each for each in money.find(folded) if each.raw.endswith("円") and (line.number, each.raw) not in taken]
    if not figures:
        return [], None
    begins = [0, *(figure.span[1] for figure in figures[:-1])]
    topics = [
        _topic(folded[begin : figure.span[0]].lstrip("、") if at else folded[: figure.span[0]])
        for at, (begin, figure) in enumerate(zip(begins, figures, strict=True))
    ]
    beside = all(folded[figure.span[1]] == "、" for figure in figures[:-1])
    sure = beside and SET_ASIDE.match(folded[figures[-1].span[1] :]) is not None and all(topics)
    if not sure or "うち" in folded or "合計" in folded:
        return [], sentence.strip()
    return [
        Told(topic, sentence.strip(), Amount(each.yen, year, "予算額", sentence[slice(*each.span)], line.number, True))
        for topic, each in zip(topics, figures, strict=True)
    ], None


def _topic(before: str) -> str:
    """What an amount is set aside for, by the words before it; empty where they do not tell."""
    start = max(before.rfind(sign) for sign in _ENDS) + 1
    words = before[start:].strip()
    topic = _PARTICLES.sub("", words)
    if names_money(topic):
        return ""  # 令和8年度当初予算に計上
    return topic if topic != words and 1 < len(topic) <= _LONGEST else ""
