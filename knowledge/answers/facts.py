"""Facts that a sentence of an entry may hold beside the words that were asked for: who, when, where, how many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.language import text
from knowledge.language.aspects import KINDS, aspects, kind_of, of_issue
from knowledge.model import Entry, How, Level, Query, Reason

_RESULTS = ("achievement", "assessment")
"""What 成果 and 結果 ask for."""
_WHERE = "館 センター 公園 広場 校 園 駅 庁舎 役所 階 店 ホール 施設 集会所 事務所".split()
"""How the names of places end that something is done at."""
_HOLDS = {
    "person": re.compile(r"委員|代表者|構成する|運営する|[民者体員会人校所署]による"),
    "who": re.compile(r"担当|所管|主管|実施主体"),
    "when": re.compile(r"\d[月日時]|毎[年月週日]|[月火水木金土日]曜"),
    "since": re.compile(r"\d[年月日時]|毎[年月週日]|[月火水木金土日]曜|元年"),
    "where": re.compile(
        r"(?:館|センター|公園|広場|校|園|駅|庁舎|役所|\d階|前|店|ホール|施設|集会所|事務所)(?:で|に|にて)(?!は)"
    ),
    "target": re.compile(r"対象"),
    "rate": re.compile(r"\d ?(?:%|割|パーセント|ポイント)"),
}
_PLACES = ("か所", "カ所", "ヶ所", "箇所")
_ASKED = re.compile(r"何([^\s何]{1,3})|([^\s]{1,6})数$")
"""A number that is asked for by what it counts: 何校, 参加者数."""
_PEOPLE = ("者", "員", "人", "名")
_WHO = ("誰", "だれ", "どなた", "who", "whom", "whose", "メンバー", "members")


def printed_fact(query: Query, entry: Entry, reasons: Sequence[Reason]) -> str | None:
    """The first sentence of an entry that speaks of what was asked and holds such a fact; None where none does.

    Without reasons, where a fact is asked of what was just talked about, every sentence of the entry speaks of it.
    """
    if is_below_captions(query):
        return _below_captions(query.fact or "", entry)
    pattern = _pattern(query.fact or "", query.fact_words)
    if pattern is None:
        return None
    words = [text.normal(reason.index) for reason in reasons if reason.how is not How.MEANING]
    for sentence in text.sentences(entry.body):
        folded = text.normal(sentence)
        if pattern.search(folded) and (not reasons or any(word in folded for word in words)):
            return str(sentence.strip())
    return None


def is_below_captions(query: Query) -> bool:
    """Whether a fact is one that plans print below a caption: 指標, 達成状況, 自己評価."""
    return query.fact in (*KINDS, "result")


def _below_captions(fact: str, entry: Entry) -> str | None:
    """What an entry says below its captions of that kind, each with its caption where there are several."""
    kinds = _RESULTS if fact == "result" else (fact,)
    found = [each for each in aspects(entry.body) if each.kind in kinds]
    if entry.level is Level.POLICY and not found and kind_of(entry.title) in kinds:
        return " ".join(entry.body.split("\n")) or None
    several = len({each.caption for each in found}) > 1
    told = (f"{each.caption}: {each.text}" if several else each.text for each in found)
    return " ".join(" ".join(text.split("\n")) for text in told) or None


def of_the_whole(query: Query, entry: Entry, policies: Iterable[Entry]) -> str | None:
    """What an assessment of the whole plan says of an issue: 経営課題1については…; None where it doesn't."""
    kinds = _RESULTS if query.fact == "result" else (query.fact,)
    if entry.level is not Level.ISSUE or entry.code is None:
        return None
    told = (of_issue(policy.body, entry.code) for policy in policies if kind_of(policy.title) in kinds)
    return next((" ".join(text.split("\n")) for text in told if text), None)


def _pattern(fact: str, words: str) -> re.Pattern[str] | None:
    if fact == "person" and not words.startswith(_WHO):
        return None  # 会長は誰: a name, which no sentence of a plan holds
    if fact == "who" and words.startswith(_WHO):
        fact = "person"  # who runs the salons
    if fact != "headcount":
        return _HOLDS.get(fact)
    asked = _ASKED.search(text.normal(words))
    if asked is None:
        return None
    counter = asked[1] or asked[2]
    return re.compile(rf"\d ?(?:{_alternatives(counter)})")


def _alternatives(counter: str) -> str:
    """What a number of such things is printed with: 人 and 名 of people, 箇所 and か所 of places."""
    spellings: Iterable[str] = (counter,)
    if counter.endswith(_PEOPLE):
        spellings = ("人", "名")
    elif counter in _PLACES:
        spellings = _PLACES
    return "|".join(map(re.escape, spellings))
