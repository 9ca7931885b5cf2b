"""Forms that an answer is asked for in: CSVで, 短く, in English; they are taken out of a clause before it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.model import Form, Language
from knowledge.question.spans import Role, Span

_SENSE = "form."
_LANGUAGES: dict[str, Language] = {"english": "en", "japanese": "ja"}
_ALWAYS = frozenset({Form.CSV, Form.EXCEL, Form.MEMO, Form.CHART, Form.PIE})
"""Forms that stand anywhere in a clause; any other only where nothing but a request follows, or where it begins."""
_TIES = frozenset({"で", "に", "として", "にて", "を", "も", "化", "、", "版", "形式", ":", "please"})
"""What ties a form to a request."""
_OF = frozenset({"の", "は", "が", "って", "と"})
"""Behind a word, these make of it what is asked about: CSVの予算は?"""
_SAYS_NOTHING = frozenset(
    {"tell", "is", "light", "follow", "talk.thanks", "talk.greeting", "that", "list", "catalogue"}
)
"""Senses beside which a form is all that is asked for."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clause without the forms that it asks for, and they."""

    spans: tuple[Span, ...]
    form: Form | None = None
    language: Language | None = None

    @property
    def is_all(self) -> bool:
        """Whether the form is all that the clause says: CSVで, 英語でお願いします."""
        asked = self.form is not None or self.language is not None
        return asked and all(_says_nothing(span) for span in self.spans)


def taken(spans: Sequence[Span]) -> Wanted:
    """A clause and the forms in it; of several forms the last. What is no form there is a word as any other."""
    kept, form, language = list(spans), None, None
    while (at := _found(kept)) is not None:
        name = _name(kept[at])
        form, language = (form, _LANGUAGES[name]) if name in _LANGUAGES else (form or Form(name), language)
        behind = at + 1
        while behind < len(kept) and kept[behind].role is Role.FUNCTION and kept[behind].text in _TIES:
            behind += 1
        del kept[at:behind]
    return Wanted(tuple(map(_plain, kept)), form, language)


def _plain(span: Span) -> Span:
    if not _name(span):
        return span
    senses = frozenset(sense for sense in span.senses if not sense.startswith(_SENSE))
    role = span.role if senses else Role.UNKNOWN
    return replace(span, senses=senses, role=role, part=span.part if senses else None)


def _name(span: Span) -> str:
    return next((sense.removeprefix(_SENSE) for sense in span.senses if sense.startswith(_SENSE)), "")


def _found(spans: Sequence[Span]) -> int | None:
    """The place of the last span that is a form here."""
    for at in reversed(range(len(spans))):
        name = _name(spans[at])
        topic = _is_topic(spans[at + 1 :]) and not _is_adverb(spans, at)
        if name and not topic and (name in _ALWAYS or _is_how(spans, at)):
            return at
    return None


def _is_topic(behind: Sequence[Span]) -> bool:
    """Whether what stands behind a word makes of it what is asked about: 英語の, 英語について; 英語にして does not."""
    if not behind:
        return False
    makes = len(behind) > 1 and bool(behind[1].senses & {"is", "tell"})
    return behind[0].text in _OF or (behind[0].text == "に" and not makes) or "light" in behind[0].senses


def _is_adverb(spans: Sequence[Span], at: int) -> bool:
    """簡潔に, 手短に: に makes an adverb of such a word."""
    part, behind = spans[at].part, spans[at + 1 : at + 2]
    is_one = part is not None and "形状詞" in (part.word_class, part.detail.removesuffix("可能"))
    return is_one and bool(behind) and behind[0].text == "に"


def _is_how(spans: Sequence[Span], at: int) -> bool:
    """Whether a word says how to answer and not of what: 英語で教えて, and not 英語で学ぶ取組, 短い戦略."""
    span, before, behind = spans[at], spans[:at], spans[at + 1 :]
    if span.part is not None and span.part.word_class == "形容詞" and span.text == span.part.normal:
        return False
    requests = any("tell" in other.senses for other in behind)
    return all(map(_says_nothing, behind)) or (requests and all(map(_says_nothing, before)))


def _says_nothing(span: Span) -> bool:
    is_form = any(sense.startswith(_SENSE) for sense in span.senses)
    return span.role is Role.FUNCTION or is_form or bool(span.senses & _SAYS_NOTHING)
