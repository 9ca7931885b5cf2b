"""The mood of a clause: whether it asks or begs for something, or only tells.

A clause asks by a mark, by a particle of questions at its end, by a word that only questions have and that no か hands
on to another verb, by begging to be told, or by being no sentence: 防災の予算. What ends in a verb, an adjective or in
です tells, whatever stands before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from knowledge.question.draft import SELECTING
from knowledge.question.modifiers import is_verb
from knowledge.question.spans import Role, Span
from knowledge.question.statements import ASKING, is_request, is_statement

TURNS = frozenset("けど けれど けれども が ので から し のに のですが んですが".split())
"""Particles behind which a new clause begins that the one before only prepares."""
_REASONS = frozenset({"ので", "から"})
_GOING_ON = frozenset({"て", "で", "し"})
"""Behind a predicate: the sentence goes on."""
WH = frozenset({"how_much", "which", "what", "where", "count", "rank", "how", "why"})
"""Senses of words that only questions have."""
WANTED = ASKING | SELECTING | {"money", "about"}
"""Senses of what somebody may want to be told."""
_ENDS_ASKING = frozenset("か かしら っけ け の ん かね やろ".split())
_INFLECTED = frozenset({"動詞", "形容詞", "助動詞"})
_BEGS = ("お願", "願", "頼", "くださ", "下さ", "頂", "いただ", "くれ", "もら")
_TELLS = frozenset("た れる られる 居る てる ている そう らしい みたい".split())
_TELLS_OF_ONESELF = frozenset("ず ない ます".split())
_SHORT = 4
"""Words of an English fragment that asks by itself: elderly watch budget."""
_OPENS = frozenset("「『“")
_SHUTS = frozenset("」』”")


def asks(part: Sequence[Span], mark: str, *, is_last: bool) -> bool:
    """Whether a clause that a mark or a particle ends asks; `is_last` of a line, where nothing follows it."""
    said = _outside(part)
    telling = [span for span in said if span.role is not Role.FUNCTION and span.senses != {"is"}]
    if not telling:
        return False
    if mark in ("?", "？"):
        return True
    if len(said) < len(part) and not any(span.senses & (ASKING | {"tell", "where"}) for span in telling):
        return False  # 「…」と言われました
    if all(span.text.isascii() for span in telling):
        return _asks_in_english(part, telling, is_last=is_last)
    main = next((span for span in reversed(telling) if not _is_idle(span)), telling[-1])
    tail = [span for span in part if span.start >= main.end and span.part is not None]
    if mark in _REASONS or (not is_last and mark in TURNS | _GOING_ON):
        return _asks_outright(part) and not ("tell" in main.senses and mark in TURNS)
    if mark == "、":
        return _asks_outright(part) or _begs(main, tail)
    return _asks_outright(part) or _ends_asking(tail) or _begs(main, tail) or _is_no_sentence(telling, main, tail)


def leans(part: Sequence[Span]) -> bool:
    """Whether a clause that only tells is what is asked where nothing else is: あったよね, いくらか聞かれました."""
    ends = [span.text for span in part if span.text.strip()][-2:]
    return ends in (["よ", "ね"], ["よ", "な"], ["や", "ん"]) or any(span.senses & WANTED for span in part)


def _is_idle(span: Span) -> bool:
    """Whether a word says nothing of its own: 思う, 困る, thanks."""
    return all(sense in ("is", "light", "follow") or sense.startswith("talk.") for sense in span.senses or ("?",))


def _asks_outright(part: Sequence[Span]) -> bool:
    """Whether a word that only questions have is the clause's own: not 何か, and not いくらかと聞かれました."""
    pairs = enumerate(pairwise((*part, part[-1])))
    own = (at for at, (span, after) in pairs if span.senses & WH and not _is_indefinite(span, after))
    return any(not _is_handed_on(part[at:]) for at in own)


def _is_indefinite(span: Span, after: Span) -> bool:
    return after.text in ("か", "も") or span.text.endswith("か")


def _is_handed_on(behind: Sequence[Span]) -> bool:
    """Whether か or と behind a question makes it what another verb is of: いくら使うのか聞かれました."""
    for at, (span, after) in enumerate(pairwise(behind)):
        if span.text == "か" and any(is_verb(each) for each in behind[at + 1 :]):
            return True
        if span.text in ("と", "って") and is_verb(after) and after.senses & {"tell", "light"}:
            return True
    return False


