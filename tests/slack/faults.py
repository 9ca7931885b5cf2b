"""How Slack can fail, as data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong answer of the Web API, or none at all."""

    status: int = 200
    error: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    messages: Sequence[str] = ()
    """What Slack tells the developer: `response_metadata.messages`."""
    took_effect: bool = False
    """Slack did what it was asked before it failed."""
    held: float = 0.0
    """Seconds until the answer."""
    dropped: bool = False
    """The connection ends without an answer."""
    raw: bytes = b""
    """What goes over the wire in place of an answer, word for word."""


def rate_limited(seconds: int = 0) -> Fault:
    """429 with Retry-After."""
    return Fault(429, "ratelimited", {"Retry-After": str(seconds)})


def broken(*, took_effect: bool = False) -> Fault:
    """500, before or after Slack did what it was asked."""
    return Fault(500, "internal_error", took_effect=took_effect)


def refused(error: str, *messages: str) -> Fault:
    """200 with ok=false, Slack's usual way to say no."""
    return Fault(200, error, messages=messages)


def dropped(*, took_effect: bool = False) -> Fault:
    """The connection is lost instead of an answer."""
    return Fault(took_effect=took_effect, dropped=True)


def late(seconds: float, *, took_effect: bool = True) -> Fault:
    """The connection is held for longer than a client waits, and lost in the end."""
    return Fault(took_effect=took_effect, held=seconds, dropped=True)


def raw(answer: bytes) -> Fault:
    """Whatever a proxy may put on the wire; then the connection ends."""
    return Fault(raw=answer)


def reply(body: bytes, promised: int = 0) -> Fault:
    """200 with this body, be it JSON or not, of which the head promises more bytes than come, if told."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {promised or len(body)}\r\n\r\n"
    return raw(head.encode() + body)


HALF_A_REPLY = reply(b'{"ok": true, "ur', promised=900)
NO_HTTP = raw(b"squid/5.7: who are you\r\n\r\n")
"""A proxy that does not speak HTTP."""
PROXY_PAGE = reply("<html>認証してください</html>".encode("shift_jis"))
NO_REPLIES = (
    HALF_A_REPLY,
    NO_HTTP,
    PROXY_PAGE,
    dropped(),
    *map(reply, (b"", b"[]", b"[1]", b"null", b"not json", b'{"ok": tr', b'{"ok": true}', b"\xff\xfe{")),
    *map(reply, (b'{"ok": true, "url": "wss://"}', b'{"ok": true, "url": 7}', b'{"ok": true, "url": "ws://[/"}')),
)
"""What town halls' proxies, and Slack on a bad day, have said where a URL for the socket was asked for."""
NO_FRAMES: tuple[str | bytes, ...] = (
    *("not json", "[]", "null", "7", "", '{"type": "hello"', "[" * 100_000, '{"type": ["hello"]}', "{}"),
    *('{"type": "events_api", "envelope_id": 1, "payload": 2}', '{"type": "hello", "num_connections": "many"}'),
    *(b"\x00\xff", "防災".encode("shift_jis")),
)
"""What is no envelope of Slack's."""


class RefusedError(Exception):
    """A method's own no."""

    def __init__(self, error: str, *messages: str) -> None:
        super().__init__(error)
        self.fault = refused(error, *messages)


class ChannelLimit:
    """So many posts a second in each channel, and a short burst: a bucket of tokens."""

    def __init__(self, rate: float = 1.0, burst: int = 3) -> None:
        self._rate, self._burst = rate, burst
        self._filled: dict[str, tuple[float, float]] = {}
        self.closed: dict[str, list[tuple[float, float]]] = defaultdict(list)
        """Channel → from when until when a post would have been refused."""

    def admit(self, channel: str, now: float) -> bool:
        """Whether one more post may stand in the channel at this second."""
        tokens, then = self._filled.get(channel, (float(self._burst), now))
        tokens = min(self._burst, tokens + self._rate * (now - then))
        if tokens < 1:
            return False
        self._filled[channel] = (tokens - 1, now)
        if tokens < 2:
            self.closed[channel].append((now, now + (2 - tokens) / self._rate))
        return True
