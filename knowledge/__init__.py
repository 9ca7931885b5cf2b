"""Knows plans: reads, indexes and answers. Has never heard of Slack."""

from knowledge.acquisition import Added, Outcome, add, found, remove
from knowledge.comparison import signed
from knowledge.contract import as_json, as_text, heading, plan_as_json
from knowledge.desk import Desk, Holding
from knowledge.differences import Difference, comparison_csv, differences
from knowledge.lint import letter
from knowledge.model import (
    Answer,
    Entry,
    Finding,
    Kind,
    Language,
    Level,
    Move,
    Plan,
    Quote,
    Reason,
    Shown,
    Source,
    Step,
    Subject,
    Table,
)
from knowledge.money import UNITS, Unit, thousands
from knowledge.overview import Branch, Overview
from knowledge.phrases import level_name, say
from knowledge.reading import Layout, ReadingError, Told, chosen, is_table, read, recognise, shelf
from knowledge.sheet import as_csv, as_table
from knowledge.shelf import Change, build
from knowledge.steps import label
from knowledge.store import Extent, Store, StoreError
from knowledge.text import strip_mentions

__all__ = [
    "UNITS",
    "Added",
    "Answer",
    "Branch",
    "Change",
    "Desk",
    "Difference",
    "Entry",
    "Extent",
    "Finding",
    "Holding",
    "Kind",
    "Language",
    "Layout",
    "Level",
    "Move",
    "Outcome",
    "Overview",
    "Plan",
    "Quote",
    "ReadingError",
    "Reason",
    "Shown",
    "Source",
    "Step",
    "Store",
    "StoreError",
    "Subject",
    "Table",
    "Told",
    "Unit",
    "add",
    "as_csv",
    "as_json",
    "as_table",
    "as_text",
    "build",
    "chosen",
    "comparison_csv",
    "differences",
    "found",
    "heading",
    "is_table",
    "label",
    "letter",
    "level_name",
    "plan_as_json",
    "read",
    "recognise",
    "remove",
    "say",
    "shelf",
    "signed",
    "strip_mentions",
    "thousands",
]
