"""The one HTTP server: /healthz, and where Slack calls us, its requests and the pages of an installation."""

from __future__ import annotations

import errno
import logging
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from cheroot import wsgi

from bot.trouble import TroubleError
from knowledge import say

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MOST_BYTES = 4 * 1024 * 1024
"""Of a request: an edit of a message with fifty full blocks in Japanese, which Slack sends in both forms as \\uXXXX in
a form, has three million. What says that it is longer is refused before it is read."""
MOST_HEADER_BYTES = 64 * 1024
THREADS = 8
"""Requests at once: they are written down and acknowledged here, and answered elsewhere."""
WAITING = 128
"""Connections that may wait for a thread."""
SLOW = 10
"""Seconds that a client may take for its request."""
ENDING = 5
"""Seconds that requests under way get at the end; longer than Slack waits for any."""
LOOK = 0.1
"""Seconds between two looks at whether to stop."""
log = logging.getLogger(__name__)


class WebError(TroubleError):
    """The port cannot be opened; the text names it."""


@contextmanager
def serve(host: str, port: int | None, pages: Mapping[str, WSGIApplication]) -> Iterator[int | None]:
    """Answer on this port while the context is open, and yield the port: 0 takes any free one, None none at all.

    Each path has its page; every other gets 404. Requests under way are finished before the context closes. WebError
    when the port cannot be opened.
    """
    if port is None:
        yield None
        return
    server = _Server((host, port), _by_path(pages), THREADS, server_name="hoshin", timeout=SLOW, max=THREADS)
    server.request_queue_size, server.shutdown_timeout, server.expiration_interval = WAITING, ENDING, LOOK
    server.max_request_body_size, server.max_request_header_size = MOST_BYTES, MOST_HEADER_BYTES
    try:
        server.prepare()
    except OSError as unusable:
        raise WebError(_why_not(server.trouble or unusable, host, port)) from unusable
    thread = threading.Thread(target=server.serve, name="web")
    thread.start()
    try:
        yield int(server.bind_addr[1])
    finally:
        server.stop()
        thread.join()


class _Server(wsgi.Server):
    trouble: OSError | None = None
    """Why it has no socket."""

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:  # noqa: ARG002
        """As the server's own, which leaves a socket open that it could not bind, and forgets the system's number."""
        try:
            listening = socket.create_server(self.bind_addr, family=family, backlog=WAITING)
        except OSError as unusable:
            self.trouble = unusable
            raise
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket, self.bind_addr = listening, listening.getsockname()[:2]
        return listening

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:  # noqa: ARG002
        """What the server would print, without its traceback: that may hold somebody's words."""
        log.log(level, "%s", msg.partition("\n")[0])


def _why_not(unusable: OSError, host: str, port: int) -> str:
    if unusable.errno == errno.EADDRINUSE:
        return say("web_port_taken", "ja", port=port)
    if unusable.errno == errno.EADDRNOTAVAIL:
        return say("web_host_unknown", "ja", host=host)
    return say("web_port_forbidden", "ja", port=port)


def _by_path(pages: Mapping[str, WSGIApplication]) -> WSGIApplication:
    def page(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return pages.get(environ.get("PATH_INFO", ""), nothing)(environ, start)

    return page


def nothing(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """The page of what is not there."""
    return reply(environ, start, HTTPStatus.NOT_FOUND, b'{"error": "not_found"}')


def reply(
    environ: WSGIEnvironment,
    start: StartResponse,
    status: HTTPStatus,
    body: bytes,
    kind: str = "application/json",
) -> Iterable[bytes]:
    """Answer with so many bytes; a HEAD gets none."""
    start(f"{status.value} {status.phrase}", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]
