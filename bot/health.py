"""/healthz on loopback, for whoever watches the machine: is the bot connected, is its index fresh, can it write?"""

from __future__ import annotations

import errno
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.trouble import TroubleError
from knowledge import say

HOST = "127.0.0.1"
PATH = "/healthz"
log = logging.getLogger(__name__)


class HealthError(TroubleError):
    """The port cannot be opened; the text names it."""


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot is."""

    connected: bool
    """There is a connection to Slack, and somebody listens to it."""
    refusal: str
    """Slack's code for why it does not let the bot in any more; empty while it does."""
    index_age_seconds: int
    """Since the index was built."""
    journal_writable: bool

    @property
    def well(self) -> bool:
        """It can hear questions and remember that it answered them."""
        return self.connected and not self.refusal and self.journal_writable


@contextmanager
def serve(port: int | None, check: Callable[[], Health]) -> Iterator[int | None]:
    """Answer on this port while the context is open, and yield the port: 0 takes any free one, None none at all.

    200 when all is well, else 503, each with the Health as JSON, and 503 too where `check` fails; 404 for everything
    else. `check` runs once a request, on a thread of the server's. HealthError when the port cannot be opened.
    """
    if port is None:
        yield None
        return
    with _open(port, check) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="healthz")
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def _open(port: int, check: Callable[[], Health]) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer((HOST, port), _handler(check))
    except OSError as unusable:
        problem = "taken" if unusable.errno == errno.EADDRINUSE else "forbidden"
        raise HealthError(say(f"health_port_{problem}", "ja", port=port)) from unusable


def _handler(check: Callable[[], Health]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5.0
        """Seconds that a client may take for its request."""

        def do_GET(self) -> None:
            if self.path.partition("?")[0] != PATH:
                self._not_found()
                return
            try:
                health = check()
            except Exception as error:  # who cannot even say how it is, is not well
                log.error("The bot's health could not be told: %s", type(error).__name__)
                log.debug("The bot's health in full", exc_info=error)
                self._reply(HTTPStatus.SERVICE_UNAVAILABLE, {"error": type(error).__name__})
                return
            self._reply(HTTPStatus.OK if health.well else HTTPStatus.SERVICE_UNAVAILABLE, asdict(health))

        def _not_found(self) -> None:
            self._reply(HTTPStatus.NOT_FOUND, {"error": "not_found"})

        do_HEAD = do_POST = do_PUT = do_DELETE = _not_found  # noqa: N815

        def _reply(self, status: HTTPStatus, answer: object) -> None:
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: who watches asks every few seconds."""

    return Handler
