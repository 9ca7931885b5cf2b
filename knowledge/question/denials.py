"""What a clause denies, and what it says of money that is printed or not: 予算がない取組, 金額が書いてへん取組."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.question.literals import Counted
from knowledge.question.spans import Role, Span

NEGATIONS = frozenset({"ない", "なかっ", "無い", "なし", "へん", "ひん", "ぬ", "ず"})
_POLITE = frozenset({"ませ", "ましょ"})
"""載っていませんか asks politely and denies nothing."""
_STOPS = frozenset("、 か 。 と ?".split())
_BESIDE = frozenset("が の も は".split())
_GIVEN = ("付く", "就く", "着く")
_NONE = frozenset("no without lack lacking lacks".split())
_ENDS = frozenset("か ? の ん ね よね".split())
_NEAR = 4


def denied(spans: Sequence[Span], at: int) -> bool:
    """Whether a word is denied: 載っていない, 書いてへん; not in a polite request such as 載っていませんか."""
    behind = {span.text for span in _functions(spans, at + 1)}
    return bool(behind & NEGATIONS) and not behind & _POLITE


def printed(spans: Sequence[Span], at: int) -> bool | None:
    """Whether a word says that money is printed, or that it is not; None where it says neither."""
    span = spans[at]
    if span.text.isascii():
        return _in_english(spans, at)
    end = at + 1 + sum(1 for _ in _functions(spans, at + 1))
    if not (_is_relative(spans, end) or (_ends(spans, end) and "exists" in span.senses)):
        return None
    behind = [other for other in _functions(spans, at + 1) if other.text.strip()]
    if "money" in span.senses and len(behind) > 1 and behind[0].text in _BESIDE:
        lacks = behind[1].text in NEGATIONS
        return not denied(spans, at) if lacks or behind[1].senses == {"is"} else None
    given = "spend" in span.senses and span.part is not None and span.part.normal in _GIVEN
    ahead = [other for other in spans[max(0, at - 3) : at] if other.role is not Role.FUNCTION]
    if not (given or "exists" in span.senses) or not ahead or "money" not in ahead[-1].senses:
        return None
    return not denied(spans, at)


def _in_english(spans: Sequence[Span], at: int) -> bool | None:
    """Initiatives with no budget, whose budget is not printed."""
    span = spans[at]
    around = [other for other in spans[max(0, at - 2 * _NEAR) : at] if other.text.strip()][-_NEAR:]
    if span.text == "printed" and any("money" in other.senses for other in around):
        return not any(other.text in ("not", *_NONE) for other in around)
    ahead = [other for other in spans[at + 1 : at + 1 + _NEAR] if other.role is not Role.FUNCTION]
    lacks = span.text in _NONE and bool(ahead) and "money" in ahead[0].senses
    one = isinstance(spans[max(0, at - 2)].literal, Counted)  # the one without a budget
    picks = {"which", "those"}
    of_what = (one or _names_level(other) or other.senses & picks or other.text == "any" for other in spans)
    return False if lacks and any(of_what) else None


def _functions(spans: Sequence[Span], at: int) -> Iterator[Span]:
    """The words that say nothing directly behind a place, with いる and ある between them."""
    for span in spans[at:]:
        if (span.role is not Role.FUNCTION and span.senses != {"is"}) or span.text in _STOPS:
            return
        yield span


def _is_relative(spans: Sequence[Span], at: int) -> bool:
    """Whether a level or a light noun stands here, which what is before it tells more of; or a clause ends in のは."""
    if at > 1 and spans[at - 1].text in ("は", "って") and spans[at - 2].text in ("の", "ん"):
        return True
    return at < len(spans) and ("light" in spans[at].senses or _names_level(spans[at]))


def _ends(spans: Sequence[Span], at: int) -> bool:
    """Whether a clause ends here by asking: 記載されていますか."""
    return at < len(spans) and all(span.text.strip() in _ENDS | {"", "です"} for span in spans[at:])


def _names_level(span: Span) -> bool:
    return any(sense.startswith("level.") for sense in span.senses)
