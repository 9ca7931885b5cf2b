"""What stands in a workspace: people, channels, messages, views, files, and the elements that people can press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TEAM, BOT, BOT_ID, APP = "T1", "UBOT", "BBOT", "A1"
ELSEWHERE = "T2"
"""The workspace of strangers."""
KINDS = {"C": "channel", "G": "group", "D": "im"}
Json = Mapping[str, Any]
Key = tuple[str, str]
"""block_id and action_id."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who types."""

    name: str = "港 花子"
    locale: str = "ja-JP"
    tz: str = "Asia/Tokyo"
    guest: bool = False
    """Of several channels."""
    single_channel_guest: bool = False
    stranger: bool = False
    """From another organisation, over Slack Connect."""
    sister: str = ""
    """The workspace of the same organisation on Enterprise Grid that the person belongs to; empty: this one."""
    admin: bool = False
    bot: bool = False

    @property
    def team(self) -> str:
        """The workspace that the person belongs to."""
        return ELSEWHERE if self.stranger else self.sister or TEAM

    def as_json(self, user: str, *, with_locale: bool, enterprise: str = "") -> dict[str, Any]:
        """As users.info has it, on Enterprise Grid with the organisation that most of the people belong to."""
        body: dict[str, Any] = {
            "id": user,
            "team_id": self.team,
            "name": user.lower(),
            "real_name": self.name,
            "deleted": False,
            "tz": self.tz,
            "is_admin": self.admin,
            "is_owner": False,
            "is_bot": self.bot,
            "is_restricted": self.guest or self.single_channel_guest,
            "is_ultra_restricted": self.single_channel_guest,
            "profile": {"real_name": self.name, "display_name": self.name},
        }
        if enterprise:
            grid = {"id": user, "enterprise_id": "E9" if self.stranger else enterprise, "teams": [self.team]}
            body["enterprise_user"] = grid
        return (
            body | ({"is_stranger": True} if self.stranger else {}) | ({"locale": self.locale} if with_locale else {})
        )


@dataclass(frozen=True, slots=True)
class Channel:
    """A place to write in."""

    kind: str = "channel"
    """channel, group (a private one), mpim (a group DM) or im."""
    member: bool = True
    """The bot is in it."""
    archived: bool = False
    shared: bool = False
    """With another organisation."""

    @classmethod
    def called(cls, name: str) -> Channel:
        """What a channel is by the first letter of its id."""
        return cls(KINDS[name[0]])


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that the bot sent."""

    name: str
    content: bytes
    title: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What now stands in a channel."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: Sequence[Json] = ()
    thread: str | None = None
    metadata: Json | None = None
    alone: str | None = None
    """The only person who sees it: it is ephemeral."""
    edited: bool = False
    files: tuple[SentFile, ...] = ()

    def as_json(self, *, with_metadata: bool = False) -> dict[str, Any]:
        """As the Web API and payloads have it."""
        body: dict[str, Any] = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts, "team": TEAM}
        if self.blocks:
            body["blocks"] = named(self.blocks)
        if self.thread:
            body["thread_ts"] = self.thread
        if self.user == BOT:
            body |= {"bot_id": BOT_ID, "app_id": APP}
        if self.edited:
            body["edited"] = {"user": self.user, "ts": self.ts}
        if self.metadata and with_metadata:
            body["metadata"] = self.metadata
        if self.files:
            body["files"] = [{"name": file.name, "title": file.title} for file in self.files]
        return body


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab as one person has it open, with what stands in its fields."""

    id: str
    hash: str
    user: str
    body: Json
    filled: Mapping[Key, Json] = field(default_factory=dict)
    root: str = ""
    previous: str | None = None

    @property
    def blocks(self) -> Sequence[Json]:
        """The view's blocks."""
        return self.body.get("blocks") or ()

    @property
    def state(self) -> dict[str, dict[str, Json]]:
        """`state.values`: what is in every field, be it empty."""
        return state_of(self.blocks, self.filled)

    @property
    def missing(self) -> list[str]:
        """The fields that have to be filled before the form can be sent, and are not."""
        needed = {block["block_id"]: block["label"]["text"] for block in named(self.blocks) if _is_needed(block)}
        empty = {where for where, fields in self.state.items() if not any(map(_is_filled, fields.values()))}
        return [label for where, label in needed.items() if where in empty]

    def as_json(self) -> dict[str, Any]:
        """As payloads have it."""
        empty = {"private_metadata": "", "callback_id": "", "external_id": "", "notify_on_close": False}
        own = {
            "id": self.id,
            "hash": self.hash,
            "team_id": TEAM,
            "app_id": APP,
            "bot_id": BOT_ID,
            "blocks": named(self.blocks),
            "state": {"values": self.state},
            "root_view_id": self.root or self.id,
            "previous_view_id": self.previous,
        }
        return empty | dict(self.body) | own


