"""Slack as a service: it takes calls, delivers envelopes, and fails as told."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self, TypeVar

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from tests.slack import calling
from tests.slack.faults import ChannelLimit, Fault, RefusedError, rate_limited, refused
from tests.slack.server import Answer, Api, Sockets, disconnect
from tests.slack.standing import APP, BOT, TEAM, Json
from tests.slack.workspace import Workspace

BOT_TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"
PATIENCE = 15.0
"""Seconds until a test gives up on something that should happen; nothing ever waits this long when all is well."""
Got = TypeVar("Got")


def until(condition: Callable[[], Got], what: str) -> Got:
    """Wait until something is true that Slack does not see, and return it."""
    end = time.monotonic() + PATIENCE
    while not (got := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"in {PATIENCE} s never came about: {what}")
        time.sleep(0.01)
    return got


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API, or of a response_url (method `respond`)."""

    method: str
    values: Mapping[str, Any]
    ok: bool
    """It did what was asked, whatever the caller was told."""
    at: float
    """When it came in, on the monotonic clock."""

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
    """When, on the monotonic clock; 0 while it waits for a connection."""
    via: object = None
    """The connection that it went over."""
    acked: float | None = None
    ack: Mapping[str, Any] | None = None
    """What the acknowledgement carried."""
    then: Callable[[Mapping[str, Any]], None] = lambda _ack: None
    """What Slack does once it is acknowledged."""

    def frame(self) -> str:
        """As it goes over the wire."""
        body = {
            "envelope_id": self.id,
            "type": self.kind,
            "payload": self.payload,
            "accepts_response_payload": self.kind != "events_api",
        }
        retry = {"retry_attempt": self.retry, "retry_reason": "timeout"} if self.retry else {}
        return json.dumps(body | retry)


