"""The socket under Socket Mode: slack_sdk's public base class on websocket-client's plain connection.

Why not one of the SDK's own clients (3.47, measured against a stand-in): the built-in one stays deaf for 13 to 30
seconds after a lost connection and reads in a busy loop meanwhile; the websocket-client one asks Slack for two new
sockets at every refresh, never notices a peer that went silent, and takes up to ten seconds to close.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, repeat

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from websocket import (
    ABNF,
    WebSocket,
    WebSocketConnectionClosedException,
    WebSocketException,
    WebSocketTimeoutException,
    create_connection,
)

SILENCE = 10.0
"""Seconds without a byte after which we ping; as long again without an answer, and the connection counts as lost."""
DISPATCHERS = 8
"""Envelopes that may wait for their acknowledgement at once; the answering itself happens elsewhere."""


class Link(BaseSocketModeClient):
    """One connection to Slack at a time, replaced whenever Slack asks for it or it is lost."""

    def __init__(self, app_token: str, web_client: WebClient, logger: logging.Logger) -> None:
        self.app_token = app_token
        self.web_client = web_client
        self.logger = logger
        self.closed = False
        self.message_listeners = []
        self.socket_mode_request_listeners = []
        self.message_workers = ThreadPoolExecutor(DISPATCHERS, "envelope")
        self._stop = threading.Event()
        self._listening = False
        self._socket = WebSocket()
        self._reader = threading.Thread(target=self._run, name="socket-mode", daemon=True)

    def connect(self) -> None:
        """Open the first connection, here and now, so that a refusal reaches the caller."""
        self._socket = self._open()
        self._listening = True
        self._reader.start()

    def is_connected(self) -> bool:
        """Whether there is a connection as far as we know, and somebody listens to it."""
        return self._listening and bool(self._socket.connected)

    def disconnect(self) -> None:
        """Say goodbye and wake the reader."""
        try:
            self._socket.send_close()
        except (WebSocketException, OSError):
            self.logger.debug("The connection was gone before its end")
        self._socket.abort()  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """End for good; waits until every envelope that came in is acknowledged."""
        self.closed = True
        self._stop.set()
        self.message_workers.shutdown()
        self.disconnect()
        if self._reader.is_alive():
            self._reader.join()

    def send_message(self, message: str) -> None:
        """Send an acknowledgement; one that cannot be sent makes Slack deliver again, which is harmless."""
        try:
            self._socket.send(message)
        except (WebSocketException, OSError) as lost:
            self.logger.info("An acknowledgement was lost with its connection (%s)", type(lost).__name__)

    def _open(self) -> WebSocket:
        # Not issue_new_wss_url: it logs every refusal as an error, and the caller here has its own words for one.
        url = self.web_client.apps_connections_open(app_token=self.app_token)["url"]
        # The library checks UTF-8 byte by byte in Python; json.loads refuses what is none just as well.
        return create_connection(str(url), timeout=SILENCE, enable_multithread=True, skip_utf8_validation=True)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    self._read()
                except (WebSocketException, OSError) as lost:
                    self.logger.debug("The connection to Slack ended (%s)", type(lost).__name__)
                self._listening = False
                self._replace()
        finally:
            self._socket.shutdown()  # type: ignore[no-untyped-call]

    def _read(self) -> None:
        """Hand on what arrives, until Slack asks for a new connection."""
        for message in self._messages():
            if message.get("type") == "disconnect":
                return
            with suppress(RuntimeError):  # closing down: what is not taken now, Slack delivers again
                self.message_workers.submit(self.run_message_listeners, message, "")

    def _messages(self) -> Iterator[dict[str, object]]:
        silent = False
        while True:
            try:
                kind, data = self._socket.recv_data(control_frame=True)
            except WebSocketTimeoutException:
                if silent:
                    raise
                silent = True
                self._socket.ping()
                continue
            silent = False
            if kind == ABNF.OPCODE_CLOSE:
                raise WebSocketConnectionClosedException
            if kind == ABNF.OPCODE_TEXT:
                yield json.loads(data)

    def _replace(self) -> None:
        """Open the next connection before the old one goes, and keep trying with growing pauses."""
        for pause in chain((0, 1, 2, 5, 10), repeat(30)):
            if self._stop.wait(pause):
                return
            try:
                old, self._socket = self._socket, self._open()
            except (SlackApiError, WebSocketException, OSError) as failed:
                self.logger.warning("Slack cannot be reached (%s), trying again", type(failed).__name__)
            else:
                self._listening = True
                self.logger.info("Connected to Slack again")
                old.shutdown()  # type: ignore[no-untyped-call]
                return
