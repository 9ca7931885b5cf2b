"""How a workspace is moved into: what is its own is made here, beside what all of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.oauth import OAuthFlow

from bot.archive import Archive
from bot.contact import Calls, plainly, say_missing_scopes
from bot.installation import HomeTab, Installation
from bot.installations import Installations, States, Ticket
from bot.journal import Journal
from bot.listeners import Behaviour
from bot.names import Names
from bot.oauth import oauth_flow
from bot.pending import Pending
from bot.people import People
from bot.presses import Presses
from bot.replica import Replica
from bot.rooms import Rooms
from bot.sending import Sender
from bot.service import Service
from bot.settings import Settings
from bot.state import State
from bot.store import Database
from bot.talk import Talk
from bot.watch import BotToken, bot_token_trouble
from bot.windows import Windows
from bot.works import Lane, Works
from bot.workspaces import Alone, Several, Workspace, Workspaces
from knowledge import Desk


@dataclass(frozen=True, slots=True)
class Shared:
    """What all workspaces share: documents, database and threads, and nothing that people say."""

    desk: Desk
    settings: Settings
    database: Database
    names: Names
    replica: Replica
    works: Works

    def move_in(
        self, ticket: Ticket, installation: Installation, calls: Calls, leave: Callable[[float], object]
    ) -> Workspace:
        """A workspace with all that is its own; Slack is asked nothing. `leave` forgets the installation."""
        key, works = installation.key, self.works
        told = self.settings.of(key)
        home = HomeTab(installation.team)
        service = Service(
            self.desk.of(told.hoshin_organisation or None),
            self.replica,
            Pending(self.database, self.replica, key),
            State(self.database, self.names, key),
            Journal(self.database, self.names, key),
            Sender(calls.client, calls.pulse),
            Lane(works.doors, key),
            Lane(works.turns, key),
            Lane(works.outbox, key),
            works.alarms,
            People(calls.quick, installation),
            told,
            home,
        )
        rooms = Rooms(service)
        windows = Windows(service, rooms, works.windows)
        hands = Lane(works.hands, key)
        does = Behaviour(Talk(service), Presses(service), rooms, windows, service.people, hands, leave)
        bot = AuthorizeResult(
            enterprise_id=ticket.enterprise or None,
            team_id=ticket.team or None,
            bot_id=ticket.bot_id,
            bot_user_id=ticket.bot_user_id,
            bot_token=ticket.token,
        )
        return Workspace(installation, bot, does, home, calls.token, calls.pulse)


@dataclass(frozen=True, slots=True)
class Moving:
    """What is known before the first thread is started, and what then makes the workspaces."""

    calls: Calls
    """With the token of the settings, or without any."""
    move_in: Callable[[Shared], Workspaces]
    token: BotToken
    """What is seen of the settings' token; of several workspaces none ends the program."""
    check: Callable[[], object]
    """Asks Slack for anything with it."""
    name: str
    """Of the workspace; of several, their ids."""
    bot_id: str | None = None
    flow: OAuthFlow | None = None


def into_one(settings: Settings, archive: Archive) -> Moving:
    """The workspace whose token stands in the settings. SlackError where Slack does not let us in."""
    calls = Calls(settings, settings.slack_bot_token)
    with plainly(bot_token_trouble, settings):
        us = calls.client.auth_test()
    say_missing_scopes(us)
    installation = Installation.of(us.data if isinstance(us.data, dict) else {}, calls.client)
    archive.adopt(installation.key)
    ticket = Ticket(
        token=settings.slack_bot_token,
        bot_id=us.get("bot_id") or "",
        bot_user_id=us.get("user_id") or "",
        team=us.get("team_id") or "",
        enterprise=us.get("enterprise_id") or "",
        whole=installation.whole,
        name=us.get("team") or "",
    )

    def move_in(shared: Shared) -> Workspaces:
        # Its token says itself when it is no good any more: see bot.watch.
        return Alone(shared.move_in(ticket, installation, calls, lambda _: None))

    return Moving(calls, move_in, calls.token, calls.client.auth_test, ticket.name, ticket.bot_id)


def into_several(settings: Settings, database: Database) -> Moving:
    """Those that have installed the app, and that will. Raises UnwritableError."""
    calls = Calls(settings, "")
    installations = Installations(database, settings.hoshin_token_keys, settings.hoshin_workspaces)
    installations.renew()

    def move_in(shared: Shared) -> Workspaces:
        def opened(ticket: Ticket) -> Workspace:
            installation = Installation(ticket.team or ticket.enterprise, ticket.enterprise, ticket.whole)

            def leave(at: float) -> None:
                installations.forget(ticket.key, at)
                workspaces.called(ticket.key)

            return shared.move_in(ticket, installation, Calls(settings, ticket.token), leave)

        workspaces = Several(installations, opened)
        return workspaces

    flow = oauth_flow(settings, calls.client, installations, States(database, settings.hoshin_token_keys))
    return Moving(calls, move_in, BotToken(), lambda: None, "、".join(installations.known()), flow=flow)