class Service:
    """A workspace behind its API. Use it as a context; every method is safe from any thread."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.envelopes: list[Envelope] = []
        self.workspace = Workspace()
        self.people = self.workspace.people
        """User → Person; whoever is not named is a member who reads Japanese."""
        self.channels = self.workspace.channels
        """Channel → Channel; whichever is not named is there, with the bot in it, once somebody uses it."""
        self.limit: ChannelLimit | None = None
        """How many posts a channel takes."""
        self.always: dict[str, Fault] = {}
        """Method → how it fails for good."""
        self.outage: Fault | None = None
        """How every call of the Web API fails for now; sockets go on."""
        self.scopes: Sequence[str] | None = None
        """What the bot's token may, as Slack says in a header; None: all that the manifest asks for."""
        self.revoked: dict[str, str] = {}
        """Token → Slack's code for why it is not taken any more."""
        self.calls_app_at: int | None = None
        """The port at which Slack calls the app; None: over the sockets that the app opens."""
        self._by_id: dict[str, Envelope] = {}
        self._unsent: deque[Envelope] = deque()
        """Envelopes that wait for a connection, in order."""
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._changed = threading.Condition()
        self._sending = threading.Lock()
        self._closing = threading.Event()
        self._api = Api(self.call, self._closing)
        self._sockets = Sockets(self._opened, self._acknowledge, self._ended)
        self.workspace.upload_url = f"{self._api.url}upload/"
        self._threads = [
            threading.Thread(target=self._api.serve_forever, kwargs={"poll_interval": 0.02}),
            threading.Thread(target=self._sockets.server.serve_forever),
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._api.shutdown()
        self._sockets.server.shutdown()
        for thread in self._threads:
            thread.join()
        self._api.server_close()

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL should be."""
        return f"{self._api.url}api/"

    @property
    def connections(self) -> int:
        """Sockets opened so far."""
        return self._sockets.count

    # What Slack does.

    def redeliver(self) -> None:
        """Send every event again, as Slack does when it missed the acknowledgement."""
        for envelope in [one for one in self.envelopes if one.kind == "events_api" and not one.retry]:
            self._deliver(envelope.kind, envelope.payload, retry=1)

    def deliver_again(self, after: float) -> None:
        """Send every event again that nobody has acknowledged in so many seconds, over whichever connection is next."""
        with self._changed, self._sending:
            now, waiting = time.monotonic(), set(map(id, self._unsent))
            late = [
                one
                for one in self.envelopes
                if one.acked is None and one.kind == "events_api" and one.sent < now - after and id(one) not in waiting
            ]
            for envelope in late:
                envelope.retry += 1
            self._unsent.extend(late)
        self._send()

    def share_out(self) -> None:
        """Several programs are connected: tell each in turn."""
        self._sockets.in_turn = True

    def refresh(self) -> None:
        """Announce the end of the connection, and close it once there is a new one, as Slack does every few hours."""
        links = self.announce("refresh_requested")
        self.wait(lambda: set(self._sockets.links) - set(links), "a new connection before the old one goes")
        for link in links:
            link.close()

    def announce(self, reason: str) -> list[ServerConnection]:
        """Say why the connections will end, and leave them as they are. Returns them."""
        self.wait(lambda: self._sockets.links, "a connection")
        links = list(self._sockets.links)
        for link in links:
            with suppress(ConnectionClosed):  # one that was about to close is gone already
                link.send(disconnect(reason))
        return links

    def turn_away(self, reason: str | None) -> None:
        """End every new connection right after hello, for a reason or without a word (""); None: no more."""
        self._sockets.turned_away = reason

    def say(self, *frames: str | bytes) -> None:
        """Send something over the connection that is no envelope; bytes go as text, whatever they are."""
        link = self.wait(lambda: self._sockets.links, "a connection")[-1]
        for frame in frames:
            link.send(frame, text=True)

    def drop(self) -> None:
        """Lose the connection without a word."""
        self.wait(lambda: self._sockets.links, "a connection")
        for link in list(self._sockets.links):
            with suppress(OSError):  # one that was about to close is gone already
                link.socket.shutdown(socket.SHUT_RDWR)

    def fail(self, method: str, *faults: Fault) -> None:
        """Answer the next calls of a method (`respond` for any response_url) with these faults."""
        self._faults[method].extend(faults)

    # What a test waits for.

    def wait(self, condition: Callable[[], Got], what: str) -> Got:
        """Wait until something is true, and return it."""
        with self._changed:
            if not (got := self._changed.wait_for(condition, PATIENCE)):
                raise AssertionError(f"in {PATIENCE} s never came about: {what}; calls were {self.calls}")
            return got

    def wait_acks(self) -> None:
        """Wait until everything that was delivered is acknowledged."""
        self.wait(lambda: all(envelope.acked for envelope in self.envelopes), "all acknowledgements")

    # How it works.

    def call(self, path: str, values: dict[str, Any], token: str) -> Answer:
        """Answer one call of the Web API, of a response_url, or an upload."""
        at = time.monotonic()
        method, _, name = path.partition("/")
        with self._changed:
            fault = self._faults[method].popleft() if self._faults[method] else self.always.get(method, self.outage)
            done = self._answer(method, name, values, token) if fault is None or fault.took_effect else fault
            self.calls.append(Call(method, values, ok=not isinstance(done, Fault), at=at))
            events, self.workspace.happened = self.workspace.happened, []
            self._changed.notify_all()
        self._tell(events)
        if method == "auth.test" and not fault and not isinstance(done, Fault):
            scopes = {"headers": {"X-OAuth-Scopes": ",".join(self.scopes)}} if self.scopes is not None else {}
            return {**done, **scopes}
        return fault or done

    def _tell(self, events: Iterable[Json]) -> None:
        for event in events:
            self._event(event, event["channel"], BOT)

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Somebody edits their message."""
        self._happening(lambda: self.workspace.edit(channel, ts, text))

    def delete(self, channel: str, ts: str) -> None:
        """Somebody deletes their message."""
        self._happening(lambda: self.workspace.take_down(channel, ts))

    def _happening(self, work: Callable[[], None]) -> None:
        with self._changed:
            work()
            events, self.workspace.happened = self.workspace.happened, []
            self._changed.notify_all()
        self._tell(events)

    def _answer(self, method: str, name: str, values: dict[str, Any], token: str) -> Answer:
        limit = self.limit if method == "chat.postMessage" else None
        if limit and not limit.admit(str(values.get("channel")), time.monotonic()):
            return rate_limited(1)
        try:
            match method:
                case "respond":
                    return self.workspace.respond(name, values)
                case "upload":
                    self.workspace.upload(name, values["content"])
                    return {}
                case _ if token in self.revoked:
                    return refused(self.revoked[token])
                case "apps.connections.open":
                    return {"ok": True, "url": self._sockets.url} if token == APP_TOKEN else refused("invalid_auth")
                case _ if token != BOT_TOKEN:
                    return refused("invalid_auth")
                case _:
                    return self.workspace.call(method, values)
        except RefusedError as refusal:
            return refusal.fault

    def _event(self, event: Json, channel: str, user: str, team: str = TEAM) -> None:
        """Tell the app what happened, as it is installed in this workspace or in another one."""
        with self._changed:
            place, theirs = self.workspace.channel(channel), self.people[user].team
            number = self.workspace.number()
        if not place.member:
            return
        grid = {"enterprise_id": self.workspace.enterprise or None, "is_enterprise_install": self.workspace.whole}
        seen_by = [{"team_id": team, "user_id": BOT, "is_bot": True} | grid]
        shared = place.shared or theirs != TEAM
        body = {"type": "event_callback", "team_id": team, "api_app_id": APP, "event_id": f"Ev{number}"}
        self._deliver("events_api", body | {"event": event, "authorizations": seen_by, "is_ext_shared_channel": shared})

    def _deliver(
        self,
        kind: str,
        payload: Mapping[str, Any],
        retry: int = 0,
        then: Callable[[Mapping[str, Any]], None] = lambda _ack: None,
    ) -> Envelope:
        with self._changed:
            envelope = Envelope(kind, payload, f"envelope-{len(self.envelopes)}", retry, then=then)
            self.envelopes.append(envelope)
            self._by_id[envelope.id] = envelope
            if self.calls_app_at is None:
                self._unsent.append(envelope)
        if self.calls_app_at is None:
            self._send()
        else:
            self._call_app(self.calls_app_at, envelope)
        return envelope

    def _call_app(self, port: int, envelope: Envelope) -> None:
        """Deliver by HTTP, and do what the answer says; an app that is not there gets it by `redeliver`."""
        envelope.sent = time.monotonic()
        try:
            got = calling.send(port, calling.request(envelope.kind, envelope.payload, retry=envelope.retry))
        except OSError:
            return
        if got.status == HTTPStatus.OK:
            plain = "json" not in got.headers.get("content-type", "")
            said = {"text": got.body} if plain and got.body else json.loads(got.body or "{}")
            self._acknowledge({"envelope_id": envelope.id, "payload": said})

    def _send(self) -> None:
        """Deliver what waits, in order, as far as there is a connection."""
        with self._sending:
            while self._unsent:
                envelope, now = self._unsent[0], time.monotonic()
                envelope.via = self._sockets.send(envelope.frame())
                if envelope.via is None:
                    return
                envelope.sent = now
                self._unsent.popleft()

    def _opened(self) -> None:
        with self._changed:
            self._changed.notify_all()
        self._send()

    def _ended(self, link: object) -> None:
        """Slack delivers an event again that a connection took with it."""
        with self._changed, self._sending:
            lost = [one for one in self.envelopes if one.via is link and one.acked is None and one.kind == "events_api"]
            for envelope in lost:
                envelope.retry += 1
                envelope.sent = 0.0
            self._unsent.extendleft(reversed(lost))
        self._send()

    def _acknowledge(self, answer: Mapping[str, Any]) -> None:
        with self._changed:
            envelope = self._by_id.get(str(answer.get("envelope_id")))
            if envelope and envelope.acked is None:
                envelope.acked = time.monotonic()
                envelope.ack = answer.get("payload") or {}
                envelope.then(envelope.ack)
            self._changed.notify_all()

    def _acked(self, envelope: Envelope) -> Mapping[str, Any]:
        self.wait(lambda: envelope.acked, "an acknowledgement")
        return envelope.ack or {}
