"""English questions: words instead of morphemes, and what each can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.language import text
from knowledge.language.text import Part
from knowledge.model import How
from knowledge.question.hearing import corrected
from knowledge.question.lexicon import lexicon, stem
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import JOINS
from knowledge.question.trade import english_form, trade

if TYPE_CHECKING:
    from knowledge.question.wording import Wording

_TOKEN = re.compile(r"\d+(?='s\b)|[a-z0-9][a-z0-9']*|[^\x00-\x7f]+|\s+|.")
SHORTEST_SOUND = 5
"""Folded letters from which a word in Latin letters may be Japanese."""

SHORTEST_ADVERB = 5
"""Letters beyond which a word that ends in -ly, and that the plan has nothing for, is an adverb."""


def parts(asked: str) -> tuple[Part, ...]:
    """The words of an English text in lower case, Japanese words inside it as the analyser cuts them."""
    found: list[Part] = []
    for match in _TOKEN.finditer(asked):
        token, (start, end) = match.group(), match.span()
        if not token.isascii():
            found.extend(
                each._replace(start=each.start + start, end=each.end + start) for each in text.morphemes(token)
            )
        elif token.isspace() or (token == "-" and _is_inside(asked, start)):
            continue
        elif token[0].isalnum():
            number = "数詞" if token.isdigit() else ""
            found.append(Part(token, stem(token), token, start, end, "名詞", number, "", True))
        else:
            found.append(Part(token, token, token, start, end, "補助記号", "", "", True))
    return tuple(found)


def _is_inside(asked: str, at: int) -> bool:
    """Whether a hyphen stands between letters: watch-over is watch over."""
    return at > 0 and asked[at - 1].isalpha() and asked[at + 1 : at + 2].isalpha()


def candidates(asked: str, words: Sequence[Part], wording: Wording) -> Iterator[Span]:
    """What the words of an English question can be beside grammar and literals."""
    yield from (
        Span(match.start(), match.end(), match.group(), Role.FUNCTION, 0.0) for match in re.finditer(r"[\s-]+", asked)
    )
    for at, part in enumerate(words):
        yield from _phrases(asked, words, at, wording)
        yield _plain(part, wording)
        yield from _possessive(part, wording)


def _phrases(asked: str, words: Sequence[Part], at: int, wording: Wording) -> Iterator[Span]:
    for end in range(at + 1, min(at + wording.trade.longest_phrase, len(words)) + 1):
        if words[end - 1].word_class == "補助記号":
            return
        start, last = words[at].start, words[end - 1].end
        said = asked[start:last].replace("-", " ")
        if wording.trade.said(english_form(said)) and not _is_stop(words[at:end], wording):
            yield Span(start, last, said, Role.TOPIC, 1.0, part=words[at] if end == at + 1 else None)
        elif _is_printed(said, wording) and not _is_stop(words[at:end], wording):
            yield Span(start, last, said, Role.TOPIC, 1.0)


def _is_printed(said: str, wording: Wording) -> bool:
    return len(said) > 1 and (said in wording.vocabulary.by_surface or said in wording.vocabulary.by_word)


def _is_stop(words: Sequence[Part], wording: Wording) -> bool:
    return all(wording.lexicon.only_ties(part.surface) for part in words)


def _plain(part: Part, wording: Wording) -> Span:
    where = part.start, part.end, part.surface
    if part.word_class == "補助記号" or part.surface in JOINS:
        return Span(*where, Role.FUNCTION, 0.0, part=part)
    if not part.surface.isascii():
        return Span(*where, Role.TOPIC, 1.0, part=part)
    if wording.lexicon.only_ties(part.surface) or (len(part.surface) == 1 and not part.surface.isdigit()):
        return Span(*where, Role.FUNCTION, 0.5, part=part)
    sound = text.fold_reading(part.surface) if text.is_romaji(part.surface) else ""
    if len(sound) >= SHORTEST_SOUND and sound in wording.vocabulary.by_reading:
        term = max(wording.vocabulary.by_reading[sound], key=lambda each: each.df)
        return corrected(part.start, part.end, part.surface, term, How.READING, 1.1)
    if part.surface.endswith("ly") and len(part.surface) > SHORTEST_ADVERB:
        return Span(*where, Role.FUNCTION, 1.5, part=part)  # briefly, financially: how, and not what
    return Span(*where, Role.UNKNOWN, 1.6, part=part)


def _possessive(part: Part, wording: Wording) -> Iterator[Span]:
    """The counter's budget, issue 4's total: a noun and what ties it to the next."""
    noun = part.surface.removesuffix("'s")
    if noun in (part.surface, "") or wording.lexicon.only_ties(part.surface):
        return
    end = part.start + len(noun)
    yield _plain(part._replace(surface=noun, end=end), wording)
    yield Span(end, part.end, "'s", Role.FUNCTION, 0.0)


_ROMAJI_PARTICLES = frozenset("no wa ga wo o ni de to mo ka e he ha desu masu ya na".split())


def is_romaji(asked: str) -> bool:
    """Whether a text in Latin letters is Japanese rather than English."""
    tokens = [token for token in re.findall(r"[^\W\d_]+", asked) if token not in _ROMAJI_PARTICLES]
    known = sum(is_english(token) for token in tokens)
    japanese = sum(len(token) > 2 and text.is_romaji(token) and not is_english(token) for token in tokens)
    return japanese > known and japanese * 2 >= len(tokens)


@lru_cache(maxsize=4096)
def is_english(token: str) -> bool:
    """Whether the lexicon, the trade's list or the dictionary knows a word as English."""
    own = lexicon()
    if own.only_ties(token) or stem(token) in own.stems:
        return True
    known = trade()
    if token in known.generic or known.knows(token):
        return True
    found = text.words(token)
    return len(found) == 1 and found[0].known and any("ァ" <= each <= "ヺ" for each in found[0].normal)
