"""The words of the trade from words.toml, in dictionary form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from knowledge.language import text
from knowledge.question.lexicon import stem
from knowledge.shelf.index import compound_word

MOST_REMEMBERED = 4_096
"""English words whose stem and spelling are kept."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What plans write for a word that people say."""

    plan: tuple[str, ...]
    """Words of plans, in dictionary form."""
    near: bool
    """Related, not the same."""


@dataclass(frozen=True, slots=True)
class Trade:
    """All of words.toml."""

    generic: frozenset[str]
    """Words that stand in every plan and never decide alone, in dictionary form or English."""
    places: frozenset[str]
    """Cities and wards as English writes them, in lower case."""
    meanings: Mapping[str, tuple[Meaning, ...]]
    """A word that people say, in dictionary form or in English → what plans write for it."""
    longest_phrase: int
    """Words in the longest English phrase."""
    english_words: frozenset[str] = frozenset()
    """Every English word that stands in a phrase of the list, in the singular and in American spelling."""
    by_form: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    """The English words and phrases by the form in which all their inflections and spellings are one."""

    def said(self, word: str) -> tuple[Meaning, ...]:
        """What plans write for a word in dictionary form or an English phrase, in whatever form its words stand."""
        return self.meanings.get(word, ()) or (self._inflected(word) if word.isascii() else ())

    def knows(self, word: str) -> bool:
        """Whether an English word stands in a phrase of the list, in whatever form."""
        return not self.english_words.isdisjoint(map(american, english_forms(word)))

    def _inflected(self, phrase: str) -> tuple[Meaning, ...]:
        if " " in phrase:
            return self.by_form.get(english_key(phrase), ())
        return next((self.by_form[form] for form in map(american, english_forms(phrase)) if form in self.by_form), ())


def dictionary_form(printed: str) -> str:
    """A word or compound in the form that indexes keep it in."""
    content = [word for word in text.words(text.normal(printed)) if word.is_content]
    return compound_word(content) or text.normal(printed)


@lru_cache(MOST_REMEMBERED)
def english_stem(word: str) -> str:
    """An English word without its plural or possessive ending."""
    word = word.removesuffix("'s").removesuffix("'")
    if word.endswith(("ss", "us", "is")) or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("shes", "ches", "sses", "xes")) else word.removesuffix("s")


def english_forms(phrase: str) -> tuple[str, ...]:
    """An English word as it may stand in a list: as it is, stemmed, without -ing or -ed."""
    form = english_form(phrase)
    bare = form.removesuffix("ing") if form.endswith("ing") else form.removesuffix("ed")
    if len(bare) < SHORTEST_VERB:
        return tuple(dict.fromkeys((phrase, form)))
    undoubled = bare[:-1] if bare[-1:] in _DOUBLED and bare[-1:] == bare[-2:-1] else bare
    return tuple(dict.fromkeys((phrase, form, bare, undoubled, f"{bare}e")))


SHORTEST_VERB = 3
"""Letters of a verb without -ing or -ed: feed is no fee, and king no verb."""
_DOUBLED = tuple("bdgklmnprt")
"""Consonants that a verb doubles before -ing and -ed: planning, stopped."""


def english_form(phrase: str) -> str:
    """An English phrase with every word stemmed, hyphens read as spaces."""
    return " ".join(english_stem(word) for word in re.findall(r"[a-z0-9][a-z0-9']*", phrase.lower()))


@lru_cache(MOST_REMEMBERED)
def american(word: str) -> str:
    """An English word as both spellings have it in common, to be compared and not to be shown: neighbour, centre."""
    for british, ours in (("our", "or"), ("ageing", "aging"), ("isation", "ization")):
        word = word.replace(british, ours)
    for end in ("e", "ed", "ing"):
        if word.endswith(f"is{end}"):
            word = f"{word.removesuffix(f's{end}')}z{end}"
    return f"{word[:-2]}er" if word.endswith("tre") else word


def english_key(phrase: str) -> str:
    """An English phrase by the stems of its words, so that opening a shelter and open a shelter are one."""
    return " ".join(stem(american(word)) for word in english_form(phrase).split())


@cache
def trade() -> Trade:
    """The trade's words as they ship with the program."""
    return parse(tomllib.loads(files("knowledge.question").joinpath("words.toml").read_text(encoding="utf-8")))


def parse(data: Mapping[str, Any]) -> Trade:
    """words.toml, read; a missing part is a KeyError: a mistake in the file."""
    meanings: dict[str, list[Meaning]] = {}
    for row in data["means"]:
        meaning = Meaning(tuple(map(dictionary_form, row["plan"])), row.get("near", False))
        for word in row.get("ja", "").split():
            for form in dict.fromkeys((dictionary_form(word), text.normal(word))):
                meanings.setdefault(form, []).append(meaning)
        for phrase in row.get("en", ()):
            meanings.setdefault(english_form(phrase), []).append(meaning)
    by_form: dict[str, list[Meaning]] = {}
    for word, found in meanings.items():
        if word.isascii():
            known = by_form.setdefault(english_key(word) if " " in word else american(word), [])
            known.extend(meaning for meaning in found if meaning not in known)
    return Trade(
        generic=_words(data["generic"]),
        places=frozenset(data["places"]["en"].split()),
        meanings={word: tuple(found) for word, found in meanings.items()},
        longest_phrase=max(word.count(" ") + 1 for word in meanings),
        english_words=frozenset(american(part) for word in meanings if word.isascii() for part in word.split()),
        by_form={key: tuple(found) for key, found in by_form.items()},
    )


def _words(lists: Mapping[str, str]) -> frozenset[str]:
    japanese: Iterable[str] = lists["ja"].split()
    english: Iterable[str] = lists["en"].split()
    return frozenset(
        [*map(dictionary_form, japanese), *map(text.normal, japanese), *english, *map(english_stem, english)]
    )
