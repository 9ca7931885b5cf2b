"""What was typed by sound, cut short, or slipped: stretches of a question that stand for other words.

Only candidates are made here; the lattice decides. A known word of the dictionary that the document or the lexicon has
is never taken for another, and no stretch begins or ends inside a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import jaconv
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from knowledge.language import text
from knowledge.language.text import Part
from knowledge.model import How, Reason
from knowledge.question import half_kana, kana_verbs
from knowledge.question.lexicon import forms
from knowledge.question.spans import Role, Span
from knowledge.shelf.index import Term

if TYPE_CHECKING:
    from knowledge.question.wording import Wording

SURE = 0.95
"""Weight of a word that was put right."""
SHORTEST_RUN = 3
"""Characters of kana from which a stretch is heard anew."""
LONGEST_RUN = 120
"""Characters of kana that are heard as one stretch."""
LONGEST_SOUND = 16
"""Morae: no word of a plan is longer in kana."""
SHORTEST_SOUND = 3
"""Morae: shorter sounds fit into too many others."""
LONGEST_STRETCH = 5
"""Morphemes of a stretch that may be one misspelt word."""
SHORTEST_SLIP = 3
"""Characters: a word of two has too many neighbours."""
MOST_SPELLED = 60_000
"""Terms of a vocabulary up to which slips of one character are looked for."""

_KANA_RUN = re.compile(rf"(?:[\u3041-\u3096ー]{{{SHORTEST_RUN},{LONGEST_RUN}}}|[\u30a1-\u30faー]{{8,{LONGEST_RUN}}})")
"""Hiragana, or katakana that is longer than words are."""
_MORA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc][ゃゅょぁぃぅぇぉャュョァィゥェォ]?")
_PARTICLES = frozenset("の は が を に へ と も で や か って から まで には では とは への より です ます".split())


def odd_runs(parts: Sequence[Part], wording: Wording) -> frozenset[int]:
    """Where the morphemes begin that stand in hiragana of which the dictionary makes no sense."""
    odd: set[int] = set()
    run: list[Part] = []
    unled = frozenset(part.start for before, part in pairwise((None, *parts)) if part and is_unled(part, before))
    for part in (*parts, None):
        if part is not None and text.is_hiragana(part.surface):
            run.append(part)
            continue
        length = sum(len(each.surface) for each in run)
        crumbs = any(each.start in unled or _is_crumb(each, wording) for each in run)
        if length >= SHORTEST_RUN and (crumbs or any(_ends_another(b, a, wording) for a, b in pairwise(run))):
            odd.update(each.start for each in run)
        run = []
    odd.update(part.start for part in parts if not part.known and re.fullmatch(r"[\u30a1-\u30faー]{8,}", part.surface))
    return frozenset(odd)


def is_unled(part: Part, before: Part | None) -> bool:
    """Whether an ending or a particle stands where nothing is that it could follow: しめ of しめいは."""
    tied = part.word_class == "助動詞" or part.word_kind in ("格助詞", "係助詞")
    return tied and (before is None or before.word_class == "補助記号")


def _is_crumb(part: Part, wording: Wording) -> bool:
    """Whether a morpheme in hiragana may be a piece of another word: no particle, and nothing that is known here."""
    if part.word_class in ("助詞", "助動詞", "補助記号"):
        return (
            part.surface in ("り", "る", "つ", "ぬ", "き", "し")
            and part.word_class == "助動詞"
            and len(part.normal) == 1
        )
    return not _is_understood((part,), wording)


def _ends_another(part: Part, before: Part, wording: Wording) -> bool:
    """ひなんじょ: a suffix in kana that makes another word of the document with the noun before it."""
    is_suffix = part.word_class == "接尾辞" and before.word_class == "名詞"
    return is_suffix and text.fold_reading(before.surface + part.surface) in wording.vocabulary.by_reading


def _is_understood(stretch: Sequence[Part], wording: Wording) -> bool:
    if len(stretch) == 1 and stretch[0].known and stretch[0].word_class in ("接尾辞", "接頭辞"):
        return True
    forms = tuple(part.normal for part in stretch)
    word = "".join(forms)
    return (
        word in wording.vocabulary.by_word
        or word in wording.trade.meanings
        or forms in wording.lexicon.japanese
        or "".join(part.surface for part in stretch) in wording.vocabulary.by_surface
    )


def candidates(asked: str, parts: Sequence[Part], odd: frozenset[int], wording: Wording) -> Iterator[Span]:
    """Everything that stretches of the question may stand for beside what they are."""
    inflected = frozenset(after.start for part, after in pairwise(parts) if _inflects(part, after))
    for match in _KANA_RUN.finditer(asked):
        if any(match.start() <= start < match.end() for start in odd):
            yield from _heard(asked, match.start(), match.end(), inflected, wording)
    yield from half_kana.candidates(asked, parts, wording)
    yield from _stretches(asked, parts, wording)


def _inflects(verb: Part, ending: Part) -> bool:
    """Whether a morpheme is the ending of a verb before it: かい+てる, which no noun has."""
    ends = ending.word_class == "助動詞" or (ending.word_kind == "接続助詞" and ending.surface in ("て", "で"))
    return verb.word_class == "動詞" and ends


# Kana


def _heard(asked: str, start: int, end: int, inflected: Set[int], wording: Wording) -> Iterator[Span]:
    """A run of hiragana cut at every mora: words of the document, words that ask, particles, and what is unknown."""
    borders = [start, *(start + mora.end() for mora in _MORA.finditer(asked[start:end]))]
    for first, begin in enumerate(borders[:-1]):
        for last in range(first + 1, min(first + LONGEST_SOUND, len(borders) - 1) + 1):
            stop = borders[last]
            kana = asked[begin:stop]
            if kana in _PARTICLES:
                yield Span(begin, stop, kana, Role.FUNCTION, 0.6)
            if kana == "わ" and asked[stop : stop + 1] in _CLOSED:
                yield Span(begin, stop, "は", Role.FUNCTION, 0.6)
            if last - first < 2:
                continue
            sound = text.fold_reading(kana)
            if sound in wording.lexicon.sounds and not (stop in inflected and _is_short_noun(sound, wording)):
                senses = wording.lexicon.sounds[sound]
                yield Span(begin, stop, kana, Role.GRAMMAR, 1.1, senses, meant=wording.lexicon.sounding[sound])
            if last - first >= SHORTEST_SOUND:
                if (term := heard_term(sound, wording)) is not None:
                    yield corrected(begin, stop, kana, term, How.READING, 1.2)
                elif _is_foreign(kana):
                    yield _in_katakana(begin, stop, kana, wording)
        for last in range(first + 1, len(borders)):
            stop = borders[last]
            yield Span(begin, stop, asked[begin:stop], Role.UNKNOWN, 2.4 + 0.8 * (last - first))


_CLOSED = ("", "?", "、", "。", " ")
"""Behind a particle, these say that nothing follows."""


def _is_short_noun(sound: str, wording: Wording) -> bool:
    """Whether the lexicon's word of a sound is one of two kanji at most: 下位, 以下."""
    said = wording.lexicon.sounding[sound]
    return len(said) <= 2 and text.has_kanji(said[-1])


