"""Whether what people say among themselves asks the plan anything."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.language import text
from knowledge.question import clauses
from knowledge.question.forms import taken
from knowledge.question.lattice import spans
from knowledge.question.merging import merged
from knowledge.question.spans import Role, Span
from knowledge.question.tongue import LONGEST, language_of
from knowledge.question.trade import trade
from knowledge.question.wording import Wording
from knowledge.shelf.vocabulary import Vocabulary


def asks(raw: str) -> bool:
    """Whether a post has the form of a question to a plan, not only of talk that mentions its words."""
    spoken = language_of(raw)
    nothing = Wording(Vocabulary.of((), 0), trade())
    path = merged(spans(text.normal(raw[:LONGEST]), spoken, nothing, raw))
    found = [(each, taken(each.spans)) for each in clauses.clauses(path)]
    if found and all(wanted.is_all and wanted.form is not None for _, wanted in found):
        return True  # CSVで: in a thread the answer before, as a file
    return any(clauses.wants(each) and _is_of_something(each.spans) for each, _ in found)


_OF_ANYTHING = frozenset({"that", "those", "what", "is", "light", "tell", "how", "exists", "context", "why"})


def _is_of_something(found: Sequence[Span]) -> bool:
    """Whether more is said than what people ask of anything: それは何ですか."""
    telling = [span for span in found if span.role is not Role.FUNCTION]
    return any(span.is_content or span.literal is not None or not span.senses <= _OF_ANYTHING for span in telling)