def _ends_asking(tail: Sequence[Span]) -> bool:
    """Whether a particle of questions ends a clause: いくらなの; not あるかも, あるやん, あるのです."""
    marks = [span for span in tail if span.text.strip()]
    while marks and _is_final(marks[-1]) and marks[-1].text not in _ENDS_ASKING:
        marks.pop()
    if not marks or marks[-1].text not in _ENDS_ASKING or not _is_tie(marks[-1]):
        return False
    return len(marks) < 2 or marks[-1].text != "ん" or marks[-2].text != "や"


def _is_tie(span: Span) -> bool:
    part = span.part
    return part is not None and part.word_kind != "副助詞" and part.normal != "ず"


def _is_final(span: Span) -> bool:
    part = span.part
    return part is not None and (part.word_kind == "終助詞" or part.word_class == "補助記号")


def _begs(main: Span, tail: Sequence[Span]) -> bool:
    """Whether somebody begs to be told: 教えて, 知りたい, お願いします; not 説明しました, 見られる, 確認したくて."""
    if "tell" not in main.senses:
        return False
    normals = [span.part.normal for span in tail if span.part is not None]
    if "たい" in normals:
        return normals[-1] != "て"
    begs = main.text.startswith(_BEGS)
    if not begs and _is_plain([main, *(span for span in tail if not _is_final(span))][-1]):
        return False  # 課長に見せる
    told = _TELLS if begs else _TELLS | _TELLS_OF_ONESELF
    return told.isdisjoint(normals)


def _is_plain(span: Span) -> bool:
    """Whether a verb stands in its plain form: 見せる."""
    return is_verb(span) and span.text[-1] in "うくぐすつぬぶむる"


def _is_adjective(span: Span) -> bool:
    return span.part is not None and span.part.word_class == "形容詞"


def _is_no_sentence(telling: Sequence[Span], main: Span, tail: Sequence[Span]) -> bool:
    """Whether a clause ends in what it asks for and not in a predicate; also a fact with です behind it."""
    ends = [span for span in tail if span.text.strip() and not _is_final(span)]
    asking = any(span.senses & ASKING for span in telling)
    inflected = [span.part.normal for span in ends if span.part is not None and is_verbal(span)]
    if is_verbal(main) or any(normal not in ("です", "だ") for normal in inflected):
        if ends and ends[-1].text in ("て", "で"):  # 足して, 一覧にして; not 多くて, 見ていて
            wanted = asking or "catalogue" in main.senses
            return wanted and not _is_adjective(main) and set(inflected) <= {"為る"}
        return asking and {"た", "ます", "居る", "てる"}.isdisjoint(inflected)
    if inflected:
        return bool(main.senses & WANTED) or any(s.startswith("level.") for s in main.senses)
    return not any(span.text in (*_REASONS, "で", "し") for span in ends[-1:]) or asking


def is_verbal(span: Span) -> bool:
    """Whether a span is a verb, an adjective or an auxiliary."""
    return span.part is not None and span.part.word_class in _INFLECTED


def _asks_in_english(part: Sequence[Span], telling: Sequence[Span], *, is_last: bool) -> bool:
    told = any("tell" in span.senses and not is_request(span) for span in telling)
    if told and is_statement(part):
        return False  # my boss wants numbers
    asked = any(span.senses & (ASKING | {"money"}) or is_request(span) for span in telling)
    return asked or (is_last and len(telling) < _SHORT)


def _outside(part: Sequence[Span]) -> Sequence[Span]:
    """What a clause says itself, and does not report: 「いくら」と聞かれた."""
    quoted = quotation(part)
    behind = part[quoted.stop + 1].text if quoted.stop + 1 < len(part) else ""
    return part if behind not in ("と", "って") else [*part[: quoted.start], *part[quoted.stop :]]


def quotation(part: Sequence[Span]) -> range:
    """From where to where a clause has words in quotation marks; nowhere where it has none."""
    begins = next((at for at, span in enumerate(part) if span.text[:1] in _OPENS), len(part))
    ends = next((at for at in range(begins, len(part)) if part[at].text[-1:] in _SHUTS), None)
    return range(begins, ends) if ends is not None else range(len(part), len(part))
