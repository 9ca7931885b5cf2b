"""A whole query with words in it → one with entries in it: every topic linked, at the level and the way it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.model import (
    Above,
    Along,
    And,
    Appeared,
    Ask,
    Below,
    Beside,
    Change,
    Condition,
    Entry,
    Evidence,
    Lack,
    Level,
    Linked,
    Mentions,
    Minus,
    Offer,
    OfLevel,
    Or,
    Query,
    Reason,
    Refusal,
    Rows,
    Set,
    Share,
    Take,
    Topic,
    Whole,
)
from knowledge.question.concerning import CONCERNING
from knowledge.question.conversation.filling import at_level
from knowledge.question.decision import SURE
from knowledge.question.draft import PAIRS, query_topics
from knowledge.question.joint import are_one, mean_the_same
from knowledge.question.ladder import WALKED, is_under
from knowledge.question.linking import MOST_OFFERED, SAYS, Link, Linker, names_one
from knowledge.question.picking import picked
from knowledge.question.spans import Role, Span

_OF_MONEY = frozenset({Ask.AMOUNT, Ask.DIFFERENCE, Ask.RATIO, Ask.COMPARE, Ask.RANK, Ask.CONFIRM, Ask.MEAN, Ask.MEDIAN})
_OF_SETS = frozenset({Ask.LIST, Ask.COUNT, Ask.SUM, Ask.MEAN, Ask.MEDIAN, Ask.EXISTS})
"""What is asked of all entries that speak of a topic, where a level is named with it."""
_OF_TEXT = frozenset({Ask.RECORD, Ask.LIST, Ask.AMOUNT, Ask.SUM})
"""What is asked of where a topic is printed, where only the text of a strategy or an issue prints it."""
_OF_ANY = frozenset({Ask.RECORD, Ask.AMOUNT, Ask.SUM})
"""What may as well be answered of several entries, where no word says that one is meant."""
_RANGING = frozenset({Ask.LIST, Ask.COUNT, Ask.MEAN, Ask.MEDIAN})
"""What is asked of all that an order or a condition leaves."""
_QUOTES = ("「", "『", '"', "“", "'")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What linking made of a query."""

    outcome: Query | Offer | Refusal
    reasons: tuple[Reason, ...] = ()
    score: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    """What the links were decided by."""


@dataclass(slots=True)
class _State:
    reasons: list[Reason] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    near: list[Entry] = field(default_factory=list)
    unsure: tuple[Topic, tuple[Entry, ...]] | None = None
    lost: bool = False
    score: float = 1.0
    evidence: list[Evidence] = field(default_factory=list)

    def came_to(self, outcome: Query | Offer | Refusal, reasons: Sequence[Reason]) -> Resolved:
        """The end of it."""
        evidence = tuple(dict.fromkeys(self.evidence))
        return Resolved(outcome, tuple(dict.fromkeys(reasons)), self.score, evidence)


def levels_of(found: Set) -> tuple[Level, ...]:
    """The levels whose entries a set holds; none where it names entries."""
    match found:
        case OfLevel(levels=levels) | Below(levels=levels):
            return levels
        case And(sets=(*_, last)):
            return levels_of(last)
        case Minus(of=of):
            return levels_of(of)
        case Rows(query=query):
            return levels_of(query.of)
        case _:
            return ()


def _is_alone(found: Set) -> bool:
    return isinstance(found, Linked) and len(found.entries) == 1


