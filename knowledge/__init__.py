"""Knows plans: reads, indexes and answers. Has never heard of Slack."""

from knowledge.acquisition import Added, Outcome, add, found, remove
from knowledge.comparison import signed
from knowledge.contract import as_json, as_text, heading, plan_as_json
from knowledge.desk import Desk, Holding
from knowledge.differences import Difference, as_csv, differences
from knowledge.model import (
    Answer,
    Entry,
    Finding,
    Kind,
    Language,
    Level,
    Plan,
    Quote,
    Reason,
    Shown,
    Source,
    Subject,
    Table,
)
from knowledge.money import thousands
from knowledge.phrases import level_name, say
from knowledge.reading import ReadingError, read
from knowledge.shelf import Change, build
from knowledge.store import Store, StoreError
from knowledge.text import strip_mentions

__all__ = [
    "Added",
    "Answer",
    "Change",
    "Desk",
    "Difference",
    "Entry",
    "Finding",
    "Holding",
    "Kind",
    "Language",
    "Level",
    "Outcome",
    "Plan",
    "Quote",
    "ReadingError",
    "Reason",
    "Shown",
    "Source",
    "Store",
    "StoreError",
    "Subject",
    "Table",
    "add",
    "as_csv",
    "as_json",
    "as_text",
    "build",
    "differences",
    "found",
    "heading",
    "level_name",
    "plan_as_json",
    "read",
    "remove",
    "say",
    "signed",
    "strip_mentions",
    "thousands",
]
