"""What a clause says of its asker: for whom the answer is, where it goes, what becomes of it.

見守りの予算額を園長先生にお伝えしたい asks for the money of 見守り. The head of a kindergarten is told, by the asker
and not by the plan, so the plan need not know him. Which words these are is decided by the particles and by whose doing
the verb is, never by what the words mean; a noun that may be what is asked about is never among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from knowledge.question.literals import Code
from knowledge.question.spans import Role, Span

_KNOWLEDGE = frozenset({
    "money", "how_much", "sum", "share", "about", "naming", "summary", "number", "saying", "list", "catalogue", "parts",
    "rank", "mean", "count", "confirm", "exists",
})  # fmt: skip
"""Senses of what can be told, shown or written down: the amount, the text, the name of something."""
_SILENT = frozenset({"light", "context", "page.itself"})
_TOLD = frozenset({"こと", "件", "話", "旨", "方"})
"""Light nouns that make what is told of a thing: 見守りのことを案内する."""
_RECIPIENTS = frozenset({"に", "へ"})
_ADJUNCTS = _RECIPIENTS | {"で", "まで", "から", "として", "にて"}
_OBJECTS = frozenset({"を", "は", "が", "も", "、", ",", "って", "。"})
_MUST = frozenset({"なけれ", "なきゃ", "ねば", "必要", "予定", "つもり"})
"""Behind a verb: what the asker has to do or will do."""
_PREDICATES = frozenset({"動詞", "形容詞", "助動詞"})
_QUOTES = frozenset('「『"“')
_QUOTED = frozenset('」』"”')


class _Mood(Enum):
    """Whose doing a verb is."""

    OWN = auto()
    """The asker's: 伝えたい, 報告しなければ."""
    ASKED = auto()
    """The bot's: 教えてください."""
    TOLD = auto()
    """Somebody's: 報告します."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Nouns that belong together, with the particle behind them."""

    first: int
    last: int
    """Behind the last noun, where the particle stands."""
    particle: str


