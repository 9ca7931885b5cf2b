"""Text → spans: of everything that a stretch of a question could be, the cheapest path from end to end.

As in a kana-kanji converter, borders, slips and grammar are decided together: what makes the whole sentence make sense
wins (Viterbi 1967). Costs are small numbers that order kinds of evidence; see `Cost`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.language import text
from knowledge.language.text import Part
from knowledge.model import How, Reason
from knowledge.question import english, hearing, kana_verbs, lettered, places
from knowledge.question.cheapest import Cost, cheapest
from knowledge.question.concepts import TRADE
from knowledge.question.grammar import adverbs, counters, grammar, with_n
from knowledge.question.literals import Code, Somewhere, literals
from knowledge.question.spans import Role, Span
from knowledge.question.titles import SHORTEST_TITLE, without_marks
from knowledge.question.wording import Wording

LONGEST_PHRASE = 12
"""Morphemes of the longest run that is looked up as one phrase of the document."""
LONGEST_TITLE = 40
"""Morphemes of the longest title that is recognised as a whole."""


def spans(asked: str, language: str, wording: Wording, raw: str = "") -> tuple[Span, ...]:
    """The best path through a question in normal form; `raw` is as it was typed, with its capital letters."""
    found = _morphemes(asked) if language == "ja" else english.parts(asked)
    parts = kana_verbs.spelled(asked, found, wording) if language == "ja" else found
    edges: dict[int, list[Span]] = defaultdict(list)
    for span in _candidates(asked, raw or asked, parts, language, wording):
        edges[span.start].append(span)
    return cheapest(len(asked), edges, asked)


def _morphemes(asked: str) -> tuple[Part, ...]:
    """The morphemes of a question, which reads the same without a mark behind it: 何件あんの, as 何件あんの?."""
    marked = text.morphemes(f"{asked}?") if asked[-1:].isalpha() else ()
    return marked[:-1] if marked and marked[-1].surface == "?" else text.morphemes(asked)


def _candidates(asked: str, raw: str, parts: Sequence[Part], language: str, wording: Wording) -> Iterator[Span]:
    for place in places.find(asked, raw, parts, wording.organisation, wording.trade):
        literal = Somewhere(place.name, place.is_own)
        said = asked[place.start : place.end]
        yield Span(place.start, place.end, said, Role.LITERAL, Cost.LITERAL, literal=literal)
    for found in literals(asked, parts):
        said = asked[found.start : found.end]
        yield Span(found.start, found.end, said, Role.LITERAL, Cost.LITERAL, literal=found.literal)
    coded: set[int] = set()
    for code in lettered.find(asked, raw, wording.codes, is_english=language == "en"):
        said = asked[code.start : code.end]
        coded.update(range(code.start, code.end))
        yield Span(code.start, code.end, said, Role.LITERAL, Cost.LITERAL, literal=Code(code.code))
    odd = hearing.odd_runs(parts, wording) if language == "ja" else frozenset()
    yield from grammar(asked, parts, language, wording, odd)
    if language == "en":
        yield from english.candidates(asked, parts, wording)
        return
    yield from counters(asked, parts)
    yield from _phrases(asked, parts, wording)
    yield from _cut_words(asked, parts, wording)
    manner = adverbs(parts, wording)
    yield from (_plain(part, wording, odd) for part in parts if part.start not in manner | coded)
    yield from (
        Span(part.start, part.end, part.surface, Role.FUNCTION, Cost.FUNCTION, part=part)
        for part in parts
        if part.start in manner
    )
    yield from (span for part in parts for span in with_n(part, wording))
    yield from hearing.candidates(asked, parts, odd, wording)


def _phrases(asked: str, parts: Sequence[Part], wording: Wording) -> Iterator[Span]:
    """The document's own words, compounds and whole titles, between borders of words."""
    folds = [without_marks(part.surface) for part in parts]
    for at, first in enumerate(parts):
        joined = folded = ""
        for end in range(at, min(at + LONGEST_TITLE, len(parts))):
            part = parts[end]
            joined += part.normal
            folded += folds[end]
            start, last = first.start, part.end
            if len(folded) >= SHORTEST_TITLE and folded in wording.titles:
                ends_in_words = (folds[at] or first.surface in _AROUND_TITLES) and (
                    folds[end] or part.surface in _AROUND_TITLES
                )
                if ends_in_words:
                    yield Span(start, last, asked[start:last], Role.TOPIC, Cost.TITLE, is_title=True)
            if end - at < LONGEST_PHRASE and first.word_class not in _TIES:
                yield from _phrase(asked[start:last], joined, folded, parts[at : end + 1], wording)


def _phrase(said: str, joined: str, folded: str, stretch: Sequence[Part], wording: Wording) -> Iterator[Span]:
    """What a stretch is as one word of the document or of the trade."""
    first, last = stretch[0], stretch[-1]
    several, ends = len(stretch) > 1, last.word_class not in _TIES
    in_title = several and folded in wording.title_parts and _MARKS.isdisjoint((first.word_class, last.word_class))
    vocabulary = wording.vocabulary
    printed = in_title or said in vocabulary.by_surface or (ends and joined in vocabulary.by_word)
    bridged = not printed and several and ends and joined in wording.trade.meanings
    if not (printed or bridged) or _ends_open(said) or _is_numbered(stretch, wording):
        return
    if several and not in_title and _only_asks(stretch, wording):
        return
    if bridged:
        yield _bridged(first.start, last.end, said, joined, stretch, wording)
    else:
        single, cost = (None, Cost.COMPOUND) if several else (first, Cost.PHRASE)
        yield Span(first.start, last.end, said, Role.TOPIC, cost, part=single)


