"""The words of a topic → the entries that they mean, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import pairwise

from knowledge.language import brackets, text
from knowledge.model import RUNGS, Entry, Evidence, Hit, How, Level, OfLevel, Reason, Set
from knowledge.question import lettered
from knowledge.question.concept import Concept, Slot
from knowledge.question.concepts import Concepts
from knowledge.question.decision import MARGIN, explains_enough, is_told_of, only_tells_more
from knowledge.question.hearing import near_spelling
from knowledge.question.ladder import WALKED
from knowledge.question.lattice import spans
from knowledge.question.match import Matcher
from knowledge.question.merging import merged
from knowledge.question.nearness import nearness
from knowledge.question.passages import Passage, Passages
from knowledge.question.slots import Slots
from knowledge.question.sought import Sought
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import JOINS
from knowledge.question.titles import SHORTEST_TITLE, fold_title, parts_of
from knowledge.question.trade import Trade, english_form
from knowledge.question.wording import Wording
from knowledge.shelf.document import MOST_TITLES, Document
from knowledge.shelf.index import compound_word

MAYBE = 0.30
"""Share from which an entry is worth offering."""
KNOWN = 0.5
"""How well the document's vocabulary must cover a word for the document to speak of it."""
NEAR_THE_BEST = 0.72
"""Share of the best score at which an entry with money, or of the level asked for, is taken instead."""
FIRM = 0.82
"""Weight of a reason from which one word alone may decide; what is only near in meaning never does."""
AS_GOOD = 0.05
"""Of one branch, the deepest entry is taken among those that are this close to the best."""
SAYS = 0.75
"""Share of the topic that an entry's own words must explain to mention it."""
MOST_OFFERED = 3
_OURS = ("", "当", "本", "我が")
MOST_QUOTING = 1_500
"""Titles up to which the names in brackets of the texts are known by heart: a plan's, not a list's."""
MOST_SAID = 500
"""Queries in words whose reading is kept: some 4 MB."""
SHORTEST_SLIP = 6
"""Characters from which a title is known by all but one of them."""
SLIP = 0.95
"""Weight of a title that was put right."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a topic may mean."""

    best: Entry | None
    """The entry that is meant; None where nothing is sure."""
    choices: tuple[Entry, ...] = ()
    """Where nothing is sure: the entries that it may mean, the likeliest first."""
    missing: tuple[str, ...] = ()
    """Words that it is about and the document never uses."""
    near: tuple[Entry, ...] = ()
    reasons: tuple[Reason, ...] = ()
    score: float = 0.0
    is_title: bool = False
    """Whether the words are its whole title."""
    is_whole: bool = False
    """Whether the words mean it as a whole, whatever the single ones may mean."""
    evidence: Evidence | None = None
    """What was decided by; None where the words are a title, or none of them says anything."""
    several: tuple[Entry, ...] = ()
    """Where more than one entry holds the words as well as the best: all of these, in the order of the page."""
    is_headed: bool = False
    """Whether the entry's own title names what is meant, so that all that stands below is about it."""


