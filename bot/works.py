"""The threads that answer, shared by all workspaces; each has lanes of its own in them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.alarms import Alarms
from bot.outbox import Outbox
from bot.turns import Turns

ANSWERING_THREADS, PRESSING_THREADS, ASKING_THREADS, WINDOW_THREADS = 4, 4, 8, 4
"""Answers are found here and sent elsewhere; one that takes long keeps its thread while others go on.

More threads would only take turns at the interpreter and delay acknowledgements: 12 of them by two seconds when 200
questions come in a second.
"""


@dataclass(frozen=True, slots=True)
class Lane:
    """One workspace's part of a line: channels and people of another one may be called alike."""

    line: Turns | Outbox
    workspace: str

    def submit(self, key: str, job: Callable[[], object]) -> None:
        """Run the job after all that this workspace submitted under its key. RuntimeError at the end."""
        self.line.submit(f"{self.workspace} {key}", job)

    def is_busy(self, key: str) -> bool:
        """Whether a job of this workspace's key waits or is under way."""
        return self.line.is_busy(f"{self.workspace} {key}")


class Works:
    """All of them."""

    def __init__(self) -> None:
        self.doors = Turns(ASKING_THREADS, "door")
        """Where it is found out who asks; then comes the answer's turn."""
        self.turns = Turns(ANSWERING_THREADS, "answer")
        self.hands = Turns(PRESSING_THREADS, "press")
        """What a person's press or visit asks for, in the order of the presses."""
        self.windows = ThreadPoolExecutor(WINDOW_THREADS, "window")
        self.alarms = Alarms()
        self.outbox = Outbox()

    def close(self, patience: float, hurry: Callable[[], None]) -> None:
        """Work out all that was asked, and send it; after so many seconds, `hurry` what is still on its way."""
        self.hands.close()
        self.windows.shutdown()
        self.doors.close()
        self.turns.close()
        self.alarms.close()
        self.outbox.close(patience, hurry)
