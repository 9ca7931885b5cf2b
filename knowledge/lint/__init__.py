"""What whoever keeps the page would want to know: one small function per check, each with a stable code.

A function's docstring explains its finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.language.phrases import say
from knowledge.lint import amounts, page, structure, wording
from knowledge.lint.evidence import Evidence, Remarks
from knowledge.model import Finding, Plan

__all__ = ["CHECKS", "FOR_OWNER", "SLIPS", "Evidence", "findings", "letter"]

_REMARK = re.compile(r"\([^()]*\)(?=。$)")

CHECKS: dict[str, Callable[[Evidence], Remarks]] = {
    "A101": amounts.lost_bracket,
    "A102": amounts.inferred_kind,
    "A103": amounts.no_amount,
    "A104": amounts.unread_amount,
    "A105": amounts.stray_amount,
    "A106": amounts.no_unit,
    "A107": amounts.counted_elsewhere,
    "A108": amounts.wrong_sum,
    "A109": amounts.same_twice,
    "A201": structure.gaps,
    "A202": structure.strategy_without_initiative,
    "A203": structure.issue_without_strategy,
    "A204": structure.unprinted_parent,
    "A205": structure.repeated_code,
    "A206": structure.no_level,
    "A207": structure.bare_heading,
    "A208": structure.no_issue,
    "A209": structure.unopened_heading,
    "A301": wording.doubled,
    "A302": wording.lonely_bracket,
    "A303": wording.same_title,
    "A304": wording.spelling,
    "A401": page.missing_column,
    "A402": page.unexplained_date,
    "A403": page.other_year,
    "A404": page.no_year,
    "A405": page.lost_characters,
}
FOR_OWNER = frozenset("A101 A103 A104 A106 A108 A109 A205 A207 A301 A302 A304 A401 A402".split())
"""What the page's owner can mend; the rest is for whoever keeps the shelf."""

SLIPS = frozenset("A101 A301 A302 A304 A405".split())
"""Slips of the pen in printed words: whoever quotes such a line says that it stands so on the page."""


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """Everything odd about the page, by code and then by line."""
    return tuple(Finding(code, line, message) for code, check in CHECKS.items() for line, message in check(evidence))


def letter(plan: Plan) -> str:
    """A polite message to the office that keeps the page, in Japanese and ready to send: what it may want to mend.

    A finding's last brackets, which tell what the program made of it, are left out.
    """
    source = plan.source
    contact = source.contact
    office = " ".join(filter(None, (contact.office, contact.section))) if contact else source.organisation
    points = [_point(found) for found in plan.findings if found.code in FOR_OWNER]
    return say(
        "letter" if points else "letter_nothing",
        "ja",
        office=office or say("letter_somebody", "ja"),
        title=source.title,
        url=f"\n{source.url}" if source.url else "",
        points="\n".join(points),
    )


def _point(found: Finding) -> str:
    where = say("letter_line", "ja", line=found.line) if found.line else ""
    where = say("build_page", "ja", page=found.page) if found.page else where
    return say("letter_point", "ja", where=where, what=_REMARK.sub("", found.message))
