"""A million entries mixed from phrases of the plan and of the projects, in one document."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import plan, projects, table
from benchmarks.cases import Case, Item, Measured, Reply
from benchmarks.clock import measure, tell
from benchmarks.ours import Hoshin, entry_id
from benchmarks.rivals import RIVALS, folded
from benchmarks.words import nouns, phrases

ENTRIES = 1_000_000
LENGTH = 70
"""Characters of an entry, about."""
QUESTIONS = 500
SEED = 20_220_401
ALLOWED = 60.0
"""Seconds for all questions to one method: rapidfuzz would take an hour."""
JOINED = (" ", "の", "と", "、")
"""How people write keywords side by side."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """Entries made of random phrases; each follows from the seed and its place alone."""

    phrases: tuple[str, ...]
    size: int
    seed: int = SEED

    def items(self) -> Iterator[Item]:
        """All of them, one by one."""
        return map(self.item, range(self.size))

    def item(self, position: int) -> Item:
        """The entry at a place, from 0."""
        chance = random.Random(self.seed + position * 2_654_435_761)
        chosen = [self._phrase(chance)]
        while sum(map(len, chosen)) < LENGTH - 12:
            chosen.append(self._phrase(chance))
        return Item(entry_id(position), chosen[0], "、".join(chosen[1:]) + "。")

    def _phrase(self, chance: random.Random) -> str:
        return self.phrases[int(chance.random() * len(self.phrases))]


def mixed(size: int, list_of_projects: Path) -> Mixed:
    """A document of `size` entries."""
    texts = [item.text for item in plan.items(plan.shipped()).listed]
    if list_of_projects.exists():
        texts += [item.text for item in projects.read(list_of_projects).listed]
    return Mixed(tuple(dict.fromkeys(phrase for text in texts for phrase in phrases(text))), size)


@dataclass(frozen=True, slots=True)
class Keywords:
    """Words of one entry."""

    question: str
    words: tuple[str, ...]


def keywords(corpus: Mixed, most: int) -> list[Keywords]:
    """Questions of two or three keywords, each from a random entry."""
    chance = random.Random(corpus.seed)
    found: list[Keywords] = []
    while len(found) < most:
        words = nouns(folded(corpus.item(chance.randrange(corpus.size)).text))
        if len(words) >= 3:
            chosen = tuple(chance.sample(words, chance.choice((2, 3))))
            found.append(Keywords(chance.choice(JOINED).join(chosen), chosen))
    return found


def judged(asked: Sequence[Keywords], results: Sequence[Measured], corpus: Mixed) -> list[Case]:
    """The questions, with those of the entries shown as right that hold all the words: many entries may."""
    shown = [
        {number for result in results for number in _shown(result.replies[at : at + 1])} for at in range(len(asked))
    ]
    return [
        Case(each.question, frozenset(entry_id(number) for number in numbers if _holds(corpus.item(number), each)))
        for each, numbers in zip(asked, shown, strict=True)
    ]


def _shown(replies: Sequence[Reply]) -> Iterator[int]:
    for reply in replies:
        yield from (int(shown.rpartition("-")[2]) for shown in reply.ids)


def _holds(item: Item, asked: Keywords) -> bool:
    text = folded(item.text)
    return all(word in text for word in asked.words)


def run(folder: Path, size: int, list_of_projects: Path) -> None:
    """Measures and prints."""
    corpus = mixed(size, list_of_projects)
    asked = keywords(corpus, QUESTIONS)
    tell(f"million: {size:,} entries of {len(corpus.phrases):,} phrases, {len(asked)} questions")
    unjudged = [Case(each.question, frozenset()) for each in asked]
    methods = (Hoshin(), *RIVALS)
    results = [measure(each, corpus, unjudged, folder / str(at), ALLOWED) for at, each in enumerate(methods)]
    cases = judged(asked, results, corpus)
    print(
        f"{size:,} entries mixed of {len(corpus.phrases):,} phrases, {len(asked)} questions of two or three keywords;"
    )
    print(f"right is an entry that holds them all; each method was given {ALLOWED:.0f} s\n")
    print(table.compared(results, cases), table.LEGEND, table.slowest(results[0], cases), sep="\n")
    print(f"\n{table.indexes(results)}\n")
