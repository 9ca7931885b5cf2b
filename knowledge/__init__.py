"""Knows plans: reads, indexes and answers. Has never heard of Slack."""

from knowledge.comparison import signed
from knowledge.contract import as_json, as_text, heading, plan_as_json
from knowledge.desk import Desk, Holding
from knowledge.differences import Difference, comparison_csv, differences
from knowledge.language.money import UNITS, Unit, thousands
from knowledge.language.phrases import level_name, say
from knowledge.language.text import strip_mentions
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
from knowledge.overview import Branch, Overview
from knowledge.reading import (
    REPEATS,
    Coverage,
    Layout,
    Reading,
    ReadingError,
    Repeats,
    Share,
    Told,
    UndecidedError,
    opened,
    read,
    understood,
)
from knowledge.reading.tree import Twig, measures, tree
from knowledge.sheet import as_csv, as_table
from knowledge.shelf.acquisition import Added, Arrival, Outcome, add, found, look, remove, take_in
from knowledge.shelf.building import Change, build
from knowledge.shelf.folder import chosen, documents_in
from knowledge.shelf.store import Extent, Store, StoreError
from knowledge.steps import label

__all__ = [
    "REPEATS",
    "UNITS",
    "Added",
    "Answer",
    "Arrival",
    "Branch",
    "Change",
    "Coverage",
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
    "Reading",
    "ReadingError",
    "Reason",
    "Repeats",
    "Share",
    "Shown",
    "Source",
    "Step",
    "Store",
    "StoreError",
    "Subject",
    "Table",
    "Told",
    "Twig",
    "UndecidedError",
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
    "documents_in",
    "found",
    "heading",
    "label",
    "letter",
    "level_name",
    "look",
    "measures",
    "opened",
    "plan_as_json",
    "read",
    "remove",
    "say",
    "signed",
    "strip_mentions",
    "take_in",
    "thousands",
    "tree",
    "understood",
]
