"""What is done again and again on a thread of its own, for as long as the program runs."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.store import JournalError

log = logging.getLogger(__name__)


@contextmanager
def rounds(name: str, seconds: float, work: Callable[[threading.Event], object]) -> Iterator[None]:
    """Do some work at once and again after so many seconds, while the context is open.

    The event is set once it closes. Whatever goes wrong in one round, there is another.
    """
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            try:
                work(stop)
            except JournalError:
                pass  # which is said where it happens
            except Exception as error:  # noqa: BLE001  (its text may hold somebody's words)
                place = "".join(traceback.format_tb(error.__traceback__))
                log.error("A round of %s failed: %s\n%s", name, type(error).__name__, place)
            stop.wait(seconds)

    thread = threading.Thread(target=run, name=name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
