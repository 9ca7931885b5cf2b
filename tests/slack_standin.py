"""A stand-in for Slack on loopback: the Web API over HTTP, Socket Mode over a real WebSocket, and the people who type.

It keeps what it was sent and misbehaves as told. Nothing in it knows the program under test.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack_limits import complaints

BOT_TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"
BOT = "UBOT"
PATIENCE = 15.0
"""Seconds until a test gives up on something that should happen; nothing ever waits this long when all is well."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong answer of the Web API."""

    status: int = 200
    error: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def rate_limited(seconds: int = 0) -> Fault:
    """429 with Retry-After."""
    return Fault(429, "ratelimited", {"Retry-After": str(seconds)})


def broken() -> Fault:
    """500."""
    return Fault(500, "internal_error")


def refused(error: str) -> Fault:
    """200 with ok=false, Slack's usual way to say no."""
    return Fault(200, error)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API, or of a command's response_url (method `respond`)."""

    method: str
    values: Mapping[str, Any]
    ok: bool

    @property
    def text(self) -> str:
        """The message's text."""
        return str(self.values.get("text", ""))


@dataclass(slots=True)
class Envelope:
    """One delivery over the socket."""

    kind: str
    payload: Mapping[str, Any]
    id: str
    retry: int = 0
    sent: float = 0.0
    acked: float | None = None

    def frame(self) -> str:
        """As it goes over the wire."""
        body = {
            "envelope_id": self.id,
            "type": self.kind,
            "payload": self.payload,
            "accepts_response_payload": self.kind == "slash_commands",
        }
        retry = {"retry_attempt": self.retry, "retry_reason": "timeout"} if self.retry else {}
        return json.dumps(body | retry)


