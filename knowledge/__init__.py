"""Knows plans: reads, indexes and answers. Has never heard of Slack."""

from knowledge.contract import as_json, as_text, heading, plan_as_json
from knowledge.desk import Desk
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
from knowledge.overview import Branch, Overview, Volume
from knowledge.phrases import level_name, say
from knowledge.reading import Layout, ReadingError, chosen, is_table, read, read_table, recognise, shelf
from knowledge.sheet import as_csv, as_table
from knowledge.shelf import Change, build
from knowledge.steps import label
from knowledge.store import StoreError
from knowledge.text import strip_mentions

__all__ = [
    "UNITS",
    "Answer",
    "Branch",
    "Change",
    "Desk",
    "Entry",
    "Finding",
    "Kind",
    "Language",
    "Layout",
    "Level",
    "Move",
    "Overview",
    "Plan",
    "Quote",
    "ReadingError",
    "Reason",
    "Shown",
    "Source",
    "Step",
    "StoreError",
    "Subject",
    "Table",
    "Unit",
    "Volume",
    "as_csv",
    "as_json",
    "as_table",
    "as_text",
    "build",
    "chosen",
    "heading",
    "is_table",
    "label",
    "letter",
    "level_name",
    "plan_as_json",
    "read",
    "read_table",
    "recognise",
    "say",
    "shelf",
    "strip_mentions",
    "thousands",
]
