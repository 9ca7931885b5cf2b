"""manifest.json is what an administrator pastes into Slack: valid, and asking for what the code uses and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

from app import main
from bot import listeners
from knowledge import Desk, Kind
from tests.test_settings import INSTALLED

HERE = Path(__file__).parent


@pytest.fixture
def manifest() -> Any:
    return json.loads((HERE.parent / "manifest.json").read_text(encoding="utf-8"))


def faults(manifest: Any) -> list[str]:
    """What Slack would not accept."""
    schema = json.loads((HERE / "data" / "slack-manifest.schema.json").read_text(encoding="utf-8"))
    return [error.message for error in Draft7Validator(schema).iter_errors(manifest)]


def test_slack_would_accept_it(manifest: Any) -> None:
    assert faults(manifest) == []


def printed(folder: Path, **told: str) -> tuple[int, str]:
    """What `hoshin manifest` prints with these settings, and how it ends."""
    made = CliRunner().invoke(main, ["manifest"], env={"HOSHIN_HOME": str(folder), **told})
    return made.exit_code, made.output


def test_the_command_prints_it_as_the_settings_want_it(manifest: Any, tmp_path: Path) -> None:
    """Over the socket as it ships; by HTTP Slack calls one address for all, and nothing else is different."""
    assert json.loads(printed(tmp_path)[1]) == manifest
    by_http = {"HOSHIN_MODE": "http", "HOSHIN_PORT": "3000", "SLACK_SIGNING_SECRET": "0" * 32}
    told = by_http | {"SLACK_BOT_TOKEN": "xoxb-test"}
    _, text = printed(tmp_path, **told, HOSHIN_URL="https://hoshin.example.jp/")
    made, url = json.loads(text), "https://hoshin.example.jp/slack/events"
    assert faults(made) == []
    assert made["settings"].pop("socket_mode_enabled") is False
    assert made["settings"]["event_subscriptions"].pop("request_url") == url
    called = [made["settings"]["interactivity"].pop(name) for name in ("request_url", "message_menu_options_url")]
    assert [*called, *(command.pop("url") for command in made["features"]["slash_commands"])] == [url] * 3
    assert manifest["settings"].pop("socket_mode_enabled") is True
    assert made == manifest
    status, sentence = printed(tmp_path, **told)
    assert (status, "HOSHIN_URL に https://" in sentence) == (1, True)


def test_where_several_workspaces_install_it_slack_leads_them_back_and_tells_who_leaves(
    manifest: Any, tmp_path: Path
) -> None:
    told = {name.upper(): value for name, value in INSTALLED.items()} | {"HOSHIN_MODE": "socket"}
    made = json.loads(printed(tmp_path, **told, SLACK_APP_TOKEN="xapp-test")[1])
    assert faults(made) == []
    assert made["oauth_config"].pop("redirect_urls") == ["https://hoshin.example.jp/slack/oauth_redirect"]
    assert made["settings"].pop("org_deploy_enabled") is True
    more = set(made["settings"]["event_subscriptions"].pop("bot_events"))
    assert more == {*manifest["settings"]["event_subscriptions"].pop("bot_events"), "app_uninstalled", "tokens_revoked"}
    assert manifest["settings"].pop("org_deploy_enabled") is False
    assert made == manifest


def test_it_asks_for_what_the_code_uses_and_no_more(manifest: Any) -> None:
    settings, features = manifest["settings"], manifest["features"]
    assert manifest["oauth_config"]["scopes"]["bot"] == sorted(set(listeners.SCOPES))
    assert settings["event_subscriptions"]["bot_events"] == sorted(listeners.EVENTS)
    assert [command["command"] for command in features["slash_commands"]] == list(listeners.COMMANDS)
    assert [shortcut["callback_id"] for shortcut in features["shortcuts"]] == list(listeners.SHORTCUTS)


def test_it_turns_on_socket_mode_and_the_messages_tab(manifest: Any) -> None:
    assert manifest["settings"]["socket_mode_enabled"]
    assert manifest["features"]["app_home"]["home_tab_enabled"]
    assert manifest["features"]["app_home"]["messages_tab_enabled"]
    assert not manifest["features"]["app_home"]["messages_tab_read_only_enabled"]
    assert "agent_view" in manifest["features"]


def test_what_it_suggests_to_ask_is_answered(manifest: Any, desk: Desk) -> None:
    prompts = manifest["features"]["agent_view"]["suggested_prompts"]
    answers = {prompt["message"]: desk.ask(prompt["message"]).kind for prompt in prompts}
    assert [asked for asked, kind in answers.items() if kind in (Kind.UNKNOWN, Kind.ELSEWHERE, Kind.CHOICES)] == []
