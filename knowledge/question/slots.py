"""The words of a topic → its content words: compounds of nouns, verbs and adjectives; English words and phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.language import text
from knowledge.language.text import Kind, Word
from knowledge.question.concept import Slot
from knowledge.question.spans import Span
from knowledge.question.wording import Wording


@dataclass(frozen=True, slots=True)
class Slots:
    """Finds the content words of topics that are asked of one document."""

    _wording: Wording

    def of(self, spans: Sequence[Span], words: str, language: str) -> tuple[Slot, ...]:
        """The content words of a topic."""
        if language == "en" and all(span.text.isascii() for span in spans):
            return tuple(self._english(spans))
        return tuple(self.japanese(words))

    def _english(self, spans: Sequence[Span]) -> Iterator[Slot]:
        for span in spans:
            if not span.is_content:
                continue
            if span.meant:
                yield from self.japanese(span.meant)
            else:
                yield Slot(span.text)

    def japanese(self, words: str) -> Iterator[Slot]:
        """The compounds of nouns and the verbs of a Japanese text."""
        groups = list(self._groups(text.words(words)))
        for at, group in enumerate(groups):
            if isinstance(group, str):
                continue
            surface = "".join(unit.surface for unit in group)
            yield Slot(surface, group, head=group[-1].is_nominal and not self._tells_more(groups, at))

    def _tells_more(self, groups: Sequence[tuple[Word, ...] | str], at: int) -> bool:
        """Whether a word only tells more of the one behind の, which must be one that says something itself."""
        after = groups[at + 2] if at + 2 < len(groups) and groups[at + 1] in ("の", "な") else ""
        return isinstance(after, tuple) and not all(self._is_light(unit) for unit in after)

    def _is_light(self, unit: Word) -> bool:
        return not self._wording.trade.generic.isdisjoint((unit.normal, unit.surface)) or self._is_empty(unit)

    def _is_empty(self, unit: Word) -> bool:
        senses = self._wording.lexicon.japanese.get((unit.normal,), frozenset())
        return (
            bool(senses & {"light", "is", "tell", "exists", "spend", "saying", "follow"})
            and unit.normal not in self._wording.vocabulary.by_word
        )

    def _groups(self, analysed: Sequence[Word]) -> Iterator[tuple[Word, ...] | str]:
        run: list[Word] = []
        for word in analysed:
            says = (
                word.is_content
                and not text.is_empty(word)
                and word.kind is not Kind.QUALITY
                and not self._is_empty(word)
            )
            if says and word.is_nominal and (not run or run[-1].end == word.start):
                run.append(word)
                continue
            if run:
                yield tuple(run)
                run = []
            if says and word.is_nominal:
                run = [word]
            elif says:
                yield (word,)
            elif not word.surface.isspace():
                yield word.surface
        if run:
            yield tuple(run)
