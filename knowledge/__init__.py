"""Knows plans: reads, indexes and answers. Has never heard of Slack."""

from knowledge.contract import as_json, as_text, heading, plan_as_json
from knowledge.desk import Desk
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
from knowledge.money import UNITS, Unit
from knowledge.phrases import level_name, say
from knowledge.reading import Layout, ReadingError, is_table, read, read_table, recognise
from knowledge.shelf import Change, build
from knowledge.store import StoreError
from knowledge.text import strip_mentions

__all__ = [
    "UNITS",
    "Answer",
    "Change",
    "Desk",
    "Entry",
    "Finding",
    "Kind",
    "Language",
    "Layout",
    "Level",
    "Plan",
    "Quote",
    "ReadingError",
    "Reason",
    "Shown",
    "Source",
    "StoreError",
    "Subject",
    "Table",
    "Unit",
    "as_json",
    "as_text",
    "build",
    "heading",
    "is_table",
    "level_name",
    "plan_as_json",
    "read",
    "read_table",
    "recognise",
    "say",
    "strip_mentions",
]
