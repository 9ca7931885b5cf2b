"""A clause → its operands: the sets that it names, each with how it is joined and what role its particle gives it.

Roles, particles and order mean the same everywhere: X の, X のうち and "of X" scope what follows; X より and "than X"
is what something is held against; X 以外 is taken away; X と Y and "X and Y" stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.model import And, Level, Linked, Office, OfLevel, Topic, Whole
from knowledge.question.concerning import CONCERNING
from knowledge.question.draft import THAT, THOSE
from knowledge.question.idle import is_noun
from knowledge.question.literals import Code, Counted, Number
from knowledge.question.means import inside, means_a_bound, take_in, tells_of_what
from knowledge.question.relations import is_added_to, relate
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import (
    JOINS,
    RANGES,
    Named,
    Names,
    Operand,
    Part,
    coded_level,
    is_that_of,
    levels_of,
    texts_between,
)


def operands(spans: Sequence[Span], names: Names) -> Named:
    """Everything in a clause that names a set, from left to right."""
    found = Named()
    at = 0
    while at < len(spans):
        operand, end = _operand(spans, at, names, found)
        if operand is None:
            at = end
            continue
        if _is_explained(spans, operand, found.operands, names):
            while found.operands and _belongs(spans, found.operands[-1], operand):
                operand.first = found.operands.pop().first
            if end < len(spans) and spans[end].text in (")", "）"):
                operand.last = end = end + 1
        if operand.is_mean and not spans[operand.first].text.isascii():
            take_in(spans, operand, found.operands, names)
        if found.operands and tells_of_what(spans, found.operands[-1], operand):
            mean = found.operands[-1]
            mean.set, mean.last = inside(operand, mean), operand.last
        else:
            found.operands.append(operand)
        found.used.update(range(operand.first, operand.last))
        at = end
    if all(each.set in (THAT, THOSE) for each in found.operands) and not _asks_of_it(spans, found):
        found.operands.extend(each for each in _of_light_words(spans) if not names.is_own(spans[each.first].text))
        found.used.update(at for each in found.operands for at in range(each.first, each.last))
    for operand, before in zip(found.operands, (None, *found.operands), strict=False):
        relate(operand, before, spans)
        if before is not None and operand.part is Part.EXCEPT and operand.joined and not operand.is_level:
            if before.is_level:
                operand.joined = False  # 課題3の取組、見守り以外
            else:
                before.part = Part.EXCEPT  # 経営課題1と2以外
    return found


_OF_IT = frozenset({"is", "light", "context", "that", "those", "both", "how", "what", "follow", "within"})


def _asks_of_it(spans: Sequence[Span], found: Named) -> bool:
    """Whether something is asked of what was shown: それの予算; not これ議会ではどない言われてた."""
    return bool(found.operands) and any(span.literal or span.senses - _OF_IT for span in spans)


def _of_light_words(spans: Sequence[Span]) -> Iterator[Operand]:
    """Nouns that usually carry nothing, where the clause has no other: 会議の予算 is not the budget of everything."""
    for at, span in enumerate(spans):
        is_noun = span.part is not None and span.part.word_class in ("名詞", "接尾辞") and len(span.text) > 1
        if span.senses == {"context"} and (is_noun or span.text.isascii()):
            yield Operand(Topic(span.says, at, at + 1), at, at + 1, is_context=True)


def _operand(spans: Sequence[Span], at: int, names: Names, found: Named) -> tuple[Operand | None, int]:
    span = spans[at]
    levels = levels_of(span)
    literal = span.literal
    if isinstance(literal, Code):
        return _coded(literal.code, None, at, at + 1, names), at + 1
    if levels:
        number = _number_after(spans, at)
        if number is not None:
            code, end = number
            return _coded(code, levels[0] if len(levels) == 1 else None, at, end, names), end
        before = found.operands[-1] if found.operands else None
        if before is not None and before.level == levels and spans[at - 1].text in ("(", "（"):
            return None, at + 1  # all actions (具体的取組)
        return Operand(OfLevel(levels), at, at + 1, levels), at + 1
    if isinstance(literal, Number) and (before := found.operands[-1] if found.operands else None) is not None:
        level = coded_level(before, names)
        joined = texts_between(spans, before.last, at)
        if level is not None and joined and all(each in JOINS | RANGES for each in joined):
            return _coded(str(literal.number), level, at, at + 1, names), at + 1
    if span.is_content:
        end = _topic_end(spans, at, names)
        if found.operands and coded_level(found.operands[-1], names) is not None and spans[at - 1].text in ("(", "（"):
            return None, end  # issue 4 (children): a code needs no words
        if (
            _says_nothing(spans[at:end]) or _tells_of_the_page(spans, at, end) or _is_predicate(spans, at, end)
        ) and _elsewhere(spans, at, end):
            return None, end
        if _tells_when(spans, at, end):
            return None, end
        if names.is_contact("".join(each.text for each in spans[at:end])):
            return Operand(Whole(), at, end), end  # 企画総務課の電話番号: who publishes the page
        office = names.office("".join(each.text for each in spans[at:end]))
        words = topic_words(spans[at:end])
        if end < len(spans) and isinstance(spans[end].literal, Code) and spans[end].start == spans[end - 1].end:
            return None, end  # 戦力4-2: whatever stands at a code is its level
        if office:
            return Operand(Office(words, office), at, end), end
        verbal = all(not is_noun(each) for each in spans[at:end] if each.is_content)
        return Operand(Topic(words, at, end), at, end, is_verbal=verbal), end
    if "whole" in span.senses:
        return Operand(Whole(), at, at + 1), at + 1
    if "mean" in span.senses and means_a_bound(spans, at):
        return Operand(OfLevel((names.deepest,)), at, at + 1, is_mean=True), at + 1
    hesitates = span.text in ("あの", "その") and at + 1 < len(spans) and spans[at + 1].text == "、"
    if span.senses & {"that", "those", "both"} and not (hesitates or is_that_of(spans, at)):
        return _pointed(spans, at)
    return None, at + 1


def _is_explained(spans: Sequence[Span], code: Operand, before: Sequence[Operand], names: Names) -> bool:
    """地域課題の支援(1-2-2): words with their code in brackets behind them name that entry."""
    if not before or not (before[-1].is_topic or before[-1].is_level) or coded_level(code, names) is None:
        return False
    return texts_between(spans, before[-1].last, code.first) in (["("], ["（"])


def _belongs(spans: Sequence[Span], before: Operand, code: Operand) -> bool:
    """Whether an operand is part of what a code in brackets explains: 区政会議 and 取組 in 区政会議の取組(6-1-3)."""
    between = texts_between(spans, before.last, code.first)
    return (before.is_topic or before.is_level) and between in (["("], ["（"], ["の"])


def _pointed(spans: Sequence[Span], at: int) -> tuple[Operand | None, int]:
    """その, それら, both: what was shown, with the word behind that says what it is: この取組, その2つ."""
    end, several = at + 1, bool(spans[at].senses & {"those", "both"})
    if end < len(spans) and any(sense.startswith("page.") for sense in spans[end].senses):
        return Operand(Whole(), at, end + 1), end + 1
    while end < len(spans):
        span = spans[end]
        if isinstance(span.literal, Counted) or span.senses & {"both", "those"}:
            several = several or not isinstance(span.literal, Counted) or span.literal.number > 1  # that one
        elif levels_of(span) and _number_after(spans, end) is None:
            end += 1
            break
        elif span.senses & {"sum", "money"} and _is_divided(spans, end):
            several = True  # その合計のうち
        elif not (span.senses & {"light", "within"} or span.text in ("の", " ", "of", "the", "所", "で")):
            break
        end += 1
    while end > at + 1 and spans[end - 1].role is Role.FUNCTION:
        end -= 1
    several = several or any("within" in span.senses for span in spans[at:end])
    pointed = THOSE if several else THAT
    if "both" in spans[at].senses and any(_number_after(spans, place) for place in range(end, len(spans))):
        return None, at + 1  # the two actions under issue 5
    covered = next((levels_of(span) for span in spans[at:end] if levels_of(span)), ())
    if len(covered) == 1:
        return Operand(And((pointed, OfLevel(covered))), at, end), end
    return Operand(pointed, at, end), end


def _is_divided(spans: Sequence[Span], at: int) -> bool:
    """Whether のうち or の中で stands behind a sum."""
    behind = [span for span in spans[at + 1 : at + 4] if span.text != "の"]
    return bool(behind) and "within" in behind[0].senses


def _says_nothing(topic: Sequence[Span]) -> bool:
    """Whether there are only verbs and adjectives that the document does not have: あたる, ひっくるめて."""
    return all(
        span.role is Role.UNKNOWN
        and span.part is not None
        and span.part.word_class in ("動詞", "形容詞", "副詞", "形状詞")
        for span in topic
        if span.is_content
    )


def _tells_of_the_page(spans: Sequence[Span], at: int, end: int) -> bool:
    """Whether only verbs stand beside a fact of the page: このページを作った部署."""
    of_page = any(sense.startswith("page.") for span in spans for sense in span.senses)
    return of_page and not any(is_noun(span) for span in spans[at:end] if span.is_content)


def _tells_when(spans: Sequence[Span], at: int, end: int) -> bool:
    """プランっていつ作られたもの: a verb that the document has, beside a noun whose year is asked for."""
    told = [span for span in spans[at:end] if span.is_content]
    asks = any("fact.since" in span.senses for span in spans)
    known = all(not is_noun(span) and span.role is Role.TOPIC for span in told)
    rest = (*spans[:at], *spans[end:])
    return asks and known and any(span.is_content and is_noun(span) for span in rest)


def _is_predicate(spans: Sequence[Span], at: int, end: int) -> bool:
    """Whether a noun of action that the document does not have ends the clause as its verb: ご算出ください."""
    span = spans[at]
    action = span.part is not None and span.part.detail == "サ変可能" and span.role is Role.UNKNOWN
    tail = [other for other in spans[end:] if other.role is not Role.FUNCTION]
    return action and end == at + 1 and at > 0 and all(other.senses & {"is", "tell", "talk.thanks"} for other in tail)


def _elsewhere(spans: Sequence[Span], first: int, last: int) -> bool:
    """Whether the rest of the clause says of what something is asked."""
    rest = (*spans[:first], *spans[last:])
    whole = {"whole", "sum", "list", "that", "those", "both"}
    if any(sense.startswith(("fact.", "page.")) for span in rest for sense in span.senses):
        return True
    return any(span.is_content or span.literal is not None or levels_of(span) or span.senses & whole for span in rest)


def _number_after(spans: Sequence[Span], at: int) -> tuple[str, int] | None:
    """The code or number that directly follows a level word: 経営課題2, 戦略2-1, issue no. 2."""
    for end in range(at + 1, min(at + 4, len(spans))):
        literal = spans[end].literal
        if isinstance(literal, Code):
            return literal.code, end + 1
        if isinstance(literal, Number):
            return str(literal.number), end + 1
        if not (spans[end].text.strip() in ("", "no", ".", "#", "の", "第") or "number" in spans[end].senses):
            return None
        if spans[end].text == "の" and not (end + 1 < len(spans) and isinstance(spans[end + 1].literal, Code)):
            return None
    return None


def _coded(code: str, level: Level | None, first: int, last: int, names: Names) -> Operand:
    entries = names.coded(code, level)
    if not entries:
        return Operand(Linked(()), first, last, code=(code, level))
    return Operand(Linked(entries), first, last)


def _topic_end(spans: Sequence[Span], at: int, names: Names) -> int:
    """Where words that belong together end: before a joining particle, a level or a word that asks."""
    end = at + 1
    ahead = end
    while ahead < len(spans):
        span = spans[ahead]
        if span.is_content:
            end = ahead + 1
        elif not _goes_on(spans, ahead, names):
            break
        ahead += 1
    return end


def _goes_on(spans: Sequence[Span], at: int, names: Names) -> bool:
    """Whether a topic may go on behind a span that says nothing."""
    span = spans[at]
    if span.text in ("方", "ほう") and _next_text(spans, at) in ("が", "は", "で", "と", "、"):
        return False  # 見守り支援の方が防犯より多い
    if span.senses & {"light", "is", "saying", "context"}:
        return span.part is None or span.part.word_class != "動詞" or span.part.word_kind == "非自立可能"
    if span.role is not Role.FUNCTION:
        return False
    surface = span.text
    if surface == "・":
        return names.prints(_around(spans, at))
    if surface in ("と", "って") and _next_text(spans, at) in _NO_JOIN:
        return True
    if surface == "に" and is_added_to(spans, at):
        return False
    return span.part is None or not (surface in _ENDS_TOPIC or span.part.word_class == "接続詞")


def _around(spans: Sequence[Span], at: int) -> str:
    """What a mark stands between, with the mark: 安全・安心."""
    return "".join(span.says for span in spans[max(0, at - 1) : at + 2])


_ENDS_TOPIC = frozenset("と や か 、 , は って より よりも and or plus than vs".split())


_NO_JOIN = frozenset({"の", "は", "も", "し", "いう", "言う", "いっ"})
"""Behind と: との, とは, として and という join nothing."""


def _next_text(spans: Sequence[Span], at: int) -> str:
    return spans[at + 1].text if at + 1 < len(spans) else ""


def topic_words(spans: Sequence[Span]) -> str:
    """The words of a topic as one text, in the document's spelling; what says nothing between them stays."""
    pieces: list[str] = []
    for at, span in enumerate(spans):
        gap = at and span.start > spans[at - 1].end
        says = " " if span.senses == {"context"} or CONCERNING in span.senses else span.says
        pieces.append((" " if gap else "") + says)
    return "".join(pieces).strip()
