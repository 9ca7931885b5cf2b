"""What somebody who is still typing may mean: entries by code, and by words of which the last may be unfinished.

Where an answer has to be sure, a suggestion may be generous: the person chooses. Nothing here waits for the meaning
model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from knowledge import old_question as question
from knowledge.document import Document
from knowledge.language import text
from knowledge.model import Entry, How, Language, Reason
from knowledge.overview import RUNGS
from knowledge.question.concepts import LATER, TRADE, TRADE_NEAR, Concept, Concepts, Link, Slot, Unit
from knowledge.question.trade import Meaning, english_form
from knowledge.shelf.index import Term, compound_word

LONGEST = 80
"""Characters that are read: nobody types more before choosing."""
MOST_TERMS = 200
"""Words of the plan that one unfinished word may stand for."""
WHOLE, BEGUN, SOUNDED = 1.0, 0.95, 0.85
"""What the very word counts, one that begins so, and one that sounds so from its beginning."""
OTHERWISE = 0.8
"""How much less Latin letters count that are read as the language which the person does not use."""
RELATED = 0.3
"""From which score on an entry is suggested for words that are complete."""
SHORTEST_SAID = 2
"""Characters from which an unfinished word is looked up in words.toml."""

_LEVELS = r"(?:経営課題|課題|戦略|具体的取組|取組|取り組み|(?:management )?issue|strategy|initiative|no\.?|#)"
_CODE = re.compile(rf"{_LEVELS}?\s?(\d{{1,4}}(?:\s?[-ー.の]\s?\d{{1,4}})*)(?:\s?[-ー.の])?")
_SEPARATOR = re.compile(r"[\s、,・の]")
_KANA_OR_LATIN = re.compile(r"[a-zâîûêôāīūēō'\u3041-\u3096\u30a1-\u30fc]+")
_UNFINISHED = re.compile(r"[っッ]$")
_CONSONANT = re.compile(r"[bcdfghjkmnprstwyz]$")


def suggest(typed: str, language: Language, document: Document, most: int) -> tuple[Entry, ...]:
    """Entries of one document, best first, at most so many."""
    asked = text.normal(text.strip_mentions(typed[:LONGEST]))
    if not asked:
        return document.of_levels(RUNGS, most)
    found = _coded(asked, document) or tuple(_worded(asked, language, document)) or document.printing(asked)
    return tuple(islice({entry.id: entry for entry in found}.values(), most))


def _coded(asked: str, document: Document) -> tuple[Entry, ...]:
    code = _CODE.fullmatch(asked)
    return document.coded("-".join(re.findall(r"\d+", code[1]))) if code else ()


def _worded(asked: str, language: Language, document: Document) -> Iterator[Entry]:
    """First what the last word may become, then what the whole means as it stands."""
    for start in _beginnings(asked):
        begun = _begun(asked[start:], language, document)
        if begun is not None:
            before, _ = _meant(asked[:start], document)
            yield from (hit.entry for hit in document.rank((*before, begun)))
            break
    concepts, coded = _meant(asked, document)
    yield from coded
    yield from (hit.entry for hit in document.rank(concepts) if hit.score >= RELATED)


def _beginnings(asked: str) -> Iterator[int]:
    """Where the unfinished end may begin: the longest first, since phrases and compounds say more than words."""
    yield 0
    yield from (found.end() for found in _SEPARATOR.finditer(asked, 1) if found.end() < len(asked))


def _meant(asked: str, document: Document) -> tuple[tuple[Concept, ...], tuple[Entry, ...]]:
    """What complete words stand for: concepts without the meaning model, and the entries whose codes they name."""
    read = question.read(asked, document.context)
    concepts = Concepts(document.vocabulary, document.trade, lambda _word, _most: [])
    coded = (document.by_code(code) for code in read.keys.codes)
    return tuple(map(concepts.of, read.slots)), tuple(entry for entry in coded if entry is not None)


def _begun(typed: str, language: Language, document: Document) -> Concept | None:
    """All that a word may become; None where no word of the plan or of words.toml begins so."""
    found: dict[int, Link] = {}
    for link in (*_spelled(typed, document), *_sounding(typed, language, document), *_said(typed, language, document)):
        if link.term.id not in found or link.reason.weight > found[link.term.id].reason.weight:
            found[link.term.id] = link
    if not found:
        return None
    links = tuple(sorted(found.values(), key=lambda link: (-link.reason.weight, len(link.term.surface))))[:MOST_TERMS]
    unit = Unit(typed, share=1.0, light=False, links=links)
    weight = document.vocabulary.unknown_idf
    return Concept(Slot(typed), weight, whole=links, units=(unit,), generic=False, tells_a_story=False)


def _spelled(typed: str, document: Document) -> Iterator[Link]:
    for term in document.vocabulary.terms.values():
        if term.surface.startswith(typed):
            yield _link(typed, term, How.EXACT, WHOLE if term.surface == typed else BEGUN)
    for short, terms in document.vocabulary.by_initials.items() if len(typed) > 1 else ():
        if short.startswith(typed):
            yield from (_link(typed, term, How.ABBREVIATION, SOUNDED) for term in terms)


def _sounding(typed: str, language: Language, document: Document) -> Iterator[Link]:
    if not _KANA_OR_LATIN.fullmatch(typed):
        return
    sounds = _sounds(typed)
    weight = SOUNDED * (OTHERWISE if language == "en" and typed.isascii() else 1.0)
    for reading, terms in document.vocabulary.by_reading.items():
        if reading.startswith(sounds):
            yield from (_link(typed, term, How.READING, weight) for term in terms)


def _sounds(typed: str) -> tuple[str, ...]:
    """The folded sounds that a word in kana or romaji may begin with; a last consonant waits for its vowel."""
    ends = ("", *"aiueo") if _CONSONANT.search(typed) else ("",)
    folded = (text.fold_reading(_UNFINISHED.sub("", typed) + end) for end in ends)
    return tuple(dict.fromkeys(filter(None, folded)))


def _said(typed: str, language: Language, document: Document) -> Iterator[Link]:
    """What plans write for the words of words.toml that begin so, English ones among them."""
    if len(typed) < SHORTEST_SAID:
        return
    forms = _forms(typed)
    less = OTHERWISE if language == "ja" and typed.isascii() else 1.0
    for word, meanings in document.trade.meanings.items():
        if word.startswith(forms):
            weight = less * (WHOLE if word in forms else BEGUN)
            for meaning in meanings:
                yield from _written(typed, meaning, weight, document)


def _forms(typed: str) -> tuple[str, ...]:
    """A word as words.toml may have it: as it is and in dictionary form."""
    if typed.isascii():
        return (typed, english_form(typed) or typed)
    analysed = text.words(typed)
    return (typed, compound_word(analysed)) if analysed and all(word.is_content for word in analysed) else (typed,)


def _written(typed: str, meaning: Meaning, weight: float, document: Document) -> Iterator[Link]:
    known = [term for plan in meaning.plan if (term := document.vocabulary.by_word.get(plan)) is not None]
    for place, term in enumerate(known):
        yield _link(typed, term, How.TRADE, weight * ((TRADE_NEAR if meaning.near else TRADE) - LATER * place))


def _link(typed: str, term: Term, how: How, weight: float) -> Link:
    return Link(term, Reason(typed, term.surface, how, weight))
