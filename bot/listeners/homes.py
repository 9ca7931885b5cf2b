"""Home, and the questions that the Messages tab offers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from slack_bolt import Ack, App

from bot import home
from bot.rooms import Rooms, read
from bot.state import Preferences

EVENT = "app_home_opened"


def register(app: App, rooms: Rooms) -> None:
    """Listen to Home."""

    @app.event(EVENT)
    def opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "messages":
            rooms.offer_prompts(event["channel"], event["user"])
        else:
            rooms.open_home(event["user"])

    moves = {
        home.OPEN: lambda place, entry: place.open(entry),
        home.CLOSE: lambda place, entry: place.close(entry),
        home.PAGE: lambda place, page: place.turn(page),
        home.ANSWER_CLOSE: lambda place, _: replace(place, answer=""),
    }
    for action, move in moves.items():

        @app.action(home.matching(action))
        # By keyword only: Bolt fills every other argument itself, with None where it does not know the name.
        def walked(ack: Ack, body: dict[str, Any], *, move: Any = move) -> None:
            ack()
            rooms.walk(read(body), move)

    changes = {home.LANGUAGE: _language, home.FOLLOWUPS: _followups}
    for action, change in changes.items():

        @app.action(action)
        def set_(ack: Ack, body: dict[str, Any], *, change: Any = change) -> None:
            ack()
            rooms.prefer(read(body), change)

    asks = {home.ASK: rooms.ask, home.ENTRY: rooms.entry, home.SUGGEST: rooms.entry, home.RECENT: rooms.recent}
    for action, ask in asks.items():

        @app.action(home.matching(action))
        def asked(ack: Ack, body: dict[str, Any], *, ask: Any = ask) -> None:
            ack()
            ask(read(body))


def _language(preferences: Preferences, value: str) -> Preferences:
    told: dict[str, Literal["auto", "ja", "en"]] = {"ja": "ja", "en": "en"}
    return replace(preferences, language=told.get(value, "auto"))


def _followups(preferences: Preferences, value: str) -> Preferences:
    return replace(preferences, followups=value != home.OFF)
