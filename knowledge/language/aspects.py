"""Captions within the text of a plan, アウトカム指標 or 自己評価, and what stands below them: how far it has come."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.language.money import fold

_ASPECT = (
    "課題認識|課題|現状(?:と課題)?|要因(?:分析)?|計画|概要|全体概要|背景|目的|ねらい|対象|期間|内容|取組内容|主な取組内容|事業内容|実施内容|"
    "めざす状態|めざすべき将来像|めざす成果|成果|成果指標|目標|数値目標|指標|プロセス指標|アウトカム指標|アウトカム|業績目標|撤退基準|"
    "前年度までの実績|前年度の実績|実績|取組実績|取組予定|スケジュール|効果|予算|備考|参考|担当|連携先|今後の方針|今後の方向性|今後の取組|改善策|自己評価|"
    "中間振り返り|中間評価|評価|振り返り|戦略のアウトカムに対する有効性|課題と改善策|アウトカム指標の達成状況|達成状況|取組結果|KPI"
)
ASPECTS = (
    rf"(?:前年度の|年度末の|中期的な|中期|当該年度の|主な)?(?:{_ASPECT})(?:(?:[・、と]|及び|および)(?:{_ASPECT}))*"
    r"(?:等|欄)? ?(?:[(][^()]*[)])?"
)
_CAPTION = re.compile(
    rf"[【<\[〔《〈≪](?P<within>{ASPECTS})[】>\]〕》〉≫] ?:?(?P<behind>.*)|"
    rf"[■◆●▼○・]?(?P<bare>{ASPECTS})(?:$|: ?(?P<rest>.*))"
)
_KINDS = {
    "achievement": "達成状況|達成度|実績|取組結果|有効性",
    "assessment": "評価|振り返り",
    "next_steps": "今後|改善",
    "indicator": "指標|KPI|アウトカム",
    "goal_figure": "目標|基準|めざす",
    "challenge": "課題|現状|要因|背景",
}
KINDS = tuple(_KINDS)
"""What captions are about; the first that fits."""
_OF_ISSUE = re.compile(r"経営課題 ?(?P<code>[0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Aspect:
    """What an entry's text says below a caption."""

    kind: str
    """One of KINDS."""
    caption: str
    """As printed."""
    text: str
    """The lines below it, as printed."""


def kind_of(caption: str) -> str | None:
    """What a caption is about; None where it is none of KINDS."""
    return next((kind for kind, words in _KINDS.items() if re.search(words, caption)), None)


def aspects(body: str) -> tuple[Aspect, ...]:
    """What a text says below its captions, in order."""
    found: list[tuple[str, str, list[str]]] = []
    within: list[str] | None = None
    for line in body.split("\n"):
        caption, rest = _captioned(line)
        if caption is not None:
            kind = kind_of(caption)
            within = [rest] if rest else []
            if kind is not None:
                found.append((kind, caption, within))
        elif within is not None:
            within.append(line)
    return tuple(Aspect(kind, caption, "\n".join(lines)) for kind, caption, lines in found if lines)


def _captioned(line: str) -> tuple[str | None, str]:
    """The caption that a line is, or begins with, and what stands behind it."""
    match = _CAPTION.fullmatch(fold(line))
    if match is None:
        return None, ""
    if match["within"]:
        first, last = match.span("behind")
        return line[slice(*match.span("within"))], line[first:last].strip()
    rest = line[match.start("rest") :].strip() if match["rest"] else ""
    return line[slice(*match.span("bare"))], rest


def of_issue(text: str, code: str) -> str | None:
    """The lines of an assessment of the whole plan that are about one issue: 経営課題1については…"""
    lines = [line for line in text.split("\n") if (match := _OF_ISSUE.search(fold(line))) and match["code"] == code]
    return "\n".join(lines) or None


def names_issue(line: str) -> bool:
    """Whether a line begins by naming an issue, as those of an assessment of the whole plan do."""
    return _OF_ISSUE.match(fold(line).lstrip("・-• 「【")) is not None