def _only_asks(parts: Sequence[Part], wording: Wording) -> bool:
    """Whether every word of a compound asks for a fact or says its year, 5年度決算, アウトカム指標: the document prints
    it as a label and is not about it."""
    senses = [wording.lexicon.japanese.get((part.normal,), frozenset()) for part in parts]
    facts = [any(sense.startswith("fact.") for sense in each) for each in senses]
    dates = [part.word_kind == "数詞" or part.normal in ("年", "年度") for part in parts]
    return any(facts) and all(fact or date for fact, date in zip(facts, dates, strict=True))


_BRACKETS = dict(zip(")」』", "(「『", strict=True))


def _ends_open(said: str) -> bool:
    """Whether a stretch ends in a bracket whose other end is not in it: 産業振興( of 産業振興(5-1-1)."""
    return said[-1] in _BRACKETS.values() or (said[-1] in _BRACKETS and _BRACKETS[said[-1]] not in said)


def _bridged(start: int, end: int, said: str, word: str, stretch: Sequence[Part], wording: Wording) -> Span:
    """A phrase of the trade; one with a particle inside stands for the document's word itself: 一人で逃げる."""
    known = wording.vocabulary.by_word
    plans = (plan for meaning in wording.trade.meanings[word] for plan in meaning.plan if plan in known)
    term = known[plan] if (plan := next(plans, None)) is not None else None
    if term is None or all(part.word_class not in _TIES for part in stretch):
        return Span(start, end, said, Role.TOPIC, Cost.BRIDGED)
    reason = Reason(said, term.surface, How.TRADE, TRADE)
    return Span(start, end, said, Role.TOPIC, Cost.BRIDGED, meant=term.surface, reason=reason)


def _is_numbered(stretch: Sequence[Part], wording: Wording) -> bool:
    """Whether a stretch is a level with its number, which is a code even where the text prints it: 経営課題3."""
    if len(stretch) < 2 or stretch[-1].word_kind != "数詞":
        return False
    word = tuple(part.normal for part in stretch[:-1])
    senses = (*wording.lexicon.japanese.get(word, ()), wording.own.get(word, ""))
    return any(sense.startswith("level.") for sense in senses)


_MARKS = frozenset({"補助記号", "空白", "記号"})
_AROUND_TITLES = frozenset('「」『』()[]【】"')
"""Marks that a title may begin or end with; behind a full stop it begins anew."""


def _cut_words(asked: str, parts: Sequence[Part], wording: Wording) -> Iterator[Span]:
    """The document's words before a particle where the analyser cut elsewhere: 結節点って as 結節 + 点っ + て."""
    for part in parts:
        for end in range(part.start + 1, part.end):
            particle = next((each for each in _PARTICLES if asked.startswith(each, end)), None)
            if particle is None or end + len(particle) < part.end:
                continue
            for first in parts:
                said = asked[first.start : end]
                if (
                    first.start < part.start
                    and part.start - first.start <= _LONGEST_CUT
                    and said in wording.vocabulary.by_surface
                ):
                    yield Span(first.start, end, said, Role.TOPIC, Cost.PHRASE)
                    yield Span(end, end + len(particle), particle, Role.FUNCTION, Cost.FUNCTION)


_LONGEST_CUT = 12
_PARTICLES = ("って", "とは", "では", "には", "から", "まで", "より", "の", "は", "が", "を", "に", "と", "で", "も")
_TIES = frozenset({"助詞", "助動詞", "補助記号", "空白", "接続詞", "記号"})


def is_function(part: Part) -> bool:
    """Whether a morpheme only ties others together, by its part of speech."""
    match part.word_class:
        case "助詞" | "助動詞" | "補助記号" | "空白" | "記号" | "感動詞" | "接続詞" | "連体詞" | "代名詞" | "副詞":
            return True
        case "動詞" | "形容詞" | "形状詞":
            return part.word_kind in ("非自立可能", "助動詞語幹", "タリ")
        case "接尾辞" | "接頭辞":
            return True
        case "名詞":
            return part.word_kind == "助動詞語幹" or part.detail == "人名"
        case _:
            return False


def _plain(part: Part, wording: Wording, odd: frozenset[int]) -> Span:
    """A morpheme as what it is by itself."""
    where = part.start, part.end, part.surface
    if part.start in odd:
        is_tie = part.word_class in ("助詞", "助動詞", "補助記号", "空白")
        longer = part.known and len(part.surface) > 2
        role = Role.FUNCTION if is_tie or is_function(part) else Role.UNKNOWN
        return Span(*where, role, 0.5 if is_tie else 1.8 if longer else 2.5, part=part)
    if part.word_class in _TIES:
        return Span(*where, Role.FUNCTION, 0.0 if part.word_class in _MARKS else Cost.TIE, part=part)
    if is_function(part) and not (part.word_class == "名詞" and part.normal in wording.vocabulary.by_word):
        return Span(*where, Role.FUNCTION, Cost.FUNCTION, part=part)
    if part.normal in wording.vocabulary.by_word or part.normal in wording.trade.meanings:
        return Span(*where, Role.TOPIC, Cost.BRIDGED, part=part)
    return Span(*where, Role.UNKNOWN, Cost.KNOWN if part.known else Cost.ODD, part=part)
