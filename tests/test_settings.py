"""Settings: what may be written where, and what is said when it cannot work."""

from __future__ import annotations

import os
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot import settings as reader
from bot.settings import Settings, SettingsError
from knowledge import SHIPPED, Folders
from tests.conftest import ROOT

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test"}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of settings in the current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


def load(environment: dict[str, str], file: Path) -> Settings:
    """What the program is told at home, where the file is."""
    assert file.parent == Path.cwd()
    return reader.load(environment)


def test_nothing_set_means_the_defaults(file: Path) -> None:
    settings = load({}, file)
    assert settings == Settings()
    assert not settings.connects_to_slack
    assert settings.hoshin_documents == Folders(Path("documents"), SHIPPED)


def test_the_environment_wins_over_the_file(file: Path) -> None:
    file.write_text("HOSHIN_LOG=warning\nHOSHIN_DATABASE=data/plan.db\nHOSHIN_JOURNAL=\n", encoding="utf-8")
    settings = load({"HOSHIN_LOG": "DEBUG"}, file)
    assert settings.hoshin_log == "DEBUG"
    assert settings.hoshin_database == Path("data/plan.db")
    assert settings.hoshin_journal == Path("journal.db")


def test_home_is_where_its_variable_says(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Everything that is the user's lies there: .env, index, journal, added documents."""
    home = tmp_path_factory.mktemp("home")
    (home / ".env").write_text("HOSHIN_LOG=DEBUG\n", encoding="utf-8")
    file.write_text("HOSHIN_LOG=ERROR\n", encoding="utf-8")
    settings = load({"HOSHIN_HOME": str(home)}, file)
    assert settings.hoshin_log == "DEBUG"
    assert (settings.hoshin_database, settings.hoshin_journal) == (home / "hoshin.db", home / "journal.db")
    assert settings.hoshin_documents == Folders(home / "documents", SHIPPED)


def test_a_folder_of_documents_that_is_named_stands_for_itself(file: Path) -> None:
    """As in the .env of whoever ran the program from a checkout before."""
    assert load({"HOSHIN_DOCUMENTS": "knowledge/documents"}, file).hoshin_documents == Folders(
        Path("knowledge/documents")
    )


def test_a_home_that_is_not_there_or_that_the_file_names_is_said(file: Path) -> None:
    with pytest.raises(SettingsError, match=r"HOSHIN_HOME のフォルダー nowhere がありません"):
        load({"HOSHIN_HOME": "nowhere"}, file)
    file.write_text("HOSHIN_HOME=/srv/hoshin\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="環境変数として指定してください"):
        load({}, file)


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "ja", "LANG": "en_GB.UTF-8"}, "ja"),
        ({"LANGUAGE": "ja:en"}, "ja"),
        ({"LANG": "jav_ID"}, "en"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_language_is_the_terminals(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, variables.get(name, ""))
    assert reader.language() == language


def test_an_absolute_path_stays_itself(file: Path, tmp_path: Path) -> None:
    assert load({"HOSHIN_JOURNAL": str(tmp_path / "j.db")}, file).hoshin_journal == tmp_path / "j.db"


def test_the_bot_in_slack_is_told_what_it_may(file: Path) -> None:
    settings = load(
        {
            "HOSHIN_THREAD_FOLLOWUPS": "Off",
            "HOSHIN_KEEP_DAYS": "３０",
            "HOSHIN_ADMINS": "U01ABC, W02DEF\tU03GHI",
            "HOSHIN_PORT": "8080",
            "HOSHIN_CHANNELS": "C01ABC、G02DEF,,",
            "HOSHIN_ALLOW": "Guests,external",
        },
        file,
    )
    assert settings == Settings(
        hoshin_thread_followups=False,
        hoshin_keep_days=30,
        hoshin_admins=frozenset({"U01ABC", "W02DEF", "U03GHI"}),
        hoshin_port=8080,
        hoshin_channels=frozenset({"C01ABC", "G02DEF"}),
        hoshin_allow=frozenset({"guests", "external"}),
    )


@pytest.mark.parametrize(("words", "follows"), [("on TRUE 1 yes", True), ("off False 0 no", False)], ids=["on", "off"])
def test_a_switch_knows_the_usual_words(file: Path, words: str, follows: bool) -> None:
    for word in words.split():
        assert load({"HOSHIN_THREAD_FOLLOWUPS": word}, file).hoshin_thread_followups is follows, word


def test_port_0_means_no_port(file: Path) -> None:
    assert load({"HOSHIN_PORT": "0"}, file).hoshin_port is None


def test_both_tokens_connect_to_slack(file: Path) -> None:
    settings = load(TOKENS | {"SLACK_API_URL": "http://127.0.0.1:4022/api"}, file)
    assert settings.connects_to_slack
    assert settings.slack_api_url == "http://127.0.0.1:4022/api/"
    assert "xoxb" not in repr(settings)
    assert "xapp" not in repr(settings)


HTTP = {
    "SLACK_BOT_TOKEN": "xoxb-test",
    "SLACK_SIGNING_SECRET": "0" * 32,
    "HOSHIN_MODE": "HTTP",
    "HOSHIN_PORT": "3000",
}


def test_in_http_mode_slack_calls_us_and_no_app_token_is_wanted(file: Path) -> None:
    settings = load(HTTP | {"HOSHIN_HOST": "0.0.0.0", "HOSHIN_URL": "https://hoshin.example.jp/ward/"}, file)
    assert settings.connects_to_slack
    assert (settings.hoshin_mode, settings.hoshin_host, settings.hoshin_port) == ("http", "0.0.0.0", 3000)
    assert settings.hoshin_url == "https://hoshin.example.jp/ward"
    assert "0" * 32 not in repr(settings)


KEYS = ("a" * 43 + "=", "b" * 42 + "-=")
INSTALLED = {
    "HOSHIN_WORKSPACES": "T01, E02",
    "HOSHIN_MODE": "http",
    "HOSHIN_PORT": "3000",
    "HOSHIN_URL": "https://hoshin.example.jp",
    "HOSHIN_TOKEN_KEYS": ",".join(KEYS),
    "SLACK_CLIENT_ID": "12.34",
    "SLACK_CLIENT_SECRET": "1" * 32,
    "SLACK_SIGNING_SECRET": "0" * 32,
}


def test_what_is_told_for_one_workspace_is_nothing_in_another(file: Path) -> None:
    told = {
        "HOSHIN_ADMINS": "T01/U1, T01/W2, E02/U1",
        "HOSHIN_CHANNELS": "T01/C1",
        "HOSHIN_CHANNEL_ORGANISATIONS": "T01/C1=楠木区, T01/C2=港区, E02=楠木区",
        "HOSHIN_ORGANISATION": "港区",
    }
    settings = load(INSTALLED | told, file)
    assert settings.connects_to_slack
    assert not [key for key in (*KEYS, "1" * 32) if key in repr(settings)]
    here, there, elsewhere = (settings.of(workspace) for workspace in ("T01", "E02", "T0"))
    assert [sorted(each.hoshin_admins) for each in (here, there, elsewhere)] == [["U1", "W2"], ["U1"], []]
    assert [sorted(each.hoshin_channels) for each in (here, there)] == [["C1"], []]
    assert here.hoshin_channel_organisations == {"C1": "楠木区", "C2": "港区"}
    assert (there.hoshin_channel_organisations, there.hoshin_organisation) == ({}, "楠木区")
    assert (here.hoshin_organisation, elsewhere.hoshin_organisation) == ("港区", "港区")


def test_over_the_socket_several_workspaces_need_no_signing_secret(file: Path) -> None:
    told = {"HOSHIN_MODE": "socket", "SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-test"}
    assert load(INSTALLED | told, file).connects_to_slack


@pytest.mark.parametrize("name", sorted(set(INSTALLED) - {"HOSHIN_MODE", "HOSHIN_WORKSPACES"}))
def test_what_several_workspaces_lack_is_named(file: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=rf"^HOSHIN_WORKSPACES には {name} も要ります"):
        load(INSTALLED | {name: ""}, file)


@pytest.mark.parametrize("name", sorted(set(HTTP) - {"HOSHIN_MODE"}))
def test_what_http_mode_lacks_is_named(file: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=rf"^HOSHIN_MODE=http には {name} も要ります"):
        load(HTTP | {name: ""}, file)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"HOSHIN_MODE": "https"}, r"^HOSHIN_MODE は socket, http のどれか.*いまの値: https"),
        ({"HOSHIN_HOST": "http://0.0.0.0"}, r"^HOSHIN_HOST には IP アドレスを"),
        ({"HOSHIN_URL": "http://hoshin.example.jp"}, r"^HOSHIN_URL には、Slack から届く https://"),
        (INSTALLED | {"SLACK_BOT_TOKEN": "xoxb-test"}, r"^HOSHIN_WORKSPACES があるときは.*SLACK_BOT_TOKEN を空に"),
        (INSTALLED | {"HOSHIN_ADMINS": "U1"}, r"^HOSHIN_WORKSPACES があるときは、HOSHIN_ADMINS の.*直すところ: U1\)"),
        (INSTALLED | {"HOSHIN_CHANNELS": "T03/C1"}, r"^HOSHIN_WORKSPACES .*HOSHIN_CHANNELS の.*直すところ: T03/C1\)"),
        ({"HOSHIN_CHANNELS": "T01/C1"}, r"^HOSHIN_CHANNELS の T01/C1 は.*HOSHIN_WORKSPACES がありません"),
        ({"HOSHIN_CHANNEL_ORGANISATIONS": "T01=港区"}, r"^HOSHIN_CHANNEL_ORGANISATIONS の T01 は"),
        ({"HOSHIN_WORKSPACES": "minato"}, r"^HOSHIN_WORKSPACES には、.*直すところ: minato\)"),
        ({"HOSHIN_TOKEN_KEYS": "geheim"}, r"^HOSHIN_TOKEN_KEYS には、トークンを暗号化する鍵"),
        ({"SLACK_CLIENT_ID": "A0123"}, r"^SLACK_CLIENT_ID には、.*Client ID.*いまの値: A0123"),
        ({"SLACK_SIGNING_SECRET": "hello"}, r"^SLACK_SIGNING_SECRET には、.*App Credentials"),
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
        ({"HOSHIN_THREAD_FOLLOWUPS": "たまに"}, r"^HOSHIN_THREAD_FOLLOWUPS は on か off .*いまの値: たまに"),
        ({"HOSHIN_KEEP_DAYS": "0"}, r"^HOSHIN_KEEP_DAYS は 1 から 36500 までの整数.*いまの値: 0\)"),
        ({"HOSHIN_KEEP_DAYS": "半年"}, r"^HOSHIN_KEEP_DAYS は 1 から 36500 までの整数.*いまの値: 半年\)"),
        ({"HOSHIN_KEEP_DAYS": "1.5"}, r"^HOSHIN_KEEP_DAYS は"),
        ({"HOSHIN_KEEP_DAYS": "9" * 5_000}, r"^HOSHIN_KEEP_DAYS は"),
        ({"HOSHIN_PORT": "65536"}, r"^HOSHIN_PORT は 0 から 65535 までの整数.*いまの値: 65536\)"),
        ({"HOSHIN_PORT": "-1"}, r"^HOSHIN_PORT は"),
        ({"HOSHIN_ADMINS": "U01ABC, tanaka"}, r"^HOSHIN_ADMINS には .*U か W で始まる.*直すところ: tanaka\)"),
        ({"HOSHIN_ADMINS": "C01ABC"}, r"^HOSHIN_ADMINS には .*直すところ: C01ABC\)"),
        ({"HOSHIN_CHANNELS": "#bosai C01ABC D01"}, r"^HOSHIN_CHANNELS には .*C か G で.*直すところ: #bosai, D01\)"),
        ({"HOSHIN_ALLOW": "guests, all"}, r"^HOSHIN_ALLOW に書けるのは guests, external だけ.*直すところ: all\)"),
        ({"HOSHIN_JOURNAL": "hoshin.db"}, r"^HOSHIN_DATABASE と HOSHIN_JOURNAL が同じファイル"),
        ({"HOSHIN_KEEPDAYS": "30"}, r"^環境変数 の HOSHIN_KEEPDAYS という設定はありません。HOSHIN_KEEP_DAYS のこと"),
        (TOKENS | {"SLACK_BOT_TOKEN": "xoxb-１２３"}, r"^SLACK_BOT_TOKEN に、全角の文字や.*Bot User OAuth Token"),
        (TOKENS | {"SLACK_APP_TOKEN": "xapp-1 2"}, r"^SLACK_APP_TOKEN に、.*App-Level Tokens"),
        (TOKENS | {"SSL_CERT_FILE": "nowhere.pem"}, r"^SSL_CERT_FILE の証明書ファイル nowhere\.pem がありません"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_a_complaint_names_the_variable_and_what_to_do(file: Path, values: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence) as complaint:
        load(values, file)
    assert "\n" not in str(complaint.value)


@pytest.mark.parametrize(
    "name",
    [
        field.name.upper()
        for field in fields(Settings)
        if field.name != "slack_app_token" and field.type not in ("Path", "Place", "Folders")
    ],
)
def test_a_token_in_the_wrong_place_is_not_repeated(file: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=name) as complaint:
        load({name: f"xapp-1-{'a0hidden'.upper()}-2-abc"}, file)
    assert "hidden" not in str(complaint.value).lower()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("HOSHIN_LOG=DEBUG\n\nこれは何でしょう\n", r"\.env の3行目を読めません。「名前=値」の形"),
        ("# 注記\n=xoxb-secret\n", r"\.env の2行目を読めません"),
        ("HOSHIN_LOG='DEBUG\n", r"\.env の1行目を読めません"),
        ("SLACK_BOT_TOKEN xoxb-secret\n", r"\.env の1行目を読めません"),
        ("HOSHIN_CHANEL=C01ABC\n", r"\.env の HOSHIN_CHANEL という設定はありません。HOSHIN_CHANNELS のこと"),
        ("HOSHIN_ADMIN=U01ABC\n", r"HOSHIN_ADMINS のことでしたら直し"),
        ("SLACK_BOT_TOKNE=xoxb-secret\n", r"SLACK_BOT_TOKNE という設定はありません。SLACK_BOT_TOKEN のこと"),
    ],
)
def test_what_the_file_does_not_mean_is_said_with_its_place(file: Path, text: str, sentence: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=sentence) as complaint:
        load({}, file)
    assert "secret" not in str(complaint.value)


