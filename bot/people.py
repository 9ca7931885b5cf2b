"""Who is asking: their language, and whether the ward's bot is there for them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.installation import Installation
from bot.replies import certain, code_of
from knowledge import Language, say

SCOPES = ("users:read",)
KNOWN_FOR = 60 * 60
"""Seconds until a person is looked up again."""
GOOD_FOR = 24 * 60 * 60
"""Seconds for which what Slack said last holds where it says nothing now."""
UNKNOWN_FOR = 60
"""Seconds for which Slack is not asked again after it did not say who somebody is."""
PATIENCE = 2
"""Seconds that Slack may take to say it, once and again: an answer waits for that."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """What Slack says of somebody."""

    language: Language = "ja"
    is_guest: bool = False
    is_external: bool = False
    """Of another organisation, in a channel that is shared with it."""
    is_known: bool = True
    """Slack has said so."""


STRANGER = Person(is_guest=True, is_external=True, is_known=False)
"""Whoever Slack says nothing of."""


@dataclass(slots=True)
class _Entry:
    """What is known of one person, and since when."""

    person: Person = STRANGER
    told_at: float = float("-inf")
    asked_at: float = float("-inf")


class People:
    """The people of the workspace, each looked up once an hour."""

    def __init__(
        self, client: WebClient, installation: Installation, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`client` should not wait long for a reply: see PATIENCE."""
        self._client = client
        self._installation = installation
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[str, _Entry] = {}
        self._looking: dict[str, threading.Lock] = {}
        """Somebody who asks twice at once is looked up once."""

    def language(self, user: str) -> Language:
        """Somebody's language as far as it is known already; nobody waits for it."""
        with self._lock:
            return self._known.get(user, _Entry()).person.language

    def is_at_hand(self, user: str) -> bool:
        """Whether `person` would answer without asking Slack."""
        with self._lock:
            entry = self._known.get(user)
        return entry is not None and not self._is_due(entry)

    def _is_due(self, entry: _Entry) -> bool:
        now = self._clock()
        return now - entry.told_at >= KNOWN_FOR and now - entry.asked_at >= UNKNOWN_FOR

    def person(self, user: str, team: str = "") -> Person:
        """Somebody; `team` is the workspace that the event names, where it does. STRANGER where Slack does not say."""
        with self._lock:
            looking = self._looking.setdefault(user, threading.Lock())
        with looking:
            with self._lock:
                entry = self._known.setdefault(user, _Entry())
            if self._is_due(entry):
                entry.asked_at = now = self._clock()
                found = self._look_up(user, team)
                if found is not None:
                    entry.person, entry.told_at = found, now
                elif now - entry.told_at >= GOOD_FOR:
                    entry.person = replace(STRANGER, language=entry.person.language)
                    log.error("%s", say("person_unchecked", "ja", seconds=UNKNOWN_FOR))
                self._forget_the_old(now)
            return entry.person

    def _forget_the_old(self, now: float) -> None:
        with self._lock:
            kept = {user for user, entry in self._known.items() if now - max(entry.told_at, entry.asked_at) < GOOD_FOR}
            self._known = {user: entry for user, entry in self._known.items() if user in kept}
            self._looking = {user: lock for user, lock in self._looking.items() if user in kept}

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
        return Person(
            language="ja" if str(told.get("locale") or "ja").startswith("ja") else "en",
            is_guest=bool(told.get("is_restricted") or told.get("is_ultra_restricted")),
            is_external=not self._installation.employs(told, team),
        )
