"""Who is asking: their language, and whether the ward's bot is there for them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.replies import certain, code_of
from knowledge import Language

SCOPES = ("users:read",)
KNOWN_FOR = 60 * 60
"""Seconds until a person is looked up again."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of somebody."""

    language: Language = "ja"
    is_guest: bool = False
    is_external: bool = False
    """Of another organisation, in a channel that is shared with it."""


class People:
    """The people of the workspace, each looked up once an hour."""

    def __init__(self, client: WebClient, team: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._team = team
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Person]] = {}

    def person(self, user: str, team: str = "") -> Person:
        """Somebody; `team` is the workspace that the event names, where it does."""
        now = self._clock()
        with self._lock:
            at, person = self._known.get(user, (-KNOWN_FOR, Person()))
        if now - at < KNOWN_FOR:
            return person
        found = self._look_up(user, team)
        if found is None:
            # Slack does not say: the event's own word must do, and next time we ask again.
            return Person(is_external=bool(team) and team != self._team)
        with self._lock:
            self._known = {name: entry for name, entry in self._known.items() if now - entry[0] < KNOWN_FOR}
            self._known[user] = (now, found)
        return found

    def _look_up(self, user: str, team: str) -> Person | None:
        try:
            with certain():
                told = self._client.users_info(user=user, include_locale=True)["user"]
        except SlackApiError as refusal:
            log.warning("Slack does not tell who is asking: %s", code_of(refusal))
            return None
        except SlackClientError as lost:
            log.warning("Slack does not tell who is asking: %s", type(lost).__name__)
            return None
        if not isinstance(told, dict):  # a reply that was cut short on its way
            return None
        theirs = told.get("team_id") or team
        return Person(
            language="ja" if str(told.get("locale") or "ja").startswith("ja") else "en",
            is_guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
            is_external=bool(told.get("is_stranger")) or bool(theirs and theirs != self._team),
        )