def _in_katakana(start: int, end: int, said: str, wording: Wording) -> Span:
    """A foreign word in hiragana: すまほ; a topic where it leads to a word of the document."""
    foreign = str(jaconv.hira2kata(said))
    (word,) = text.words(foreign)[:1]
    groups = any(group in wording.vocabulary.by_group for group in word.groups)
    if groups or word.normal in wording.vocabulary.by_word or word.normal in wording.trade.meanings:
        return Span(start, end, said, Role.TOPIC, 1.6, meant=foreign)
    return Span(start, end, said, Role.UNKNOWN, 2.0)


@lru_cache(maxsize=4096)
def _is_foreign(kana: str) -> bool:
    """Whether hiragana is a word that the dictionary has in katakana: すーぱー."""
    foreign = str(jaconv.hira2kata(kana))
    if not text.has_word(foreign):
        return False
    found = text.morphemes(foreign)
    return len(found) == 1 and found[0].known and found[0].word_class == "名詞"


def heard_term(sound: str, wording: Wording) -> Term | None:
    """The document's word of a folded sound: of homophones the one that more entries use."""
    found = wording.vocabulary.by_reading.get(sound, ())
    return max(found, key=lambda term: term.df) if found else None


def corrected(start: int, end: int, said: str, term: Term, how: How, cost: float) -> Span:
    """A stretch that stands for a word of the document, with the reason where it was typed otherwise."""
    reason = Reason(said, term.surface, how, SURE) if said != term.surface else None
    return Span(start, end, said, Role.TOPIC, cost, meant=term.surface, reason=reason)


# Kanji and katakana


