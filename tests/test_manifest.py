"""manifest.json is what an administrator pastes into Slack: valid, and asking for what the code uses and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot import listeners
from knowledge import Desk, Kind

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def manifest() -> Any:
    return json.loads((HERE.parent / "manifest.json").read_text(encoding="utf-8"))


def test_slack_would_accept_it(manifest: Any) -> None:
    schema = json.loads((HERE / "data" / "slack-manifest.schema.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(manifest)] == []


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
