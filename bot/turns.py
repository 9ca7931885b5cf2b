"""The order of what is worked out: conversations side by side, and each of them one question after the other."""

from __future__ import annotations

import logging
import threading
import traceback
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

Job = Callable[[], object]
log = logging.getLogger(__name__)


class Turns:
    """Runs jobs on so many threads, those with one key in the order in which they came.

    A job should not raise; of one that does the log gets the type and the place, and the next ones go on.
    """

    def __init__(self, threads: int, name: str) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        """The jobs of every key that has some, the one under way included."""
        self._ready: SimpleQueue[str | None] = SimpleQueue()
        self._changed = threading.Condition()
        self._closed = False
        self._threads = [threading.Thread(target=self._work, name=f"{name}-{number}") for number in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, key: str, job: Job) -> None:
        """Run the job after all that came before it under its key. RuntimeError after `close`."""
        with self._changed:
            if self._closed:
                raise RuntimeError("no more turns are given")
            if key in self._waiting:
                self._waiting[key].append(job)
            else:
                self._waiting[key] = deque([job])
                self._ready.put(key)

    def is_busy(self, key: str) -> bool:
        """Whether a job of this key waits or is under way."""
        with self._changed:
            return key in self._waiting

    def close(self) -> None:
        """Take no more, and wait until all that was submitted is done."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._waiting)
        for _ in self._threads:
            self._ready.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (key := self._ready.get()) is not None:
            job = self._waiting[key][0]
            try:
                job()
            except Exception as error:  # noqa: BLE001  (its text may hold the question)
                log.error(
                    "A turn failed: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
                )
            self._after(key)

    def _after(self, key: str) -> None:
        with self._changed:
            jobs = self._waiting[key]
            jobs.popleft()
            if jobs:
                self._ready.put(key)
            else:
                del self._waiting[key]
                self._changed.notify_all()
