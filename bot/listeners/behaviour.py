"""What the listeners call: they write down and hand on, before the acknowledgement; the rest is done afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import BoltContext

from bot.people import People
from bot.presses import Presses
from bot.rooms import Rooms
from bot.talk import Talk
from bot.windows import Windows
from bot.works import Lane

HERE = "hoshin"
"""Where an envelope's context has the behaviour of the workspace that it came from."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the listeners call, in one workspace."""

    talk: Talk
    presses: Presses
    rooms: Rooms
    windows: Windows
    people: People
    hands: Lane
    """Does what a person's press or visit asks for, in the order of the presses."""
    leave: Callable[[float], object]
    """Forgets the installation, which ended at a time (seconds since 1970)."""

    def later(self, user: str, team: str, work: Callable[[], object]) -> None:
        """Do something for a person once Slack has its acknowledgement."""

        def act() -> None:
            if user:
                self.people.person(user, team)  # from now on the language is known
            work()

        self.hands.submit(user, act)


def here(context: BoltContext) -> Behaviour:
    """The behaviour of the workspace that an envelope came from."""
    does: Behaviour = context[HERE]
    return does
