"""What a reply of Slack's means, and what may be waited for and repeated without knowing what a call was about."""

from __future__ import annotations

import json
import random
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler, RetryState

PATIENCE = 120.0
"""Seconds that one call waits for rate limits, all its waits together."""
POSTING = "chat.postMessage"
"""The one call that is waited for elsewhere: what it posts may be withdrawn meanwhile."""
ONCE = (POSTING, "files.completeUploadExternal")
"""Calls that would be seen twice if they were repeated after they took effect."""
UNSURE = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
"""Slack's codes for: some of it may have happened."""
REVOKED = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired")
"""Slack's codes for a token that is no good as such, whatever is done with it."""
_CODE = re.compile(r"[a-z][a-z0-9_]{0,79}")


class OutcomeUnknownError(SlackClientError):
    """A time-out, a lost connection or an error of Slack's own: the call may have taken effect or not."""


class NeverLeftError(OutcomeUnknownError):
    """The machine that takes the calls could not be reached: the call took no effect, and may be made again."""


class Pulse(RetryHandler):
    """Sees every reply of the Web API, and wakes who waits for Slack once a post went through. Repeats nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()
        self._beats = 0
        self._ending = False

    @property
    def is_ending(self) -> bool:
        """Whether the program ends: what has not gone through by now is left for the next start."""
        return self._ending

    def wait(self, seconds: float, *, whatever: bool = False) -> None:
        """Wait so long, or until the program ends, or, if not `whatever` goes through, until a post does."""
        with self._changed:
            before = self._beats
            self._changed.wait_for(lambda: self._ending or (self._beats > before and not whatever), seconds)

    def end(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()

    def can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        """Take note of a reply; False."""
        if _method(request) == POSTING and ((response and response.body) or {}).get("ok") is True:
            with self._changed:
                self._beats += 1
                self._changed.notify_all()
        return False


class ReplyHandler(RetryHandler):
    """Repeats nothing, and lets no reply of the Web API through that is no JSON object: proxies say 200 to a page."""

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        if response and response.status_code == 200 and not (response.data or b"").lstrip().startswith(b"{"):
            raise OutcomeUnknownError("a reply that is none of Slack's")
        return False


class RateLimitHandler(RetryHandler):
    """Waits for as long as Slack asks, any number of times, until its patience is used up."""

    def __init__(self, patience: float = PATIENCE) -> None:
        super().__init__(max_retry_count=100)  # the SDK's own bound for one call
        self._patience = patience

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        if response is None or response.status_code != 429 or _method(request) == POSTING:
            return False
        return _waited(state) + asked_wait(response.headers) <= self._patience

    def prepare_for_next_attempt(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        """Wait, without counting it as an attempt: a call that was only told to wait has not failed."""
        wait = asked_wait(response.headers if response else {})
        state.custom_values = {"waited": _waited(state) + wait}
        state.next_attempt_requested = True
        time.sleep(wait + random.uniform(0, 0.2))  # so that not all who wait come back at once


class OutageHandler(RetryHandler):
    """Repeats a call once after a lost connection or an error of Slack's own, where that can do no harm."""

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if _method(request) in ONCE:
            return False
        if response:
            return response.status_code >= 500 or (response.body or {}).get("error") in UNSURE
        return isinstance(error, OSError | HTTPException)


def retry_handlers() -> list[RetryHandler]:
    """For Slack's clients: what may be waited for and repeated without knowing what the call was about."""
    return [RateLimitHandler(), OutageHandler()]


def _waited(state: RetryState) -> float:
    return float((state.custom_values or {}).get("waited", 0))


def asked_wait(headers: Mapping[str, str | list[str]]) -> float:
    """Seconds that Slack asks to wait."""
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    asked = asked if isinstance(asked, str) else asked[0]
    return float(asked) if asked.isdecimal() else 1.0


def _method(request: HttpRequest) -> str:
    return request.url.rpartition("/")[2]


def code_of(refusal: SlackApiError) -> str:
    """Slack's code for why it said no, such as is_archived; empty where the reply is not Slack's."""
    return code_in(refusal.response.get("error"))


def code_in(said: object) -> str:
    """The code that Slack begins with, fit for a log; empty where it is none of Slack's."""
    code = _CODE.match(said) if isinstance(said, str) else None
    return code[0] if code else ""


def is_outage(refusal: SlackApiError) -> bool:
    """Whether Slack, or what stands before it, stumbled; else the no is meant."""
    status, code = refusal.response.status_code, code_of(refusal)
    return status >= 500 or not code or code in UNSURE


@contextmanager
def certain() -> Iterator[None]:
    """Tell a no of Slack's from an outcome that nobody knows."""
    try:
        yield
    except SlackApiError as refusal:
        if is_outage(refusal):
            raise OutcomeUnknownError(f"{refusal.response.status_code} {code_of(refusal)}".strip()) from refusal
        raise
    except (OSError, HTTPException, json.JSONDecodeError, UnicodeError) as failure:
        reason = failure.reason if isinstance(failure, URLError) else failure
        unsent = isinstance(reason, ConnectionRefusedError | socket.gaierror)
        raise (NeverLeftError if unsent else OutcomeUnknownError)(type(reason).__name__) from failure
