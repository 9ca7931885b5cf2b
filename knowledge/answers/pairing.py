"""Two plans → which entry of the one is which of the other.

Titles and texts decide, codes only between equals: a renumbered issue is found by its title, and two entries that share
nothing but a number stay apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.language import eras, text
from knowledge.model import Entry
from knowledge.question.trade import trade

GENERIC = 0.25
"""What a word of every plan weighs beside one that says something: 対策 beside 防犯."""
SAME_TITLE = 0.95
"""Share of its words from which a title is the same."""
ALIKE = 0.6
"""Mean of title and text from which two entries are one."""
TITLE_ALONE = 0.8
"""What a title must share where one of the entries has no text."""
SAME_TEXT = 0.85
"""Share of a text's words from which a wholly new title is a new name."""
ENOUGH_TEXT = 6.0
"""Weight of the words from which a text can speak for itself."""
SAME_CODE, SAME_PARENT = 0.02, 0.01
"""Added where entries are otherwise equally alike."""
COMMON = 200
"""Entries with a word, from which the word finds no candidates."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry in two plans, and why it is taken for one."""

    old: Entry
    new: Entry
    title: float
    """Share of the titles' words that both have, 0 to 1."""
    text: float
    """The same of the texts."""
    same_code: bool
    score: float

    @property
    def is_renamed(self) -> bool:
        """Whether the title is another one, apart from widths, spaces and the year."""
        return titled(self.old) != titled(self.new)


def titled(entry: Entry) -> str:
    """An entry's title as it may be compared between years: in normal form, without 令和4年度."""
    return eras.without(text.normal(entry.title)).strip()


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two plans beside each other, each entry in one place only."""

    pairs: tuple[Pair, ...]
    """In the order of the newer plan."""
    gone: tuple[Entry, ...]
    new: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    entry: Entry
    title: Weights
    text: Weights
    parent: str
    """The title above, in normal form."""


def pair(old: Sequence[Entry], new: Sequence[Entry]) -> Pairing:
    """Which entry of the old plan is which of the new one. Best pairs first, one to one, only within a level."""
    left, right = _read(old), _read(new)
    found = sorted(
        _scored(left, right),
        key=lambda each: (-each.score, each.new.position, each.old.position),
    )
    taken: set[str] = set()
    pairs: list[Pair] = []
    for each in found:
        if each.old.id not in taken and each.new.id not in taken:
            taken |= {each.old.id, each.new.id}
            pairs.append(each)
    return Pairing(
        tuple(sorted(pairs, key=lambda each: each.new.position)),
        tuple(entry for entry in old if entry.id not in taken),
        tuple(entry for entry in new if entry.id not in taken),
    )


def _read(entries: Sequence[Entry]) -> list[_Words]:
    titles = {entry.id: titled(entry) for entry in entries}
    return [
        _Words(entry, _weights(titled(entry)), _weights(entry.body), titles.get(entry.parent or "", ""))
        for entry in entries
    ]


def _weights(printed: str) -> Weights:
    words = {word.normal for line in text.normal(printed).split("。") for word in text.words(line) if word.is_content}
    generic = trade().generic
    return {word: GENERIC if word in generic else 1.0 for word in words}


def _scored(left: Sequence[_Words], right: Sequence[_Words]) -> Iterator[Pair]:
    """All pairs that may be one entry."""
    by_title: dict[str, list[int]] = defaultdict(list)
    by_word: dict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(left):
        by_title[titled(words.entry)].append(at)
        for word in {**words.title, **words.text}:
            by_word[word].append(at)
    for words in right:
        near = Counter(by_title[titled(words.entry)])
        if len(near) != 1:  # else the title alone says it
            for word, weight in {**words.text, **words.title}.items():
                if weight == 1.0 and len(by_word[word]) <= COMMON:
                    near.update(by_word[word])
        for at, _ in near.most_common(COMMON):
            each = _compared(left[at], words)
            if each is not None:
                yield each


def _compared(old: _Words, new: _Words) -> Pair | None:
    one, other = old.entry, new.entry
    if (one.level, one.level_name) != (other.level, other.level_name):
        return None
    title = 1.0 if titled(one) == titled(other) else _shared(old.title, new.title)
    has_text = bool(old.text and new.text)
    body = _shared(old.text, new.text) if has_text else 0.0
    if not _is_one(title, body, min(sum(old.text.values()), sum(new.text.values())), has_text=has_text):
        return None
    same_code = one.code is not None and one.code == other.code
    score = (title + body) / 2 if has_text else title
    nearer = SAME_CODE * same_code + SAME_PARENT * (old.parent == new.parent)
    return Pair(one, other, round(title, 2), round(body, 2), same_code, (title >= SAME_TITLE) + score + nearer)


def _is_one(title: float, body: float, length: float, *, has_text: bool) -> bool:
    if title >= SAME_TITLE:
        return True
    if not has_text:
        return title >= TITLE_ALONE
    return (title + body) / 2 >= ALIKE or (body >= SAME_TEXT and length >= ENOUGH_TEXT)


def _shared(one: Weights, other: Weights) -> float:
    """The Dice coefficient of two sets of weighted words."""
    total = sum(one.values()) + sum(other.values())
    return 2 * sum(weight for word, weight in one.items() if word in other) / total if total else 0.0
