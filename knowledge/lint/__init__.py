"""What whoever keeps the page would want to know: one small function per check, each with a stable code.

A function's docstring explains its finding.
"""

from __future__ import annotations

from collections.abc import Callable

from knowledge.lint import amounts, page, structure, wording
from knowledge.lint.evidence import Evidence, Remarks
from knowledge.model import Finding

__all__ = ["CHECKS", "Evidence", "findings"]

CHECKS: dict[str, Callable[[Evidence], Remarks]] = {
    "A101": amounts.lost_bracket,
    "A102": amounts.inferred_kind,
    "A103": amounts.no_amount,
    "A104": amounts.unread_amount,
    "A105": amounts.stray_amount,
    "A201": structure.gaps,
    "A202": structure.strategy_without_initiative,
    "A203": structure.issue_without_strategy,
    "A204": structure.unprinted_parent,
    "A205": structure.repeated_code,
    "A206": structure.no_level,
    "A207": structure.bare_heading,
    "A208": structure.no_issue,
    "A301": wording.doubled,
    "A302": wording.lonely_bracket,
    "A303": wording.same_title,
    "A304": wording.spelling,
    "A401": page.missing_column,
    "A402": page.unexplained_date,
    "A403": page.other_year,
    "A404": page.no_year,
}


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """Everything odd about the page, by code and then by line."""
    return tuple(Finding(code, line, message) for code, check in CHECKS.items() for line, message in check(evidence))