class Linker:
    """Links topics to the entries of one document."""

    def __init__(self, document: Document, trade: Trade) -> None:
        self.document = document
        self._trade = trade

    @cached_property
    def wording(self) -> Wording:
        """The words that questions to the document are read with."""
        titles: dict[str, tuple[str, ...]] = {}
        for title, key in self.document.titles:
            folded = fold_title(title)
            titles[folded] = (*titles.get(folded, ()), key)
        document = self.document
        parts = frozenset((*(part for title, _ in document.titles for part in parts_of(title)), *self._quoted))
        kinds = tuple(kind for kind in document.kinds() if kind)
        organisation = document.source.organisation or ""
        names, headings = document.level_names, document.fact_headings
        codes = lettered.by_signs(document.codes)
        return Wording(document.vocabulary, self._trade, titles, parts, names, kinds, organisation, headings, codes)

    @cached_property
    def said(self) -> Callable[[str, str], tuple[Span, ...]]:
        """How the program reads its own words, in a language: few Queries are most of those that people ask."""
        return lru_cache(MOST_SAID)(partial(_read, self.wording))

    @cached_property
    def _quoted(self) -> Mapping[str, tuple[str, ...]]:
        """Names in brackets of a plan's own texts, without spaces and marks → ids of the entries that print them."""
        found: dict[str, tuple[str, ...]] = {}
        if len(self.document.titles) > MOST_QUOTING:
            return found
        for level in RUNGS:
            for entry in self.document.of_level(level):
                for name in dict.fromkeys(map(fold_title, brackets.quoted(entry.body))):
                    found[name] = (*found.get(name, ()), entry.id)
        return {name: keys for name, keys in found.items() if len(name) >= SHORTEST_TITLE - 1}

    @cached_property
    def _concepts(self) -> Concepts:
        return Concepts(self.document.vocabulary, self._trade, self.document.meanings.terms)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.document.store, self.document.record.id, self.document.vocabulary)

    @cached_property
    def deepest(self) -> Level:
        """The level whose entries carry the money of a plan: its initiatives."""
        return self.document.deepest

    # Names

    def coded(self, code: str, level: Level | None) -> tuple[str, ...]:
        """Ids of the entries that a code means."""
        entry = self.document.by_code(code)
        if entry is not None and (level in (None, entry.level) or "-" in code):
            return (entry.id,)
        if level is not None and "-" not in code:
            numbered = self.document.numbered(level, code)
            if len(numbered) == 1:
                return (numbered[0].id,)
        return ()

    def level_of(self, key: str) -> Level:
        """The level of an entry."""
        entry = self.document.entry(key)
        return entry.level if entry is not None else self.deepest

    def stepped(self, key: str, level: Level, steps: int) -> str | None:
        """The entry of a level that the page prints so many on, or back; None where nobody could count them."""
        entry = self.document.entry(key)
        if entry is None or self.document.size > MOST_TITLES:
            return None
        above = next((each for each in self.document.ladder(entry) if each.level is level), entry)
        keys = [each.id for each in self.document.of_level(level)]
        at = keys.index(above.id) + steps if above.id in keys else -1
        return keys[at] if 0 <= at < len(keys) else None

    def only_one(self, of: Set) -> Entry | None:
        """The one entry of a level that is no step of the tree, such as the aim of the ward."""
        levels = of.levels if isinstance(of, OfLevel) else ()
        if len(levels) != 1 or levels[0] in WALKED or self.document.count(levels[0]) != 1:
            return None
        return next(iter(self.document.of_level(*levels)), None)

    def prints(self, words: str) -> bool:
        """Whether the document prints words as they stand: 安全・安心 is one thing there."""
        return self.document.printed(words)

    def is_contact(self, name: str) -> bool:
        """Whether words are the office or the section that publishes the page, as it says itself."""
        contact = self.document.source.contact
        named = fold_title(f"{contact.office}{contact.section or ''}") if contact is not None else ""
        asked = fold_title(name.replace("の", ""))
        return len(asked) > 2 and asked in named

    def is_own(self, name: str) -> bool:
        """Whether a word is how people who work there call the place whose plan it is: 区, 当区, 本市."""
        organisation = self.document.source.organisation or ""
        return name in {f"{ours}{organisation[-1:]}" for ours in _OURS} and bool(organisation)

    def office(self, name: str) -> tuple[str, ...]:
        """The printed spellings of an office."""
        return self.document.offices.get(fold_title(name), ())

    # Words

    def slots(self, spans: Sequence[Span], words: str, language: str) -> tuple[Slot, ...]:
        """The content words of a topic."""
        return self._slots.of(spans, words, language)

    def passages(self, asked: Sought) -> tuple[Passage, ...]:
        """The sentences that answer what is sought."""
        concepts = tuple(map(self._concepts.of, self._slots.japanese(asked.of)))
        return self._passages.best(asked, concepts)

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self.document)

    @cached_property
    def _slots(self) -> Slots:
        return Slots(self.wording)

    def documents_knowing(self, raw: str) -> frozenset[int]:
        """Numbers of the documents that use every telling word of a question, in its own form or the trade's."""
        store = self.document.store
        found: list[frozenset[int]] = []
        asked = text.normal(raw)
        japanese = text.is_japanese(asked)
        path = merged(spans(asked, "ja" if japanese else "en", self.wording))
        for span in path:
            if not span.is_content:
                continue
            for slot in self._slots.of([span], span.says, "ja" if japanese else "en"):
                concept = self._concepts.of(slot)
                if not concept.must_be_known:
                    continue
                units = [unit.normal for unit in slot.units]
                forms = [compound_word(slot.units)] if units else [english_form(slot.text)]
                meanings = (m for form in (*forms, *units) for m in self._trade.said(form))
                plans = (plan for meaning in meanings for plan in meaning.plan)
                whole = frozenset[int]().union(*map(store.words.knowing, forms))
                apart = frozenset.intersection(*map(store.words.knowing, units)) if units else frozenset[int]()
                found.append(whole | apart or frozenset[int]().union(*map(store.words.knowing, plans)))
        return frozenset.intersection(*found) if found else frozenset()

    # Entries

    def titled(self, words: str) -> tuple[Entry, ...]:
        """The entries whose whole title these words are, those of the highest level first."""
        folded = fold_title(words)
        found = [self.document.entry(key) for key in self.wording.titles.get(folded, ())]
        if not found and 1 < len(folded) < SHORTEST_TITLE:  # 教育費: too short to be known by heart
            found = [each for each in self.document.printing(words) if fold_title(each.title) == folded]
        return tuple(sorted((each for each in found if each is not None), key=self._height))

    def _height(self, entry: Entry) -> int:
        """How far below the top an entry stands."""
        return len(self.document.ladder(entry))

    def link(
        self, spans: Sequence[Span], words: str, language: str, levels: tuple[Level, ...] = (), *, money: bool = False
    ) -> Link:
        """What a topic means, at a level if one is asked for; with `money` the entry of its branch that carries it."""
        titled = self.titled(words)
        if titled:
            return self._of_title(titled, words, levels)
        named = tuple(filter(None, map(self.document.entry, self._quoted.get(fold_title(words), ()))))
        if len(named) == 1 and (not levels or named[0].level in levels):
            return Link(named[0], named, reasons=(Reason(words, words, How.EXACT, 1.0),), score=1.0)
        if (slip := self._near_title(words)) is not None:
            link = self._of_title(self.titled(slip), slip, levels)
            return replace(link, reasons=(Reason(words, slip, How.SPELLING, SLIP),), is_title=True)
        slots = self.slots(spans, words, language)
        corrections = tuple(span.reason for span in spans if span.reason is not None)
        if not slots:
            return Link(None, reasons=corrections)
        concepts = self._concepts.all(slots, words)
        hits = self._matcher.rank(concepts)
        lacking = self._missing(concepts, hits)
        evidence = self._evidence(words, concepts, hits, lacking)
        is_story = any(span.role is Role.STORY for span in spans)
        if is_story and not is_told_of(evidence):
            return Link(None, evidence=evidence)
        missing = () if is_story or only_tells_more(evidence) else lacking
        best = self._chosen(hits[0], hits, levels) if is_story else None
        best = best or (self._sure(evidence, hits, levels) if not missing else None)
        near = tuple(hit.entry for hit in hits[:MOST_OFFERED] if hit.score >= MAYBE)
        says_all = best is not None and evidence.share >= FIRM
        linked = best.entry if best is not None else None
        whole = nearness(self.document, words, concepts, linked) if evidence.is_english and not says_all else None
        is_whole = False
        if whole is not None:
            is_whole = whole.is_meant(self._explained(hits, whole.best))
            if is_whole:
                hits, best = whole.hits, self._chosen(whole.hits[0], whole.hits, levels)
            elif best is None and whole.is_worth_offering:
                hits, missing = (*whole.hits[:1], *(hit for hit in hits if hit.entry != whole.best)), ()
        if best is not None:
            entry = self._with_money(best, hits) if money and not levels else best.entry
            reasons = (*corrections, *best.reasons)
            several = self._as_well(entry, hits) if not (is_story or is_whole) else ()
            headed = is_whole or (best.own >= SAYS and _in_title(best))
            return Link(entry, (), (), near, reasons, best.score, False, is_whole, evidence, several, headed)
        missing = missing or _unheard_of(concepts)
        offered = self._offered(hits, levels) if not missing else ()
        if not offered:
            missing = missing or tuple(c.slot.text for c in concepts if c.explained < KNOWN)
        return Link(None, offered, missing, near, corrections, evidence.share, evidence=evidence)

    def is_name(self, words: str) -> bool:
        """Whether words are a whole title, or a name in brackets of the texts: they are never words that say little."""
        return bool(self.titled(words)) or fold_title(words) in self._quoted

    def says_little(self, spans: Sequence[Span], words: str, language: str) -> bool:
        """Whether a topic has only words that stand in every plan: 重点的に取り組む."""
        concepts = tuple(map(self._concepts.of, self.slots(spans, words, language)))
        return all(concept.generic for concept in concepts) and not self.is_name(words)

    def printing(self, words: str, levels: tuple[Level, ...]) -> tuple[Entry, ...]:
        """The entries of some levels that print these very words."""
        said = words.strip("「」『』\"“”' ")
        found = self.document.printing(said) if len(said) > 1 else ()
        return tuple(entry for entry in found if entry.level in levels)

    def _of_title(self, titled: tuple[Entry, ...], words: str, levels: tuple[Level, ...]) -> Link:
        at_level = [each for each in titled if each.level in levels]
        best = (at_level or titled)[0]
        reason = Reason(words, best.title, How.EXACT, 1.0)
        return Link(best, tuple(titled), reasons=(reason,), score=1.0, is_title=True, is_headed=True)

    def _near_title(self, words: str) -> str | None:
        """The only title that is one character away, two where it is long: 地域福祉の推新."""
        folded = fold_title(words)
        if len(folded) < SHORTEST_SLIP or folded in self.wording.titles or self.document.printed(words):
            return None
        return near_spelling(folded, tuple(self.wording.titles))

    def mentions(self, spans: Sequence[Span], words: str, language: str) -> tuple[tuple[Entry, ...], Link]:
        """Every entry whose own words say a topic, in the order of the page, with what it means best."""
        link = self.link(spans, words, language)
        if link.missing:
            return (), link
        concepts = tuple(map(self._concepts.of, self.slots(spans, words, language)))
        hits = self._matcher.rank(concepts)
        said = [hit.entry for hit in hits if hit.own >= SAYS]
        if link.is_whole and link.best is not None and link.best not in said:
            said = [link.best]
        return tuple(sorted(said, key=lambda entry: entry.position)), link

    def about(self, spans: Sequence[Span], words: str, language: str, levels: tuple[Level, ...]) -> tuple[Entry, ...]:
        """The entries of some levels that stand below one whose title names a topic and nothing beside it."""
        concepts = tuple(map(self._concepts.of, self.slots(spans, words, language)))
        heads = (hit.entry for hit in self._matcher.rank(concepts) if hit.own >= FIRM and _in_title(hit, whole=True))
        return tuple(each for entry in filter(names_one, heads) for each in self.document.below(entry, *levels))

    def _missing(self, concepts: Sequence[Concept], hits: Sequence[Hit]) -> tuple[str, ...]:
        lacking = [
            c
            for c in concepts
            if c.must_be_known and (c.explained < KNOWN or _lacks_head(c) or self._is_accident(c, concepts, hits))
        ]
        if not any(c.must_be_known and c.is_printed for c in concepts):
            lacking += [c for c in concepts if c.tells_more and c.explained < KNOWN]
        return tuple(dict.fromkeys(concept.slot.text for concept in lacking))

    def _evidence(
        self, words: str, concepts: Sequence[Concept], hits: Sequence[Hit], lacking: Sequence[str]
    ) -> Evidence:
        """What speaks for the best hit and against it."""
        best = hits[0] if hits else None
        must_be_known = [concept for concept in concepts if concept.must_be_known]
        firm = {reason.word for reason in best.reasons if reason.weight >= FIRM} if best else set()
        total = sum(concept.weight for concept in concepts) or 1.0
        return Evidence(
            words,
            share=best.score if best else 0.0,
            own=best.own if best else 0.0,
            lead=self._lead(best, hits) if best else 0.0,
            unknown=sum(concept.weight * (1 - concept.explained) for concept in concepts) / total,
            lacking=len(lacking),
            lacks_head=not must_be_known or must_be_known[-1].slot.text in lacking,
            agreeing=sum(bool(firm & _words_of(concept)) for concept in concepts if not concept.generic),
            is_firm=best is not None and _is_firm(best, concepts),
            in_title=best is not None and _in_title(best),
            is_english=not any(concept.slot.units for concept in concepts),
        )

    def _explained(self, hits: Sequence[Hit], entry: Entry) -> frozenset[str]:
        """Words of a topic that firmly lead to an entry, or to others of its branch."""
        branch = (hit for hit in hits if self.document.related(hit.entry, entry))
        return frozenset(reason.word for hit in branch for reason in hit.reasons if reason.weight >= FIRM)

    def _lead(self, best: Hit, hits: Sequence[Hit]) -> float:
        """How far the best hit is ahead of the next of another branch."""
        rivals = (hit.score for hit in hits[1:] if not self.document.related(hit.entry, best.entry))
        return best.score - next(rivals, 0.0)

    def _is_accident(self, concept: Concept, concepts: Sequence[Concept], hits: Sequence[Hit]) -> bool:
        """Whether an equal sound is all that speaks for a word, and nothing else of the topic agrees with it."""
        if not concept.rests_on_sound:
            return False
        agreeing = [c for c in concepts if c is not concept and not c.generic and c.explained >= KNOWN]
        best = {reason.word for reason in hits[0].reasons} if hits else set()
        return not (best & _words_of(concept) and any(best & _words_of(other) for other in agreeing))

    def _sure(self, evidence: Evidence, hits: Sequence[Hit], levels: tuple[Level, ...]) -> Hit | None:
        """The best hit where it explains enough and no other branch is as good."""
        if not explains_enough(evidence):
            return None
        best = hits[0]
        if evidence.lead >= MARGIN:
            return self._chosen(best, hits, levels)
        rivals = [h for h in hits if h.score > best.score - MARGIN and not self.document.related(h.entry, best.entry)]
        at_level = [hit for hit in (best, *rivals) if hit.entry.level in levels]
        if len(at_level) == 1 and at_level[0].score > best.score - MARGIN / 2:
            return at_level[0]
        titled = [hit for hit in (best, *rivals) if _in_title(hit)]
        return self._chosen(titled[0], hits, levels) if len(titled) == 1 else None

    def _chosen(self, best: Hit, hits: Sequence[Hit], levels: tuple[Level, ...]) -> Hit:
        """The entry of the best branch that is asked for: of its level, or else the deepest that says it as well."""
        branch = [hit for hit in hits if self.document.related(hit.entry, best.entry)]
        if levels and best.entry.level not in levels:
            best = self._deepest_of(best, branch)
            at_level = [hit for hit in branch if hit.entry.level in levels and hit.score >= best.score * NEAR_THE_BEST]
            if at_level:
                return at_level[0]
            above = [entry for entry in self.document.ladder(best.entry) if entry.level in levels]
            if above:
                return replace(best, entry=above[-1])
        return best if levels else self._deepest_of(best, branch)

    def _deepest_of(self, best: Hit, branch: Sequence[Hit]) -> Hit:
        """The deepest entry of a branch that says a topic as well as the best one."""
        as_good = [hit for hit in branch if min(hit.score - best.score, hit.own - best.own) >= -AS_GOOD]
        return max(as_good, key=lambda hit: (len(self.document.ladder(hit.entry)), hit.score))

    def _as_well(self, best: Entry, hits: Sequence[Hit]) -> tuple[Entry, ...]:
        """The entries of a level that hold a topic as well as the best of it: by titles, those above, or texts.

        None where a title of another branch names it as well: then it is not clear that they are all.
        """
        own = next((hit for hit in hits if hit.entry == best), None)
        if own is None or own.own < SAYS:
            return ()
        beside = [
            hit
            for hit in hits
            if hit.entry.level is best.level and hit.own >= own.own - AS_GOOD and _indexed(hit) >= _indexed(own)
        ]
        titled = {hit.entry.id for hit in hits if _in_title(hit)}
        equal = [hit.entry for hit in beside if self._titles(hit.entry, titled) == self._titles(best, titled)]
        named = (hit.entry for hit in hits if hit.entry.id in titled)
        is_whole = all(any(self.document.related(each, entry) for entry in equal) for each in named)
        return tuple(sorted(equal, key=lambda entry: entry.position)) if len(equal) > 1 and is_whole else ()

    def _titles(self, entry: Entry, titled: AnySet[str]) -> tuple[bool, bool]:
        """Whether an entry's own title names a topic, and one above it."""
        return entry.id in titled, any(each.id in titled for each in self.document.ladder(entry))

    def _with_money(self, hit: Hit, hits: Sequence[Hit]) -> Entry:
        """The entry itself, or the one entry of its branch that carries the money and is meant best."""
        if hit.entry.amounts:
            return hit.entry
        below = {entry.id: entry for entry in self.document.below(hit.entry) if entry.amounts}
        if len(below) == 1:
            return next(iter(below.values()))
        speaking = [other for other in hits if other.entry.id in below]
        if speaking and speaking[0].score >= hit.score * NEAR_THE_BEST:
            rivals = [other for other in speaking[1:] if other.score > speaking[0].score - MARGIN]
            if not rivals:
                return speaking[0].entry
        return hit.entry

    def _offered(self, hits: Sequence[Hit], levels: tuple[Level, ...]) -> tuple[Entry, ...]:
        """At most three entries of different branches that may be meant."""
        found: list[Entry] = []
        for hit in hits:
            if hit.score < MAYBE or len(found) == MOST_OFFERED:
                break
            if not any(self.document.related(hit.entry, other) for other in found):
                found.append(self._chosen(hit, hits, levels).entry)
        return tuple(dict.fromkeys(found))


