"""The link to Slack: one connection at a time, replaced for as long as the program runs, whatever Slack does meanwhile.

Why not one of the SDK's own clients (3.47, measured against a stand-in): the built-in one stays deaf for 13 to 30
seconds after a lost connection and reads in a busy loop meanwhile; the websocket-client one asks Slack for two new
sockets at every refresh, never notices a peer that went silent, and takes up to ten seconds to close.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.connection import Connection, Frame
from bot.replies import code_of, is_outage
from bot.turns import Turns

DISPATCHERS = 8
"""Envelopes that may wait for their acknowledgement at once; the answering itself happens elsewhere."""
PAUSES = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before one attempt to connect after the other; the last for all that follow."""
STEADY = 60.0
"""Seconds that a connection must have lived for the pauses to begin anew."""
LEAVING = 15.0
"""Seconds that the end of the program waits for an attempt to connect: longer than one takes where nothing is odd."""

Handle = Callable[[BaseSocketModeClient, SocketModeRequest], None]
"""Acts on an envelope and acknowledges it over the connection that brought it."""


class Link:
    """Keeps a connection to Slack. Its thread ends with `close` and for no other reason that we know of."""

    def __init__(self, app_token: str, web_client: WebClient, logger: logging.Logger, handle: Handle) -> None:
        self._app_token = app_token
        self._web_client = web_client
        self._logger = logger
        self._handle = handle
        self._workers = Turns(DISPATCHERS, "envelope")
        self._stop = threading.Event()
        self._connections: list[Connection] = []
        """The newest comes last; those before it are read until they are gone."""
        self._attempts = 0
        """Since a connection was steady."""
        self._failing = False
        """The last attempt was in vain."""
        self._refused: tuple[str, float] | None = None
        self._keeper = threading.Thread(target=self._keep, name="link", daemon=True)

    def connect(self) -> None:
        """Open the first connection, here and now, so that a refusal reaches the caller."""
        self._connections = [self._open()]
        self._keeper.start()

    def is_connected(self) -> bool:
        """Whether Slack reaches us, as far as we know."""
        return bool(self._connections) and self._connections[-1].is_connected() and not self._failing

    @property
    def refusal(self) -> tuple[str, float] | None:
        """Slack's code for why it lets us in no more, and for how many seconds; None while it does."""
        refused = self._refused
        return None if refused is None or self.is_connected() else (refused[0], time.monotonic() - refused[1])

    @property
    def is_over(self) -> bool:
        """Whether nobody keeps the connection any more: nothing will ever be heard again."""
        return not self._keeper.is_alive()

    def close(self) -> None:
        """End for good; waits until every envelope that came in is acknowledged."""
        self._stop.set()
        self._workers.close()
        for connection in self._connections:
            connection.close()
        if self._keeper.is_alive():
            self._keeper.join(LEAVING)

    def _keep(self) -> None:
        while not self._stop.is_set():
            newest = self._connections[-1]
            newest.leaving.wait()
            if newest.age >= STEADY:
                self._attempts, self._refused = 0, None
            if newest.reason == "link_disabled":  # Socket Mode was switched off in the app's settings
                self._note_refusal(newest.reason)
            self._replace(newest)

    def _replace(self, newest: Connection) -> None:
        """Open the next connection; the one before is read meanwhile."""
        while not self._stop.wait(PAUSES[min(self._attempts, len(PAUSES) - 1)]):
            self._attempts += 1
            try:
                fresh = self._open()
            except Exception as failed:  # noqa: BLE001  (whatever an attempt meets: there must be another)
                self._failing = True
                self._say(failed)
                continue
            self._failing = False
            newest.retire()
            self._connections = [*(one for one in self._connections if one.is_connected()), fresh]
            if self._stop.is_set():  # `close` has not seen it
                fresh.close()
            return

    def _open(self) -> Connection:
        # Not the SDK's issue_new_wss_url: it logs every refusal as an error, and the caller here has its own words.
        url = self._web_client.apps_connections_open(app_token=self._app_token)["url"]
        return Connection(str(url), self._hand_on, self._logger)

    def _say(self, failed: Exception) -> None:
        """What is known of an attempt; an exception's own text may hold the ticket of a connection."""
        pause = PAUSES[min(self._attempts, len(PAUSES) - 1)]
        said = code_of(failed) if isinstance(failed, SlackApiError) else type(failed).__name__
        if isinstance(failed, SlackApiError) and not is_outage(failed) and failed.response.status_code != 429:
            self._note_refusal(said)
        self._logger.warning("No connection to Slack (%s), attempt %d; next in %d s", said, self._attempts, pause)

    def _note_refusal(self, code: str) -> None:
        since = self._refused[1] if self._refused else time.monotonic()
        self._refused = (code, since)

    def _hand_on(self, connection: Connection, frame: Frame) -> None:
        with suppress(RuntimeError):  # closing down: what is not taken now, Slack delivers again
            self._workers.submit(_place(frame), lambda: self._act(connection, frame))

    def _act(self, connection: Connection, frame: Frame) -> None:
        try:
            request = SocketModeRequest.from_dict(dict(frame))
            if request is not None:
                self._handle(connection, request)
        except Exception as error:  # noqa: BLE001  (one odd envelope is not to end the others; its text stays private)
            self._logger.error("An envelope could not be taken: %s", type(error).__name__)


def _place(frame: Frame) -> str:
    """Within what an envelope must be taken after those before it: an event's channel; others wait for nobody."""
    payload = frame.get("payload")
    event = payload.get("event") if isinstance(payload, dict) else None
    channel = event.get("channel") if isinstance(event, dict) else None
    return channel if isinstance(channel, str) else str(frame.get("envelope_id"))
