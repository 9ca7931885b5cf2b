"""What somebody who is still typing may mean: entries by code, and by words of which the last may be unfinished.

Where an answer has to be sure, a suggestion may be generous: the person chooses. Nothing here waits for the meaning
model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, islice

from knowledge.language import series, text
from knowledge.model import RUNGS, Entry, How, Language, Reason
from knowledge.question.concept import Concept, Link, Slot, Unit
from knowledge.question.concepts import LATER, TRADE, TRADE_NEAR, Concepts
from knowledge.question.lattice import spans
from knowledge.question.linking import Linker
from knowledge.question.literals import Code
from knowledge.question.match import Matcher
from knowledge.question.merging import merged
from knowledge.question.tongue import language_of
from knowledge.question.trade import Meaning, american, english_form, english_forms
from knowledge.shelf.document import Document
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
_SIGN = rf"[{series.KANA}]|[a-t]"
"""What a code ends with that is no number."""
_CODE = re.compile(
    rf"{_LEVELS}?\s?(\d{{1,4}}(?:\s?[-ー.の]\s?\d{{1,4}})*(?:\s?[-ー.の]\s?(?:{_SIGN}))?)(?:\s?[-ー.の])?"
)
_SEPARATORS = "、,・の"
_KANA_OR_LATIN = re.compile(r"[a-zâîûêôāīūēō'\u3041-\u3096\u30a1-\u30fc]+")
_UNFINISHED = ("っ", "ッ")
_CONSONANTS = tuple("bcdfghjkmnprstwyz")


def suggest(typed: str, language: Language, linker: Linker, most: int) -> tuple[Entry, ...]:
    """Entries of one document, best first, at most so many."""
    asked = text.normal(text.strip_mentions(typed[:LONGEST]))
    if not asked:
        return linker.document.of_level(*RUNGS, most=most)
    found = _coded(asked, linker.document) or tuple(_Words(linker, language).entries(asked))
    found = found or linker.document.printing(asked)
    return tuple(islice({entry.id: entry for entry in found}.values(), most))


def _coded(asked: str, document: Document) -> tuple[Entry, ...]:
    code = _CODE.fullmatch(asked)
    return document.coded("-".join(re.findall(rf"\d+|{_SIGN}", code[1]))) if code else ()


def _beginnings(asked: str) -> Iterator[int]:
    """Where the unfinished end may begin: the longest first, since phrases and compounds say more than words."""
    yield 0
    yield from (at + 1 for at in range(1, len(asked) - 1) if asked[at].isspace() or asked[at] in _SEPARATORS)


class _Words:
    """Looks up words in one document, for somebody who types in one language."""

    def __init__(self, linker: Linker, language: Language) -> None:
        self._linker = linker
        self._language = language
        self._document = linker.document
        self._vocabulary = linker.wording.vocabulary
        self._trade = linker.wording.trade
        self._concepts = Concepts(self._vocabulary, self._trade, lambda _word, _most: [])
        self._matcher = Matcher(self._document.store, self._document.record.id, self._vocabulary)

    def entries(self, asked: str) -> Iterator[Entry]:
        """First what the last word may become, then what the whole means as it stands."""
        for start in _beginnings(asked):
            begun = self._begun(asked[start:])
            if begun is not None:
                before, _ = self._meant(asked[:start])
                yield from (hit.entry for hit in self._matcher.rank((*before, begun)))
                break
        concepts, coded = self._meant(asked)
        yield from coded
        yield from (hit.entry for hit in self._matcher.rank(concepts) if hit.score >= RELATED)

    def _meant(self, asked: str) -> tuple[tuple[Concept, ...], tuple[Entry, ...]]:
        """What complete words stand for: concepts without the meaning model, and the entries whose codes they name."""
        if not asked.strip():
            return (), ()
        spoken = language_of(asked)
        path = merged(spans(asked, spoken, self._linker.wording))
        codes = (span.literal.code for span in path if isinstance(span.literal, Code))
        coded = (self._document.by_code(code) for code in codes)
        runs = (list(run) for is_content, run in groupby(path, key=lambda span: span.is_content) if is_content)
        slots = (slot for run in runs for slot in self._linker.slots(run, "".join(s.says for s in run), spoken))
        return tuple(map(self._concepts.of, slots)), tuple(entry for entry in coded if entry is not None)

    def _begun(self, typed: str) -> Concept | None:
        """All that a word may become; None where no word of the plan or of words.toml begins so."""
        found: dict[int, Link] = {}
        for link in (*self._spelled(typed), *self._sounding(typed), *self._said(typed)):
            if link.term.id not in found or link.reason.weight > found[link.term.id].reason.weight:
                found[link.term.id] = link
        if not found:
            return None
        links = tuple(sorted(found.values(), key=lambda link: (-link.reason.weight, len(link.term.surface))))[
            :MOST_TERMS
        ]
        unit = Unit(typed, share=1.0, light=False, links=links)
        weight = self._vocabulary.unknown_idf
        return Concept(Slot(typed), weight, whole=links, units=(unit,), generic=False)

    def _spelled(self, typed: str) -> Iterator[Link]:
        for term in self._vocabulary.terms.values():
            if term.surface.startswith(typed):
                yield _link(typed, term, How.EXACT, WHOLE if term.surface == typed else BEGUN)
        for short, terms in self._vocabulary.by_initials.items() if len(typed) > 1 else ():
            if short.startswith(typed):
                yield from (_link(typed, term, How.ABBREVIATION, SOUNDED) for term in terms)

    def _sounding(self, typed: str) -> Iterator[Link]:
        if not _KANA_OR_LATIN.fullmatch(typed):
            return
        sounds = _sounds(typed)
        weight = SOUNDED * (OTHERWISE if self._language == "en" and typed.isascii() else 1.0)
        for reading, terms in self._vocabulary.by_reading.items():
            if reading.startswith(sounds):
                yield from (_link(typed, term, How.READING, weight) for term in terms)

    def _said(self, typed: str) -> Iterator[Link]:
        """What plans write for the words of words.toml that begin so, English ones among them."""
        if len(typed) < SHORTEST_SAID:
            return
        forms = _forms(typed)
        whole = {*forms, *english_forms(typed)} if typed.isascii() else set(forms)
        less = OTHERWISE if self._language == "ja" and typed.isascii() else 1.0
        for word, meanings in self._trade.meanings.items():
            if word in whole or word.startswith(forms):
                weight = less * (WHOLE if word in whole else BEGUN)
                for meaning in meanings:
                    yield from self._written(typed, meaning, weight)

    def _written(self, typed: str, meaning: Meaning, weight: float) -> Iterator[Link]:
        known = [term for plan in meaning.plan if (term := self._vocabulary.by_word.get(plan)) is not None]
        for place, term in enumerate(known):
            yield _link(typed, term, How.TRADE, weight * ((TRADE_NEAR if meaning.near else TRADE) - LATER * place))


def _sounds(typed: str) -> tuple[str, ...]:
    """The folded sounds that a word in kana or romaji may begin with; a last consonant waits for its vowel."""
    ends = ("", *"aiueo") if typed.endswith(_CONSONANTS) else ("",)
    heard = typed[:-1] if typed.endswith(_UNFINISHED) else typed
    folded = (text.fold_reading(heard + end) for end in ends)
    return tuple(dict.fromkeys(filter(None, folded)))


def _forms(typed: str) -> tuple[str, ...]:
    """A word as words.toml may have it: as it is and in dictionary form."""
    if typed.isascii():
        return (typed, english_form(typed) or typed, american(typed))
    analysed = text.words(typed)
    return (typed, compound_word(analysed)) if analysed and all(word.is_content for word in analysed) else (typed,)


def _link(typed: str, term: Term, how: How, weight: float) -> Link:
    return Link(term, Reason(typed, term.surface, how, weight))
