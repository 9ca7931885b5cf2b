"""Facts beside money that a clause asks for: who, when, where, how to apply; of an entry, or of the page itself."""

from __future__ import annotations

from itertools import pairwise

from knowledge.model import Linked
from knowledge.question.draft import THAT, THOSE
from knowledge.question.scene import Scene
from knowledge.question.spelled import Operand

_OF_THE_PAGE = {
    "fact.when": "page.page_date",
    "fact.since": "page.page_date",
    "fact.who": "page.contact",
    "fact.person": "page.contact",
    "fact.telephone": "page.contact",
}
"""What a fact is of the page itself: いつのページ, who made this page."""
_IN_THE_PLAN = ("exists", "about", "page.itself", "above", "which", "what", "saying", "tell")
"""Senses with which どこ asks for a place in the plan, not in the ward."""


_WAYS_TO_REACH = ("fact.telephone", "fact.fax", "fact.address")


def asked(scene: Scene) -> str | None:
    """The fact that is asked for, by its name in the lexicon: of several the last in Japanese, the first in English."""
    told = [sense for span in scene.spans for sense in sorted(span.senses) if sense.startswith(("fact.", "page."))]
    pages = [sense for sense in told if sense.startswith("page.") and sense != "page.itself"]
    found = [sense for sense in told if sense.startswith("fact.")]
    pointed = (THAT, THOSE)
    named = [e for e in scene.bound.named if (e.is_topic or isinstance(e.set, Linked)) and e.set not in pointed]
    if scene.in_english and scene.has("exists") and "fact.who" in found:
        found = [sense for sense in found if sense != "fact.who"]  # which section mentions …
    if "fact.who" in found:  # 担当はどなた: whoever is in charge is meant, not anybody whom a sentence names
        found = [sense for sense in found if sense != "fact.person"]
    if scene.has("page.itself") and scene.has("naming") and not named:
        pages.append("page.title")
    if scene.has("page.itself") and not named:
        pages.extend(page for fact, page in _OF_THE_PAGE.items() if fact in found)
    if _is_name_of_a_person(scene) or (
        scene.has("about") and scene.bound.named and _is_person(scene, scene.bound.named[-1])
    ):
        found.append("fact.name")
    if scene.has("why") and not scene.has("which", "where"):  # 根拠はどれ: where it is written
        found.append("fact.reason")
    lone_topic = bool(scene.bound.named) and all(each.is_topic for each in scene.bound.named)
    if scene.has("catalogue") and lone_topic and named and not scene.has("light", "context", "about"):
        found.append("fact.listing")
    if found[-1:] == ["fact.since"] and "fact.when" in found:
        found = ["fact.when"]  # 開催日いつ: a day, not a year
    if found[-1:] == ["fact.person"] and len(found) > 1:
        found = found[:-1]  # 担当はどなた, 対象は誰: the fact whose answer is somebody
    if found[-1:] == ["fact.where"] and scene.has("exists", "saying"):
        found = found[:-1]  # 書かれている場所
    end = scene.rest.superlative and scene.rest.downwards is not None and not scene.bound.named  # 一番低いのはどこ
    if scene.has("where") and not (scene.has(*_IN_THE_PLAN) or found or pages or end or _is_spoken_of(scene)):
        found.append("fact.where")
    if pages[-1:] == ["page.contact"] and found[-1:] and found[-1] in _WAYS_TO_REACH:
        pages = found[-1:]  # 問合せ先の電話番号
    best = pages[-1] if pages and not named else found[0 if scene.in_english else -1] if found else None
    coded = all(isinstance(each.set, Linked) for each in scene.bound.named)
    if scene.has("count") and scene.bound.named and not coded and not any(e.is_level for e in scene.bound.named):
        return "headcount" if best is None or lone_topic else best.partition(".")[2]
    return best.partition(".")[2] if best else None


def _is_spoken_of(scene: Scene) -> bool:
    """「見守り」はどこ, 見守りっていうのはどこ: words, which stand in the plan and not in the ward."""
    return any(
        span.text[:1] in ("「", "『") or (span.part is not None and span.part.normal in ("いう", "言う"))
        for span in scene.spans
    )


_TITLES = ("さん", "様", "氏", "先生")
_PEOPLE = ("員", "者", "長", "師", "士", "役")


def names_people(noun: str) -> bool:
    """Whether a noun is of people, by how it ends: 高齢者, 区民, 子育て世帯."""
    return noun.endswith((*_PEOPLE, "人", "民", "子", "世帯"))


def _is_name_of_a_person(scene: Scene) -> bool:
    """配属先の課長のお名前: whoever else is named, it is the name of somebody."""
    for before, span in pairwise([span for span in scene.spans if span.text not in ("の", "お")]):
        if span.text == "名前" and before.text.endswith((*_PEOPLE, *_TITLES)) and not before.is_title:
            return True
    return False


def _is_person(scene: Scene, operand: Operand) -> bool:
    """区長の名前: the name of a person, which no plan prints."""
    spans = scene.spans[operand.first : operand.last]
    behind = scene.spans[operand.last].text if operand.last < len(scene.spans) else ""
    is_one = behind in _TITLES or (bool(spans) and spans[-1].text.endswith(_PEOPLE))
    named = any(span.text in ("名前", "お名前", "name", "名") for span in scene.spans)
    return named and operand.is_topic and (is_one or all("context" in span.senses for span in spans))
