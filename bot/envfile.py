"""The file .env, read strictly: a line that means nothing, or a name that nobody knows, is said and not passed over."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.trouble import TroubleError
from knowledge import say

OURS = "HOSHIN_"
"""How the names begin that are meant for this program alone."""
SLIP = 0.85
"""How like one of ours another name must be to count as a slip: SLACK_BOT_TOKNE is one, SLACK_TEAM is not."""


class SettingsError(TroubleError):
    """A setting that cannot work; the text names the variable."""


def read(file: Path, known: Iterable[str]) -> dict[str, str]:
    """The variables of the file, none where there is no file. Raises SettingsError."""
    try:
        text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as unreadable:
        raise SettingsError(say("window_settings_unreadable", "ja", path=file)) from unreadable
    for line in parse_stream(io.StringIO(text)):
        if line.error or (line.key is not None and line.value is None):
            # Its words stay out of the sentence: a token may stand there.
            number = line.original.line + _blank_lines_before(line.original.string)
            raise SettingsError(say("operation_settings_line", "ja", path=file, line=number))
    found = dotenv_values(stream=io.StringIO(text), interpolate=False)
    _check(found, known, str(file), slips=True)
    return {name: value or "" for name, value in found.items()}


def check_environment(environment: Mapping[str, str], known: Iterable[str], where: str) -> None:
    """Raises SettingsError for a name that begins like ours and is none."""
    _check(environment, known, where, slips=False)


def _check(names: Iterable[str], known: Iterable[str], where: str, *, slips: bool) -> None:
    """Raises SettingsError for a name that begins like ours, or is a slip of one of ours, with the nearest that is."""
    known = tuple(known)
    for name in names:
        if name in known or not (slips or name.startswith(OURS)):
            continue
        nearest = get_close_matches(name, known, 1, cutoff=0 if name.startswith(OURS) else SLIP)
        if nearest:
            raise SettingsError(say("operation_settings_unknown", "ja", path=where, name=name, nearest=nearest[0]))


def _blank_lines_before(text: str) -> int:
    """The parser counts empty lines to what follows them."""
    return len(text) - len(text.lstrip("\n"))
