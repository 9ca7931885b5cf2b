"""What was typed → what was meant: kana, romaji, abbreviations and slips of the keyboard in the plan's own spelling.

Every word that is put right leaves a Reason. A word that the dictionary or the plan knows is left as it is, unless the
whole compound sounds like one of the plan's: 区制会議 → 区政会議.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from knowledge.language import text
from knowledge.language.text import Kind, Word
from knowledge.model import How, Reason
from knowledge.question.trade import Trade, english_stem
from knowledge.shelf.index import LONGEST_COMPOUND, Term, compound_word
from knowledge.shelf.vocabulary import Vocabulary

LONGEST_SOUND = 16
"""Morae: no word of a plan is longer in kana."""
LONGEST_RUN = 120
"""Characters of kana that are read as one stretch."""
SHORTEST_SOUND = 3
"""Morae: shorter sounds fit into too many others."""
SURE = 0.95
"""Weight of a word that was put right."""

_KANA = r"[\u3041-\u3096\u30a1-\u30fa\u30fc]"
_MORA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc][ゃゅょぁぃぅぇぉャュョァィゥェォ]?")
_PARTICLES = (
    "の",
    "は",
    "が",
    "を",
    "に",
    "へ",
    "と",
    "も",
    "で",
    "や",
    "か",
    "って",
    "から",
    "まで",
    "には",
    "では",
    "とは",
    "への",
)
_ROMAJI_PARTICLES = frozenset("no wa ga wo o ni de to mo ka e he ha desu masu ya na".split())
_ASKED = (
    "予算 いくら 金額 合計 一番 取組 戦略 経営課題 課題 教えて 何 何ですか どれ どこ 高い 大きい 目標 使命 です ですか "
    "ください ありますか について について教えて 電話番号 住所 全部 支援 対策 事業 "
    "問い合わせ先 連絡先 担当部署 区長 最大 最小 一覧"
).split()


@dataclass(frozen=True, slots=True)
class Heard:
    """A question as it was meant."""

    text: str
    corrections: tuple[Reason, ...] = ()


def hear(asked: str, vocabulary: Vocabulary, trade: Trade) -> Heard:
    """The question, given in normal form, in the plan's spelling."""
    heard = Heard(asked)
    if is_romaji_question(asked, trade):
        heard = _from_kana(_romaji_as_kana(asked), vocabulary)
    elif not text.is_japanese(asked):
        return heard
    elif not text.has_kanji(asked):
        heard = _from_kana(asked, vocabulary)
    else:
        heard = _foreign_runs(asked, vocabulary, trade)
    return _mended(heard, vocabulary, trade)


def is_romaji_question(asked: str, trade: Trade) -> bool:
    """Whether a text in Latin letters is Japanese rather than English."""
    if text.is_japanese(asked):
        return False
    tokens = [token for token in re.findall(r"[^\W\d_]+", asked) if token not in _ROMAJI_PARTICLES]
    english = sum(_is_english(token, trade) for token in tokens)
    japanese = sum(len(token) > 2 and text.is_romaji(token) and not _is_english(token, trade) for token in tokens)
    return japanese > english and japanese * 2 >= len(tokens)


def _is_english(token: str, trade: Trade) -> bool:
    stem = english_stem(token)
    return token in trade.filler or token in trade.generic or stem in trade.meanings or _dictionary_knows_latin(token)


@lru_cache(maxsize=4096)
def _dictionary_knows_latin(token: str) -> bool:
    """The dictionary lists English words such as library with their katakana."""
    found = text.words(token)
    return len(found) == 1 and found[0].known and re.search(r"[\u30a1-\u30fa]", found[0].normal) is not None


def _romaji_as_kana(asked: str) -> str:
    return re.sub(r"[^\W\d_]+(?:'[a-z]+)?", lambda match: text.to_kana(match.group()), asked)


# Kana: the cheapest way to read a run of morae as words of the plan, particles and the rest


@dataclass(frozen=True, slots=True)
class _Reading:
    cost: float
    pieces: tuple[tuple[int, int, Term | str | None], ...]
    """Start, end, and a term of the plan, a word that asks, or None for what stays as it is."""


