"""The app's manifest, as an administrator pastes it into Slack, for the way in which events come in here."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from bot import listeners
from bot.oauth import REDIRECT_PATH
from bot.reception import EVENTS_PATH
from bot.settings import Settings, SettingsError
from knowledge import say


def manifest(shipped: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """The shipped manifest, which is one for Socket Mode, as these settings want it.

    SettingsError where Slack is to call us and nobody told at which address.
    """
    made = copy.deepcopy(dict(shipped))
    if settings.hoshin_mode == "http":
        if not settings.hoshin_url:
            raise SettingsError(say("operation_settings_no_url", "ja"))
        _call_us(made, settings.hoshin_url + EVENTS_PATH)
    if settings.hoshin_workspaces:
        _install_by_us(made, settings.hoshin_url + REDIRECT_PATH)
    return made


def _call_us(made: dict[str, Any], url: str) -> None:
    told = made["settings"]
    told["socket_mode_enabled"] = False
    told["event_subscriptions"]["request_url"] = url
    told["interactivity"] |= {"request_url": url, "message_menu_options_url": url}
    for command in made["features"]["slash_commands"]:
        command["url"] = url


def _install_by_us(made: dict[str, Any], url: str) -> None:
    made["oauth_config"]["redirect_urls"] = [url]
    told = made["settings"]
    told["org_deploy_enabled"] = True
    told["event_subscriptions"]["bot_events"] = sorted({*listeners.EVENTS, *listeners.LEAVING})
