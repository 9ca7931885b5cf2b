"""Files of the folder of added documents, each step whole and each to be undone."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from knowledge.reading import complaints, is_table
from knowledge.reading.listing import UneditableError
from knowledge.shelf.folder import LIST, Folders, Listed, documents_in, is_marked, is_page, mark_of, marker

_MARK = mark_of(b"").partition(b" ")[0]


def listed_in(folders: Folders) -> dict[str, Listed]:
    """The documents on the shelf by name; none where every folder is empty."""
    try:
        return {each.source.document: each for each in documents_in(folders)}
    except complaints.NoDocumentError:
        return {}


def path_for(folders: Folders, file: Path, listed: Mapping[str, Listed], name: str) -> Path:
    """Where the copy lies: a document that comes in another format gets a file of that format's name.

    A file whose name does not end like a page's or a table's was read as a page, and gets the name of one.
    """
    end = file.suffix.lower() if is_page(file) or is_table(file) else ".txt"
    if name in listed and folders.holds(listed[name]) and listed[name].path.suffix == end:
        return listed[name].path
    taken = {each.path for other, each in listed.items() if other != name}
    names = (f"{name}{number}{end}" for number in ("", *(f"-{n}" for n in range(2, len(taken) + 3))))
    return next(folders.own / each for each in names if folders.own / each not in taken)


def make(folders: Folders) -> None:
    """The folder of added documents, where it is not there yet."""
    try:
        folders.own.mkdir(exist_ok=True)
    except OSError as error:
        raise complaints.unwritable(folders.own, error.strerror or str(error)) from error


def put_file(data: bytes, path: Path, undo: ExitStack, *, is_listed: bool) -> None:
    """Puts a copy in its place, which a marker keeps from being taken for a document until documents.toml names it."""
    before = path.read_bytes() if path.exists() else None
    if not is_listed:
        keep_off(path, data, undo)
    undo.callback(_restore, path, before)
    _write_whole(path, data)


def note_in(folder: Path, undo: ExitStack, edit: Callable[[str], str]) -> None:
    """Changes documents.toml."""
    path = folder / LIST
    before = path.read_bytes() if path.exists() else None
    listed = (before or b"").decode("utf-8")
    try:
        edited = edit(listed)
    except UneditableError as error:
        raise complaints.uneditable_list(path) from error
    if edited != listed:
        undo.callback(_restore, path, before)
        _write_whole(path, edited.encode("utf-8"))


def keep_off(path: Path, data: bytes, undo: ExitStack) -> None:
    """Keeps a file from being taken for a document."""
    put_whole(marker(path), mark_of(data), undo)


def put_whole(mark: Path, data: bytes, undo: ExitStack) -> None:
    """Puts a marker with some data in its place."""
    undo.callback(mark.unlink, missing_ok=True)
    _write_whole(mark, data)


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        _write_whole(path, before)


def _write_whole(path: Path, data: bytes) -> None:
    """Puts data in a file's place in one step, so that nobody ever reads half of it, not even after a power cut."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        with fresh.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise complaints.unwritable(path, error.strerror or str(error)) from error


def tidy(folders: Folders) -> None:
    """Takes away what an add or a remove left that broke off: a marked file that documents.toml does not name."""
    folder = folders.own
    if not folder.is_dir():
        return
    for half in (folder / f"{LIST}.new", *folder.glob("*.unlisted.new")):
        half.unlink(missing_ok=True)
    marks = [mark for mark in folder.glob("*.unlisted") if _is_ours(mark)]
    if marks:
        named = {each.path for each in listed_in(folders).values()}
        for mark in marks:
            path = mark.with_suffix("")
            if path not in named and is_marked(path):
                path.unlink()
            path.with_name(f"{path.name}.new").unlink(missing_ok=True)
            mark.unlink()


def _is_ours(mark: Path) -> bool:
    """Whether a file of a marker's name is one, and not somebody's own."""
    return mark.is_file() and mark.stat().st_size == len(mark_of(b"")) and mark.read_bytes().startswith(_MARK)
