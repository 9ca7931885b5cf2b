"""Outcome → Result: the entries are read, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from knowledge.answers.lines import Line
from knowledge.answers.measures import Figure, Place
from knowledge.answers.members import Ground
from knowledge.answers.outcome import MOST_HELD, Outcome
from knowledge.model import Entry, Result, Row
from knowledge.shelf.tree import Mask


def written(outcome: Outcome) -> Result:
    """The result, with its entries."""
    figures = outcome.figures[:MOST_HELD]
    left_out = outcome.left_out
    shown = (place for line, figure in figures for place in (line.at, figure.older) if place)
    read = _read(chain(shown, *(figure.counted for _, figure in figures), outcome.counted, left_out))
    places = outcome.places or (None,) * len(figures)
    return Result(
        query=outcome.query,
        rows=tuple(_row(*each, place, read) for each, place in zip(figures, places, strict=True)),
        value=outcome.value,
        counted=_named(outcome.counted, read),
        left_out=_named(left_out, read),
        whole=outcome.whole,
        of=outcome.of,
        tied=outcome.tied,
        counted_in_all=len(outcome.counted),
        left_out_in_all=len(left_out),
        sum=outcome.sum,
        holds=outcome.holds,
        missing=outcome.missing,
    )


def _read(places: Iterable[Place]) -> dict[Place, Entry]:
    """The entries of the first so many places, document by document."""
    asked: dict[Ground, list[int]] = {}
    for ground, place in islice(_distinct(places), MOST_HELD):
        asked.setdefault(ground, []).append(place)
    return {
        (ground, place): entry
        for ground, found in asked.items()
        for place, entry in ground.document.shape.entries_at(ground.tree, found).items()
    }


def _distinct(places: Iterable[Place]) -> Iterator[Place]:
    seen: set[Place] = set()
    for place in places:
        if place not in seen:
            seen.add(place)
            yield place


def _named(places: Iterable[Place], read: dict[Place, Entry]) -> tuple[Entry, ...]:
    return tuple(read[place] for place in islice(places, MOST_HELD) if place in read)


def _row(line: Line, figure: Figure, place: int | None, read: dict[Place, Entry]) -> Row:
    shared: dict[Ground, Mask] = {}
    if line.shared is not None:
        shared = {ground: line.shared(ground) for ground in line.members.grounds}
    shared_places = [(ground, at) for ground, at in figure.counted if ground in shared and shared[ground][at]]
    return Row(
        entry=read.get(line.at) if line.at else None,
        label=line.label,
        value=figure.value,
        counted=_named(figure.counted, read),
        money=figure.money,
        parts=figure.parts,
        old_entry=read.get(figure.older) if figure.older else None,
        old=figure.old,
        new=figure.new,
        place=place,
        shared=_named(shared_places, read),
    )
