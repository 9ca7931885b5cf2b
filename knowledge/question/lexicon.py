"""The closed words of questions and what they mean: lexicon.toml, analysed once.

A wording is a sequence of dictionary forms. No pattern stands there: the loader refuses one.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import snowballstemmer

from knowledge.language import text
from knowledge.model import Level

NO_PATTERN = frozenset("()[]{}|*+?^$\\")
"""Signs that would make a wording a regular expression."""
LEVELS: Mapping[str, tuple[Level, ...]] = {
    **{f"level.{level.value}": (level,) for level in Level},
    "level.any": (Level.ISSUE, Level.STRATEGY, Level.ACTION),
}
"""What a level word of the plan means."""

Forms = tuple[str, ...]
"""A wording as dictionary forms, or as stems of English words."""


class LexiconError(Exception):
    """lexicon.toml has a mistake; the message names the wording."""


@dataclass(frozen=True)
class Lexicon:
    """Senses by wording, in both languages."""

    japanese: Mapping[Forms, frozenset[str]]
    english: Mapping[Forms, frozenset[str]]
    sounds: Mapping[str, frozenset[str]]
    """Senses of Japanese wordings by their folded reading."""
    sounding: Mapping[str, str]
    """The wording of a folded reading as it is written."""
    stop_words: frozenset[str]
    """English words that only tie others together."""
    longest: int
    """Words in the longest wording."""
    words: int
    """How many wordings there are."""
    spellings: tuple[str, ...] = ()
    """Japanese wordings of kanji that are long enough to be known by all but one character."""

    @cached_property
    def joined(self) -> Mapping[str, frozenset[str]]:
        """Senses of Japanese wordings by their forms in one piece: how a word is cut depends on its neighbours."""
        return {"".join(forms): senses for forms, senses in self.japanese.items() if len("".join(forms)) > 2}

    def only_ties(self, word: str) -> bool:
        """Whether an English word only ties others together: in itself, contracted (isn't, they've), or made of two
        that do (anywhere, themselves, whatever)."""
        for end in _CONTRACTED:
            if word.endswith(end) and word.removesuffix(end) in self.stop_words:
                return True
        made = (word[: len(head)] for head in _QUANTIFIED if word.startswith(head) and word[len(head) :] in _HEADS)
        own = word.removesuffix("selves").removesuffix("self")
        return word in self.stop_words or any(made) or (own != word and own in _OWNERS)

    @cached_property
    def units(self) -> frozenset[str]:
        """All dictionary forms that stand in Japanese wordings."""
        return frozenset(form for forms in self.japanese for form in forms)

    @cached_property
    def stems(self) -> frozenset[str]:
        """All stems that stand in English wordings."""
        return frozenset(stem for forms in self.english for stem in forms)

    def senses(self, forms: Sequence[str], language: str) -> frozenset[str]:
        """What a sequence of words means; empty where it is no wording."""
        table = self.japanese if language == "ja" else self.english
        return table.get(tuple(forms), frozenset())


_CONTRACTED = ("n't", "'m", "'re", "'ve", "'ll", "'d", "'s")
_QUANTIFIED = ("any", "some", "every")
_HEADS = frozenset("one body thing where time how way".split())
_OWNERS = frozenset("my your him her it our them".split())

_stemmer = snowballstemmer.stemmer("english")


_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "goes:go went:go gone:go spent:spend paid:pay gave:give given:give got:get made:make held:hold took:take"
        " taken:take ran:run told:tell shown:show wrote:write written:write said:say began:begin begun:begin"
        " rose:rise risen:rise fell:fall fallen:fall grew:grow grown:grow shrank:shrink shrunk:shrink"
        " children:child people:person"
    ).split()
)
"""Forms of common English words that no rule of endings leads back."""


_HIGHEST = {"more": "most", "less": "least"}
"""What an English comparative means in its highest degree: bigger, biggest."""


_IMPLIED = {"concerning": ("light",)}
"""What words of a sense mean as well."""


@cache
def stem(word: str) -> str:
    """An English word without its endings (Porter 2, as in Snowball)."""
    word = word.lower().removesuffix("'s").removesuffix("'")
    return str(_stemmer.stemWord(_IRREGULAR.get(word, word)))


def stems(words: str) -> Forms:
    """The stems of the words of an English phrase."""
    return tuple(map(stem, words.lower().replace("-", " ").split()))


def forms(wording: str) -> Forms:
    """The dictionary forms of the words of a Japanese wording."""
    return tuple(each.normal for each in text.morphemes(text.normal(wording)))


@cache
def lexicon() -> Lexicon:
    """The lexicon as it ships with the program. LexiconError: a wording is a pattern."""
    data = tomllib.loads(files("knowledge.question").joinpath("lexicon.toml").read_text(encoding="utf-8"))
    stop_words = frozenset(data.pop("function")["en"].split())
    japanese: defaultdict[Forms, set[str]] = defaultdict(set)
    english: defaultdict[Forms, set[str]] = defaultdict(set)
    sounds: defaultdict[str, set[str]] = defaultdict(set)
    sounding: dict[str, str] = {}
    for sense, row in _senses(data):
        for wording in _checked(row["ja"].split()):
            japanese[forms(wording)].update({sense, *_IMPLIED.get(sense, ())})
            sound = text.fold_reading("".join(each.reading for each in text.morphemes(text.normal(wording))))
            sounds[sound].add(sense)
            sounding.setdefault(sound, wording)
        for wording in _checked(row["en"]):
            english[stems(wording)].add(sense)
            if sense in _HIGHEST and wording.endswith("er"):
                english[stems(f"{wording.removesuffix('er')}est")].add(_HIGHEST[sense])
    return Lexicon(
        japanese=_frozen(japanese),
        english=_frozen(english),
        sounds=_frozen(sounds),
        sounding=sounding,
        stop_words=stop_words,
        longest=max(map(len, (*japanese, *english))),
        words=len(japanese) + len(english),
        spellings=tuple(word for word in sounding.values() if len(word) > 2 and text.has_kanji(word)),
    )


def _senses(data: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, row in data.items():
        if "en" in row:
            yield above + name, row
        else:
            yield from _senses(row, f"{name}.")


def _checked(wordings: Iterable[str]) -> Iterator[str]:
    for wording in wordings:
        if NO_PATTERN & set(wording):
            raise LexiconError(wording)
        yield wording


def _frozen(table: Mapping[Any, set[str]]) -> dict[Any, frozenset[str]]:
    return {key: frozenset(found) for key, found in table.items()}