def test_what_others_put_into_the_file_is_theirs(file: Path) -> None:
    file.write_text("SLACK_TEAM=abc\nTZ=Asia/Tokyo\nexport EDITOR=vi\nHOSHIN_LOG=DEBUG\n", encoding="utf-8")
    assert load({}, file).hoshin_log == "DEBUG"


def test_what_the_file_says_of_the_network_is_used_and_the_environment_wins(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "HTTPS_PROXY=http://u:p@127.0.0.1:3128\nNO_PROXY=localhost\nTZ=Asia/Tokyo\n"
    file.write_text(text, encoding="utf-8")
    for name in ("HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, "before")  # so that it is put back
        monkeypatch.delenv(name)
    monkeypatch.setenv("NO_PROXY", "slack.com")
    told = load({}, file)
    assert "p@" not in repr(told)
    reader.use_network(told)
    assert [os.environ.get(name) for name in ("HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "TZ")] == [
        "http://u:p@127.0.0.1:3128",
        "slack.com",
        None,
        os.environ.get("TZ"),
    ]


def test_a_settings_file_in_another_encoding_is_one_sentence(file: Path) -> None:
    file.write_bytes("HOSHIN_LOG=警告\n".encode("cp932"))
    with pytest.raises(SettingsError, match=r"UTF-8 のテキストとして保存"):
        load({}, file)


def test_the_example_names_every_setting_and_only_those_and_works_as_it_stands(file: Path) -> None:
    example = ROOT / ".env.example"
    names = [field.name.upper() for field in fields(Settings)]
    assert list(dotenv_values(example)) == names
    shutil.copy(example, file)
    assert load({}, file) == Settings()


def test_every_setting_of_the_example_has_a_comment() -> None:
    paragraphs = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")[1:]
    assert [(len(lines), lines[0][:2]) for lines in (paragraph.split("\n") for paragraph in paragraphs)] == [
        (2, "# ")
    ] * len(fields(Settings))
