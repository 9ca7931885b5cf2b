"""What is measured: items to find, questions to find them by, and what a method made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Item:
    """One entry as every method sees it."""

    id: str
    title: str
    body: str

    @property
    def text(self) -> str:
        """Title and body."""
        return f"{self.title}\n{self.body}"


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the ids of the entries that answer it."""

    question: str
    right: frozenset[str]
    kind: str = ""


class Corpus(Protocol):
    """The entries, in order; may be larger than the memory."""

    def items(self) -> Iterator[Item]:
        """All of them, the same ones each time."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A corpus that fits into memory."""

    listed: tuple[Item, ...]

    def items(self) -> Iterator[Item]:
        """All of them."""
        return iter(self.listed)


class Stance(StrEnum):
    """How a method answers."""

    SURE = "sure"
    OFFERED = "offered"
    """A few to choose from."""
    SILENT = "silent"
    """Says that it does not know."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The ids that a method shows, best first."""

    stance: Stance
    ids: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What a reply is worth."""

    RIGHT = "right"
    """Sure, and the first entry is right."""
    OFFERED = "offered"
    """A right entry is among the choices."""
    MISSED = "missed"
    """Nothing, or choices without a right entry."""
    WRONG = "wrong"
    """Sure, and the first entry is another."""


def is_first(case: Case, reply: Reply) -> bool:
    """Whether a right entry is the first that is shown, be it as the answer or as the first choice."""
    return reply.stance is not Stance.SILENT and bool(reply.ids) and reply.ids[0] in case.right


def verdict(case: Case, reply: Reply) -> Verdict:
    """What a reply to a question is worth."""
    match reply.stance:
        case Stance.SURE:
            return Verdict.RIGHT if is_first(case, reply) else Verdict.WRONG
        case Stance.OFFERED if case.right.intersection(reply.ids):
            return Verdict.OFFERED
        case _:
            return Verdict.MISSED


class Asker(Protocol):
    """A method with its index open."""

    def __call__(self, question: str) -> Reply:
        """The reply to one question."""


class Method(Protocol):
    """A way to find entries. Pickled into the process that measures it."""

    @property
    def name(self) -> str:
        """As the tables print it."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Makes the index inside an empty folder."""

    def open(self, corpus: Corpus, folder: Path) -> Asker:
        """Opens what `build` made there."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One method over one corpus."""

    method: str
    build_seconds: float
    build_megabytes: float
    """Peak resident memory of the process that built the index, in MB of 1,000,000 bytes."""
    index_megabytes: float
    """Size of the index on disk."""
    replies: tuple[Reply, ...]
    milliseconds: tuple[float, ...]
    """Of each question, in the order of the replies; as many as fitted into the time allowed."""
    megabytes: float
    """Peak resident memory of the process that asked."""

    def asked(self, cases: Sequence[Case]) -> list[tuple[Case, Reply]]:
        """The questions that were reached, with their replies."""
        return list(zip(cases, self.replies, strict=False))
