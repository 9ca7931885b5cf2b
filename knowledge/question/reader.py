"""One post → what it asks of one document: queries with entries in them, offers, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass, replace

from knowledge.language import slips, text
from knowledge.model import (
    Ask,
    Asked,
    Count,
    Form,
    Lack,
    Language,
    Linked,
    Minus,
    Money,
    Offer,
    OfLevel,
    Query,
    Refusal,
    Subject,
    Turn,
    Whole,
)
from knowledge.question import clauses, itemised, severally
from knowledge.question.asks import OF_THE_OFFICE
from knowledge.question.compose import Composed, compose
from knowledge.question.conversation.follow import at_hand, whole
from knowledge.question.conversation.numbers import numbered
from knowledge.question.draft import Draft, entries_of
from knowledge.question.forms import taken
from knowledge.question.idle import is_noun
from knowledge.question.lattice import spans
from knowledge.question.linking import Linker
from knowledge.question.merging import merged
from knowledge.question.mood import is_verbal, quotation
from knowledge.question.of_all import asks_for_all
from knowledge.question.openness import asks_which, is_noun_asked_of, is_of_the_office, is_open
from knowledge.question.posts import Sentence, is_left_open, parted, with_subjects
from knowledge.question.quoting import Quoting
from knowledge.question.resolve import Resolver
from knowledge.question.severally import Outcome
from knowledge.question.spans import Role, Span
from knowledge.question.statements import ASKING
from knowledge.question.told import announces, asked_outright, is_bare, story, topic_of
from knowledge.question.tongue import LONGEST, as_japanese, language_of
from knowledge.question.typed import as_typed

MOST_QUERIES = 6
"""Questions of one post that are answered."""


@dataclass(frozen=True, slots=True)
class Read:
    """One question of a post, read."""

    asked: Asked
    outcome: Query | Offer | Refusal
    draft: Draft
    """How it was composed, for `ask -v`."""
    tells: bool = False
    """Whether the post only tells something, which changes nothing that was talked about."""


class Reader:
    """Reads posts against one document."""

    def __init__(self, linker: Linker) -> None:
        self._linker = linker
        self._quoting = Quoting(linker)

    def read(self, raw: str, subject: Subject, language: Language | None = None) -> tuple[Read, ...]:
        """The questions of a post, in its order; at least one."""
        spoken = language_of(raw)
        found = self._clauses(raw[: LONGEST * 2], spoken)
        form = next((each.wanted.form for each in found if each.wanted.form is not None), None)
        named = next((each.wanted.language for each in found if each.wanted.language is not None), None)
        spoken_back = named or language or spoken
        if all(each.wanted.is_all for each in found) and found:
            return (self._again(raw, subject, spoken_back, form),)
        found = tuple(
            replace(each, spans=numbered(each.spans, subject, self._linker)) for each in found if not each.wanted.is_all
        )
        asking, told = parted(found)
        is_cut = len(text.normal(raw)) > LONGEST
        result: list[Read] = []
        lost = False
        asking = with_subjects(asking)
        drafted = asked_outright([(each, self._composed(each, told if each.asks else [])) for each in asking])
        for clause, composed in drafted:
            refused = bool(result) and isinstance(result[-1].outcome, Refusal)
            if result and _only_names(result[-1]) and not composed.draft.names_set and composed.draft.says_ask:
                result[-1] = replace(result[-1], draft=replace(result[-1].draft, is_spent=True))
            if refused and not composed.draft.names_set:
                continue  # 戦略2-3ってある?予算は?: what was refused has no budget either
            others = told if result else [each for each in found if each is not clause]
            said = tuple(span for each in others for span in each.spans if span.is_content and is_noun(span))
            outcome = self._outcome(composed, _after(subject, result), spoken, said)
            if (
                told
                and clause.asks
                and (outcome is None or asks_which(clause.spans) or is_open(outcome[1], composed.draft))
            ):
                outcome = self._by_story(clause, told, spoken) or outcome
            if outcome is not None and isinstance(outcome[1], Offer):
                outcome = self._settled(outcome[1], [each for each in found if each is not clause], spoken) or outcome
            if outcome is not None and any(not r.draft.is_spent and r.outcome == outcome[1] for r in result):
                continue
            lost = lost or (outcome is None and composed.draft.says_ask)
            for asked, what in self._severally(outcome, composed, spoken) if outcome is not None else ():
                if isinstance(what, Refusal):
                    what = replace(what, words=tuple(as_typed(word, raw) for word in what.words))
                whole = replace(asked, raw=raw, language=spoken_back, is_cut=is_cut, form=form)
                result.append(Read(whole, what, composed.draft, tells=not clause.asks))
        result = _telling([read for read in result if not read.draft.is_spent])[:MOST_QUERIES]
        if result and not (lost and all(_is_talk(read) for read in result)):
            return tuple(result)
        draft = self._composed(asking[0], []).draft if asking else Draft(None, False, False)
        unread = bool(subject.turns) and subject.turns[0].refused and draft.query is not None and not draft.names_set
        lack = Lack.NOTHING_BEFORE if draft.refers or draft.refers_all or unread else Lack.TOPIC
        refusal = Refusal(lack, self._name)
        tells = bool(found) and not any(each.asks for each in found)
        return (Read(Asked(raw, spoken_back, score=0, is_cut=is_cut), refusal, draft, tells),)

    def _again(self, raw: str, subject: Subject, language: Language, form: Form | None) -> Read:
        """What was asked last, in another form: CSVで, 英語で, 短く."""
        last = next((turn.query for turn in subject.turns if not turn.refused), None)
        asked = Asked(raw, language, form=form)
        if last is None:
            return Read(replace(asked, score=0), Refusal(Lack.NOTHING_BEFORE, self._name), Draft(None, False, False))
        return Read(asked, last, Draft(last, False, True, refers=True))

    def _unread(self, spans: Sequence[Span], language: Language) -> tuple[Asked, Refusal] | None:
        """A refusal by the words that were not understood, where the document really never prints them."""
        words = tuple(dict.fromkeys(span.text for span in spans if span.is_content))
        if not words or any(self._linker.document.printed(word) for word in words):
            return None
        return Asked("", language), Refusal(Lack.WORD, self._name, words)

    @property
    def _name(self) -> str:
        return self._linker.document.name

    def _miscounts(self, query: Query, draft: Draft) -> bool:
        """2つ合わせて, 5つの取組の合計: so many of all, where the document has another number of them."""
        count = draft.counted
        if isinstance(query.measure, Count):
            return False  # the number is what is asked about
        if count is None or count < 2 or query.ask in (Ask.COUNT, Ask.LIST, Ask.RECORD) or query.where:
            return query.where != () and count is not None and count > 1 and isinstance(query.of, Whole)
        match query.of:
            case Whole():
                return count != self._linker.document.count(self._linker.deepest)
            case OfLevel(levels=(level,)):
                return count != self._linker.document.count(level) and query.order is None
            case Minus(of=OfLevel(levels=(level,)), without=Linked(entries=entries)) if draft.rest:
                return count != self._linker.document.count(level) - len(entries)  # 残り2件の合計
            case _:
                return False

    def _clauses(self, raw: str, language: Language) -> tuple[Sentence, ...]:
        found: list[Sentence] = []
        left = LONGEST
        for line in itemised.joined(clauses.lines(raw), lambda line: self._line(line, LONGEST, language)):
            each_line = self._line(line, left, language)
            left -= len(each_line.text)
            for each in clauses.clauses(each_line.spans) if each_line.text else ():
                wanted = taken(each.spans)
                found.append(Sentence(wanted.spans, each.asks, wanted, each.closes))
        return tuple(found)

    def _line(self, line: str, most: int, language: Language) -> itemised.Line:
        """A line with its spans, no longer than what is left to be read."""
        kept = {letter for letter, *_ in self._linker.wording.codes}
        asked = slips.mended(text.normal(line)[:most], kept)
        asked = as_japanese(asked) if language == "ja" else asked
        return itemised.Line(asked, merged(spans(asked, language, self._linker.wording, line)) if asked else ())

    def _composed(self, clause: Sentence, told: Sequence[Sentence]) -> Composed:
        """A clause, with the topic of one that only tells where it names none itself."""
        kinds = self._linker.document.kinds()
        composed = compose(clause.spans, self._linker, kinds)
        draft = composed.draft
        if not told:
            return composed
        if is_left_open(clause.spans):
            whole = compose((*told[-1].spans, *clause.spans), self._linker, kinds)
            if whole.draft.names_set and whole.draft.says_ask:
                return whole
        only_level = draft.query is not None and isinstance(draft.query.of, OfLevel) and not draft.asks_all
        if only_level and (draft.points_back or draft.refers):
            spans = tuple(span for other in told for span in topic_of(other.spans))
            if all(span.role is not Role.TOPIC for span in spans):
                return composed  # 4月に異動してきました。経営課題には何がありますか
            return compose((*spans, *clause.spans), self._linker, kinds)
        of_page = (
            draft.query is not None
            and draft.query.ask is Ask.FACT
            and (draft.query.fact or "") in draft.page_facts | OF_THE_OFFICE
        )
        if of_page or is_of_the_office(draft) or (draft.names_set and not draft.refers and not draft.only_context):
            return composed
        if not (draft.says_ask or draft.only_context or any(quotation(each.spans) for each in told)):
            return composed
        sorts = draft.query is not None and (draft.query.order is not None or bool(draft.query.where))
        for other in reversed(told):
            if (draft.adds or draft.asks_whole or sorts) and not announces(other.spans):
                continue
            joined = (*topic_of(other.spans), *clause.spans)
            more = compose(joined, self._linker, kinds)
            if more.draft.names_set:
                return more
        return composed

    def _by_story(self, clause: Sentence, told: Sequence[Sentence], language: Language) -> Outcome | None:
        """What the whole of a post asks, where a clause alone leaves that open; None where it stays open."""
        known = self._linker.document.vocabulary.by_surface
        spans = story([span for each in told for span in each.spans], clause.spans, known.__contains__)
        if not spans or not any(span.is_content or span.senses & _ASKS_OF_A_STORY for span in clause.spans):
            return None
        outcome = self._outcome(compose(spans, self._linker, self._linker.document.kinds()), Subject(), language, ())
        if outcome is None or not (isinstance(outcome[1], Query) and entries_of(outcome[1].of)):
            return None
        if not outcome[0].evidence or outcome[1].order is not None:
            return None  # one word alone, or a clause that sorts all of a level
        words = {reason.word for reason in outcome[0].reasons}
        return outcome if all(self._is_heard(span, words, language) for span in clause.spans) else None

    def _settled(self, offer: Offer, beside: Sequence[Sentence], language: Language) -> Outcome | None:
        """空き巣が多い。何か対策してる: the one of several readings that another sentence names, if any."""
        offered = {entry for query in offer.queries for entry in entries_of(query.of)}
        for sentence in beside:
            outcome = self._outcome(self._composed(sentence, []), Subject(), language, ())
            if outcome is not None and isinstance(outcome[1], Query):
                named = entries_of(outcome[1].of)
                if len(named) == 1 and offered.issuperset(named) and outcome[1].ask is Ask.RECORD:
                    return outcome
        return None

    def _is_heard(self, span: Span, words: AnySet[str], language: Language) -> bool:
        """Whether a word that was asked is one of those that led to an answer, or one of every plan."""
        if not is_noun_asked_of(span) or self._linker.says_little([span], span.says, language):
            return True
        return any(word in span.says or span.says in word for word in words)

    def _outcome(
        self, composed: Composed, subject: Subject, language: Language, told: Sequence[Span]
    ) -> Outcome | None:
        draft = composed.draft
        if draft.elsewhere:
            refusal = Refusal(Lack.PLACE, self._name, (draft.elsewhere,))
            return Asked("", language), refusal
        if composed.missing:
            code = composed.missing[0]
            return Asked("", language), Refusal(Lack.CODE, self._name, code=code.code, level=code.level)
        query = whole(draft, subject, self._linker)
        if query is None:
            return self._quoting.instead(draft, None, subject, language)
        of_all = isinstance(query.of, Whole) and query.ask in (Ask.SUM, Ask.AMOUNT) and query.by is None
        if of_all and not asks_for_all(draft, self._linker.is_own):
            return self._unread(draft.spans, language)
        if of_all and told and not (draft.asks_whole or draft.adds):
            return self._unread(
                [span for span in told if span.role is Role.UNKNOWN], language
            )  # ドローンですが、予算は?
        if self._miscounts(query, draft):
            return None
        if draft.wants_one and isinstance(query.of, OfLevel) and is_bare(query):
            return None
        if query.ask is Ask.AMOUNT and isinstance(query.of, Whole) and isinstance(query.measure, Money):
            query = replace(query, ask=Ask.SUM)
        shown = at_hand(draft, subject, self._linker)
        asked, found = self._resolved(replace(query, document=self._name), draft, language, shown)
        return self._quoting.instead(draft, found, subject, language) or (asked, found)

    def _resolved(
        self, query: Query, draft: Draft, language: Language, at_hand: frozenset[str] = frozenset()
    ) -> Outcome:
        resolved = Resolver(self._linker, draft.spans, language, at_hand).resolved(query)
        score = round(100 * min(resolved.score, 1.0))
        asked = Asked("", language, resolved.reasons, score, resolved.evidence, in_whole=draft.about)
        return asked, resolved.outcome

    def _severally(self, outcome: Outcome, composed: Composed, language: Language) -> tuple[Outcome, ...]:
        """An outcome, or what comes of each of the things that are named where they can't be answered as one."""
        asked, what = outcome
        draft = composed.draft
        if found := severally.places(what):
            return tuple((asked, each) for each in found)
        if draft.about or "what" in {sense for span in draft.spans for sense in span.senses}:
            return tuple((asked, each) for each in severally.in_words(what)) or (outcome,)
        if not isinstance(what, Refusal) or draft.query is None or draft.elsewhere or _tells_what_is_done(draft):
            return (outcome,)
        missing = [Refusal(Lack.CODE, self._name, code=each.code, level=each.level) for each in composed.missing]
        query = replace(draft.query, document=self._name)
        in_part = severally.answered_in_part(query, missing, lambda part: self._resolved(part, draft, language))
        return in_part or (outcome,)