def without(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of a clause, those that are the asker's own as words that say nothing."""
    aside = frozenset(_aside(spans)) if not all(span.text.isascii() for span in spans) else frozenset()
    if not aside or not any(_can_be_asked(span) for at, span in enumerate(spans) if at not in aside):
        return tuple(spans)
    return tuple(_silenced(span) if at in aside else span for at, span in enumerate(spans))


def _silenced(span: Span) -> Span:
    return replace(span, role=Role.FUNCTION, senses=frozenset(), meant="", reason=None)


def _can_be_asked(span: Span) -> bool:
    is_own = isinstance(span.literal, Code) or span.is_content
    return is_own or any(sense.startswith(("level.", "fact.", "page.")) for sense in span.senses) or _tells(span)


def _aside(spans: Sequence[Span]) -> Iterator[int]:
    for at in range(len(spans)):
        if _is_verb(spans, at):
            yield from _of_verb(spans, at)
        elif _says_what_sort(spans, at):
            yield at


# Verbs and what stands with them


def _is_verb(spans: Sequence[Span], at: int) -> bool:
    """Whether a span is the verb of the clause, or a noun of action with する behind it."""
    span = spans[at]
    if span.part is None or span.role is Role.FUNCTION or "light" in span.senses:
        return False
    if "is" in span.senses:  # 記事にしたい
        return at > 0 and spans[at - 1].text == "に" and _mood(spans, at) is _Mood.OWN
    if span.part.word_class == "動詞":
        return span.part.word_kind != "非自立可能" or "tell" in span.senses or span.is_content
    behind = spans[at + 1].senses if at + 1 < len(spans) else frozenset()
    does = behind & {"is", "light"} and not spans[at + 1].text.startswith(("あ", "有"))
    return _is_action(span) and bool(does or behind & {"tell"})


def _is_action(span: Span) -> bool:
    """Whether a span is a noun of action, which する makes a verb."""
    return span.part is not None and span.part.detail == "サ変可能"


def _mood(spans: Sequence[Span], at: int) -> _Mood:
    for span in spans[at + 1 :]:
        if span.part is not None and span.part.normal == "だ" and span.text == "で":
            return _Mood.TOLD  # 使うので
        if span.part is not None and (span.part.normal == "たい" or span.text in _MUST):
            return _Mood.OWN
        if "tell" in span.senses and _is_of(spans, at, span):
            return _Mood.ASKED
        if span.role is not Role.FUNCTION and not span.senses & {"is", "light"}:
            break
    last = next((span for span in reversed(spans) if span.text.strip("。 ")), spans[at])
    ends = last.part is not None and last.text in ("て", "で", "ちょうだい", "くれ")
    return _Mood.ASKED if ends else _Mood.TOLD


def _is_of(spans: Sequence[Span], verb: int, request: Span) -> bool:
    """Whether a request is for what a verb says: 教えてください, 照合願います; not in 校正に使う、出してください."""
    ahead = next((span.text for span in spans if span.end == request.start), "")
    depends = request.part is None or request.part.word_kind == "非自立可能" or ahead in ("て", "で")
    return depends or _is_action(spans[verb])


def _of_verb(spans: Sequence[Span], at: int) -> Iterator[int]:
    mood, phrases = _mood(spans, at), tuple(_phrases(spans, at))
    direct = next((phrase for phrase in phrases if phrase.particle not in _ADJUNCTS), None)
    told = spans[direct.first : direct.last] if direct is not None else ()
    hands_on = _is_told(told)
    speaks = bool(spans[at].senses & {"tell", "exists"})
    firm = any(map(_is_firm, spans[: at if direct is None else direct.last]))
    gone = False
    for phrase in phrases:
        words = spans[phrase.first : phrase.last]
        destined = mood is _Mood.OWN and hands_on and phrase.particle in _RECIPIENTS
        if phrase.particle not in _ADJUNCTS or any(_is_fixed(span, destined=destined) for span in words):
            continue
        content = {span.role for span in words if span.is_content}
        unknown = content == {Role.UNKNOWN} or (not content and destined)
        sure = any(map(_is_firm, told)) or (hands_on and speaks)
        if (unknown or sure) and _goes_there(
            phrase, mood, speaks=speaks, hands_on=hands_on, unknown=unknown, firm=firm
        ):
            gone = True
            yield from range(phrase.first, phrase.last)
    if mood is _Mood.ASKED and spans[at].role is Role.UNKNOWN and _is_action(spans[at]):
        yield at  # 照合願います
    is_own = hands_on or (firm and direct is not None and spans[at].role is Role.UNKNOWN)
    if mood is _Mood.OWN and (gone or (is_own and spans[at].is_content)):
        yield at  # 予算を把握したい, チラシに載せたい


def _goes_there(phrase: _Phrase, mood: _Mood, *, speaks: bool, hands_on: bool, unknown: bool, firm: bool) -> bool:
    """Whether a phrase says to whom, whereto or on which occasion the asker hands on what is asked."""
    if phrase.particle == "まで":
        return unknown and (speaks or hands_on)
    if mood is _Mood.ASKED or not (speaks or hands_on):
        return False
    if phrase.particle in _RECIPIENTS:
        return unknown or speaks
    return firm and (unknown or hands_on)


def _phrases(spans: Sequence[Span], verb: int) -> Iterator[_Phrase]:
    """The phrases that stand with a verb, from the one before it to the clause's beginning or to another verb."""
    at = verb
    while at:
        particle = at - 1
        if _is_noun(spans[particle]) and not spans[particle].text.strip("お御ご "):
            at = particle
            continue
        text = spans[particle].text
        if text == "、" and particle and not _is_noun(spans[particle - 1]):
            at = particle
            continue
        if text not in _ADJUNCTS and text not in _OBJECTS and not _is_about(spans[particle]):
            if _is_noun(spans[particle]) and particle + 1 == verb:
                return
            if spans[particle].role is Role.FUNCTION and not _is_predicate(spans[particle]):
                at = particle
                continue
            return
        last = particle
        while last and spans[last - 1].text in _ADJUNCTS and not _is_noun(spans[last - 1]):
            last -= 1  # に of について
        first = _beginning(spans, last)
        if first == last:
            return
        yield _Phrase(first, last, "を" if _is_about(spans[particle]) else text)
        if spans[first].text == "の":  # への, からの: what stands before it tells more of this phrase
            return
        at = first


def _beginning(spans: Sequence[Span], last: int) -> int:
    """Where nouns begin that end before a place: with what の and quotation marks tie to them."""
    first = last
    while first:
        before = spans[first - 1]
        if before.text[-1:] in _QUOTED:
            opens = (at for at in range(first - 1, -1, -1) if spans[at].text[:1] in _QUOTES)
            first = next(opens, first - 1)
        elif before.text[:1] not in _QUOTES and (_is_noun(before) or before.text in ("の", "や", "・", "と")):
            first -= 1
        else:
            break
    return first


def _is_about(span: Span) -> bool:
    """について, に関して."""
    return span.senses == {"light"} and span.part is not None and span.part.word_class in ("動詞", "助詞")


def _is_noun(span: Span) -> bool:
    if not span.text.strip():
        return False
    part = span.part
    return (
        span.literal is not None or part is None or part.word_class in ("名詞", "接尾辞", "接頭辞", "代名詞", "形状詞")
    )


def _is_predicate(span: Span) -> bool:
    return span.part is not None and span.part.word_class in _PREDICATES


def _is_told(words: Sequence[Span]) -> bool:
    """Whether what a phrase names is something to be told: an amount, a text, a name, an entry itself."""
    if not words:
        return False
    head = words[-1]
    if head.text in _QUOTED or head.is_title or isinstance(head.literal, Code) or head.text in _TOLD:
        return True
    known = any(span.senses & _KNOWLEDGE for span in words[-2:])
    return known or any(sense.startswith(("fact.", "page.", "level.")) for sense in head.senses)


def _is_firm(span: Span) -> bool:
    """Whether a span surely is what the clause asks of."""
    return isinstance(span.literal, Code) or span.is_title or span.role is Role.TOPIC or span.text in _QUOTED


def _is_fixed(span: Span, *, destined: bool) -> bool:
    """Whether a span says by itself what is asked: a code, an amount, a title, a word of the lexicon that asks.

    A fact may be where something that is told goes, and no fact is asked for: 予算額を議事録に残したい.
    """
    senses = {sense for sense in span.senses - _SILENT if not (destined and sense.startswith("fact."))}
    return bool(senses) or span.literal is not None or span.is_title or span.text in _QUOTED


def _tells(span: Span) -> bool:
    return bool(span.senses & _KNOWLEDGE)


# Nouns that only say what sort of thing is quoted or held to be true


def _says_what_sort(spans: Sequence[Span], at: int) -> bool:
    ways = (_names_a_quote, _is_held_true, _is_left_out)
    unknown = spans[at].role is Role.UNKNOWN and any(way(spans, at) for way in ways)
    return unknown or (spans[at].is_content and _only_says_that(spans, at))


def _names_a_quote(spans: Sequence[Span], at: int) -> bool:
    """文中に「…」が入っている, 「…」の字が入っている: where quoted words are looked for, and that they are words."""
    if not any("exists" in span.senses or "saying" in span.senses for span in spans[at:]):
        return False
    before = [span.text for span in spans[max(0, at - 3) : at]]
    behind = [span.text for span in spans[at + 1 : at + 4] if span.text not in ("の", "中", "内", "は")]
    looked_in = behind[:1] == ["に"] and len(behind) > 1 and behind[1] in _QUOTES
    called = before[-2:-1] != [] and before[-2] in _QUOTED and before[-1] == "の" and behind[:1] in (["が"], ["を"])
    return looked_in or called


def _is_held_true(spans: Sequence[Span], at: int) -> bool:
    """正しい数字ですか, 「…」という数字は正しい: what is said to be right, or said by という of what is before it."""
    if not any("confirm" in span.senses for span in spans):
        return False
    before = spans[at - 1] if at else None
    return before is not None and ("confirm" in before.senses or before.text in ("という", "いう", "との"))


def _is_left_out(spans: Sequence[Span], at: int) -> bool:
    """省略なしで: what is not to be done to the answer, at the end of what asks for it."""
    behind = [span for span in spans[at + 1 :] if span.role is not Role.FUNCTION]
    particle = spans[at + 1].text if at + 1 < len(spans) else ""
    return (
        spans[at].text.endswith("なし")
        and particle in ("で", "に")
        and all(s.senses & {"tell", "follow"} for s in behind)
    )


def _only_says_that(spans: Sequence[Span], at: int) -> bool:
    """パトロールしてほしい、との声です: a noun behind との at the end, which only says that somebody says it."""
    said = [span.text for span in spans[max(0, at - 3) : at]]
    behind = [span.text for span in spans[at + 1 :] if span.text.strip("。? ")]
    quotes = said[-2:] == ["と", "の"] and (said[:1] == ["、"] or _is_predicate(spans[at - 3]))
    return at > 2 and quotes and behind in ([], ["です"], ["だ"])
