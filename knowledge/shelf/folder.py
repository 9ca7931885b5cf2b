"""The folders of published documents, and what documents.toml says of each."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from knowledge.language.money import UNITS
from knowledge.model import Source
from knowledge.reading import complaints
from knowledge.reading.tables import NOTHING, REPEATS, Told, is_table

LIST = "documents.toml"
SHIPPED = Path(str(files("knowledge") / "documents"))
"""The documents that come with the program. Nothing is ever written there: it may be an installed package."""
_FIELDS: dict[str, tuple[type, str]] = {
    "file": (str, "文字列"),
    "organisation": (str, "文字列"),
    "title": (str, "文字列"),
    "fiscal_year": (int, "西暦の整数"),
    "url": (str, "文字列"),
    "licence": (str, "文字列"),
    "columns": (str, "文字列"),
    "unit": (str, "文字列"),
    "sheet": (str, "文字列"),
    "repeats": (str, "文字列"),
    "skip_pages": (str, "文字列"),
    "corrections": (str, "文字列"),
}
FACTS = tuple(name for name in _FIELDS if name != "file")
"""What documents.toml may say of a document, beside where it is."""
_PAGES = (".txt", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx")
_Value = TypeVar("_Value", str, int)
_Choice = TypeVar("_Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document on the shelf, not yet read."""

    path: Path
    source: Source
    """What documents.toml says of it; an empty title and None for what it leaves to the page."""
    told: Told = NOTHING
    """Of a table, what documents.toml says of its columns."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where documents lie: a folder that they are added to, and one that comes with the program and is only read.

    A document of the first goes before one of the same name in the second.
    """

    own: Path
    shipped: Path | None = None
    """None: `own` is all there is, and it has to be there; else it may be missing until something is added."""

    @classmethod
    def of(cls, place: Folders | Path) -> Folders:
        """A path alone is a folder that stands for itself."""
        return place if isinstance(place, Folders) else cls(place)

    @property
    def there(self) -> tuple[Path, ...]:
        """The folders that there are to read."""
        return tuple(folder for folder in (self.shipped, self.own) if folder is not None and folder.is_dir())

    def holds(self, listed: Listed) -> bool:
        """Whether a document lies in the folder that may be written."""
        return listed.path.parent == self.own

    def removal(self, name: str) -> Path:
        """The file in `own` that keeps a shipped document of that name off the shelf."""
        return self.own / f"{name}.removed"


def marker(path: Path) -> Path:
    """The file beside a document's that says, by its hash: it is a document only if documents.toml names it."""
    return path.with_name(f"{path.name}.unlisted")


def is_marked(path: Path) -> bool:
    """Whether a file is one that is not yet a document, or no more. Any other file of a marker's name says nothing."""
    if not marker(path).is_file():
        return False
    return path.is_file() and marker(path).read_bytes() == mark_of(path.read_bytes())


def mark_of(data: bytes) -> bytes:
    """What a marker says of a file of these bytes, and of no other."""
    return f"hoshin {hashlib.sha256(data).hexdigest()}\n".encode()


def is_page(path: Path) -> bool:
    """Whether a file in the folder is taken for a page by the end of its name."""
    return path.suffix.lower() in _PAGES


def documents_in(place: Folders | Path) -> tuple[Listed, ...]:
    """The documents in a place, the shipped ones first: those of documents.toml in its order, then others by name.

    Raises ReadingError for a missing folder, for no document at all, and for whatever is wrong in documents.toml.
    """
    folders = Folders.of(place)
    if not folders.there:
        raise complaints.no_folder(folders.own)
    own = _documents_of(folders.own) if folders.own.is_dir() else ()
    documents = (*shipped_in(folders, {each.source.document for each in own}), *own)
    if not documents:
        raise complaints.no_document(folders.own)
    return documents


def shipped_in(place: Folders | Path, but: Collection[str] = ()) -> tuple[Listed, ...]:
    """The shipped documents, without those of the names in `but` and those that were taken off the shelf."""
    folders = Folders.of(place)
    return tuple(
        each
        for each in (_documents_of(folders.shipped) if folders.shipped in folders.there else ())
        if each.source.document not in but and not folders.removal(each.source.document).exists()
    )