@cache
def _asking() -> dict[str, str]:
    """Folded sounds of the words that ask."""
    spoken = {text.fold_reading("".join(word.reading for word in text.words(text.normal(w)))): w for w in _ASKED}
    return spoken | {text.fold_reading(particle): particle for particle in _PARTICLES}


@lru_cache(maxsize=8192)
def _sound(kana: str) -> str:
    return text.fold_reading(kana)


def _from_kana(kana: str, vocabulary: Vocabulary) -> Heard:
    joined = re.sub(rf"(?<={_KANA}) +(?={_KANA})", "", kana)
    corrections: list[Reason] = []

    def rewrite(match: re.Match[str]) -> str:
        run = match.group()
        pieces = _best_reading(_MORA.findall(run), vocabulary).pieces
        if not any(isinstance(piece, Term) or (piece and end - start > SHORTEST_SOUND) for start, end, piece in pieces):
            return run
        return "".join(_spelled(_MORA.findall(run)[start:end], piece, corrections) for start, end, piece in pieces)

    written = re.sub(rf"{_KANA}{{3,{LONGEST_RUN}}}", rewrite, joined)
    return Heard(written, tuple(corrections))


def _spelled(morae: list[str], piece: Term | str | None, corrections: list[Reason]) -> str:
    sound = "".join(morae)
    if piece is None:
        return sound
    if isinstance(piece, str):
        return piece
    if sound != piece.surface:
        corrections.append(Reason(sound, piece.surface, How.READING, SURE))
    return piece.surface


def _best_reading(morae: list[str], vocabulary: Vocabulary) -> _Reading:
    best: list[_Reading] = [_Reading(0.0, ())]
    for end in range(1, len(morae) + 1):
        best.append(min(_readings_up_to(end, best, morae, vocabulary), key=lambda reading: reading.cost))
    return best[-1]


def _readings_up_to(end: int, best: list[_Reading], morae: list[str], vocabulary: Vocabulary) -> Iterator[_Reading]:
    for start in range(max(0, end - LONGEST_SOUND), end):
        before = best[start]
        sound = _sound("".join(morae[start:end]))
        if end - start >= SHORTEST_SOUND and (term := _heard_term(sound, vocabulary)) is not None:
            yield _Reading(before.cost + 1.0, (*before.pieces, (start, end, term)))
        if (asking := _asking().get(sound)) is not None:
            yield _Reading(before.cost + 0.6, (*before.pieces, (start, end, asking)))
        if start == end - 1:
            begins = not before.pieces or before.pieces[-1][2] is not None
            yield _Reading(before.cost + 1.0 + 2.0 * begins, (*before.pieces, (start, end, None)))


def _heard_term(sound: str, vocabulary: Vocabulary) -> Term | None:
    """The plan's word of that sound: of homophones the one that more entries use."""
    found = vocabulary.by_reading.get(sound, ())
    return max(found, key=lambda term: term.df) if found else None


def _foreign_runs(asked: str, vocabulary: Vocabulary, trade: Trade) -> Heard:
    """Kana and Latin runs inside a text with kanji, where neither the plan nor the dictionary makes sense of them."""
    corrections: list[Reason] = []
    for word in reversed(text.words(asked)):
        term = _heard_word(word, vocabulary, trade)
        if term is not None:
            corrections.insert(0, Reason(word.surface, term.surface, How.READING, SURE))
            asked = asked[: word.start] + term.surface + asked[word.end :]
    return Heard(asked, tuple(corrections))


def _heard_word(word: Word, vocabulary: Vocabulary, trade: Trade) -> Term | None:
    odd = not word.known or re.fullmatch(r"[a-z]{4,}", word.surface) is not None
    if (
        text.has_kanji(word.surface)
        or not word.is_content
        or word.normal in vocabulary.by_word
        or word.normal in trade.meanings
        or not odd
    ):
        return None
    sound = word.reading if text.is_japanese(word.surface) else text.fold_reading(text.to_kana(word.surface))
    if len(sound) < 4:
        return None
    return _heard_term(sound, vocabulary) or _near_sound(sound, vocabulary)


def _near_sound(sound: str, vocabulary: Vocabulary) -> Term | None:
    if len(sound) < 7:
        return None
    found = process.extract(
        sound, vocabulary.by_reading.keys(), scorer=Levenshtein.distance, score_cutoff=1, limit=2, processor=None
    )
    return _heard_term(found[0][0], vocabulary) if len(found) == 1 else None


