"""Knows plans: reads, indexes and answers. Has never heard of Slack."""

from knowledge.answers.contract import as_json, as_text, plan_as_json
from knowledge.answers.differences import Comparison, Difference, column_names, comparison_csv, revision
from knowledge.answers.files import EXTENSIONS, File, files_of
from knowledge.answers.files.sheet import as_csv, as_table, number_of, without_sum
from knowledge.answers.outline import (
    alone,
    caveats,
    heading,
    in_full,
    in_lines,
    offered,
    page_url,
    path,
    quoted,
    small_print,
    standing,
    whose,
    words_of,
)
from knowledge.answers.overview import Branch, Overview
from knowledge.answers.steps import step_to
from knowledge.answers.units import cell, rate, signed
from knowledge.asking import Heard
from knowledge.desk import Desk, Holding
from knowledge.language.money import UNITS, Unit, thousands
from knowledge.language.money import find as find_money
from knowledge.language.phrases import TRANSLATIONS, level_name, say
from knowledge.language.text import strip_mentions
from knowledge.lint import letter
from knowledge.model import (
    MOST_PARTS,
    Answer,
    Entry,
    Evidence,
    Finding,
    Form,
    Kind,
    Language,
    Level,
    Plan,
    Quote,
    Reason,
    Shown,
    Signs,
    Source,
    Step,
    Subject,
    Table,
)
from knowledge.plain import read as read_plain
from knowledge.plain import written
from knowledge.question.decision import doubt
from knowledge.question.spans import Span
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
from knowledge.reading.pasting import pasted
from knowledge.reading.tree import Twig, measures, tree
from knowledge.shelf.acquisition import Added, Arrival, Outcome, add, found, look, remove, take_in
from knowledge.shelf.amounts import Extent
from knowledge.shelf.building import Change, build, sound
from knowledge.shelf.corrections import correct, take_back
from knowledge.shelf.file import StoreError
from knowledge.shelf.folder import SHIPPED, Folders, chosen, documents_in
from knowledge.shelf.refreshing import SAVED, side_by_side
from knowledge.shelf.store import Store

__all__ = [
    "EXTENSIONS",
    "MOST_PARTS",
    "REPEATS",
    "SAVED",
    "SHIPPED",
    "TRANSLATIONS",
    "UNITS",
    "Added",
    "Answer",
    "Arrival",
    "Branch",
    "Change",
    "Comparison",
    "Coverage",
    "Desk",
    "Difference",
    "Entry",
    "Evidence",
    "Extent",
    "File",
    "Finding",
    "Folders",
    "Form",
    "Heard",
    "Holding",
    "Kind",
    "Language",
    "Layout",
    "Level",
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
    "Signs",
    "Source",
    "Span",
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
    "alone",
    "as_csv",
    "as_json",
    "as_table",
    "as_text",
    "build",
    "caveats",
    "cell",
    "chosen",
    "column_names",
    "comparison_csv",
    "correct",
    "documents_in",
    "doubt",
    "files_of",
    "find_money",
    "found",
    "heading",
    "in_full",
    "in_lines",
    "letter",
    "level_name",
    "look",
    "measures",
    "number_of",
    "offered",
    "opened",
    "page_url",
    "pasted",
    "path",
    "plan_as_json",
    "quoted",
    "rate",
    "read",
    "read_plain",
    "remove",
    "revision",
    "say",
    "side_by_side",
    "signed",
    "small_print",
    "sound",
    "standing",
    "step_to",
    "strip_mentions",
    "take_back",
    "take_in",
    "thousands",
    "tree",
    "understood",
    "whose",
    "without_sum",
    "words_of",
    "written",
]
