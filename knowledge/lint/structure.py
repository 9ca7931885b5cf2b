"""A2: headings, codes, and what stands below what."""

from __future__ import annotations

from collections import Counter, defaultdict

from knowledge.language import series
from knowledge.lint.evidence import NAMES, Evidence, Remarks, called, line_of
from knowledge.model import Level


def gaps(evidence: Evidence) -> Remarks:
    """Codes that the page skips: a fact that answers need, no error. Once per document."""
    signs: dict[str, set[str]] = defaultdict(set)
    for above, _, own in (entry.code.rpartition("-") for entry in evidence.entries if entry.code):
        signs[above].add(own)
    every = set().union(*signs.values())
    left_out = ((above, sign) for above, own in signs.items() for sign in series.missing(own, every))
    missing = [[*filter(None, above.split("-")), sign] for above, sign in left_out]
    if missing:
        names = "、".join(map("-".join, sorted(missing, key=lambda code: list(map(series.place, code)))))
        main = any("主な" in entry.heading for entry in evidence.entries)
        why = "見出しに「主な」とあるとおり主なものだけが載っていて、" if main else ""
        yield None, f"{why}番号 {names} は印刷されていません。"


def strategy_without_initiative(evidence: Evidence) -> Remarks:
    """A strategy below which no initiative is printed, on a page that prints initiatives."""
    yield from _childless(evidence, Level.STRATEGY, Level.ACTION)


def issue_without_strategy(evidence: Evidence) -> Remarks:
    """An issue below which no strategy is printed, on a page that prints strategies."""
    yield from _childless(evidence, Level.ISSUE, Level.STRATEGY)


def unprinted_parent(evidence: Evidence) -> Remarks:
    """Codes that name an entry above which the page does not print. Once per document."""
    codes = [entry.code for entry in evidence.entries if entry.code]
    above = dict.fromkeys(code.rpartition("-")[0] for code in codes if "-" in code)
    missing = [code for code in above if code not in codes]
    if missing:
        yield None, f"番号からみて上にあるはずの {'、'.join(missing)} の見出しが印刷されていません。"


def repeated_code(evidence: Evidence) -> Remarks:
    """A code that an earlier heading has. The later entry is kept without its code."""
    for line, code in evidence.repeated:
        yield line, f"番号 {code} が前の見出しと重なっています(後の項目は番号なしで扱います)。"


def no_level(evidence: Evidence) -> Remarks:
    """A line in a heading's brackets, but without a level. It is kept as text of the entry above."""
    for line in evidence.unlevelled:
        words = line_of(evidence, line)
        yield line, f"見出しのような行「{words}」が経営課題・戦略・具体的取組のどれか分かりません(本文として扱います)。"


def bare_heading(evidence: Evidence) -> Remarks:
    """A heading without words, or without text below it where others of its level have some."""
    spoken_of = {entry.level for entry in evidence.entries if entry.body} | {Level.GOAL, Level.MISSION, Level.POLICY}
    for entry in evidence.entries:
        if not entry.title:
            yield entry.lines[0], f"見出し「{entry.heading}」に題名がありません。"
        elif not entry.body and entry.level in spoken_of:
            yield entry.lines[0], f"{called(entry)}に本文がありません。"


def no_issue(evidence: Evidence) -> Remarks:
    """A page with strategies or initiatives, but without a single issue."""
    if not any(entry.level is Level.ISSUE for entry in evidence.entries):
        yield None, "経営課題の見出しが一つもありません。"


def _childless(evidence: Evidence, level: Level, below: Level) -> Remarks:
    parents = Counter(entry.parent for entry in evidence.entries if entry.level is below)
    if parents:
        for entry in evidence.entries:
            # Where initiatives stand below the issue itself, which strategy they belong to is not to be told.
            if entry.level is level and not parents[entry.id] and not parents[entry.parent]:
                yield entry.lines[0], f"{called(entry)}の下に{NAMES[below]}が印刷されていません。"


def unopened_heading(evidence: Evidence) -> Remarks:
    """A line that begins like the heading of a code that no entry has. It is kept as text of the entry above."""
    for line, code in evidence.unopened:
        words = line_of(evidence, line)
        yield line, f"番号 {code} の見出しのような行「{words}」を見出しとして読めません(本文として扱います)。"
