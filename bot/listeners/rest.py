"""Whatever nothing else listens to gets its acknowledgement, or Slack shows people an error and sends it again."""

from __future__ import annotations

import re

from slack_bolt import Ack, App

ANYTHING = re.compile(".*")


def register(app: App) -> None:
    """Listen to the rest; must come last."""

    @app.action(ANYTHING)
    def pressed(ack: Ack) -> None:
        ack()  # a button of a message that an older or newer version posted

    @app.event(ANYTHING)
    def happened() -> None:
        """An event that the app's settings in Slack subscribe to and this version has no use for."""
