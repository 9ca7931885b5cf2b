"""What of a clause a query must keep: where one of these was lost, another question would be answered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from knowledge.language.money import UNITS
from knowledge.model import (
    Ask,
    Below,
    Change,
    CodeRange,
    Condition,
    Linked,
    Minus,
    Money,
    OfLevel,
    Or,
    Presence,
    Query,
    Relation,
    Take,
    Topic,
    Whole,
)
from knowledge.question.denials import NEGATIONS, denied
from knowledge.question.draft import THAT, THOSE, found_in, holds, linked, query_topics
from knowledge.question.ladder import WALKED
from knowledge.question.literals import Percent, Place, Yen
from knowledge.question.modifiers import RELATIONS, is_verb
from knowledge.question.scene import Scene
from knowledge.question.spans import Role
from knowledge.question.spelled import Operand, levels_of
from knowledge.question.tallies import number_noun


def keeps_all(query: Query, scene: Scene) -> bool:
    """Whether no code, amount, place or number of the clause was lost: without it another question is answered."""
    named = {key for each in scene.bound.named if not each.is_topic for key in linked(each.set)}
    literals = [span.literal for span in scene.spans]
    amounts = sum(isinstance(each, Percent) or (isinstance(each, Yen) and each.raw not in UNITS) for each in literals)
    places = len({each.number for each in literals if isinstance(each, Place)})
    return (
        named <= set(linked(query))
        and not _loses_a_name(query, scene)
        and (not amounts or holds(query, Condition) > 0)
        and (scene.rest.bounded is None or holds(query, Condition) > 0)
        and (places < 2 or not scene.bound.named or holds(query, Take) > 1 or _is_range_of_places(query))
        and (holds(query, Take) > 0 or not _is_placed_within_one(scene))
        and not any(isinstance(each, Place) and each.number < 1 for each in literals)
        and not scene.bound.unread
        and not _denies(query, scene)
        and not (
            _ranges_over_all(query)
            and (_denies_print(scene) or _divides(query, scene) or _appears(scene) or _has_an_owner(scene))
        )
        and not _loses_groups(query, scene)
        and not _loses_an_end(query, scene)
        and not _loses_a_kind(query, scene)
        and not (query.ask in (Ask.MEAN, Ask.MEDIAN) and _averages_numbers(scene))
        and (query.ask is Ask.TALK or not scene.has("talk.nature", "talk.privacy"))
        and (query.by is not None or not scene.has("group.office", "group.division"))
    )


def _loses_a_name(query: Query, scene: Scene) -> bool:
    """Whether a range found no place, or one of two things that stand side by side, and the other one did."""
    named, topics = scene.bound.named, query_topics(query)
    ranges = sum(isinstance(each.set, CodeRange) for each in named)
    coded = set(linked(query))

    def is_kept(each: Operand) -> bool:
        return any(topic.first <= each.first < topic.last for topic in topics) or bool(coded & set(linked(each.set)))

    beside = [pair for pair in pairwise(named) if pair[1].joined and not any(map(_is_elsewhere, pair))]
    return holds(query, CodeRange) < ranges or any(is_kept(one) != is_kept(other) for one, other in beside)


def _is_elsewhere(operand: Operand) -> bool:
    named = isinstance(operand.set, (Topic, Linked)) and operand.set not in (THAT, THOSE)
    return operand.is_level or operand.code is not None or not named


def _is_placed_within_one(scene: Scene) -> bool:
    """戦略1-1の2番目の予算: a place within the one thing that is named by its code, whose own money it is not."""
    ends = {each.last for each in scene.bound.named if not each.is_topic and not each.is_level}
    return any(
        isinstance(span.literal, Place) and at - 1 in ends and scene.spans[at - 1].text == "の"
        for at, span in enumerate(scene.spans)
    )


def _is_range_of_places(query: Query) -> bool:
    return any(take.count > 1 for take in found_in(query, Take))


def _denies(query: Query, scene: Scene) -> bool:
    """Whether what a relative clause denies was lost: 実施していない取組 are not those that are done."""
    for at, span in enumerate(scene.spans[:-1]):
        if span.role is not Role.FUNCTION or span.text not in NEGATIONS:
            continue
        level = any(sense.startswith("level.") for sense in scene.spans[at + 1].senses)
        ahead = scene.spans[max(0, at - 2) : at]
        only = any(span.text in ("しか", "では", "じゃ") for span in ahead[-1:])  # 一つしかない課題
        only = only or any(span.senses & RELATIONS.keys() and is_verb(span) for span in ahead)  # 500万円に届かない取組
        if level and not only:
            denials = (each.relation is Relation.MISSING or each.value == 0 for each in found_in(query, Condition))
            return not (holds(query, Minus) or any(denials))
    return False


def _ranges_over_all(query: Query) -> bool:
    """Whether a query asks of the whole, or of a whole level, with no condition."""
    return isinstance(query.of, (Whole, OfLevel)) and not holds(query, Condition)


def _denies_print(scene: Scene) -> bool:
    """予算かいてないのどれ: what is denied to be printed or given is a condition, and no sum of what is."""
    words = enumerate(scene.spans)
    denies = any(span.senses & {"exists", "spend"} and denied(scene.spans, at) for at, span in words)
    return denies and scene.has("money") and scene.has("which", "what")


def _of_others(query: Query, scene: Scene) -> Iterator[bool]:
    """Whether a clause asks of something that is not all there is."""
    yield _denies_print(scene)
    yield _divides(query, scene)
    yield _appears(scene)
    yield _has_an_owner(scene)


def _appears(scene: Scene) -> bool:
    """新規で始めるのはいくつ: what is new or gone is not all that there is."""
    told = (span for span in scene.spans if span.senses & {str(each) for each in Presence})
    return any("light" not in span.senses and not is_verb(span) for span in told)


def _has_an_owner(scene: Scene) -> bool:
    """窓口の取組, 電話の取組: what is said to be of a thing is not all that there is."""
    of = zip(scene.spans, scene.spans[1:], scene.spans[2:], strict=False)
    return any(
        owner.part is not None
        and owner.part.word_class == "名詞"
        and any(sense == "context" or sense.startswith("fact.") for sense in owner.senses)
        and no.text == "の"
        and any(each in WALKED for each in levels_of(level))
        for owner, no, level in of
    )


def _divides(query: Query, scene: Scene) -> bool:
    """全体の予算を取組の数で割ると: a sum divided by a number is a mean, and neither of them alone."""
    spans = zip(scene.spans, scene.spans[1:], strict=False)
    divides = any(by.text == "で" and verb.part is not None and verb.part.normal == "割る" for by, verb in spans)
    return divides and query.ask is not Ask.MEAN


def _loses_groups(query: Query, scene: Scene) -> bool:
    """経営課題ごとに一番大きい取組: one of each would be wanted; どちら of two means is no mean of both."""
    if query.ask is Ask.MEAN and isinstance(query.of, Or) and scene.has("compare") and scene.has("more", "less"):
        return True
    below_each = any(isinstance(each.of, OfLevel) for each in found_in(query, Below))
    return below_each and holds(query, Take) > 0 and scene.has("each")


def _loses_an_end(query: Query, scene: Scene) -> bool:
    """一番安いのと高いのの比率: both ends were named, and one of them found no place."""
    both = scene.has("more") and scene.has("less") and scene.rest.superlative
    return both and scene.has("share", "ratio") and holds(query, Take) == 1


def _averages_numbers(scene: Scene) -> bool:
    """経営課題ごとの取組数の平均: the mean of a number of entries, which is none of their money."""
    levels = [each.last for each in scene.bound.named if each.is_level]
    nouns = [noun for noun in (number_noun(scene.spans, last) for last in levels) if noun is not None]
    return any("mean" in span.senses for noun in nouns for span in scene.spans[noun : noun + 2])


def _loses_a_kind(query: Query, scene: Scene) -> bool:
    """6年度予算が4年度決算を下回る課題: two kinds of money are held against each other, and no two years of one."""
    kinds = {sense for sense in scene.senses if sense.startswith("kind.")}
    held = scene.has("more", "less", "over", "under", "compare", "difference")
    return len(kinds) > 1 and held and isinstance(query.measure, (Change, Money))
