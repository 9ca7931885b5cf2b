"""What a follow-up leaves out comes from the conversation; a complete new question starts afresh."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.document import Document
from knowledge.figures import amount_of
from knowledge.intents import Want
from knowledge.keys import without_years
from knowledge.language import text
from knowledge.model import Answer, Entry, Kind, Money, Subject
from knowledge.old_question import Question

_BACK = re.compile(r"さっき|先ほど|さきほど|元の|前の話|話を戻|earlier|before that|back to")
_WITH_IT = re.compile(
    r"(?:と|とは)(?:の|で|を)?(?:差|比|どっち|どちら|合わせ|足)"
    r"|(?:compared|added) (?:to|with)|difference (?:from|to|with)|than"
)
_OTHER = re.compile(r"(?:の)?(?:ほう|方)(?:は|が)?\??$|^(?:と|で)?[^ ]{1,12}は\??$")
_INHERITED = (Want.AMOUNT, Want.SHARE, Want.TOTAL, Want.PARENT, Want.LADDER)
_OF_THE_PLAN = (
    Want.GOAL,
    Want.MISSION,
    Want.POLICY,
    Want.DATE,
    Want.PAGE,
    Want.YEAR,
    Want.TITLE,
    Want.REMARK,
    Want.PER_ISSUE,
)


def money_asked(question: Question, subject: Subject, document: Document) -> Money | None:
    """The year and kind of money that a question means; a follow-up keeps the year of the conversation."""
    own, keys = document.source.fiscal_year, question.keys
    year = max(keys.years, default=None)
    if year is None and keys.shift is not None and own is not None and Want.CHANGE not in question.intent.wants:
        year = own + keys.shift
    leans = question.intent.follows or question.intent.refers or question.is_bare
    if year is None and subject.fiscal_year in document.naming.years and subject.entries and leans:
        year = subject.fiscal_year
    known = year if year in document.naming.years else None
    return document.naming.measure(known, question.named.kind, own)


def complete(question: Question, subject: Subject, document: Document) -> tuple[Question, Subject]:
    """The question with what it leaves out, and what the conversation was about."""
    if not subject.entries or question.talk in (Want.GREETING, Want.THANKS) or _is_whole(question, document):
        return _inherit_want(question, subject), subject
    if subject.refused and not _BACK.search(question.text):
        return question, replace(subject, entries=())
    return _completed(question, subject, document), subject


def _is_whole(question: Question, document: Document) -> bool:
    """Whether a question can be understood alone."""
    if question.keys.codes:
        alone = len(question.keys.codes) == 1 and _WITH_IT.search(question.text) is not None
        return question.want is not Want.SHARE and not alone  # 経営課題2の何%? and 3-1-2との差は? need the other one
    if question.keys.bounds is not None or question.want in _OF_THE_PLAN:
        return True
    if question.want is Want.CONTACT and not (question.intent.refers or question.named.asks_office):
        return True
    if any(not concept.generic for concept in document.concepts(question.slots)):
        return True
    return (
        question.want in (Want.RANKING, Want.AVERAGE, Want.COUNT)
        and not _points_back(question)
        and _says_enough(question)
    )


def _points_back(question: Question) -> bool:
    return question.intent.refers or question.intent.follows or question.intent.rank is not None


def _says_enough(question: Question) -> bool:
    """一番高い取組は? is a question of its own; 一番高いのは? after a list means the list."""
    return question.intent.level is not None or len(question.text) > 12 or question.want is not Want.AVERAGE


def inherited(subject: Subject) -> tuple[Want, ...]:
    """What a follow-up still wants that says nothing of it."""
    return tuple(want for want in _INHERITED if want.value == subject.wants)


def _inherit_want(question: Question, subject: Subject) -> Question:
    """じゃあ防犯は? after いくら? still asks how much."""
    wanted = inherited(subject)
    follows = question.intent.follows or _OTHER.search(question.text) is not None
    if not wanted or question.intent.wants or not follows or question.intent.level is not None:
        return question
    return replace(question, intent=replace(question.intent, wants=wanted))


def _completed(question: Question, subject: Subject, document: Document) -> Question:
    intent = question.intent
    if question.keys.codes:
        whole = document.by_code(question.keys.codes[0])
        parts = [entry for key in subject.entries if (entry := document.entry(key)) is not None]
        inside = whole is not None and parts and all(whole in document.ladder(part) for part in parts)
        return replace(question, about=subject.entries) if inside or intent.want is not Want.SHARE else question
    if intent.want is Want.NEXT or (intent.want is Want.RANKING and intent.rank is not None):
        return _next(question, subject, document)
    if intent.want in (Want.TOTAL, Want.DIFFERENCE, Want.COMPARE) and not _has_parts(subject, document):
        together = tuple(dict.fromkeys((*subject.before, *subject.entries)))
        return replace(question, about=together) if len(together) > 1 else question
    if intent.want in (Want.PARENT, Want.SIBLINGS, Want.LADDER):
        return replace(question, about=subject.entries[:1])
    return replace(question, about=subject.entries)


def _has_parts(subject: Subject, document: Document) -> bool:
    if len(subject.entries) > 1:
        return True
    entry = document.entry(subject.entries[0])
    return entry is not None and bool(document.below(entry))


def _next(question: Question, subject: Subject, document: Document) -> Question:
    """The next of a ranking, of a list, or the only other of its kind."""
    intent = question.intent
    if subject.ranking:
        rank = intent.rank if intent.rank is not None else subject.rank + 2
        ordered = [entry for key in subject.ranking if (entry := document.entry(key)) is not None]
        intent = replace(intent, wants=(Want.RANKING,), rank=rank, ascending=_ascends(ordered), level=None, most=None)
        return replace(question, intent=intent, about=subject.ranking)
    place = intent.rank - 1 if intent.rank is not None else 1
    if len(subject.entries) > place:
        level = intent.level if len(intent.levels) > 1 else None
        wants = tuple(want for want in intent.wants if want not in (Want.NEXT, Want.RANKING))
        return replace(question, intent=replace(intent, wants=wants, level=level), about=(subject.entries[place],))
    if intent.rank is not None:
        return question
    return replace(question, intent=replace(intent, wants=(Want.SIBLINGS,)), about=subject.entries[:1])


def _ascends(ordered: list[Entry]) -> bool:
    yen = [amount.yen for entry in ordered if (amount := amount_of(entry)) is not None]
    return len(yen) > 1 and yen == sorted(yen)


def asked_again(question: Question, subject: Subject) -> str | None:
    """The question before, where this one only names a year that the plan may have: では令和4年度は?"""
    bare = question.is_bare and not question.intent.wants and question.intent.level is None
    return subject.asked if subject.asked and bare and (question.keys.years or question.keys.shift == 0) else None


def remembered(answer: Answer, question: Question, before: Subject) -> Answer:
    """The answer with what the conversation is about from now on."""
    if answer.kind in (Kind.UNKNOWN, Kind.ELSEWHERE, Kind.HELP) and not answer.subject.entries:
        refused = answer.kind is Kind.UNKNOWN and bool(answer.unmatched)
        other_year = answer.kind is Kind.ELSEWHERE and (question.keys.years or question.keys.shift)
        asked = without_years(question.text) if other_year else None
        kept = replace(before, refused=before.refused or refused, asked=asked, question=_whole(question, before))
        return replace(answer, subject=kept)
    wants = question.want.value if question.intent.wants else before.wants
    alone = len(answer.subject.entries) == 1 and len(before.entries) == 1
    added = (*before.before, *before.entries) if question.intent.follows else before.entries
    earlier = tuple(dict.fromkeys(added)) if alone and not question.about else before.before if alone else ()
    year = max(question.keys.years, default=before.fiscal_year if question.about or question.intent.follows else None)
    whole = _whole(question, before)
    kept = replace(answer.subject, wants=wants, before=earlier, fiscal_year=year, question=whole)
    return replace(answer, subject=kept)


def _whole(question: Question, before: Subject) -> str | None:
    """The question for another document, where it says by itself what it is about; else the one before it."""
    says = not question.is_bare or (question.want in _OF_THE_PLAN and not question.about)
    return without_years(text.normal(question.raw)) if says else before.question
