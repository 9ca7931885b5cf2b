"""/healthz, for whoever watches the machine: is the bot connected, is its index fresh, can it write?"""

from __future__ import annotations

import ipaddress
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.web import nothing, reply

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/healthz"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot is."""

    connected: bool
    """Slack reaches us, as far as we know: over a connection that somebody listens to, or by HTTP."""
    refusal: str
    """Slack's code for why it does not let the bot in any more; empty while it does."""
    index_age_seconds: int
    """Since the index was built."""
    journal_writable: bool
    edition: str
    """Of all documents together, by its first letters."""
    edition_newest: bool
    """No other replica that lives has a newer edition."""
    edition_everywhere: bool
    """No other replica that lives has another edition."""

    @property
    def well(self) -> bool:
        """It can hear questions, remember that it answered them, and answers from the newest documents."""
        return self.connected and not self.refusal and self.journal_writable and self.edition_newest


def page(check: Callable[[], Health], *, in_full: bool) -> WSGIApplication:
    """Answers GET: 200 when all is well, else 503, also where `check` fails; what the Health is only `in_full`.

    `check` runs once a request, on a thread of the server's.
    """

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ.get("REQUEST_METHOD") != "GET":
            return nothing(environ, start)
        try:
            health = check()
            well, told = health.well, asdict(health)
        except Exception as error:  # who cannot even say how it is, is not well
            log.error("The bot's health could not be told: %s", type(error).__name__)
            log.debug("The bot's health in full", exc_info=error)
            well, told = False, {"error": type(error).__name__}
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        return reply(environ, start, status, json.dumps(told if in_full else {"well": well}).encode())

    return answer


def is_of_this_machine(host: str) -> bool:
    """Whether only who is on the machine reaches this address."""
    return ipaddress.ip_address(host).is_loopback
