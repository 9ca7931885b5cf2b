"""One WebSocket to Slack: read from hello until it is gone, and whatever comes in is acknowledged over it."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from slack_sdk.socket_mode.client import BaseSocketModeClient
from websocket import (
    ABNF,
    WebSocket,
    WebSocketConnectionClosedException,
    WebSocketException,
    WebSocketTimeoutException,
    create_connection,
)

from bot.replies import code_in

SILENCE = 10.0
"""Seconds without a byte after which we ping; as long again without an answer, and the connection counts as lost."""
LINGER = 10.0
"""Seconds for which a connection is still read once there is a newer one; Slack closes it within these itself."""
REFUSING = ("too_many_websockets", "link_disabled")
"""Reasons for which Slack wants this connection gone at once; for all others it goes on until there is a new one."""

Frame = Mapping[str, object]


class Connection(BaseSocketModeClient):
    """Reads on a thread of its own, which ends with the connection."""

    def __init__(self, url: str, heard: Callable[[Connection, Frame], None], logger: logging.Logger) -> None:
        """Connects here and now; `heard` gets every frame but hello and disconnect, and must not take long."""
        self.logger = logger
        self.leaving = threading.Event()
        """Set once Slack has announced the end, or the connection is gone: time for another one."""
        self.reason = ""
        """Slack's code for the end that it announced."""
        self._heard = heard
        self._opened = time.monotonic()
        self._read_until = float("inf")
        # The library checks UTF-8 byte by byte in Python; json.loads refuses what is none just as well.
        self._socket = create_connection(url, timeout=SILENCE, enable_multithread=True, skip_utf8_validation=True)
        self._reader = threading.Thread(target=self._run, name="socket-mode", daemon=True)
        self._reader.start()

    @property
    def age(self) -> float:
        """Seconds since it was opened."""
        return time.monotonic() - self._opened

    def is_connected(self) -> bool:
        """Whether it is there, as far as we know, and somebody reads it."""
        return self._reader.is_alive() and bool(self._socket.connected)

    def retire(self) -> None:
        """There is a newer one: what is under way here is still read, for a moment."""
        self._read_until = time.monotonic() + LINGER

    def close(self) -> None:
        """Say goodbye and wait until nobody reads any more."""
        _say_goodbye(self._socket)
        self._reader.join()

    def send_message(self, message: str) -> None:
        """Send an acknowledgement; one that cannot be sent makes Slack deliver again, which is harmless."""
        try:
            self._socket.send(message)
        except (WebSocketException, OSError) as lost:
            self.logger.info("An acknowledgement was lost with its connection (%s)", type(lost).__name__)

    def _run(self) -> None:
        try:
            for frame in self._frames():
                self._take(frame)
                if self.reason in REFUSING:
                    break
            _say_goodbye(self._socket)
        except (WebSocketException, OSError) as lost:
            self.logger.info("The connection to Slack ended after %d s (%s)", self.age, type(lost).__name__)
        except Exception as error:  # noqa: BLE001  (whatever it is: the next connection is opened all the same)
            self.logger.error("The connection to Slack was left after a fault of ours (%s)", type(error).__name__)
        finally:
            self.leaving.set()
            self._socket.shutdown()  # type: ignore[no-untyped-call]

    def _take(self, frame: Frame) -> None:
        match frame.get("type"):
            case "hello":
                self.logger.info("Slack says hello: %s", _connections(frame))
            case "disconnect":
                self.reason = code_in(frame.get("reason")) or "unknown"
                level = logging.WARNING if self.reason in REFUSING else logging.INFO
                self.logger.log(level, "Slack ends the connection after %d s: %s", self.age, self.reason)
                self.leaving.set()
            case _:
                self._heard(self, frame)

    def _frames(self) -> Iterator[Frame]:
        silent = False
        while time.monotonic() < self._read_until:
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
                frame = _read(data)
                if frame is None:
                    self.logger.warning("A frame of %d bytes was skipped: it is no JSON object", len(data))
                else:
                    yield frame


def _say_goodbye(socket: WebSocket) -> None:
    """Close in order, and wake whoever reads."""
    # It may be gone already, or its reader may let go of it at this very moment.
    gone = (WebSocketException, OSError, AttributeError)
    with suppress(*gone):
        socket.send_close()
    with suppress(*gone):
        socket.abort()  # type: ignore[no-untyped-call]


def _read(data: bytes) -> Frame | None:
    """A frame of Slack's; None for everything else that may come over a wire."""
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError):  # no JSON, no UTF-8, brackets without end
        return None
    return frame if isinstance(frame, dict) else None


def _connections(hello: Frame) -> str:
    count = hello.get("num_connections")
    return f"connections of this app now: {count}" if isinstance(count, int) else "it does not say how many connections"
