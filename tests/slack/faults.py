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
