"""Words of which a part is typed in kana: 避なん所, 使めい, 商てん街, as who is unsure of a character writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from knowledge.language import text
from knowledge.language.text import Part
from knowledge.model import How, Reason
from knowledge.question.lexicon import Lexicon
from knowledge.question.spans import Role, Span
from knowledge.shelf.index import Term

if TYPE_CHECKING:
    from knowledge.question.wording import Wording

COST = 0.8
"""Less than two crumbs that the analyser makes of such a word."""
SURE = 0.95
"""Weight of a word that was put right."""
LONGEST = 8
"""Characters of kana inside a word."""
SHORTEST = 2
"""Characters: one is as likely a particle."""


class Spelling(NamedTuple):
    """A word in kanji, of the document or of the lexicon, with its folded reading."""

    surface: str
    reading: str
    of_lexicon: bool


def candidates(asked: str, parts: Sequence[Part], wording: Wording) -> Iterator[Span]:
    """What words with kana in the place of kanji may be."""
    scripts = "".join(map(_script, asked))
    if _KANJI + _KANA * SHORTEST not in scripts:
        return
    words = {(part.start, part.end) for part in parts if part.known}
    for start in sorted({part.start for part in parts}):
        kanji = _until(scripts, _KANJI, start)
        kana = _until(scripts, _KANA, kanji)
        if kanji == start or kana - kanji > LONGEST:
            continue
        closed = _until(scripts, _KANJI, kana)
        ends = [(kana, end) for end in range(closed, kana, -1)] + [(end, end) for end in range(kana, kanji, -1)]
        for inside, end in ends:
            if inside - kanji < SHORTEST or (start, end) in words or _is_tied(parts, kanji, inside):
                continue
            found = _found(asked[start:kanji], asked[kanji:inside], asked[inside:end], wording)
            if found is not None:
                yield _span(start, end, asked[start:end], found, wording)


_KANJI, _KANA, _OTHER = "kh-"


def _script(character: str) -> str:
    return _KANJI if text.has_kanji(character) else _KANA if text.is_hiragana(character) else _OTHER


def _until(scripts: str, script: str, start: int) -> int:
    """Where what begins here in a script ends."""
    rest = scripts[start:]
    return start + len(rest) - len(rest.lstrip(script))


def _is_tied(parts: Sequence[Part], start: int, end: int) -> bool:
    """Whether the kana are particles and endings alone behind a word that ends before them: 区では."""
    inside = [part for part in parts if start <= part.start < end]
    begins = bool(inside) and inside[0].start == start
    return begins and all(part.word_class in ("助詞", "助動詞") for part in inside)


def _found(before: str, kana: str, after: str, wording: Wording) -> Spelling | None:
    """The only word that has these kanji at its ends and is read like the kana between."""
    heard = text.fold_reading(kana)
    found = {
        each.surface: each
        for each in wording.in_kanji.get(before[0], ())
        if each.surface.startswith(before)
        and each.surface.endswith(after)
        and len(before) + len(after) < len(each.surface) <= len(before) + len(kana) + len(after)
        and (heard in each.reading[1:-1] if after else each.reading[1:].endswith(heard))
    }
    return next(iter(found.values())) if len(found) == 1 else None


def by_beginning(terms: Iterable[Term], lexicon: Lexicon) -> Mapping[str, tuple[Spelling, ...]]:
    """All words in kanji alone by the first of them."""
    found: defaultdict[str, list[Spelling]] = defaultdict(list)
    spoken = (Spelling(said, sound, True) for sound, said in lexicon.sounding.items())
    for each in (*(Spelling(term.surface, term.reading, False) for term in terms), *spoken):
        if len(each.surface) > 1 and all(map(text.has_kanji, each.surface)):
            found[each.surface[0]].append(each)
    return {first: tuple(each) for first, each in found.items()}


def _span(start: int, end: int, said: str, found: Spelling, wording: Wording) -> Span:
    if found.of_lexicon:
        senses = wording.lexicon.sounds[found.reading]
        return Span(start, end, said, Role.GRAMMAR, COST, senses, meant=found.surface)
    reason = Reason(said, found.surface, How.READING, SURE)
    return Span(start, end, said, Role.TOPIC, COST, meant=found.surface, reason=reason)
