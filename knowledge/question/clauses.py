"""A post → the sentences that ask, and what the others say beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.text import Part
from knowledge.question.coordinated import apart
from knowledge.question.literals import Number
from knowledge.question.mood import TURNS, WANTED, WH, asks, is_verbal, quotation
from knowledge.question.spans import Role, Span
from knowledge.question.spelled import texts_between
from knowledge.question.statements import ASKING, ends_aside

_ENDS = frozenset("。.?!？！;；")
_LINES = re.compile(r"[\r\n\u2028\u2029]+")
_BULLET = re.compile(r"^\s*(?:[・•●○◆◇■□*–-]|[①-⑳]|\(?\d{1,2}[.)）、]\s|[1-9１-９][)）])\s*")
_BULLET_INSIDE = re.compile(r"(?<=\s)(?=[・•●○◆◇■□①-⑳])")
"""・防災の予算 ・防犯の予算: bullets on one line."""
_DASHES = ("-", "－", "ー", "−", "‐")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that asks, or that only tells."""

    spans: tuple[Span, ...]
    asks: bool
    closes: bool = False
    """Whether a sentence ends with it."""


def lines(raw: str) -> tuple[str, ...]:
    """The lines of a post, bullets taken away; several questions are often written so."""
    pieces = (piece for line in _LINES.split(raw) for piece in _BULLET_INSIDE.split(line))
    found = (_numbered(_BULLET.sub("", piece).strip()) for piece in pieces)
    return tuple(line for line in found if line)


def _numbered(line: str) -> str:
    """使命の②は as 使命の2番目は; several digits in circles, ①②③, are all of the parts; A1-② is a code."""
    circled = [at for at, character in enumerate(line) if "①" <= character <= "⑳" and line[at - 1 : at] not in _DASHES]
    if len(circled) != 1 or (line[circled[0] - 1 : circled[0]] == "の" and not line[: circled[0] - 1][-1:].isdigit()):
        return "".join(" " if at in circled else character for at, character in enumerate(line))
    (at,) = circled
    return f"{line[:at]}{ord(line[at]) - ord('①') + 1}番目{line[at + 1 :]}"


def clauses(spans: Sequence[Span]) -> tuple[Clause, ...]:
    """The clauses of a line, in order."""
    return tuple(
        Clause(figure, asks(part, mark, is_last=is_last), mark in _ENDS)
        for part, mark, is_last in _cut(spans)
        for figure in apart(part)
    )


def _cut(spans: Sequence[Span]) -> Iterator[tuple[list[Span], str, bool]]:
    """Parts, the mark or particle that ends each, and whether it is the last."""
    parts: list[tuple[list[Span], str]] = []
    part: list[Span] = []
    reported = _reported(spans)
    for at, span in enumerate(spans):
        if at in reported:
            part.append(span)
            continue
        if part and _wonders(spans, at) and any(each.senses & ASKING for each in part):
            parts.append((part, "?"))
            part = []
            continue
        if part and _begins(spans, at):
            parts.append((part, "?" if part[-1].text == "か" else "。"))
            part = []
        if _is_another(spans, at, part):
            parts.append((part, ""))
            part = []
        ends = span.role is Role.FUNCTION and span.text in _ENDS and not _is_inside_word(spans, at)
        turns = _turns(spans, at) and any(_says(each) for each in part)
        if ends or turns or ends_aside(spans, at, part):
            if any(_says(each) for each in part):
                is_since = span.text == "で" and part[-1].text in ("の", "ん")
                mark = "ので" if is_since else span.text
                parts.append((part[:-1] if is_since else part, mark))
            part = []
        else:
            part.append(span)
    if any(_says(each) for each in part) or not parts:
        parts.append((part, ""))
    parts = _joined(parts)
    for at, (found, mark) in enumerate(parts):
        yield found, mark, at == len(parts) - 1


def _is_another(spans: Sequence[Span], at: int, part: Sequence[Span]) -> bool:
    """Whether one question ends and another begins here: 見守りいくら虐待いくら, 防災はいくらか、防犯は, あと防犯は."""
    said = next((each for each in reversed(part) if _says(each)), None)
    if said is None:
        return False
    if spans[at].text == "and":
        return _asks_more(part, [span for span in spans[at + 1 :] if span.text.strip()])
    if spans[at].text not in ("、", ","):
        return "how_much" in part[-1].senses and spans[at].is_content and not is_verbal(spans[at])
    goes_on = at + 1 < len(spans) and "follow" in spans[at + 1].senses and bool(said.senses & WANTED)
    asked = (
        part[-1].text == "か"
        and _asks_of(part)
        and "か" in texts_between(spans, at, len(spans))
        and _asks_of(spans[at:])
    )
    chosen = "which" in said.senses and part[-1].text == "で"
    return "how_much" in said.senses or chosen or asked or goes_on


def _asks_more(part: Sequence[Span], behind: Sequence[Span]) -> bool:
    """English: whether and begins another question: and what do they add up to; not which one and how much is it."""
    before = frozenset(sense for each in part for sense in each.senses)
    if not before & (WANTED | {"tell"}) or before & _OF_TWO or not (behind and behind[0].senses & WH):
        return False
    if "how_much" in behind[0].senses & before:
        return False  # how much for A and how much for B: the money of both
    return not all(span.senses <= _ITS_MONEY and span.role in (Role.FUNCTION, Role.GRAMMAR) for span in behind)


