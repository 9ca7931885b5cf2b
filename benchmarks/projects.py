"""A city's real projects: the name with noise → the project."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import table
from benchmarks.cases import Case, Item, Listed
from benchmarks.clock import measure, tell
from benchmarks.ours import Hoshin, entry_id
from benchmarks.plan import ROOT
from benchmarks.rivals import RIVALS, folded
from benchmarks.words import KANJI, nouns, romaji, sounds

DEFAULT = ROOT.parent / "shared" / "data" / "ofunato-projects.csv"
QUESTIONS = 300
"""Of each kind."""
SEED = 20_220_401
ALLOWED = 300.0
"""Seconds for all questions to one method."""
TRIES = 50
"""Pairs of keywords that are tried for one project."""


def read(file: Path) -> Listed:
    """The projects of the list, name and what it says of them."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return Listed(
        tuple(
            Item(entry_id(at), row["事務事業"], f"{row['事業概要']}\n{row['意図']}".strip())
            for at, row in enumerate(rows)
        )
    )


def cases(corpus: Listed, most: int = QUESTIONS, seed: int = SEED) -> tuple[Case, ...]:
    """`most` questions of each kind; projects of one name are all right."""
    chance = random.Random(seed)
    named: dict[str, set[str]] = defaultdict(set)
    for item in corpus.listed:
        named[item.title].add(item.id)
    chosen = chance.sample(corpus.listed, min(most, len(corpus.listed)))
    return (
        *(Case("".join(sounds(item.title)), frozenset(named[item.title]), "kana") for item in chosen),
        *(Case(romaji(item.title), frozenset(named[item.title]), "romaji") for item in chosen),
        *_slips(corpus, named, most, chance),
        *_pairs(corpus, most, chance),
    )


def _slips(corpus: Listed, named: Mapping[str, set[str]], most: int, chance: random.Random) -> Iterator[Case]:
    """One kanji of the name is another one."""
    kanji = sorted({character for item in corpus.listed for character in KANJI.findall(item.text)})
    slippery = [item for item in corpus.listed if KANJI.search(item.title)]
    for item in chance.sample(slippery, min(most, len(slippery))):
        at = chance.choice([found.start() for found in KANJI.finditer(item.title)])
        other = chance.choice([character for character in kanji if character != item.title[at]])
        slip = item.title[:at] + other + item.title[at + 1 :]
        if slip not in named:
            yield Case(slip, frozenset(named[item.title]), "wrong character")


def _pairs(corpus: Listed, most: int, chance: random.Random) -> Iterator[Case]:
    """Two keywords that stand together in this project alone."""
    texts = [folded(item.text) for item in corpus.listed]
    found = 0
    for item in chance.sample(corpus.listed, len(corpus.listed)):
        words = nouns(folded(item.text))
        pair = _telling(words, texts, chance)
        if pair is not None and found < most:
            found += 1
            yield Case(" ".join(pair), frozenset({item.id}), "two keywords")


def _telling(words: Sequence[str], texts: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    """Two of the words that stand together in one text only."""
    for _ in range(TRIES if len(words) > 1 else 0):
        one, other = chance.sample(words, 2)
        if sum(one in text and other in text for text in texts) == 1:
            return one, other
    return None


def run(folder: Path, file: Path) -> None:
    """Measures and prints."""
    if not file.exists():
        print(f"The projects: skipped, {file.name} is not there\n")
        return
    corpus = read(file)
    asked = cases(corpus)
    tell(f"projects: {len(corpus.listed)} entries, {len(asked)} questions")
    methods = (Hoshin(), *RIVALS)
    results = [measure(each, corpus, asked, folder / str(at), ALLOWED) for at, each in enumerate(methods)]
    print(f"The projects: {len(corpus.listed)} entries, {len(asked)} questions made of their names\n")
    print(table.compared(results, asked), table.LEGEND, table.slowest(results[0], asked), sep="\n")
    print(f"\n{table.by_kind(results, asked)}\n")