@dataclass(frozen=True, slots=True)
class Element:
    """Something in a message or a view that a person can use."""

    block_id: str
    body: Json
    label: str
    value: str | None = None
    waits: bool = False
    """It is a field of a form: nothing is sent until the form is."""

    @property
    def kind(self) -> str:
        """Its type."""
        return str(self.body["type"])

    @property
    def action_id(self) -> str:
        """Its action_id."""
        return str(self.body.get("action_id", ""))

    @property
    def options(self) -> list[Json]:
        """What can be chosen in it; a typeahead has none of its own."""
        groups = self.body.get("option_groups") or [self.body]
        return [option for group in groups for option in group.get("options") or []]

    def option(self, label: str) -> Json:
        """The option with this label."""
        for option in self.options:
            if option["text"]["text"] == label:
                return option
        raise AssertionError(f"no option {label!r} among {[option['text']['text'] for option in self.options]}")

    def holding(self, content: object) -> Json:
        """Its part of `state.values` once a person has put this in: words, an option, its label, or several labels."""
        if "checkboxes" in self.kind or self.kind.startswith("multi_"):
            assert isinstance(content, list | tuple), "several labels"
            return {"type": self.kind, "selected_options": [self._chosen(one) for one in content]}
        if self.kind.endswith("_select") or self.kind == "radio_buttons":
            return {"type": self.kind, "selected_option": None if content is None else self._chosen(content)}
        return {"type": self.kind, "value": content}

    def _chosen(self, content: object) -> Json:
        return content if isinstance(content, Mapping) else self.option(str(content))

    @property
    def initial(self) -> Json:
        """Its part of `state.values` before a person touches it."""
        if "checkboxes" in self.kind or self.kind.startswith("multi_"):
            return self.holding(self.body.get("initial_options") or [])
        return self.holding(self.body.get("initial_option") or self.body.get("initial_value"))


def named(blocks: Sequence[Json]) -> list[dict[str, Any]]:
    """Blocks with the ids that Slack makes where there are none."""
    return [{"block_id": f"block-{place}", **block} for place, block in enumerate(blocks)]


def elements(blocks: Sequence[Json]) -> Iterator[Element]:
    """Everything in the blocks that a person can use."""
    for block in named(blocks):
        block_id, waits = block["block_id"], block["type"] == "input" and not block.get("dispatch_action")
        yield from elements(block.get("child_blocks") or [])
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or block.get("actions") or [])]
        for body in inside if block["type"] in ("actions", "card", "context_actions", "section", "input") else ():
            if body is None or body["type"] == "image":
                continue
            if body["type"] == "feedback_buttons":
                for name in ("positive_button", "negative_button"):
                    button = body[name]
                    yield Element(block_id, body, button["text"]["text"], button["value"])
            else:
                label = body.get("text") or body.get("placeholder") or block.get("label") or {}
                yield Element(block_id, body, label.get("text", ""), body.get("value"), waits)


def find(blocks: Sequence[Json], what: str, value: str | None = None) -> Element:
    """The one element with this label or action_id, and this value if one is given."""
    there = list(elements(blocks))
    found = [one for one in there if what in (one.label, one.action_id) and value in (None, one.value)]
    if len(found) != 1:
        stands = [(one.label, one.action_id, one.value) for one in there]
        raise AssertionError(f"{what!r} stands there {len(found)} times; there are {stands}")
    return found[0]


def state_of(blocks: Sequence[Json], filled: Mapping[Key, Json]) -> dict[str, dict[str, Json]]:
    """`state.values` of these blocks."""
    values: dict[str, dict[str, Json]] = {}
    for element in elements(blocks):
        if element.kind not in ("button", "overflow", "feedback_buttons", "icon_button"):
            kept = filled.get((element.block_id, element.action_id), element.initial)
            values.setdefault(element.block_id, {})[element.action_id] = kept
    return values


def _is_needed(block: Json) -> bool:
    return block["type"] == "input" and not block.get("optional")


def _is_filled(field: Json) -> bool:
    return any(field.get(name) for name in ("value", "selected_option", "selected_options"))