_ITS_MONEY = frozenset({"how_much", "is", "that", "those", "money", "spend"})
_OF_TWO = frozenset({"compare", "difference", "ratio"})


def _asks_of(part: Sequence[Span]) -> bool:
    return any(each.senses & ASKING for each in part)


def _joined(parts: Sequence[tuple[list[Span], str]]) -> list[tuple[list[Span], str]]:
    """予算を資料に載せたいので教えて: a bare request asks for what was prepared before it."""
    found: list[tuple[list[Span], str]] = []
    for part, mark in parts:
        bare = all(each.senses & _REQUESTS for each in part if _says(each)) and any("tell" in s.senses for s in part)
        if found and bare and found[-1][1] in TURNS:
            found[-1] = ([*found[-1][0], *part], mark)
        else:
            found.append((part, mark))
    return found


_REQUESTS = frozenset({"tell", "is", "light", "talk.thanks", "talk.greeting"})


def _begins(spans: Sequence[Span], at: int) -> bool:
    """Whether a sentence begins without a mark before it: いくらですか明日の会議で."""
    before = [span for span in spans[:at] if span.text.strip()]
    if spans[at].role is Role.FUNCTION or len(before) < 2:
        return False
    ends = before[-1].text == "か" and _is_polite(before, len(before) - 1)
    return ends or before[-1].text in ("ください", "下さい")


def _is_polite_end(spans: Sequence[Span], at: int) -> bool:
    """配属されたばかりですみません、: a comma behind a polite sentence, or behind ため."""
    return _is_polite(spans, at) or (at > 1 and spans[at - 1].text == "ため" and is_verbal(spans[at - 2]))


def _is_polite(spans: Sequence[Span], at: int) -> bool:
    """Whether a polite form ends here, which never stands before a noun as its attribute."""
    before = tuple(span.text for span in spans[max(0, at - 2) : at])
    return before[-1:] in (("です",), ("ます",)) or before in (("ませ", "ん"), ("まし", "た"), ("でし", "た"))


def _is_inside_word(spans: Sequence[Span], at: int) -> bool:
    """A full stop between letters or digits, or behind no: no.3, e.g., no. 3."""
    after = spans[at + 1] if at + 1 < len(spans) else None
    number = next((span for span in spans[at + 1 : at + 3] if span.text.strip()), None)
    if spans[at].text == "." and at and spans[at - 1].text == "no" and number and isinstance(number.literal, Number):
        return True
    return spans[at].text == "." and after is not None and not after.text.isspace() and after.start == spans[at].end


def _turns(spans: Sequence[Span], at: int) -> bool:
    span, part = spans[at], spans[at].part
    if part is None or at + 1 >= len(spans):
        return False
    if span.text == "、" and _is_polite_end(spans, at):
        return True
    if span.text == "で" and part.normal == "だ" and at and spans[at - 1].text in ("の", "ん"):
        return True  # 増えているので
    if part.word_kind == "接続助詞" and span.text in ("て", "で", "し") and spans[at + 1].text == "、":
        before = frozenset(sense for each in spans[:at] for sense in each.senses)
        return not before & ASKING or bool(before & {"how_much", "count", "which"})
    return part.word_kind == "接続助詞" and span.text in TURNS


def _says(span: Span) -> bool:
    return span.role is not Role.FUNCTION


def subject(spans: Sequence[Span]) -> tuple[Span, ...]:
    """What a clause marks by は to speak of, with the particle; nothing where it names nothing so."""
    at = next((at for at, span in enumerate(spans) if span.role is Role.FUNCTION and span.text in ("は", "って")), None)
    marked = tuple(spans[: at + 1]) if at is not None else ()
    return marked if any(span.is_content or span.is_title or span.literal is not None for span in marked) else ()


def _reported(spans: Sequence[Span]) -> range:
    """From where to where somebody's words are repeated: 「補助は出る?」と聞かれた is one clause and asks nothing."""
    quoted = quotation(spans)
    behind = spans[quoted.stop + 1].text if quoted.stop + 1 < len(spans) else ""
    return quoted if behind in ("と", "って") else range(0)


def _wonders(spans: Sequence[Span], at: int) -> bool:
    """いくら出しているのだろうと考えていました: what somebody wonders is asked, that he does is only told."""
    behind = spans[at + 1].text if at + 1 < len(spans) else ""
    return spans[at].text == "と" and spans[at - 1].text in _WONDERING and behind not in ("の", "は", "いう", "言う")


_WONDERING = frozenset({"だろう", "でしょう", "か", "かな", "のか", "やろ"})


_DEEDS = frozenset({"まし", "ました", "ません", "ます"})


def _is_of_action(part: Part) -> bool:
    return part.word_class == "動詞" or part.detail == "サ変可能"


def wants(clause: Clause) -> bool:
    """Whether a clause asks for something that a plan could say, rather than what somebody did or will do."""
    if not clause.asks:
        return False
    telling = [span for span in clause.spans if span.role is not Role.FUNCTION]
    asked = any(span.senses & (ASKING | {"money", "tell", "about"}) for span in telling)
    last = next((span for span in reversed(telling) if span.senses != {"is"}), None)
    tail = {span.text for span in clause.spans if last is not None and span.start >= last.end}
    is_deed = last is not None and last.part is not None and not last.senses and _is_of_action(last.part)
    polite = is_deed and bool(tail & _DEEDS)
    ends_open = bool(clause.spans) and clause.spans[-1].text in ("は", "って", "?", "とは")
    return not polite and (asked or clause.closes or ends_open)
