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
    Plan,
    Quote,
    Reason,
    Shown,
    Source,
    Subject,
    Table,
)
from knowledge.phrases import level_name, say
from knowledge.reading import ReadingError, chosen, read, shelf
from knowledge.shelf import Change, build
from knowledge.store import StoreError
from knowledge.text import strip_mentions

__all__ = [
    "Answer",
    "Change",
    "Desk",
    "Entry",
    "Finding",
    "Kind",
    "Language",
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
    "as_json",
    "as_text",
    "build",
    "chosen",
    "heading",
    "letter",
    "level_name",
    "plan_as_json",
    "read",
    "say",
    "shelf",
    "strip_mentions",
]
