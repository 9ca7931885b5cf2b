"""The order of what is sent: one queue a channel, so that a channel that Slack makes wait delays no other."""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable

Job = Callable[[], object]


class Outbox:
    """Runs the jobs of one channel one after the other, and every channel on a thread of its own.

    A thread lives as long as its channel has jobs. A job should not raise; one that does is reported by
    `threading.excepthook`, and the channel's next jobs go on.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        """The jobs of every channel that has a thread."""
        self._changed = threading.Condition()
        self._closed = False

    def submit(self, channel: str, job: Job) -> None:
        """Run the job after all that was submitted for its channel. RuntimeError after `close`."""
        with self._changed:
            if self._closed:
                raise RuntimeError("the outbox is closed")
            if channel in self._waiting:
                self._waiting[channel].append(job)
            else:
                self._start(channel)
                self._waiting[channel] = deque([job])

    def is_busy(self, channel: str) -> bool:
        """Whether a job of this channel waits or is under way."""
        with self._changed:
            return channel in self._waiting

    def close(self, patience: float | None = None, hurry: Callable[[], None] = lambda: None) -> None:
        """Take no more and wait until all that was submitted is done; after so many seconds, `hurry` it."""
        with self._changed:
            self._closed = True
            if self._changed.wait_for(lambda: not self._waiting, patience):
                return
        hurry()
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting)

    def _start(self, channel: str) -> None:
        threading.Thread(target=self._work, args=(channel,), name=f"outbox {channel}").start()

    def _work(self, channel: str) -> None:
        while job := self._next(channel):
            try:
                job()
            except Exception:  # noqa: BLE001  (the thread goes on: a new one may not be had just then)
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))

    def _next(self, channel: str) -> Job | None:
        """The channel's next job; None ends its thread."""
        with self._changed:
            if self._waiting[channel]:
                return self._waiting[channel].popleft()
            del self._waiting[channel]
            self._changed.notify_all()
            return None
