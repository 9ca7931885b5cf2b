"""Talk, and what is asked of the plan as a whole: 概要, privacy, greetings."""

from __future__ import annotations

from knowledge.model import (
    RUNGS,
    Ask,
    OfLevel,
    Query,
    Whole,
)
from knowledge.question.draft import THAT
from knowledge.question.literals import Somewhere, Year
from knowledge.question.scene import Scene
from knowledge.question.spans import Span

_TALKS = frozenset({"light", "context", "is", "tell", "how", "what", "follow", "that"})


_OF_PRIVACY = _TALKS | {"fact.person", "fact.target", "exists", "where"}


_OF_A_GLANCE = _TALKS | {
    "about", "summary", "page.itself", "whole", "list", "which", "parts", "difference", "exists",
}  # fmt: skip
"""Senses beside which nothing else may be said where the plan at a glance is asked for."""


_DEFINES = (("って",), ("と", "は"), ("a",), ("an",))
"""Beside a level, these ask what such a thing is: 戦略って何, 戦略とは, what is a strategy."""


def talk_asked(scene: Scene) -> Query | None:
    """A courtesy, help, or what the program is; None where something else is said."""
    talk = [sense.removeprefix("talk.") for sense in sorted(scene.senses) if sense.startswith("talk.")]
    if not talk or scene.base is not None:
        return None
    beside = _OF_PRIVACY if "privacy" in talk else _TALKS
    only = all(
        any(sense.startswith("talk.") or sense in beside for sense in span.senses) or span.literal is not None
        for span in scene.said
    )
    return Query(Ask.TALK, Whole(), fact=next(about for about in _SUBJECTS if about in talk)) if only else None


_SUBJECTS = ("overview", "nature", "privacy", "help", "greeting", "thanks")
"""What people talk about beside the plan's entries; of several the first: hello, what can you do?"""


def overview_asked(scene: Scene) -> Query | None:
    """全体像, 運営方針って何, 戦略とは: the plan at a glance, from its top or from a level that is to be explained."""
    levels = [each for each in scene.bound.named if each.is_level]
    others = [each for each in scene.bound.named if not each.is_level and each.set not in (THAT, Whole())]
    if others or scene.has("naming") or not all(map(_is_of_a_glance, scene.said)):
        return None
    if len(levels) > 1:  # 経営課題と戦略の違いは?
        return Query(Ask.TALK, Whole(), fact="overview") if scene.has("difference") else None
    if scene.has("difference"):
        return None
    if levels and not scene.has("talk.overview"):
        level = levels[0].level[-1]
        return Query(Ask.TALK, OfLevel((level,)), fact="overview") if level in RUNGS and _defines(scene) else None
    tells = scene.has("about", "summary", "what", "tell", "parts") or _defines(scene)
    asks = scene.has("talk.overview") or (tells and scene.has("page.itself", "whole"))
    return Query(Ask.TALK, Whole(), fact="overview") if asks else None


def _defines(scene: Scene) -> bool:
    words = tuple(span.text for span in scene.spans)
    pairs = (words[at : at + len(each)] == each for each in _DEFINES for at in range(len(words)))
    return any(pairs) and (scene.has("what") or words[-2:] == ("と", "は"))


def _is_of_a_glance(span: Span) -> bool:
    if span.literal is not None:
        return isinstance(span.literal, (Somewhere, Year))
    return any(
        sense in _OF_A_GLANCE or sense.startswith(("level.", "talk.overview", "talk.greeting")) for sense in span.senses
    )