class StandIn:
    """A workspace. Use it as a context; every method is safe from any thread."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.envelopes: list[Envelope] = []
        self.connections = 0
        """Sockets opened so far."""
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._links: list[ServerConnection] = []
        self._changed = threading.Condition()
        self._numbers = 0
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._socket: Server = serve(self._link, "127.0.0.1", 0, close_timeout=1)
        self._threads = [
            threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}),
            threading.Thread(target=self._socket.serve_forever),
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._socket.shutdown()
        for thread in self._threads:
            thread.join()
        self._http.server_close()

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL should be."""
        return f"http://127.0.0.1:{self._http.server_port}/api/"

    # What people do.

    def post(self, channel: str, user: str, text: str, thread: str | None = None, **more: object) -> str:
        """Somebody writes in a channel or a DM; an app subscribed to that place hears of it. Returns the post's ts."""
        ts = self._ts()
        self._event({"type": "message", **_message(channel, user, text, ts, thread), **more})
        return ts

    def mention(self, channel: str, user: str, text: str, thread: str | None = None) -> str:
        """Somebody mentions the bot: `message` and `app_mention` arrive, as two events for one post."""
        ts = self.post(channel, user, text, thread)
        self._event({"type": "app_mention", **_message(channel, user, text, ts, thread)})
        return ts

    def dm(self, user: str, text: str, thread: str | None = None, **more: object) -> str:
        """Somebody writes to the bot directly."""
        return self.post(f"D{user}", user, text, thread, channel_type="im", **more)

    def command(self, user: str, text: str, channel: str = "C1", name: str = "/hoshin") -> None:
        """Somebody types a slash command."""
        url = f"{self.api_url}respond"
        body = {"command": name, "text": text, "user_id": user, "channel_id": channel, "team_id": "T1"}
        self._deliver("slash_commands", body | {"response_url": url, "trigger_id": "1.2", "api_app_id": "A1"})

    def press(self, user: str, action: str) -> None:
        """Somebody presses a button."""
        pressed = {"type": "button", "action_id": action, "block_id": "b", "value": "1"}
        body = {"type": "block_actions", "user": {"id": user}, "team": {"id": "T1"}, "api_app_id": "A1"}
        self._deliver("interactive", body | {"actions": [pressed], "trigger_id": "1.2", "container": {}})

    # What Slack does.

    def redeliver(self) -> None:
        """Send every event again, as Slack does when it missed the acknowledgement."""
        for envelope in [one for one in self.envelopes if one.kind == "events_api" and not one.retry]:
            self._deliver(envelope.kind, envelope.payload, retry=1)

    def refresh(self) -> None:
        """Announce the end of the connection, and close it once there is a new one, as Slack does every few hours."""
        before, links = self.connections, self._open_links()
        for link in links:
            link.send(json.dumps({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}))
        self.wait(lambda: self.connections > before, "a new connection before the old one goes")
        for link in links:
            link.close()

    def drop(self) -> None:
        """Lose the connection without a word."""
        for link in self._open_links():
            link.socket.shutdown(socket.SHUT_RDWR)

    def fail(self, method: str, *faults: Fault) -> None:
        """Answer the next calls of a method with these faults."""
        self._faults[method].extend(faults)

    # What a test sees.

    def posts(self) -> list[Call]:
        """The messages that now stand in the workspace, in order."""
        return [call for call in self.calls if call.method == "chat.postMessage" and call.ok]

    def whispers(self) -> list[Call]:
        """What came in through response_url."""
        return [call for call in self.calls if call.method == "respond" and call.ok]

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something is true."""
        with self._changed:
            if not self._changed.wait_for(condition, PATIENCE):
                raise AssertionError(f"in {PATIENCE} s never came about: {what}; calls were {self.calls}")

    def wait_posts(self, count: int) -> list[Call]:
        """Wait until this many messages stand in the workspace."""
        self.wait(lambda: len(self.posts()) >= count, f"{count} posts")
        return self.posts()

    def wait_acks(self) -> None:
        """Wait until everything that was delivered is acknowledged."""
        self.wait(lambda: all(envelope.acked for envelope in self.envelopes), "all acknowledgements")

    # How it works.

    def call(self, method: str, values: Mapping[str, Any], token: str) -> Fault | dict[str, Any]:
        """Answer one call of the Web API."""
        with self._changed:
            answer = self._faults[method].popleft() if self._faults[method] else self._answer(method, values, token)
            self.calls.append(Call(method, values, ok=not isinstance(answer, Fault)))
            self._changed.notify_all()
        return answer

    def _answer(self, method: str, values: Mapping[str, Any], token: str) -> Fault | dict[str, Any]:
        match method:
            case "respond":
                return refused("invalid_blocks") if complaints(values) else {"ok": True}
            case "apps.connections.open":
                if token != APP_TOKEN:
                    return refused("invalid_auth")
                return {"ok": True, "url": f"ws://127.0.0.1:{self._socket.socket.getsockname()[1]}/link"}
            case _ if token != BOT_TOKEN:
                return refused("invalid_auth")
            case "auth.test":
                return {"ok": True, "team": "港区役所", "team_id": "T1", "user_id": BOT, "bot_id": "BBOT", "url": ""}
            case "chat.postMessage":
                if complaints(values):
                    return refused("invalid_blocks")
                return {"ok": True, "ts": self._ts(), "channel": values["channel"]}
            case _:
                return refused("unknown_method")

    def _open_links(self) -> list[ServerConnection]:
        self.wait(lambda: self._links, "a connection")
        return list(self._links)

    def _link(self, link: ServerConnection) -> None:
        """One socket, from hello to its end."""
        link.send(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}))
        with self._changed:
            self._links.append(link)
            self.connections += 1
            waiting = [envelope for envelope in self.envelopes if not envelope.sent]
            self._changed.notify_all()
        for envelope in waiting:
            self._send(link, envelope)
        try:
            for frame in link:
                self._acknowledge(json.loads(frame))
        except ConnectionClosed:
            pass  # a client may leave without saying so
        finally:
            with self._changed:
                self._links.remove(link)

    def _acknowledge(self, answer: Mapping[str, Any]) -> None:
        with self._changed:
            for envelope in self.envelopes:
                if envelope.id == answer.get("envelope_id"):
                    envelope.acked = time.monotonic()
            self._changed.notify_all()

    def _event(self, event: Mapping[str, Any]) -> None:
        with self._changed:
            self._numbers += 1
            event_id = f"Ev{self._numbers}"
        seen_by = [{"team_id": "T1", "user_id": BOT, "is_bot": True}]
        body = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": event_id, "event": event}
        self._deliver("events_api", body | {"authorizations": seen_by})

    def _deliver(self, kind: str, payload: Mapping[str, Any], retry: int = 0) -> None:
        with self._changed:
            envelope = Envelope(kind, payload, f"envelope-{len(self.envelopes)}", retry)
            self.envelopes.append(envelope)
            link = self._links[-1] if self._links else None
        if link:
            self._send(link, envelope)

    def _send(self, link: ServerConnection, envelope: Envelope) -> None:
        try:
            link.send(envelope.frame())
            envelope.sent = time.monotonic()
        except ConnectionClosed:
            pass  # the next connection gets it

    def _ts(self) -> str:
        with self._changed:
            self._numbers += 1
            return f"1700000000.{self._numbers:06}"


def _message(channel: str, user: str, text: str, ts: str, thread: str | None) -> dict[str, Any]:
    message = {"channel": channel, "user": user, "text": text, "ts": ts, "event_ts": ts}
    return message | ({"thread_ts": thread} if thread else {})


def _handler(slack: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            method = self.path.rpartition("/")[2]
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            is_json = "json" in self.headers.get("Content-Type", "")
            values = json.loads(body or "{}") if is_json else dict(parse_qsl(body))
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            answer = slack.call(method, values, token)
            if isinstance(answer, Fault):
                # A response_url says no with a status; the Web API says it with a body.
                status = 400 if method == "respond" and answer.status == 200 else answer.status
                self._reply(status, {"ok": False, "error": answer.error}, answer.headers)
            else:
                self._reply(200, answer, {})

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

    return Handler
