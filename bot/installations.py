"""Bolt's store of installations, on the journal's database: tokens stand there encrypted, and go when the app does.

Whoever reads the database has no token without the key, which comes from the environment.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_bolt.error import BoltError
from slack_sdk.oauth import InstallationStore, OAuthStateStore
from slack_sdk.oauth.installation_store.models import Bot
from slack_sdk.oauth.installation_store.models import Installation as Installed

from bot.store import Database, Writing
from knowledge import say

STATE_FOR = 600
"""Seconds that somebody may take on Slack's page of consent."""
SEEN = "INSERT INTO seen (key, at) VALUES (?, clock()) ON CONFLICT DO NOTHING"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an installation is worked with."""

    token: str = field(repr=False)
    bot_id: str
    bot_user_id: str
    team: str
    """Empty where the app is installed for a whole organisation."""
    enterprise: str
    whole: bool
    """Installed for the whole organisation."""
    name: str
    """Of the workspace or the organisation."""
    since: float = 0.0
    """Seconds since 1970."""

    @property
    def key(self) -> str:
        """What it is kept under."""
        return key_of(self.enterprise, self.team, whole=self.whole)


def key_of(enterprise: str | None, team: str | None, *, whole: bool | None) -> str:
    """The name of an installation: the organisation's where it is for the whole of it, or else the workspace's."""
    return (enterprise if whole else team) or ""


class RefusedError(BoltError):
    """This installation is not kept; the text is the key of a sentence that says why."""


class Installations(InstallationStore):
    """The workspaces and organisations that have installed the app."""

    def __init__(self, database: Database, keys: Sequence[str], allowed: frozenset[str]) -> None:
        """The first of the keys encrypts, all of them decrypt; `allowed` are those who may install."""
        self._database = database
        self._newest = Fernet(keys[0])
        self._box = MultiFernet([Fernet(key) for key in keys])
        self._allowed = allowed

    @property
    def logger(self) -> logging.Logger:
        """Bolt's other parts log through it."""
        return log

    # For Bolt, who installs and takes away

    def save(self, installation: Installed) -> None:
        """Keep what Slack gave. RefusedError where we do not want it; UnwritableError."""
        ticket = _ticket(installation)
        if not self._may(ticket):
            raise RefusedError("oauth_not_allowed")
        if installation.bot_refresh_token or not ticket.token:
            raise RefusedError("oauth_rotates")  # a token that ends in twelve hours
        sealed = self._newest.encrypt(json.dumps(asdict(ticket)).encode()).decode()
        with self._database.writing() as write:
            _forget(write, ticket.key)
            write("INSERT INTO installations (workspace, sealed) VALUES (?, ?)", ticket.key, sealed)
        log.info("%s", say("oauth_installed", "ja", name=ticket.name))

    def find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """What is kept of an installation, as Bolt has it."""
        ticket = self.find(key_of(enterprise_id, team_id, whole=is_enterprise_install))
        if ticket is None:
            return None
        return Bot(
            bot_token=ticket.token,
            bot_id=ticket.bot_id,
            bot_user_id=ticket.bot_user_id,
            team_id=ticket.team or None,
            team_name=ticket.name,
            enterprise_id=ticket.enterprise or None,
            is_enterprise_install=ticket.whole,
            installed_at=0.0,
        )

    def forget(self, key: str, at: float) -> None:
        """The app was taken out of there: its token and what is owed to anybody are erased. Raises UnwritableError.

        An end that came before the installation is that of an older one, of which Slack told late.
        """
        ticket = self.find(key)
        if ticket is not None and ticket.since > at:
            return
        with self._database.writing() as write:
            _forget(write, key)
            write("DELETE FROM pending WHERE workspace = ?", key)
        self._database.settle()
        log.info("The app was taken out of %s; its token is forgotten", key)

    # For us, who answer

    def find(self, key: str) -> Ticket | None:
        """An installation; None where there is none, or none that can be read. Raises UnreachableError."""
        sealed = self.sealed(key)
        return self.opened(key, sealed) if sealed else None

    def sealed(self, key: str) -> str:
        """What is kept of an installation, encrypted: it is another text after every installation; empty: nothing."""
        row = self._database.row("SELECT sealed FROM installations WHERE workspace = ?", key)
        return str(row[0]) if row else ""

    def opened(self, key: str, sealed: str) -> Ticket | None:
        """What stands in it; None, with a word in the log, where none of the keys opens it, or it may be no more."""
        try:
            ticket = Ticket(**json.loads(self._box.decrypt(sealed.encode())))
        except InvalidToken:
            log.error("%s", say("oauth_key_lost", "ja", workspace=key))
            return None
        return ticket if self._may(ticket) else None

    def _may(self, ticket: Ticket) -> bool:
        may = not self._allowed.isdisjoint((ticket.team, ticket.enterprise))
        if not may:
            log.warning("%s has installed the app and is not in HOSHIN_WORKSPACES: nothing is answered", ticket.key)
        return may

    def known(self) -> list[str]:
        """Where the app is installed."""
        return [str(key) for (key,) in self._database.rows("SELECT workspace FROM installations ORDER BY workspace")]

    def renew(self) -> None:
        """Encrypt with the first key what stands there under another. Raises UnwritableError."""
        rows = self._database.rows("SELECT workspace, sealed FROM installations")
        with self._database.writing() as write:
            for key, sealed in ((str(key), str(sealed).encode()) for key, sealed in rows):
                if not _opens(self._newest, sealed) and _opens(self._box, sealed):
                    fresh = self._box.rotate(sealed).decode()
                    write("UPDATE installations SET sealed = ? WHERE workspace = ?", fresh, key)


class States(OAuthStateStore):
    """What ties Slack's answer to the browser that asked: good for some minutes, once, at any replica.

    Nothing is kept of one until it comes back: who only asks for the page costs no row.
    """

    def __init__(self, database: Database, keys: Sequence[str]) -> None:
        self._database = database
        self._box = MultiFernet([Fernet(key) for key in keys])

    @property
    def logger(self) -> logging.Logger:
        """Bolt's other parts log through it."""
        return log

    def issue(self, *_: object, **__: object) -> str:
        """A new one."""
        return self._box.encrypt(secrets.token_bytes(16)).decode()

    def consume(self, state: str) -> bool:
        """Whether it is one of ours, of the last minutes, and comes for the first time. Raises UnwritableError."""
        try:
            number = self._box.decrypt(state.encode(), ttl=STATE_FOR).hex()
        except (InvalidToken, UnicodeEncodeError):
            return False
        with self._database.writing() as write:
            return write(SEEN, f"state:{number}") == 1


def _ticket(installation: Installed) -> Ticket:
    return Ticket(
        token=installation.bot_token or "",
        bot_id=installation.bot_id or "",
        bot_user_id=installation.bot_user_id or "",
        team=installation.team_id or "",
        enterprise=installation.enterprise_id or "",
        whole=bool(installation.is_enterprise_install),
        since=installation.installed_at,
        name=(installation.enterprise_name if installation.is_enterprise_install else installation.team_name) or "",
    )


def _forget(write: Writing, key: str) -> None:
    write("DELETE FROM installations WHERE workspace = ?", key)


def _opens(box: Fernet | MultiFernet, sealed: bytes) -> bool:
    try:
        box.decrypt(sealed)
    except InvalidToken:
        return False
    return True
