"""The workspaces that the bot answers in, each with its own token, people, memory and settings."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult

from bot.installation import HomeTab, Installation
from bot.installations import Installations, Ticket, key_of
from bot.listeners import Behaviour
from bot.replies import Pulse
from bot.store import UnreachableError
from bot.watch import BotToken

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Workspace:
    """One installation of the app at work: a workspace, or an organisation with all of its workspaces."""

    installation: Installation
    bot: AuthorizeResult
    """Who we are there, with the token."""
    does: Behaviour
    home: HomeTab
    token: BotToken
    pulse: Pulse

    def end(self) -> None:
        """Nothing more is sent there; what is still on its way is owed."""
        self.pulse.end()


class Workspaces(ABC):
    """Which installation something belongs to. Safe from any thread."""

    @abstractmethod
    def of_envelope(self, body: Mapping[str, Any], context: BoltContext) -> Workspace | None:
        """Whose an envelope is; None where it is nobody's here. Asks Slack nothing: nobody is acknowledged yet."""

    @abstractmethod
    def called(self, key: str) -> Workspace | None:
        """The installation with this key; None where it is none any more."""

    @abstractmethod
    def all(self) -> list[Workspace]:
        """Every installation."""

    def go_on(self, now: float | None) -> None:
        """Answer everywhere what is owed; see `Talk.go_on`. Raises UnreachableError."""
        for workspace in self.all():
            workspace.does.talk.go_on(now)

    @abstractmethod
    def end(self) -> None:
        """Nothing more is sent anywhere."""


class Alone(Workspaces):
    """One workspace, whose token is in the settings."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def of_envelope(self, body: Mapping[str, Any], context: BoltContext) -> Workspace | None:  # noqa: ARG002
        """Nobody of another workspace is answered with this one's token. A command brings its own way to answer."""
        return self._workspace if "command" in body or self._workspace.installation.has(body) else None

    def called(self, key: str) -> Workspace | None:
        """The one."""
        return self._workspace if key == self._workspace.installation.key else None

    def all(self) -> list[Workspace]:
        """The one."""
        return [self._workspace]

    def end(self) -> None:
        """Nothing more is sent."""
        self._workspace.end()


class Several(Workspaces):
    """Those that have installed the app, looked up each time: another replica may have heard of one that came."""

    def __init__(self, installations: Installations, moved_in: Callable[[Ticket], Workspace]) -> None:
        """`moved_in` makes a workspace of what is kept of it, without asking Slack anything."""
        self._installations = installations
        self._moved_in = moved_in
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, Workspace]] = {}
        """By key, with what stood in the database when it was made."""

    def of_envelope(self, body: Mapping[str, Any], context: BoltContext) -> Workspace | None:  # noqa: ARG002
        """The installation that Slack names, also while the database is away: somebody has to apologise."""
        key = key_of(context.enterprise_id, context.team_id, whole=context.is_enterprise_install)
        try:
            return self.called(key)
        except UnreachableError:
            with self._lock:
                if key in self._known:
                    return self._known[key][1]
            raise

    def called(self, key: str) -> Workspace | None:
        """The installation as it stands now. Raises UnreachableError."""
        sealed = self._installations.sealed(key)
        with self._lock:
            kept, workspace = self._known.get(key, ("", None))
            if workspace is not None and kept == sealed:
                return workspace
            if workspace is not None:  # taken out, or installed anew
                workspace.end()
                del self._known[key]
            ticket = self._installations.opened(key, sealed) if sealed else None
            if ticket is None:
                return None
            self._known[key] = sealed, self._moved_in(ticket)
            return self._known[key][1]

    def all(self) -> list[Workspace]:
        """Every one that can be worked with now. Raises UnreachableError."""
        return [workspace for key in self._installations.known() if (workspace := self.called(key)) is not None]

    def end(self) -> None:
        """Nothing more is sent anywhere."""
        with self._lock:
            for _, workspace in self._known.values():
                workspace.end()