def _stretches(asked: str, parts: Sequence[Part], wording: Wording) -> Iterator[Span]:
    """Runs of nouns and crumbs that stand for one word: 地活協, 経営過大, 区制会議, みなトクモソ."""
    for at in range(len(parts)):
        if not _may_slip(parts[at]):
            continue
        for end in range(at + 1, min(at + LONGEST_STRETCH, len(parts)) + 1):
            stretch = parts[at:end]
            if not _may_slip(stretch[-1]):
                break
            if _is_understood(stretch, wording):
                continue
            if not all(_is_understood((part,), wording) for part in stretch):
                yield from _meant(asked, stretch, wording)
            elif len(stretch) > 2:
                yield from _same_sound(asked, stretch, wording)


def _same_sound(asked: str, stretch: Sequence[Part], wording: Wording) -> Iterator[Span]:
    """Known words that together sound like a compound of the document: 子育て支援期間."""
    sound = text.fold_reading("".join(part.reading for part in stretch))
    if (heard := heard_term(sound, wording)) is not None and len(heard.units) > 1:
        start, end = stretch[0].start, stretch[-1].end
        yield corrected(start, end, asked[start:end], heard, How.READING, 1.2)


def _may_slip(part: Part) -> bool:
    if part.word_class in ("助詞", "助動詞", "補助記号", "空白", "記号") or part.word_kind == "数詞":
        return False
    return not part.surface.isascii() or len(part.surface) > 3


def _meant(asked: str, stretch: Sequence[Part], wording: Wording) -> Iterator[Span]:
    start, end = stretch[0].start, stretch[-1].end
    said = asked[start:end]
    if text.is_hiragana(said):
        return  # hiragana is cut anew above
    vocabulary, known = wording.vocabulary, all(part.known for part in stretch)
    lone = len(stretch) == 1 and known
    if not lone and (short := vocabulary.by_initials.get(said)):
        term = min(short, key=lambda each: len(each.surface))
        yield corrected(start, end, said, term, How.ABBREVIATION, 1.3)
    if said.isascii():
        sound = text.fold_reading(text.to_kana(said)) if text.is_romaji(said) else ""
    else:
        sound = text.fold_reading("".join(part.reading for part in stretch))
    if len(sound) >= 4:
        if not lone and sound in wording.lexicon.sounds:
            senses = wording.lexicon.sounds[sound]
            yield Span(start, end, said, Role.GRAMMAR, 0.9, senses, meant=wording.lexicon.sounding[sound])
        if (not lone or len(sound) >= 6) and (heard := heard_term(sound, wording)) is not None:
            yield corrected(start, end, said, heard, How.READING, 1.5 if not lone else 2.3)
    if lone and len(said) == 2 and said.endswith("い") and (longer := _with_kana(said, wording)):
        yield Span(start, end, said, Role.GRAMMAR, 1.0, wording.lexicon.senses(forms(longer), "ja"), meant=longer)
    if lone and len(sound) >= 4 and kana_verbs.follows_number(asked, start) and sound in wording.lexicon.sounds:
        senses = wording.lexicon.sounds[sound]
        yield Span(start, end, said, Role.GRAMMAR, 1.5, senses, meant=wording.lexicon.sounding[sound])
    if not lone and len(said) >= SHORTEST_SLIP and (wording_slip := near_spelling(said, wording.lexicon.spellings)):
        senses = wording.lexicon.senses(forms(wording_slip), "ja")
        yield Span(start, end, said, Role.GRAMMAR, 2.2, senses, meant=wording_slip)
    if not lone and len(said) >= SHORTEST_SLIP and len(vocabulary.by_surface) <= MOST_SPELLED:
        slip = near_spelling(said, wording.spellings)
        if slip is not None:
            yield corrected(start, end, said, vocabulary.by_surface[slip], How.SPELLING, 2.0)


def _with_kana(said: str, wording: Wording) -> str | None:
    """少い as 少ない: the only word of the lexicon with that character and more kana between."""
    longer = {
        word
        for word in wording.lexicon.spellings
        if word[0] == said[0] and word.endswith("い") and len(word) == 3 and "\u3041" <= word[1] <= "\u3096"
    }
    return longer.pop() if len(longer) == 1 else None


def near_spelling(said: str, spellings: Sequence[str]) -> str | None:
    """The only spelling that is one character away, two where it is long."""
    slips = 2 if len(said) >= 8 else 1
    near = process.extract(said, spellings, scorer=Levenshtein.distance, score_cutoff=slips, limit=3, processor=None)
    near = [found for found in near if len(found[0]) > 1 and (len(said) > 3 or len(found[0]) == len(said))]
    best = [found for found in near if found[1] == near[0][1]]
    if len(best) != 1 or any(map(str.isdecimal, f"{best[0][0]}{said}")):
        return None
    return str(best[0][0])
