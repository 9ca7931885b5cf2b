"""The first contact with Slack: how it is called, and what stands in the way, each a sentence with its remedy."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RetryHandler
from slack_sdk.web import SlackResponse

from bot import listeners
from bot.people import PATIENCE
from bot.replies import OutageHandler, Pulse, RateLimitHandler, ReplyHandler, code_of, is_outage, retry_handlers
from bot.settings import Settings
from bot.trouble import TroubleError
from bot.watch import BotToken
from knowledge import say

TIMEOUT = 10
"""Seconds for one call of Slack's Web API."""
log = logging.getLogger(__name__)


class SlackError(TroubleError):
    """Slack cannot be reached or does not let us in."""


def web_client(settings: Settings, token: str, timeout: int, handlers: list[RetryHandler]) -> WebClient:
    """A client of the Web API; `timeout` is the seconds that one call may take."""
    return WebClient(
        token,
        base_url=settings.slack_api_url,
        timeout=timeout,
        retry_handlers=handlers,
        logger=library_log("web", logging.CRITICAL),
    )


class Calls:
    """The Web API with one token, and what its replies say of the token and of Slack."""

    def __init__(self, settings: Settings, token: str) -> None:
        self.token = BotToken()
        self.pulse = Pulse()
        self.client = web_client(settings, token, TIMEOUT, [ReplyHandler(), self.token, self.pulse, *retry_handlers()])
        patient = [ReplyHandler(), self.token, RateLimitHandler(PATIENCE), OutageHandler()]
        self.quick = web_client(settings, token, PATIENCE, patient)
        """For who asks, which is looked up before every answer: that must not take long."""


def library_log(name: str, level: int) -> logging.Logger:
    """A logger for a library. What it would say of failed calls we say ourselves, once and without anybody's words."""
    library = logging.getLogger(f"{__name__}.{name}")
    library.setLevel(level)
    return library


def say_missing_scopes(us: SlackResponse) -> None:
    """Say which scopes Slack has not granted, by a header of its reply, and what will not work for want of them."""
    granted = {name.lower(): value for name, value in us.headers.items()}.get("x-oauth-scopes")
    if granted is None:
        return
    for scope in sorted(set(listeners.SCOPES) - {one.strip() for one in granted.split(",")}):
        without = say(f"without_{scope.replace(':', '_')}", "ja")
        log.error("%s", say("slack_scope_missing", "ja", scope=scope, without=without))


@contextmanager
def plainly(refused: Callable[[str], str], settings: Settings) -> Iterator[None]:
    """Turn the ways in which a first contact fails into one sentence; `refused` has those for Slack's codes."""
    try:
        yield
    except SlackApiError as refusal:
        away = say("window_slack_unreachable", "ja", url=settings.slack_api_url)
        raise SlackError(away if is_outage(refusal) else refused(code_of(refusal))) from refusal
    except Exception as unreachable:  # half a reply, a page of a proxy's, a URL that is none: it is not Slack who talks
        log.warning("The first contact with Slack failed: %s", type(unreachable).__name__)
        raise SlackError(say(_stands_in_the_way(unreachable), "ja", url=settings.slack_api_url)) from unreachable


def _stands_in_the_way(error: BaseException) -> str:
    """What a first contact met, as the key of a sentence."""
    causes = [error, getattr(error, "reason", None), error.__cause__, error.__context__]
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return "slack_certificate"
    return "slack_proxy_password" if re.search(r"\b407\b", str(error)) else "window_slack_unreachable"