def _documents_of(folder: Path) -> tuple[Listed, ...]:
    named = _named(folder)
    files = {listed.path for listed in named}
    others = tuple(
        Listed(path, Source(document=path.stem, organisation=None, title="", fiscal_year=None))
        for path in sorted(folder.iterdir())
        if (is_page(path) or is_table(path)) and path not in files and not is_marked(path)
    )
    documents = named + others
    _refuse_same_names(folder / LIST, documents)
    return documents


def chosen(document: str, place: Folders | Path) -> Listed:
    """The document of that short name in a place, else the file at that path. Raises ReadingError."""
    path = Path(document)
    documents = documents_in(place) if Folders.of(place).there or not path.exists() else ()
    for listed in documents:
        if document == listed.source.document or (path.exists() and path.samefile(listed.path)):
            return listed
    if not path.exists():
        raise complaints.no_such_document(document, [listed.source.document for listed in documents])
    return Listed(path, Source(document=path.stem, organisation=None, title="", fiscal_year=None))


def _named(folder: Path) -> tuple[Listed, ...]:
    path = folder / LIST
    if not path.exists():
        return ()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise complaints.broken_list(path, str(error)) from error
    except OSError as error:
        raise complaints.unreadable(path, error.strerror or str(error)) from error
    return tuple(_listed(path, document, table) for document, table in tables.items())


def _listed(path: Path, document: str, table: object) -> Listed:
    if not isinstance(table, dict):
        raise complaints.wrong_entry(path, document, "[文書の短い名前] の下に項目を並べてください")
    unknown = sorted(str(name) for name in table if name not in _FIELDS)
    if unknown:
        usable = "、".join(_FIELDS)
        raise complaints.wrong_entry(path, document, f"{'、'.join(unknown)} は使えません(使える項目: {usable})")
    file = _value(path, document, table, "file", str)
    if not file or Path(file).name != file or "/" in document:
        raise complaints.wrong_entry(path, document, f"file に {path.parent} の中のファイル名を書いてください")
    if not (path.parent / file).is_file():
        raise complaints.wrong_entry(path, document, f"file に書かれた {file} が {path.parent} にありません")
    return Listed(
        path.parent / file,
        Source(
            document=document,
            organisation=_value(path, document, table, "organisation", str),
            title=_value(path, document, table, "title", str) or "",
            fiscal_year=_value(path, document, table, "fiscal_year", int),
            url=_value(path, document, table, "url", str),
            licence=_value(path, document, table, "licence", str),
            corrections=_value(path, document, table, "corrections", str),
        ),
        Told(
            columns=_value(path, document, table, "columns", str),
            unit=_one_of(path, document, table, "unit", UNITS),
            sheet=_value(path, document, table, "sheet", str),
            repeats=_one_of(path, document, table, "repeats", REPEATS),
            skip_pages=_value(path, document, table, "skip_pages", str),
        ),
    )


def _one_of(
    path: Path, document: str, table: dict[str, object], name: str, choices: tuple[_Choice, ...]
) -> _Choice | None:
    value = _value(path, document, table, name, str)
    found = next((each for each in choices if each == value), None)
    if value is not None and found is None:
        raise complaints.wrong_entry(path, document, f"{name} は{'、'.join(choices)}のどれかで書いてください")
    return found


def _value(path: Path, document: str, table: dict[str, object], name: str, kind: type[_Value]) -> _Value | None:
    value = table.get(name)
    if value is None:
        return None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise complaints.wrong_entry(path, document, f"{name} は{_FIELDS[name][1]}で書いてください")
    return value


def _refuse_same_names(path: Path, documents: tuple[Listed, ...]) -> None:
    for name, count in Counter(listed.source.document for listed in documents).items():
        if count > 1:
            raise complaints.wrong_entry(path, name, "同じ名前の文書が二つあるので、どちらかの名前を変えてください")
