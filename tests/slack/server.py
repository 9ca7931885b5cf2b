"""The wire: the Web API over HTTP and Socket Mode over a WebSocket, both on loopback."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack.faults import Fault

NESTED = ("blocks", "metadata", "view", "files", "prompts", "attachments", "loading_messages")
"""Arguments that are JSON also where the call itself is a form."""
REFUSED_HOOK = {"expired_url": 404, "used_url": 404}
Answer = Fault | Mapping[str, Any]


class Api(ThreadingHTTPServer):
    """Answers every request in a thread of its own."""

    request_queue_size = 256  # the default of five makes a burst of clients wait a second for their second SYN

    def __init__(self, call: Callable[[str, dict[str, Any], str], Answer], closing: threading.Event) -> None:
        self.call = call
        self.closing = closing
        super().__init__(("127.0.0.1", 0), _Request)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/"


class _Request(BaseHTTPRequestHandler):
    server: Api
    wbufsize = -1  # head and body go out together, so that nothing waits for a delayed acknowledgement

    def do_GET(self) -> None:
        self._answer(dict(parse_qsl(urlsplit(self.path).query)))

    def do_POST(self) -> None:
        promised = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(promised)
        if len(body) < promised:  # the program was killed in the middle of it
            return
        if self.path.startswith("/upload/"):
            self._answer({"content": body})
        elif "json" in self.headers.get("Content-Type", ""):
            self._answer(json.loads(body or b"{}"))
        else:
            values = dict(parse_qsl(body.decode()))
            self._answer(values | {name: json.loads(values[name]) for name in NESTED if name in values})

    def _answer(self, values: dict[str, Any]) -> None:
        path = urlsplit(self.path).path.removeprefix("/api/").removeprefix("/")
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        answer = self.server.call(path, values, token)
        if not isinstance(answer, Fault):
            body = dict(answer)
            self._reply(200, body, body.pop("headers", {}))
            return
        self.server.closing.wait(answer.held)
        if answer.raw:
            self.wfile.write(answer.raw)
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if answer.dropped:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        # A response_url says no with a status; the Web API says it with a body.
        hook = path.startswith("respond/") and answer.status == 200
        status = REFUSED_HOOK.get(answer.error, 400) if hook else answer.status
        body = {"ok": False, "error": answer.error, "response_metadata": {"messages": list(answer.messages)}}
        self._reply(status, body, answer.headers)

    def _reply(self, status: int, answer: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        own = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        for name, value in (own | dict(headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the calls are kept."""


def disconnect(reason: str) -> str:
    """How Slack announces that a connection will end."""
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})


class Sockets:
    """The program's connections; what is sent goes over the newest, or over each in turn."""

    def __init__(
        self,
        opened: Callable[[], None],
        heard: Callable[[Mapping[str, Any]], None],
        ended: Callable[[ServerConnection], None],
    ) -> None:
        self.links: list[ServerConnection] = []
        self.count = 0
        """Sockets opened so far."""
        self.in_turn = False
        """Several programs have one connection each, and Slack tells any of them."""
        self.turned_away: str | None = None
        """What every new connection is told right after hello, before it is closed: a reason, or nothing at all."""
        self._opened, self._heard, self._ended = opened, heard, ended
        self._next = count().__next__
        self.server: Server = serve(self._link, "127.0.0.1", 0, close_timeout=1)

    @property
    def url(self) -> str:
        """What apps.connections.open hands out."""
        return f"ws://127.0.0.1:{self.server.socket.getsockname()[1]}/link"

    def send(self, frame: str) -> ServerConnection | None:
        """The connection that it was sent over, if there was one."""
        links = list(self.links)
        for link in links[self._next() % len(links) :][:1] if self.in_turn and links else links[-1:]:
            try:
                link.send(frame)
            except ConnectionClosed:
                break  # the next connection gets it
            return link
        return None

    def _link(self, link: ServerConnection) -> None:
        """One socket, from hello to its end."""
        count = len(self.links) + 1
        link.send(json.dumps({"type": "hello", "num_connections": count, "connection_info": {"app_id": "A1"}}))
        self.count += 1
        if self.turned_away is not None:
            if self.turned_away:
                link.send(disconnect(self.turned_away))
            self._opened()
            return
        self.links.append(link)
        self._opened()
        try:
            for frame in link:
                self._heard(json.loads(frame))
        except ConnectionClosed:
            pass  # a client may leave without saying so
        finally:
            self.links.remove(link)
            self._ended(link)
