"""What a person pressed or submitted in Home or in a window, read out of an envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import controls
from bot.posts import Conversation

HOME = "home"
"""The channel of what was asked in Home and in windows; a conversation of each person's own."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """Something pressed or submitted in Home or in a window."""

    user: str
    view: str
    is_home: bool
    metadata: str
    answer: str
    """Id in the journal of the answer whose buttons were pressed; empty for others."""
    value: str
    trigger_id: str = ""
    team: str = ""
    """The workspace that the person belongs to, as far as the envelope says."""

    @property
    def where(self) -> Conversation:
        """The conversation that goes on there."""
        return Conversation(HOME, "", self.user)


def read(body: Mapping[str, Any]) -> Viewed:
    """What an envelope of block_actions or view_submission from a view says."""
    action: Mapping[str, Any] = next(iter(body.get("actions") or ()), {})
    chosen = action.get("selected_option") or action
    return Viewed(
        user=body["user"]["id"],
        view=body["view"]["id"],
        is_home=body["view"]["type"] == "home",
        metadata=body["view"].get("private_metadata") or "",
        answer=controls.answer_of(action.get("block_id") or ""),
        value=chosen.get("value") or "",
        trigger_id=body.get("trigger_id") or "",
        team=body["user"].get("team_id") or "",
    )
