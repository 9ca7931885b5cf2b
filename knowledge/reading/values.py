"""Types of values that a sentence may hold: a number of such things, a share, money, a time, a place, somebody, why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from knowledge.language import text
from knowledge.model import Entry, Fact, FactKind
from knowledge.reading.facts import figures

_PEOPLE = ("者", "員", "人", "名", "師", "士")
_PLACES = ("か所", "カ所", "ヶ所", "箇所")
_YEN = "円"
_SHARES = ("%", "割", "パーセント", "ポイント", "分", "倍")
"""What stands behind a share: 30%, 4割, 2分の1, 1.4倍."""
_DAYS = r"\d[月日時]|毎[年月週日]|[月火水木金土日]曜|[春夏秋冬]に"
_WHEN, _SINCE = re.compile(_DAYS), re.compile(rf"{_DAYS}|\d年|元年")
_PLACE = re.compile(
    r"(?:館|センター|公園|広場|校|園|駅|庁舎|役所|\d階|前|店|街|ホール|施設|集会所|事務所|会場)"
    r"(?:など[^、。]{0,8})?(?:で|に|にて)(?!は)"
)
_SOMEBODY = re.compile(
    r"委員|代表者|構成する|運営する|[民者体員会人校所署師士職](?:による|と(?:とも|連携|協)|を[^、。]{0,9}派遣)"
    r"|[民者体員会人校所署師士職学署帯]に[^、。]{0,16}(?:依頼|委託|派遣|貸|配|協力)|[学町会]と(?:とも|連携|協|共同)"
)
_TO_WHOM = re.compile(r"対象|\d ?歳|[者員人徒童生民帯方校]に|の方[へにを]")
_WHY = re.compile(r"ため(?!の)|ことから|踏まえ|として実施|連携して実施|にとどま|に伴い")
_TEXTS = {
    "when": _WHEN, "since": _SINCE, "where": _PLACE, "person": _SOMEBODY, "target": _TO_WHOM, "reason": _WHY,
}  # fmt: skip
_AIMS = ("めざす", "目指す", "以上", "以下", "以内", "までに")
_OF_AIMS = frozenset({FactKind.GOAL_FIGURE, FactKind.INDICATOR})
_OF_NOW = frozenset({FactKind.ACHIEVEMENT, FactKind.ASSESSMENT, FactKind.CHALLENGE})
"""Headings below which stands how things are, and no aim."""
TYPES = frozenset({*_TEXTS, "who", "headcount", "rate", "price", "figure", "goal_figure", "achievement", "funding"})
"""What a sentence may hold, as questions name facts."""
NUMBERS = frozenset({"headcount", "rate", "price"})
LABELS = {"who": ("担当", "所管", "主管", "実施主体"), "funding": ("財源",)}
"""Types that a label of the text names."""
_NEAR = 10
"""Characters between a word and the amount that it names: 市債は約2,500万円, 世帯に最大100万円."""
_SHORTEST = 6
"""Characters from which a line of a fact is known again in a sentence."""
_LONGEST = 400
"""Characters of a sentence up to which it is searched for values."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an entry."""

    printed: str
    kinds: frozenset[FactKind]
    """The facts that it is part of: what kind of heading it stands below."""
    is_label: bool = False
    """Whether it is no sentence and prints the entry's own money: (令和4年度予算額 3,720千円)."""


def holds(sentence: Sentence, kind: str, counter: str = "") -> bool:
    """Whether a sentence holds a value of one of TYPES; of a number of `counter`, where it is told what is counted."""
    said = text.normal(sentence.printed[:_LONGEST])
    if kind in LABELS:
        return any(label in said for label in LABELS[kind])
    if sentence.is_label:
        return False
    if kind in _TEXTS:
        return _TEXTS[kind].search(said) is not None
    units = [figure.unit for figure in figures(said, 0, None, None)]
    match kind:
        case "headcount":
            return _counts(said, units, counter)
        case "rate":
            return any(unit in _SHARES for unit in units)
        case "price":
            return _YEN in units or "無料" in said
        case "figure":
            return bool(units)
        case "goal_figure":
            return bool(units) and is_of(sentence, "aim")
        case "achievement":
            return bool(units) and is_of(sentence, "now")
    return False


def is_of(sentence: Sentence, state: str) -> bool:
    """Whether a sentence tells what is to be, for "aim", or how things are, for "now"."""
    if state == "aim":
        return bool(sentence.kinds & _OF_AIMS) or any(word in sentence.printed for word in _AIMS)
    return state != "now" or bool(sentence.kinds & _OF_NOW)


def is_labelled(sentence: Sentence, words: Sequence[str], own: Collection[int]) -> bool:
    """Whether one of some words stands right before an amount that is none of the entry's own: 市債 2,500万円."""
    said = text.normal(sentence.printed[:_LONGEST])
    for figure in figures(said, 0, None, None):
        if figure.unit == _YEN and figure.value not in own:
            before, _, behind = said.partition(figure.raw)
            before = before.rpartition("、")[2].rpartition("。")[2]
            if any(0 <= before.rfind(word) >= len(before) - len(word) - _NEAR for word in words):
                return True
            if behind.removeprefix("の").startswith(tuple(words)):
                return True
    return False


def _counts(said: str, units: list[str], counter: str) -> bool:
    if not counter:
        return any(unit != _YEN and unit not in _SHARES for unit in units) or re.search(r"\d ?の\D", said) is not None
    printed = "|".join(map(re.escape, same_counter(counter)))
    return re.search(rf"\d[十百千万億]*(?:の[^\d、。]{{0,6}})? ?(?:{printed})(?!当た|あた|につき)", said) is not None


def same_counter(counter: str) -> tuple[str, ...]:
    """What a number of such things is printed with: 人 and 名 of people, 箇所 and か所 of places."""
    counter = counter.lstrip("十百千万億")
    if counter.endswith(_PEOPLE):
        return ("人", "名", counter)
    return _PLACES if counter in _PLACES else (counter,)


def sentences_of(entry: Entry) -> Iterator[Sentence]:
    """What an entry prints, sentence by sentence; of a table of indicators each row with its headings."""
    told = [line for fact in entry.facts if fact.kind is FactKind.INDICATOR for line in fact.text.split("\n")]
    rows = [line for line in told if line not in entry.body]
    names = tuple(line.partition("(")[0] for line in rows)
    for sentence in map(str.strip, text.sentences(entry.body)):
        if sentence and not (names and sentence.startswith(names)):
            kinds = frozenset(
                fact.kind for fact in entry.facts if any(map(sentence.__contains__, _lines(fact, sentence)))
            )
            yield Sentence(sentence, kinds, _is_label(sentence, entry))
    for row in rows:
        yield Sentence(row, frozenset((FactKind.INDICATOR,)) | (_OF_NOW if "現状" in row else frozenset()))


def _is_label(printed: str, entry: Entry) -> bool:
    """Whether a line prints an amount of the entry itself, without a particle: a label, no sentence."""
    if _YEN not in printed or printed.endswith("。"):
        return False
    own = {amount.yen for amount in entry.amounts}
    parts = text.morphemes(text.normal(printed))
    ties = any(part.word_class == "助詞" for part in parts)
    return not ties and any(figure.unit == _YEN and figure.value in own for figure in figures(printed, 0, None, None))


def _lines(fact: Fact, sentence: str) -> Iterator[str]:
    """What of a fact is a sentence, or part of one; no mark or word alone."""
    for line in fact.text.split("\n"):
        if sentence in line:
            yield sentence
        elif len(line) >= _SHORTEST:
            yield line
