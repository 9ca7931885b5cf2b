"""An answer as a file: rows as CSV or as a workbook with a chart, a note for the assembly as text and as a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers.files.memo import as_plain, memo
from knowledge.answers.files.sheet import ANSWERED, as_csv, as_table
from knowledge.answers.files.word import as_document
from knowledge.answers.files.workbook import as_workbook
from knowledge.language.phrases import say
from knowledge.model import Answer, Form

EXTENSIONS = {Form.CSV: "csv", Form.EXCEL: "xlsx", Form.MEMO: "docx"}
"""Forms that are files."""


@dataclass(frozen=True, slots=True)
class File:
    """Something to keep of an answer."""

    name: str
    """With its extension."""
    title: str
    content: bytes
    comment: str
    """What it is, in plain words; of a note the note itself."""
    plain: str
    """The same in characters, for where the file cannot be sent."""


def as_file(answer: Answer, form: Form, question: str = "", before: Sequence[Answer | None] = ()) -> File | None:
    """An answer as a file of that form; None where it has nothing to put into one.

    A note says the question, in other words where its own say no more than the form, and what came of each part of it
    against the year before.
    """
    content, comment, plain = _content(answer, form, question or answer.question, before)
    if content is None:
        return None
    title = answer.source.title if answer.source else say("file_answer", answer.language)
    name = f"{say('memo_title', answer.language)} {title}" if form is Form.MEMO else title
    return File(f"{_safe(name)}.{EXTENSIONS[form]}", name, content, comment, plain)


def _content(
    answer: Answer, form: Form, question: str, before: Sequence[Answer | None]
) -> tuple[bytes | None, str, str]:
    if form is Form.MEMO:
        note = memo(answer, question, before)
        if note is None:
            return None, "", ""
        plain = as_plain(note, answer.language)
        return as_document(note), say("memo_comment", answer.language, note=plain), plain
    rows = as_csv(answer)
    content = as_workbook(answer) if form is Form.EXCEL else rows
    return content, answer.headline, rows.decode("utf-8-sig") if rows is not None else ""


def files_of(answer: Answer) -> tuple[Form, ...]:
    """The forms of files that an answer offers: rows where it has some, a note where it tells of money."""
    if answer.kind not in ANSWERED:
        return ()
    rows = (Form.CSV, Form.EXCEL) if as_table(answer) is not None else ()
    tells_money = answer.yen is not None or (answer.table is not None and bool(answer.table.yen))
    tells_money = tells_money and not answer.is_glance
    return (*rows, Form.MEMO) if tells_money else rows


def _safe(title: str) -> str:
    """A title as the name of a file on any system."""
    return "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in title)


__all__ = ["EXTENSIONS", "File", "as_file", "files_of"]
