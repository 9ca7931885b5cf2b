"""Slack's requests to an app in HTTP mode, signed as its documentation says, each over its own connection."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

SIGNING_SECRET = "0123456789abcdef0123456789abcdef"
PATH = "/slack/events"
SLACK_WAITS = 3.0
"""Seconds after which Slack gives up on an app."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request with its headers, ready to be sent once or again."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By names in small letters."""
    body: str


def request(
    kind: str, payload: Mapping[str, Any], *, secret: str = SIGNING_SECRET, age: float = 0.0, retry: int = 0
) -> Request:
    """An envelope of a kind as Socket Mode names it, in the form that HTTP has for it, signed so many seconds ago."""
    if kind == "events_api":
        body, form = json.dumps(payload), "application/json"
    else:
        fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        body, form = urlencode(fields), "application/x-www-form-urlencoded"
    signed = sign(body.encode(), secret, str(int(time.time() - age)))
    again = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
    return Request(body.encode(), {"Content-Type": form} | signed | again)


def sign(body: bytes, secret: str, at: str) -> dict[str, str]:
    """The headers that show that the body is Slack's."""
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


def send(port: int, sent: Request, method: str = "POST", path: str = PATH) -> Response:
    """Send it and read the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SLACK_WAITS * 5)
    try:
        connection.request(method, path, sent.body, dict(sent.headers))
        got = connection.getresponse()
        return Response(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read().decode())
    finally:
        connection.close()
