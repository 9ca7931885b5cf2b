"""The command line explains itself in the language of the terminal."""

from __future__ import annotations

import re
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from app import main
from hoshin import VERSION
from knowledge import TRANSLATIONS
from tests.conftest import ROOT

MESSAGES = TRANSLATIONS / "ja" / "LC_MESSAGES" / "messages.po"


def said(*words: str, language: str) -> str:
    environment = {"PATH": "", "LANG": language, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "app.py", *words], cwd=ROOT, env=environment, capture_output=True, check=False, text=True
    )
    return done.stdout + done.stderr


def test_help_is_in_japanese_where_the_terminal_is() -> None:
    helped = said("add", "--help", language="ja_JP.UTF-8")
    assert helped.startswith("使い方: app.py add [OPTIONS] FILES...")
    explained = [line for line in helped.splitlines() if re.match(r"  (?:-|\S)", line)]
    assert [line for line in explained if not re.search(r"[ぁ-ん]|--\S+ \S+$|--columns", line)] == []


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["aks"], "エラー: 'aks' というコマンドはありません。 'ask' のことですか。"),
        (["journal", "--most", "多"], "エラー: '--most' の値が正しくありません: '多' は数ではありません。"),
    ],
)
def test_a_slip_is_told_in_japanese_too(words: list[str], complaint: str) -> None:
    assert said(*words, language="ja_JP.UTF-8").splitlines()[-1] == complaint


def test_elsewhere_it_is_english() -> None:
    assert "Whose plan it is, with the city" in CliRunner().invoke(main, ["add", "--help"]).output


def test_it_tells_its_version() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"hoshin, version {VERSION}\n"


def written() -> list[tuple[tuple[str, ...], str]]:
    """Each message of messages.po, in the singular and the plural where it has one, and its Japanese."""
    with MESSAGES.open("rb") as file:
        messages = [message for message in read_po(file, locale="ja") if message.id]
    both = ((each.id, each.string or "") for each in messages)
    return [
        ((one,) if isinstance(one, str) else tuple(one), said if isinstance(said, str) else said[0])
        for one, said in both
    ]


def test_the_compiled_words_are_the_written_ones() -> None:
    """After a change of messages.po: `make translations`."""
    with MESSAGES.with_suffix(".mo").open("rb") as compiled:
        spoken = GNUTranslations(compiled)
    told = [
        (words, spoken.ngettext(words[0], words[1], 1) if words[1:] else spoken.gettext(words[0]))
        for words, _ in written()
    ]
    assert told == written() != []


def test_every_translated_word_is_one_that_click_says() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in Path(str(click.__file__)).parent.glob("*.py"))
    assert [one for words, _ in written() for one in words if f'"{one}"' not in sources] == []
