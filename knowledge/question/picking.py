"""Which of the things that were shown a word means: にぎわいの方 after two initiatives, one of which says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import Entry
from knowledge.question.linking import Link, Linker


def picked(link: Link, saying: Sequence[Entry], linker: Linker) -> Link:
    """A link with the one that says the words, of what was shown: below the entry that is meant, or among choices."""
    meant = {entry.id for entry in ((link.best,) if link.best is not None else link.choices)}
    if link.is_title or link.missing or len(saying) != 1:
        return link
    ladder = {saying[0].id, *(entry.id for entry in linker.document.ladder(saying[0]))}
    return replace(link, best=saying[0], several=(), score=1.0) if meant & ladder else link