def _read(wording: Wording, said: str, language: str) -> tuple[Span, ...]:
    return tuple(merged(spans(text.normal(said), language, wording, said)))


def _unheard_of(concepts: Sequence[Concept]) -> tuple[str, ...]:
    """Nouns that only tell more, and that the document has nothing like."""
    return tuple(concept.slot.text for concept in concepts if concept.tells_more and not concept.explained)


def _lacks_head(concept: Concept) -> bool:
    """青色防犯パトロール where nothing stands for パトロール: the last word of a compound says what it is."""
    if len(concept.units) < 2 or any(link.reason.weight >= FIRM for link in concept.whole):
        return False
    head = concept.units[-1]
    return not (head.links or head.light)


def _words_of(concept: Concept) -> set[str]:
    """A slot as its reasons name it: whole and in parts."""
    return {concept.slot.text, *(unit.word for unit in concept.units)}


def _is_firm(hit: Hit, concepts: Sequence[Concept]) -> bool:
    """Whether more than one word that is only near in meaning speaks for a hit."""
    telling = {word for concept in concepts if not concept.generic for word in _words_of(concept)}
    if not telling:
        return len(hit.reasons) > 1 and hit.own > SAYS
    reasons = [reason for reason in hit.reasons if reason.word in telling]
    firm = any(reason.weight >= FIRM and reason.how is not How.MEANING for reason in reasons)
    return firm or len({reason.word for reason in reasons}) > 1


def names_one(entry: Entry) -> bool:
    """Whether a title names one thing: what stands below 文化とスポーツの振興 may be about either."""
    words = [unit.surface for unit in text.words(entry.title)]
    return not any(word in JOINS and behind != "の" for word, behind in pairwise(words))  # 外国人住民との共生


def _indexed(hit: Hit) -> frozenset[str]:
    """The plan's words by which an entry was found."""
    return frozenset(reason.index for reason in hit.reasons)


def _in_title(hit: Hit, *, whole: bool = False) -> bool:
    """Whether the title itself names what was asked, or all of it."""
    title = text.normal(hit.entry.title)
    told = (_is_in(title, reason.index) for reason in hit.reasons if reason.weight >= KNOWN)
    return next(told, False) and all(told) if whole else any(told)


def _is_in(title: str, word: str) -> bool:
    """Whether a title has a word, one of a single character by itself: 本, which is not in 日本語."""
    return word in title and (len(word) > 1 or word in {unit.surface for unit in text.words(title)})
