"""What a clause asks of: its operands as one set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import And, Below, Level, Linked, Minus, OfLevel, Or, Rows, Set, Topic, Whole
from knowledge.question.draft import THAT, THOSE
from knowledge.question.ladder import WALKED
from knowledge.question.spelled import ASIDE, Names, Operand, Part


def _is_coded(found: Set) -> bool:
    """Whether a set is entries that are named by their codes."""
    return isinstance(found, Linked) or (isinstance(found, Or) and all(map(_is_coded, found.sets)))


def _side_by_side(named: Sequence[Set]) -> Set:
    return named[0] if len(named) == 1 else Or(tuple(named))


def _is_above(found: Set, names: Names) -> bool:
    if isinstance(found, Or):
        return any(_is_above(each, names) for each in found.sets)
    return isinstance(found, Linked) and bool(found.entries) and names.level_of(found.entries[0]) is not names.deepest


def base_of(found: Sequence[Operand], names: Names) -> Set | None:
    """What a clause asks of; None where it names nothing."""
    plain = [each for each in found if each.part not in ASIDE]
    sets = [each for each in plain if not isinstance(each.set, Whole)]
    base = _plain_base(sets, names) if sets else Whole() if plain else None
    for without in (each.set for each in found if each.part is Part.EXCEPT):
        if isinstance(base, Rows):
            base = Rows(replace(base.query, of=Minus(base.query.of, without)))
            continue
        base = Minus(OfLevel((names.deepest,)) if base is None or isinstance(base, Whole) else base, without)
    return base


def _plain_base(sets: Sequence[Operand], names: Names) -> Set:
    coded = [each for each in sets if isinstance(each.set, Linked)]
    pointed = [each for each in sets if each.set in (THAT, THOSE)]
    words = [each for each in sets if isinstance(each.set, Topic) and each not in pointed]
    words = [each for each in words if not each.is_verbal] or words
    others = [each for each in sets if each not in coded and each not in words and each not in pointed]
    named = [each for each in sets if _is_coded(each.set)]
    levels = [each for each in others if each not in named]
    if named and levels and levels[-1].part is Part.SCOPE and levels[-1].last < named[0].first:
        of = _of_words(words, levels[-1].set) if words else levels[-1].set
        return _narrowed_to(of, levels[-1].level, [each.set for each in named], names)
    labelled = bool(others and words) and words[0].first < others[-1].first and others[-1] in named
    if labelled and isinstance(others[-1].set, Or):
        first, *rest = others[-1].set.sets
        return Or((And((first, one_topic(words))), *rest))  # 区政会議の取組6-1-3と5-2-1
    if others and not words and (scope := _scope_of(coded, others)) is not None:
        return And((scope, others[-1].set))  # 経営課題2の防災の取組
    if others:
        return _of_words(words, others[-1].set) if words else others[-1].set
    if coded:
        base = _side_by_side([each.set for each in coded])
        if any(each.set == THOSE for each in pointed) and _is_above(base, names):
            return And((THOSE, Below(base, (names.deepest,))))  # その中で経営課題3のもの
        if not words or not isinstance(base, Linked):
            return base
        is_leaf = not base.entries or names.level_of(base.entries[0]) is names.deepest
        inside = coded[-1].part is Part.SCOPE and coded[-1].last <= words[0].first and not is_leaf
        return And((Below(base, WALKED) if inside else base, one_topic(words)))
    return one_topic(words) if words else pointed[-1].set


def _scope_of(coded: Sequence[Operand], others: Sequence[Operand]) -> Below | None:
    """What stands below the one entry that is named by its code, before a level that words tell the meant ones of."""
    if len(coded) != 1 or len(others) != 1 or coded[0].part is not Part.SCOPE or coded[0].last > others[0].first:
        return None
    match coded[0].set, others[0].set:
        case Linked(entries=(_,)) as named, And(sets=(Topic(), OfLevel(levels=levels))):
            return Below(named, levels)
    return None


def _narrowed_to(of: Set, levels: tuple[Level, ...], named: Sequence[Set], names: Names) -> Set:
    """300万円を超える取組のうち経営課題5のもの: what a set holds of that which stands below some entries."""
    levels = levels or (names.deepest,)
    inside = _side_by_side(named)
    inside = Below(inside, levels) if _is_above(inside, names) else inside
    if isinstance(of, OfLevel):
        return inside
    if isinstance(of, Rows) and isinstance(of.query.of, OfLevel) and of.query.take is None:
        return Rows(replace(of.query, of=inside))
    return And((of, inside))


def _of_words(words: Sequence[Operand], base: Set) -> Set:
    """Words beside a level: what of that level they mean; with no level of its own, whatever says them."""
    if isinstance(base, OfLevel):
        return And((one_topic(words), Whole() if len(base.levels) > 1 else base))
    if isinstance(base, Rows):
        return Rows(replace(base.query, of=And((one_topic(words), base.query.of))))
    return And((base, And((one_topic(words), Whole()))))


def one_topic(words: Sequence[Operand]) -> Topic:
    """Several words that nothing joins as one topic."""
    joined = " ".join(each.set.words for each in words if isinstance(each.set, Topic))
    return Topic(joined, words[0].first, words[-1].last)
