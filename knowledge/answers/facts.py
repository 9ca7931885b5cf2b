"""Facts that a sentence of an entry may hold beside the words that were asked for: who, when, how many."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.language import text
from knowledge.model import Entry, How, Reason

_HOLDS = {
    "person": re.compile(r"委員|代表者|構成する|運営する|[民者体員会人校所署]による"),
    "who": re.compile(r"委員|代表者|構成する|運営する"),
    "when": re.compile(r"\d[月日時]|毎[年月週日]"),
    "since": re.compile(r"\d[年月日時]|毎[年月週日]|元年"),
    "rate": re.compile(r"\d ?(?:%|割|パーセント|ポイント)"),
    "headcount": re.compile(r"\d ?(?:人|名|件|回|台|か所|箇所|団体|校|世帯|基|本)"),
}
_SENTENCE = re.compile(r"[^。\n]+。?")


def printed_fact(fact: str, entry: Entry, reasons: Sequence[Reason]) -> str | None:
    """The first sentence of an entry that speaks of what was asked and holds such a fact; None where none does."""
    pattern = _HOLDS.get(fact)
    if pattern is None:
        return None
    words = [text.normal(reason.index) for reason in reasons if reason.how is not How.MEANING]
    for sentence in _SENTENCE.findall(entry.body):
        folded = text.normal(sentence)
        if pattern.search(folded) and any(word in folded for word in words):
            return str(sentence.strip())
    return None
