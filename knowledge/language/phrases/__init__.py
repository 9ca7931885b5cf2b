"""Every sentence that people read, Japanese and English, in the TOML files beside this one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

from knowledge.model import Entry, Language

TRANSLATIONS = Path(str(files("knowledge") / "language" / "locale"))
"""Where gettext finds the Japanese of the words that the command line's library says by itself."""


@cache
def phrases() -> dict[str, dict[str, str]]:
    """All phrases: key → language → text with {placeholders}. KeyError: a key stands in two files."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            more = tomllib.loads(file.read_text(encoding="utf-8"))
            if twice := found.keys() & more.keys():
                raise KeyError(f"{file.name} says again: {', '.join(sorted(twice))}")
            found |= more
    return found


def say(key: str, language: Language, **values: object) -> str:
    """The phrase `key` in `language`, its placeholders filled in. KeyError: a mistake in the program."""
    phrase = phrases()[key][language]
    if language == "en" and values.get("count") == 1 and "{count} {level}" in phrase:
        level = str(values["level"])
        values["level"] = _singular().get(level, level)
    return phrase.format(**values)


@cache
def _singular() -> dict[str, str]:
    """What several entries of a level are called in English → what one is."""
    found = phrases()
    several = (key for key in found if key.startswith("levels_") and key.replace("levels_", "level_") in found)
    return {found[key]["en"]: found[key.replace("levels_", "level_")]["en"].lower() for key in several}


def level_name(entry: Entry, language: Language) -> str:
    """What an entry's level is called: in the document's own word, else in the plan's."""
    return entry.level_name or say(f"level_{entry.level}", language)