# Slips and abbreviations: a run of kanji and katakana that falls into fragments

_RUN = re.compile(r"[\u3005\u30a1-\u30fa\u30fc\u3400-\u9fff]{2,}")


def _mended(heard: Heard, vocabulary: Vocabulary, trade: Trade) -> Heard:
    """The text with slips put right, run by run."""
    asked, corrections = heard.text, list(heard.corrections)
    analysed = text.words(asked)
    kanji = (
        tuple(word for word in analysed if run.start() <= word.start and word.end <= run.end())
        for run in _RUN.finditer(asked)
    )
    for run in dict.fromkeys((*kanji, *text.runs(analysed))):
        mend = _mend(run, vocabulary, trade)
        if mend is not None:
            typed, term, how = mend
            asked = asked.replace(typed, term.surface)
            corrections.append(Reason(typed, term.surface, how, SURE))
    return Heard(asked, tuple(corrections))


def _mend(run: tuple[Word, ...], vocabulary: Vocabulary, trade: Trade) -> tuple[str, Term, How] | None:
    """The longest stretch of a run that is no word of the plan but stands for one."""
    understood: list[tuple[int, int]] = []
    for start, end in _stretches(len(run)):
        stretch = run[start:end]
        if any(first <= start and end <= last for first, last in understood):
            continue  # a piece of a word that is understood as a whole
        if _is_understood(compound_word(stretch), vocabulary, trade):
            understood.append((start, end))
            continue
        typed = "".join(unit.surface for unit in stretch)
        if any(unit.kind is Kind.NUMBER for unit in stretch):
            continue  # a figure is never put right
        term, how = _meant(stretch, typed, vocabulary, trade)
        if term is not None and term.surface != typed and not re.search(r"\d", term.surface):
            return typed, term, how  # nor does a slip become one: 令和元 is not 令和5
    return None


def _stretches(length: int) -> Iterator[tuple[int, int]]:
    """From where to where the stretches of a run go, the longest first."""
    for size in range(min(length, LONGEST_COMPOUND + 1), 0, -1):
        for start in range(length - size + 1):
            yield start, start + size


def _is_understood(word: str, vocabulary: Vocabulary, trade: Trade) -> bool:
    return word in vocabulary.by_word or word in trade.meanings or word in trade.filler


def _meant(stretch: tuple[Word, ...], typed: str, vocabulary: Vocabulary, trade: Trade) -> tuple[Term | None, How]:
    broken = [unit for unit in stretch if _is_fragment(unit, vocabulary, trade)]
    if (len(stretch) > 1 or broken) and (found := vocabulary.by_initials.get(typed)):
        return min(found, key=lambda term: len(term.surface)), How.ABBREVIATION
    sound = "".join(unit.reading for unit in stretch)
    if (len(stretch) > 1 or broken) and len(sound) >= 6 and sound in vocabulary.by_reading:
        return _heard_term(sound, vocabulary), How.READING
    if broken and (len(typed) > 2 or len(broken) == len(typed)):
        return _near_spelling(typed, vocabulary), How.SPELLING
    return None, How.SPELLING


def _is_fragment(unit: Word, vocabulary: Vocabulary, trade: Trade) -> bool:
    """Whether a word looks like a piece of a misspelt one: one kanji alone, or unknown to dictionary and plan."""
    if _is_understood(unit.normal, vocabulary, trade):
        return False
    return not unit.known or (len(unit.surface) == 1 and unit.kind is not Kind.NUMBER)


def _near_spelling(typed: str, vocabulary: Vocabulary) -> Term | None:
    """The plan's only word that is one character away, two where it is long."""
    slips = 2 if len(typed) >= 8 else 1
    near = process.extract(
        typed, vocabulary.by_surface.keys(), scorer=Levenshtein.distance, score_cutoff=slips, limit=3, processor=None
    )
    near = [found for found in near if len(found[0]) > 1 and (len(typed) > 3 or len(found[0]) == len(typed))]
    best = [found for found in near if found[1] == near[0][1]]
    return vocabulary.by_surface[best[0][0]] if len(best) == 1 else None
