"""What a person pressed below an answer, read out of an envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import controls


@dataclass(frozen=True, slots=True)
class Press:
    """A press on something in a message."""

    user: str
    channel: str
    ts: str
    thread: str | None
    answer: str
    """Id in the journal of the answer that was pressed."""
    value: str
    response_url: str
    trigger_id: str
    is_ephemeral: bool
    team: str = ""
    """The workspace that the presser belongs to, as far as the envelope says."""

    @property
    def is_private(self) -> bool:
        """Whether only the presser sees the message."""
        return self.is_ephemeral or self.channel.startswith("D")


def read(body: Mapping[str, Any]) -> Press:
    """The press in an envelope of block_actions that came from a message."""
    container, action = body["container"], body["actions"][0]
    chosen = action.get("selected_option") or action
    return Press(
        user=body["user"]["id"],
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id") or "",
        ts=container.get("message_ts") or "",
        thread=container.get("thread_ts") or (body.get("message") or {}).get("thread_ts"),
        answer=controls.answer_of(action.get("block_id") or ""),
        value=chosen.get("value") or "",
        response_url=body.get("response_url") or "",
        trigger_id=body.get("trigger_id") or "",
        is_ephemeral=bool(container.get("is_ephemeral")),
        team=body["user"].get("team_id") or "",
    )