_ASKS_OF_A_STORY = ASKING | {"where", "exists", "money", "about", "tell"}


def _tells_what_is_done(draft: Draft) -> bool:
    """傷や異変の見極め方を助言する事業: one thing is told of, and none of its words is a thing by itself."""
    return any(is_verbal(span) and span.is_content for span in draft.spans)


def _only_names(read: Read) -> bool:
    """Whether a clause only says what the next one asks of: 次世代の人材のやつ。なんぼ?"""
    return isinstance(read.outcome, Query) and read.outcome.ask is Ask.RECORD and not read.draft.says_ask


def _is_talk(read: Read) -> bool:
    return isinstance(read.outcome, Query) and read.outcome.ask is Ask.TALK


def _telling(found: list[Read]) -> list[Read]:
    """Without greetings beside a question, and without what asks nothing beside what does."""
    others = [each for each in found if not _is_talk(each)]
    return others or found[:1]


def _after(subject: Subject, read: Sequence[Read]) -> Subject:
    """The conversation, with what the same post asked before."""
    turns = tuple(turn(each.outcome) for each in reversed(read) if isinstance(each.outcome, Query))
    return replace(subject, turns=(*turns, *subject.turns)) if turns else subject


def turn(query: Query) -> Turn:
    """A query as a turn before it was run: what it names is what it shows."""
    return Turn(query, entries_of(query.of), unrun=True)
