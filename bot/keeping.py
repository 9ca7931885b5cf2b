"""Files of answers on the disk of who sits at the terminal."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from bot.trouble import TroubleError
from knowledge import EXTENSIONS, Answer, Desk, File, Form, say

_FORMS = {f".{extension}": form for form, extension in EXTENSIONS.items()}


def wanted(desk: Desk, answer: Answer, folder: Path) -> Path | None:
    """Writes the file that a question asked for by word, beside what is there; None where it asked for none."""
    file = desk.file(answer, answer.form) if answer.form in EXTENSIONS else None
    return None if file is None else _written(file, _free(folder / file.name))


def form_of(path: Path) -> Form:
    """What file a name asks for; TroubleError where it is none that an answer is given in."""
    form = _FORMS.get(path.suffix.lower())
    if form is None:
        raise TroubleError(say("trouble_no_such_file", "ja", name=path.name, known="、".join(_FORMS)))
    return form


def saved(desk: Desk, answer: Answer, path: Path) -> Path:
    """Writes an answer to a file of that name; TroubleError where there is one, or where nothing fills it."""
    file = desk.file(answer, form_of(path))
    if file is None:
        raise TroubleError(say("trouble_nothing_to_save", "ja", name=path.name))
    if path.exists():
        raise TroubleError(say("trouble_file_is_there", "ja", path=path))
    return _written(file, path)


def _written(file: File, path: Path) -> Path:
    try:
        with path.open("xb") as there:
            there.write(file.content)
    except OSError as error:
        raise TroubleError(say("trouble_file_unwritten", "ja", path=path, why=error.strerror or "")) from error
    return path


def _free(path: Path) -> Path:
    """The path, or the first numbered one beside it that nothing has."""
    others = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return path if not path.exists() else next(other for other in others if not other.exists())
