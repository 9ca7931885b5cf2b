"""Home, and the questions that the Messages tab offers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from slack_bolt import Ack, App, BoltContext

from bot import branches, home
from bot.listeners.behaviour import here
from bot.rooms import Rooms
from bot.state import Preferences
from bot.viewed import read

EVENT = "app_home_opened"


def register(app: App) -> None:
    """Listen to Home."""

    @app.event(EVENT)
    def opened(event: dict[str, Any], context: BoltContext) -> None:
        does, user = here(context), event["user"]
        rooms = does.rooms
        if event.get("tab") == "messages":
            does.later(user, "", lambda: rooms.offer_prompts(event["channel"], user))
        else:
            does.later(user, "", lambda: rooms.open_home(user))

    moves = {
        branches.OPEN: lambda place, entry: place.open(entry),
        branches.CLOSE: lambda place, entry: place.close(entry),
        branches.PAGE: lambda place, page: place.turn(page),
        home.ANSWER_CLOSE: lambda place, _: replace(place, answer=""),
    }
    for action, move in moves.items():

        @app.action(home.matching(action))
        # By keyword only: Bolt fills every other argument itself, with None where it does not know the name.
        def walked(ack: Ack, body: dict[str, Any], context: BoltContext, *, move: Any = move) -> None:
            ack()
            does, viewed = here(context), read(body)
            does.later(viewed.user, viewed.team, lambda: does.rooms.walk(viewed, move))

    changes = {home.LANGUAGE: _language, home.FOLLOWUPS: _followups}
    for action, change in changes.items():

        @app.action(action)
        def set_(ack: Ack, body: dict[str, Any], context: BoltContext, *, change: Any = change) -> None:
            ack()
            does, viewed = here(context), read(body)
            does.later(viewed.user, viewed.team, lambda: does.rooms.prefer(viewed, change))

    asks = {home.ASK: Rooms.ask, branches.ENTRY: Rooms.entry, home.SUGGEST: Rooms.entry, home.RECENT: Rooms.recent}
    for action, ask in asks.items():

        @app.action(home.matching(action))
        def asked(ack: Ack, body: dict[str, Any], context: BoltContext, *, ask: Any = ask) -> None:
            ack()
            does, viewed = here(context), read(body)
            does.later(viewed.user, viewed.team, lambda: ask(does.rooms, viewed))


def _language(preferences: Preferences, value: str) -> Preferences:
    told: dict[str, Literal["auto", "ja", "en"]] = {"ja": "ja", "en": "en"}
    return replace(preferences, language=told.get(value, "auto"))


def _followups(preferences: Preferences, value: str) -> Preferences:
    return replace(preferences, followups=value != home.OFF)
