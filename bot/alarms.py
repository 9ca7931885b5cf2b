"""What is done after a while unless it is called off: on one thread for all, which costs a question almost nothing."""

from __future__ import annotations

import heapq
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

log = logging.getLogger(__name__)


class Alarms:
    """A thread that waits for whoever takes long."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int]] = []
        """When, and the number of what is to be done; those called off are left to run out."""
        self._acts: dict[int, Callable[[], object]] = {}
        self._numbers = count()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="alarms", daemon=True)
        self._thread.start()

    @contextmanager
    def after(self, seconds: float, act: Callable[[], object]) -> Iterator[None]:
        """Does something if the context is still open after so many seconds. It must not take long."""
        number = next(self._numbers)
        with self._changed:
            self._acts[number] = act
            heapq.heappush(self._waiting, (time.monotonic() + seconds, number))
            if self._waiting[0][1] == number:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._acts.pop(number, None)

    def close(self) -> None:
        """Do nothing more."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _run(self) -> None:
        while (act := self._next()) is not None:
            try:
                act()
            except Exception as error:  # noqa: BLE001  (the others still wait)
                log.error("What takes long could not be told: %s", type(error).__name__)

    def _next(self) -> Callable[[], object] | None:
        """The next thing to do, once its time has come; None at the end."""
        with self._changed:
            while not self._closed:
                left = self._waiting[0][0] - time.monotonic() if self._waiting else None
                if left is not None and left <= 0:
                    _, number = heapq.heappop(self._waiting)
                    if (act := self._acts.pop(number, None)) is not None:
                        return act
                else:
                    self._changed.wait(left)
            return None