class Resolver:
    """Links the topics of one query."""

    def __init__(
        self, linker: Linker, spans: Sequence[Span], language: str, at_hand: frozenset[str] = frozenset()
    ) -> None:
        """`at_hand` are ids of the entries that a short follow-up picks from, where its words may mean one of them."""
        self._linker = linker
        self._at_hand = at_hand
        self._spans = tuple(spans)
        self._language = language
        self._state = _State()
        self._forced: Mapping[Topic, Entry] = {}

    def resolved(self, query: Query) -> Resolved:
        """The query with entries, or choices where a topic may mean several, or why it can't be answered."""
        whole = self._query(query)
        state = self._state
        if state.missing or state.lost:
            words = tuple(dict.fromkeys(state.missing)) or self._never_printed(query)
            near = tuple(entry.id for entry in dict.fromkeys(state.near))
            lack = Lack.WORD if words else Lack.TOPIC
            refusal = Refusal(lack, query.document, words, near=near, fact=query.fact)
            return state.came_to(refusal, state.reasons)
        if state.unsure is not None and query.ask is Ask.FACT:
            near = tuple(entry.id for entry in state.unsure[1])
            words = tuple(dict.fromkeys(topic.words for topic in query_topics(query)))
            return state.came_to(Refusal(Lack.WORD, query.document, words, near=near, fact=query.fact), ())
        if state.unsure is not None:
            topic, entries = state.unsure
            queries = tuple(self._with(query, topic, entry) for entry in entries[:MOST_OFFERED])
            return state.came_to(Offer(queries), state.reasons)
        return state.came_to(whole, state.reasons)

    def _never_printed(self, query: Query) -> tuple[str, ...]:
        """Topics of one word that nothing was found for, where the document does not print them."""
        alone = (topic.words for topic in query_topics(query) if topic.last - topic.first == 1)
        return tuple(words for words in alone if words and not self._linker.document.printed(words))

    def _with(self, query: Query, topic: Topic, entry: Entry) -> Query:
        other = Resolver(self._linker, self._spans, self._language)
        other._forced = {**self._forced, topic: entry}
        return other._query(query)

    # Queries and sets

    def _query(self, query: Query) -> Query:
        whole = query.of
        of = self._set(query.of, query.ask)
        where = tuple(map(self._condition, query.where))
        within = self._set(query.within, Ask.LIST) if query.within is not None else None
        if isinstance(query.measure, Share):
            query = replace(query, measure=replace(query.measure, of=self._set(query.measure.of, Ask.SUM)))
        if query.ask is Ask.LIST and query.measure is None and isinstance(query.of, Or) and _is_alone(of):
            query = replace(query, ask=Ask.RECORD)
        if (
            query.ask is Ask.RECORD
            and isinstance(query.of, (Topic, And))
            and isinstance(of, Linked)
            and len(of.entries) > 1
        ):
            query = replace(query, ask=Ask.LIST)  # several entries hold the words alike
        if query == Query(Ask.LIST, query.of, query.document) and (only := self._linker.only_one(of)) is not None:
            query, of = replace(query, ask=Ask.RECORD), Linked((only.id,))
        query = replace(query, of=of, where=where, within=within)
        query = self._ranged(self._with_names(query), self._is_range(whole))
        of = query.of
        if query.ask in PAIRS and _is_twice_the_same(of):
            self._state.lost = True
        if query.ask in (Ask.RECORD, Ask.AMOUNT) and isinstance(of, Below):
            return replace(query, ask=Ask.LIST)
        match whole, of:
            case And(sets=(Topic(), OfLevel(levels=levels))), Linked(entries=(key,)):
                if query == Query(Ask.LIST, of, query.document) and self._linker.level_of(key) not in levels:
                    query = replace(query, ask=Ask.RECORD)
        said_of_one = isinstance(whole, And) and query.measure is not None and not (query.where or query.order)
        if query.ask is Ask.LIST and (isinstance(whole, Below) or said_of_one) and _is_alone(of):
            return replace(query, ask=Ask.RECORD if query.measure is None else Ask.AMOUNT)
        return query

    def _with_names(self, query: Query) -> Query:
        """What stands above one entry by its own name, where it is only part of what is asked: その経営課題の合計."""
        of, measure = query.of, query.measure
        if isinstance(of, Above) and measure is None:
            return query
        if isinstance(measure, Share):
            measure = replace(measure, of=self._named(measure.of))
        return replace(query, of=self._named(of), measure=measure)

    def _named(self, of: Set) -> Set:
        match of:
            case Above(of=Linked(entries=(key,)), level=level) if level is not None:
                entry = self._linker.document.entry(key)
                ladder = self._linker.document.ladder(entry) if entry is not None else ()
                return next((Linked((each.id,)) for each in ladder if each.level is level), of)
            case Below() | Beside():
                return replace(of, of=self._named(of.of))
            case Minus():
                return replace(of, of=self._named(of.of))
            case _:
                return of

    def _is_range(self, found: Set) -> bool:
        """子育てで一番多いのは: what で or のうち marks is looked in, also where only one entry speaks of it."""
        topic = found.sets[0] if isinstance(found, And) else found
        if not isinstance(topic, Topic) or topic.last >= len(self._spans):
            return False
        behind = self._spans[topic.last]
        return behind.text in ("で", "では") or "within" in behind.senses

    def _ranged(self, query: Query, looked_in: bool) -> Query:
        """An order or a condition of one thing ranges over what is below; 見守り支援が一番多い? asks for its place."""
        of, take = query.of, query.take
        if query.ask not in _RANGING or not (query.order or query.where) or not isinstance(of, Linked):
            return query
        if not _is_alone(of) or (query.order is not None and query.order.measure is None):
            return query
        if isinstance(query.measure, Change):
            return replace(query, ask=Ask.AMOUNT, where=(), order=None, take=None)  # that issue itself
        if self._linker.level_of(of.entries[0]) is not self._linker.deepest:
            return replace(query, of=Below(of, (self._linker.deepest,)))
        is_end = query.ask is Ask.LIST and query.order is not None and take is not None and take == Take(1)
        if is_end and looked_in:
            return replace(query, ask=Ask.AMOUNT, order=None, take=None)  # the only one is not said to be the largest
        return replace(query, ask=Ask.RANK) if is_end else query

    def _condition(self, condition: Condition) -> Condition:
        if isinstance(condition.value, Query):
            return replace(condition, value=self._query(condition.value))
        return condition

    def _set(self, found: Set, ask: Ask) -> Set:
        match found:
            case Topic():
                return self._topic(found, ask)
            case And(sets=(Topic() as topic, OfLevel(levels=levels))):
                return self._at_level(topic, levels, ask)
            case And(sets=(Topic() as topic, Whole())):
                return self._mentions(topic)
            case And(sets=(Or(sets=parts), OfLevel() as level)):
                return Or(tuple(self._set(And((part, level)), ask) for part in parts))
            case And(sets=(Below() as scope, And(sets=(Topic() as topic, OfLevel(levels=levels))))):
                return self._all_inside(scope, topic, levels, ask)
            case And(sets=(Below() as scope, Topic() as topic)):
                return self._inside(scope, topic, ask)
            case And(sets=(Linked() as coded, Topic() as topic)):
                link = self._link(topic, (), money=False)
                return self._noted(topic, link) if link.missing else coded
            case And(sets=(And(sets=(Topic() as one, OfLevel(levels=levels))), And(sets=(Topic() as other, Whole())))):
                return self._saying_both(one, other, levels, ask)
            case And(sets=sets):
                return self._of_level(And(tuple(self._set(each, ask) for each in sets)))
            case Or(sets=sets):
                return self._side_by_side(sets, ask)
            case Minus(of=of, without=without):
                says = isinstance(without, Topic) and not self._linker.titled(without.words)
                taken = self._mentions(without) if says and isinstance(without, Topic) else self._set(without, ask)
                return Minus(self._set(of, Ask.LIST), self._taken_from(of, taken))
            case Above(of=Topic() as topic, level=level) if level is not None:
                of = self._set(topic, Ask.RECORD)
                own = isinstance(of, Linked) and len(of.entries) == 1 and self._linker.level_of(of.entries[0]) is level
                return of if own else replace(found, of=of)
            case Below(of=Topic() as topic):
                return self._below(found, self._set(topic, Ask.RECORD))
            case Along():
                return self._along(found)
            case Appeared(of=of):
                inner = self._set(of, Ask.LIST)  # 柱3で新規の事業: of what is below it
                return replace(found, of=self._at_deepest(inner) if isinstance(inner, Linked) else inner)
            case Below(of=of) | Above(of=of) | Beside(of=of):
                return replace(found, of=self._set(of, Ask.RECORD))
            case Rows(query=query):
                return Rows(self._query(query))
            case _:
                return found

    def _at_deepest(self, found: Linked) -> Set:
        return at_level(found, (self._linker.deepest,), self._linker.level_of) if found.entries else found

    def _of_level(self, found: And) -> Set:
        """Issues that are initiatives: those below them."""
        match found:
            case And(sets=(Linked(entries=(_, *_)) as of, OfLevel(levels=levels))):
                return at_level(of, levels, self._linker.level_of)
        return found

    def _along(self, found: Along) -> Linked:
        """2-2-1の次の取組: the entry that stands there; nothing is answered where the page ends before."""
        of = self._set(found.of, Ask.RECORD)
        key = None
        if isinstance(of, Linked) and len(of.entries) == 1:
            start = of.entries[0]
            key = self._linker.stepped(start, found.level or self._linker.level_of(start), found.steps)
        self._state.lost = self._state.lost or key is None
        return Linked((key,) if key is not None else ())

    def _below(self, found: Below, of: Set) -> Set:
        """防災は? after 経営課題2の取組は?: what is below it, or where nothing can be, the entry itself."""
        is_leaf = (
            _is_alone(of) and isinstance(of, Linked) and self._linker.level_of(of.entries[0]) is self._linker.deepest
        )
        return of if is_leaf else replace(found, of=of)

    def _taken_from(self, of: Set, taken: Set) -> Set:
        """防災以外: what says it at the level that is asked for; an issue that only mentions it takes nothing along."""
        if not isinstance(taken, Mentions):
            return taken
        levels = levels_of(of) or (self._linker.deepest,)
        own = tuple(key for key in taken.entries if self._linker.level_of(key) in levels)
        return replace(taken, entries=own) if own else taken

    # Topics

    def _span_of(self, topic: Topic) -> Sequence[Span]:
        return self._spans[topic.first : topic.last]

    def _link(self, topic: Topic, levels: tuple[Level, ...], *, money: bool) -> Link:
        forced = self._forced.get(topic)
        if forced is not None:
            return Link(forced, score=1.0)
        link = self._linker.link(self._span_of(topic), topic.words, self._language, levels, money=money)
        if not self._at_hand:
            return link
        said = self._linker.printing(topic.words, WALKED)
        return picked(link, [entry for entry in said if entry.id in self._at_hand], self._linker)

    def _noted(self, topic: Topic, link: Link, ask: Ask = Ask.FACT) -> Set:
        """The set of a link, of several where what is asked may be asked of more than one; what it lacks is noted."""
        state = self._state
        state.reasons.extend(link.reasons)
        state.near.extend(link.near)
        state.score = min(state.score, link.score)
        state.evidence.extend(filter(None, [link.evidence]))
        if link.best is not None:
            several = link.several if ask in _OF_ANY else ()
            return Linked(tuple(entry.id for entry in several) or (link.best.id,), topic.words)
        if link.choices and not link.missing:
            state.unsure = state.unsure or (topic, link.choices)
        else:
            state.missing.extend(link.missing)
            state.lost = True
        return Linked((), topic.words)

    def _topic(self, topic: Topic, ask: Ask) -> Set:
        if ask is Ask.EXISTS:
            return self._mentions(topic)
        link = self._link(topic, (), money=ask in _OF_MONEY)
        return self._noted(topic, link, ask)

    def _mentions(self, topic: Topic) -> Set:
        said, link = self._linker.mentions(self._span_of(topic), topic.words, self._language)
        if self._is_quoted(topic) and (printing := self._linker.printing(topic.words, tuple(Level))):
            return Mentions(topic.words, tuple(entry.id for entry in printing))
        noted = self._noted(topic, link)
        if not said or (link.missing and not said):
            return noted
        if self._state.unsure is not None and self._state.unsure[0] == topic:
            self._state.unsure = None
        return Mentions(topic.words, tuple(entry.id for entry in said))

    def _at_level(self, topic: Topic, levels: tuple[Level, ...], ask: Ask) -> Set:
        """A topic and a level: the entry of that level that is meant, or all of them."""
        empty = not self._linker.slots(self._span_of(topic), topic.words, self._language)
        if ask in (Ask.RECORD, Ask.LIST) and empty and not self._linker.is_name(topic.words):
            return self._all_or_none(topic, levels)
        link = self._link(topic, levels, money=ask in _OF_MONEY)
        if ask in (Ask.LIST, Ask.RECORD, Ask.COUNT) and not link.is_title:
            printing = self._linker.printing(topic.words, levels)
            if printing and (link.best is None or self._is_quoted(topic)):
                return Linked(tuple(entry.id for entry in printing), topic.words)
            if not link.is_whole and self._linker.says_little(self._span_of(topic), topic.words, self._language):
                said = self._all_at(topic, levels) if self._is_concerned(topic) else ()
                if said:
                    return Linked(tuple(entry.id for entry in said), topic.words)
                return self._all_or_none(topic, levels)
        if link.is_title and link.best is not None and link.best.level not in levels:
            self._noted(topic, link)
            self._state.lost = self._state.lost or levels[-1] is Level.GOAL
            return at_level(Linked((link.best.id,), topic.words), levels, self._linker.level_of)
        if ask in _OF_SETS and not link.missing and topic not in self._forced:
            several = self._all_at(topic, levels)
            if several:
                self._state.reasons.extend(link.reasons)
                self._state.evidence.extend(filter(None, [link.evidence]))
                return Linked(tuple(entry.id for entry in several), topic.words)
        noted = self._noted(topic, link, ask)
        if link.best is not None and link.best.level not in WALKED and not link.is_headed and {*levels} <= {*WALKED}:
            self._state.lost = True  # the mission speaks of it, and no initiative does
        if link.best is not None and ask in _OF_TEXT and self._only_tells(link.best, link, levels):
            if link.evidence is not None and link.evidence.own < SAYS:
                self._state.unsure = self._state.unsure or (topic, link.near)
            return noted  # where the words stand, which says nothing of what is below
        if isinstance(noted, Linked) and noted.entries and self._linker.level_of(noted.entries[0]) not in levels:
            self._state.lost = self._state.lost or levels[-1] is Level.GOAL
            return at_level(noted, levels, self._linker.level_of)
        return noted

    def _is_concerned(self, topic: Topic) -> bool:
        """Whether 関係 or the like stands behind a topic: 窓口まわり is no word that says little."""
        return any(CONCERNING in span.senses for span in self._spans[topic.last : topic.last + 1])

    def _only_tells(self, best: Entry, link: Link, levels: tuple[Level, ...]) -> bool:
        """Whether an entry above a level has a topic in its text alone."""
        above = best.level in WALKED and levels[-1] in WALKED and is_under(levels[-1], best.level)
        return above and not link.is_headed

    def _saying_both(self, one: Topic, other: Topic, levels: tuple[Level, ...], ask: Ask) -> Set:
        """買い物に困るお年寄り向けの取組: where what one means does not say the other, what both mean together."""
        apart = self._at_level(one, levels, ask), self._mentions(other)
        said, saying = (frozenset(each.entries) if isinstance(each, (Linked, Mentions)) else None for each in apart)
        if not said or not saying or said & saying:
            return And(apart)
        first, last = sorted((one, other), key=lambda topic: topic.first)
        return self._at_level(Topic(f"{first.words} {last.words}", first.first, last.last), levels, ask)

    def _all_or_none(self, topic: Topic, levels: tuple[Level, ...]) -> Set:
        """All of a level for words that tell nothing, 重点的に; none for a thing that no entry prints: 窓口の取組."""
        spans = self._span_of(topic)
        names = any(span.role is Role.TOPIC and span.part and span.part.word_class == "名詞" for span in spans)
        if not names or self._linker.mentions(spans, topic.words, self._language)[0]:
            return OfLevel(levels)
        self._state.missing.append(topic.words)
        self._state.lost = True
        return Linked((), topic.words)

    def _is_quoted(self, topic: Topic) -> bool:
        """Whether the words stand in quotation marks: they are meant as they are printed."""
        before = self._spans[topic.first - 1].text if topic.first > 0 else ""
        return before in _QUOTES or topic.words.startswith(_QUOTES)

    def _all_at(self, topic: Topic, levels: tuple[Level, ...]) -> tuple[Entry, ...]:
        """The entries of a level that speak of a topic by their own words, or else those below an entry that does."""
        said, link = self._linker.mentions(self._span_of(topic), topic.words, self._language)
        at = tuple(entry for entry in said if entry.level in levels)
        if at and not link.missing:
            below = self._linker.about(self._span_of(topic), topic.words, self._language, levels)
            return tuple(sorted({*at, *below}, key=lambda entry: entry.position))
        if at or link.best is None:
            return at
        below = self._linker.document.below(link.best, *levels)
        return below if link.score >= SURE and link.is_headed and names_one(link.best) else ()

    def _all_inside(self, scope: Below, topic: Topic, levels: tuple[Level, ...], ask: Ask) -> Set:
        """経営課題2の防災の取組: those inside a scope that speak of a topic, else the best of what is there."""
        of = self._named(self._set(scope.of, Ask.RECORD))
        inside = of.entries if isinstance(of, Linked) else ()
        ladder = self._linker.document.ladder
        within = (each.id for each in self._all_at(topic, levels) if {up.id for up in ladder(each)} & set(inside))
        found = tuple(within)
        return Linked(found, topic.words) if found else self._inside(scope, topic, ask)

    def _inside(self, scope: Below, topic: Topic, ask: Ask) -> Set:
        """A topic inside a scope: the best of what stands there."""
        of = self._named(self._set(scope.of, Ask.RECORD))
        link = self._link(topic, (), money=ask in _OF_MONEY)
        best = link.best
        if best is not None and isinstance(of, Linked):
            above = {each.id for each in self._linker.document.ladder(best)}
            if above & set(of.entries):
                return self._noted(topic, link)
        return And((replace(scope, of=of), self._mentions(topic)))

    def _side_by_side(self, sets: tuple[Set, ...], ask: Ask) -> Set:
        """見守りと防災: each by itself, unless the words together are one title or one entry alone holds them all."""
        of_level = next((each.sets[1] for each in sets if isinstance(each, And) and len(each.sets) == 2), None)
        topics = [each.sets[0] if isinstance(each, And) and each.sets[1:] == (of_level,) else each for each in sets]
        one = self._as_one(topics, ask)
        if isinstance(of_level, OfLevel) and one is not None:
            return self._at_level(one, of_level.levels, ask)  # the crime prevention and safety initiative
        return self._topic(one, ask) if one is not None else Or(tuple(self._set(each, ask) for each in sets))

    def _as_one(self, sets: Sequence[Set], ask: Ask) -> Topic | None:
        """The one topic that several side by side are, if they are; of two that mean the same the first."""
        topics = [each for each in sets if isinstance(each, Topic)]
        if len(topics) < len(sets):
            return None
        words = "".join(span.says for span in self._spans[topics[0].first : topics[-1].last])
        together = Topic(words, topics[0].first, topics[-1].last)
        if self._linker.titled(together.words):
            return together
        if ask in PAIRS:
            return None
        joint, *links = (self._link(topic, (), money=ask in _OF_MONEY) for topic in (together, *topics))
        if are_one(joint, links, self._linker.document):
            return together
        return topics[0] if mean_the_same(links) else None


def _is_twice_the_same(of: Set) -> bool:
    """Whether a thing is held against itself, of which nothing is told: その防災と防災の差 of 防災."""
    named = [each.entries for each in of.sets if isinstance(each, Linked)] if isinstance(of, Or) else []
    return len(named) == 2 and named[0] == named[1]
