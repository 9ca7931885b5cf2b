"""Settings: what may be written where, and what is said when it cannot work."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import ROOT, Settings, SettingsError, load

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_nothing_set_means_the_defaults(file: Path) -> None:
    settings = load({}, file)
    assert settings == Settings()
    assert not settings.connects_to_slack
    assert settings.hoshin_documents == ROOT / "knowledge" / "documents"


def test_the_environment_wins_over_the_file(file: Path) -> None:
    file.write_text("HOSHIN_LOG=warning\nHOSHIN_DATABASE=data/plan.db\nHOSHIN_JOURNAL=\n", encoding="utf-8")
    settings = load({"HOSHIN_LOG": "DEBUG"}, file)
    assert settings.hoshin_log == "DEBUG"
    assert settings.hoshin_database == ROOT / "data" / "plan.db"
    assert settings.hoshin_journal == ROOT / "journal.db"


def test_an_absolute_path_stays_itself(file: Path, tmp_path: Path) -> None:
    assert load({"HOSHIN_JOURNAL": str(tmp_path / "j.db")}, file).hoshin_journal == tmp_path / "j.db"


def test_both_tokens_connect_to_slack(file: Path) -> None:
    settings = load(TOKENS | {"SLACK_API_URL": "http://127.0.0.1:4022/api"}, file)
    assert settings.connects_to_slack
    assert settings.slack_api_url == "http://127.0.0.1:4022/api/"
    assert "xoxb" not in repr(settings)
    assert "xapp" not in repr(settings)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-test"}, r"^SLACK_APP_TOKEN が設定されていません。.*両方を \.env に書いてください"),
        ({"SLACK_APP_TOKEN": "xapp-test"}, r"^SLACK_BOT_TOKEN が設定されていません。"),
        (
            {"SLACK_BOT_TOKEN": "xapp-test", "SLACK_APP_TOKEN": "xoxb-test"},
            r"^SLACK_BOT_TOKEN は xoxb- で始まるトークンです。.*Bot User OAuth Token",
        ),
        (TOKENS | {"SLACK_APP_TOKEN": "hello"}, r"^SLACK_APP_TOKEN は xapp- で始まるトークンです。.*App-Level Tokens"),
        ({"SLACK_API_URL": "slack.com/api"}, r"^SLACK_API_URL は http:// か https:// .*いまの値: slack\.com/api"),
        ({"SLACK_API_URL": "http://[::1"}, r"^SLACK_API_URL は"),
        ({"HOSHIN_LOG": "loud"}, r"^HOSHIN_LOG は DEBUG, INFO, WARNING, ERROR のどれか.*いまの値: loud"),
        ({"HOSHIN_JOURNAL": "hoshin.db"}, r"^HOSHIN_DATABASE と HOSHIN_JOURNAL が同じファイル"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_a_complaint_names_the_variable_and_what_to_do(file: Path, values: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence) as complaint:
        load(values, file)
    assert "\n" not in str(complaint.value)


def test_a_token_in_the_wrong_place_is_not_repeated(file: Path) -> None:
    with pytest.raises(SettingsError) as complaint:
        load({"SLACK_BOT_TOKEN": "xapp-test", "SLACK_APP_TOKEN": "xapp-test"}, file)
    assert "xapp-test" not in str(complaint.value)


def test_a_settings_file_in_another_encoding_is_one_sentence(file: Path) -> None:
    file.write_bytes("HOSHIN_LOG=警告\n".encode("cp932"))
    with pytest.raises(SettingsError, match=r"UTF-8 のテキストとして保存"):
        load({}, file)


def test_the_example_names_every_setting_and_only_those_and_works_as_it_stands() -> None:
    example = ROOT / ".env.example"
    names = [field.name.upper() for field in fields(Settings)]
    assert list(dotenv_values(example)) == names
    assert load({}, example) == Settings()


def test_every_setting_of_the_example_has_a_comment() -> None:
    paragraphs = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")[1:]
    assert [(len(lines), lines[0][:2]) for lines in (paragraph.split("\n") for paragraph in paragraphs)] == [
        (2, "# ")
    ] * len(fields(Settings))
