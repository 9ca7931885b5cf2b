"""A stand-in for Slack on loopback: the Web API over HTTP, Socket Mode over a real WebSocket, and the people who type.

It keeps what it was sent and misbehaves as told. Nothing in it knows the program under test.

    slack.mention("C1", "U1", f"<@{BOT}> 防災")        somebody asks
    [answer] = slack.wait_messages("C1", by=BOT)       what now stands there
    slack.press("U1", "上位の戦略", on=answer)          a button of it, by its label or its action_id
    slack.home("U1"), slack.modal("U1")                what U1 has open; press, choose and fill work on these too
    slack.fail("chat.postMessage", broken(took_effect=True), rate_limited(1))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.slack.faults import NO_FRAMES, NO_REPLIES, ChannelLimit, Fault, broken, dropped, late, rate_limited, refused
from tests.slack.service import APP_TOKEN, BOT_TOKEN, PATIENCE, Call, Envelope, Service, until
from tests.slack.standing import (
    APP,
    BOT,
    TEAM,
    Channel,
    Element,
    Json,
    Message,
    Person,
    SentFile,
    View,
    find,
    state_of,
)
from tests.slack_limits import option_complaints

__all__ = [
    "APP_TOKEN",
    "BOT",
    "BOT_TOKEN",
    "NO_FRAMES",
    "NO_REPLIES",
    "PATIENCE",
    "TEAM",
    "Call",
    "Channel",
    "ChannelLimit",
    "Envelope",
    "Fault",
    "Message",
    "Person",
    "SentFile",
    "StandIn",
    "View",
    "broken",
    "dropped",
    "late",
    "rate_limited",
    "refused",
    "until",
]


class StandIn(Service):
    """A workspace with people in it. Use it as a context; every method is safe from any thread."""

    # What people do: they write …

    def post(self, channel: str, user: str, text: str, thread: str | None = None, **more: object) -> str:
        """Somebody writes in a channel or a DM; an app that is in that place hears of it. Returns the post's ts."""
        event = self._written(channel, user, text, thread, more)
        self._event(event, channel, user)
        return str(event["ts"])

    def mention(self, channel: str, user: str, text: str, thread: str | None = None) -> str:
        """Somebody mentions the bot: `message` and `app_mention` arrive, as two events for one post."""
        event = self._written(channel, user, text, thread, {})
        self._event(event, channel, user)
        mention = {name: value for name, value in event.items() if name != "channel_type"}
        self._event(mention | {"type": "app_mention"}, channel, user)
        return str(event["ts"])

    def dm(self, user: str, text: str, thread: str | None = None, **more: object) -> str:
        """Somebody writes to the bot directly."""
        return self.post(f"D{user}", user, text, thread, **more)

    def command(self, user: str, text: str, channel: str = "C1", name: str = "/hoshin") -> Envelope:
        """Somebody types a slash command."""
        with self._changed:
            self.workspace.channel(channel)
            own = {"command": name, "text": text, "user_id": user, "user_name": user.lower(), "channel_id": channel}
            body = own | {"team_id": self.people[user].team, "api_app_id": APP}
            body |= {"is_enterprise_install": str(self.workspace.whole).lower()}
            body |= {"enterprise_id": self.workspace.enterprise} if self.workspace.enterprise else {}
            body |= {"response_url": self._hook(user, channel), "trigger_id": self.workspace.trigger(user)}

        def said(ack: Mapping[str, Any]) -> None:
            if ack.get("text") or ack.get("blocks"):
                self.workspace.say(user, channel, ack)

        return self._deliver("slash_commands", body, then=said)

    def shortcut(self, user: str, callback_id: str, on: Message) -> Envelope:
        """Somebody picks a shortcut from a message's menu."""
        with self._changed:
            self.people[user]
            body = self._interaction("message_action", user) | {
                "callback_id": callback_id,
                "channel": {"id": on.channel, "name": on.channel.lower()},
                "message": on.as_json(),
                "message_ts": on.ts,
                "action_ts": self.workspace.ts(),
                "response_url": self._hook(user, on.channel),
            }
        return self._deliver("interactive", body)

    def invite(self, channel: str, user: str = "U1", whom: str = BOT) -> None:
        """Somebody invites the bot, or somebody else, to a channel."""
        with self._changed:
            place = self.workspace.channel(channel)
            self.channels[channel] = replace(place, member=place.member or whom == BOT)
            ts = self.workspace.ts()
        joined = {"type": "member_joined_channel", "user": whom, "channel": channel, "channel_type": channel[0]}
        self._event(joined | {"team": TEAM, "inviter": user, "event_ts": ts}, channel, user)

    def open_home(self, user: str, tab: str = "home") -> None:
        """Somebody opens the app, at its Home or its messages tab."""
        with self._changed:
            self.workspace.channel(f"D{user}")
            home = self.workspace.homes.get(user)
            opened = {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": tab}
            opened["event_ts"] = self.workspace.ts()
        shown = {"view": home.as_json()} if home and tab == "home" else {}
        self._event(opened | shown, f"D{user}", user)

    # … and use what they see.

    def press(self, user: str, what: str, on: Message | View | None = None, value: str | None = None) -> Envelope:
        """Somebody presses a button, named by its label or its action_id, and by its value where two are alike.

        Without `on` it is the button of a message that no version of the program knows.
        """
        if on is None:
            strange = {"type": "button", "action_id": what, "block_id": "b", "value": "1", "action_ts": "1.2"}
            with self._changed:
                body = self._interaction("block_actions", user)
            return self._deliver("interactive", body | {"actions": [strange], "container": {}})
        element = find(on.blocks, what, value)
        assert user in element.body.get("visible_to_user_ids", [user]), f"{user} does not see {what!r}"
        chosen: dict[str, Any] = {"value": element.value} if element.value is not None else {}
        return self._act(user, element, on, chosen | {"text": {"type": "plain_text", "text": element.label}})

    def choose(
        self, user: str, what: str, option: str | Json | Sequence[str | Json], on: Message | View
    ) -> Envelope | None:
        """Somebody picks options of a menu, a typeahead or boxes, by their labels or as `suggestions` gave them.

        In a form nothing is sent yet: None.
        """
        element = find(on.blocks, what)
        if element.kind == "overflow":
            picked = element.option(option) if isinstance(option, str) else option
            return self._act(user, element, on, {"selected_option": picked})
        held = element.holding(option)
        if isinstance(on, View):
            on = self._fill(on, element, held)
        return None if element.waits else self._act(user, element, on, {k: v for k, v in held.items() if k != "type"})

    def suggestions(self, user: str, what: str, typed: str, on: Message | View) -> list[Json]:
        """Somebody types into a typeahead; returns the options that come back."""
        element = find(on.blocks, what)
        with self._changed:
            own = {"action_id": element.action_id, "block_id": element.block_id, "value": typed}
            body = self._interaction("block_suggestion", user) | own | self._around(on)
        ack = self._acked(self._deliver("interactive", body))
        if complaints := option_complaints(ack):
            raise AssertionError(f"Slack would show no options: {complaints}")
        groups = ack.get("option_groups") or [ack]
        return [option for group in groups for option in group.get("options") or []]

    def fill(self, on: View, values: Mapping[str, object]) -> View:
        """Somebody fills fields of a form, named by action_id or label, and sends nothing. Returns the view then."""
        for what, content in values.items():
            element = find(on.blocks, what)
            on = self._fill(on, element, element.holding(content))
        return on

    def submit(self, user: str, values: Mapping[str, object] | None = None) -> Mapping[str, Any]:
        """Somebody fills the top modal and sends it. Returns what the acknowledgement asked for; it was done."""
        view = self.fill(self._top(user), values or {})
        if view.missing:
            raise AssertionError(f"Slack's client asks for {view.missing} first")
        with self._changed:
            body = self._interaction("view_submission", user) | {"view": view.as_json(), "response_urls": []}
        return self._acked(self._deliver("interactive", body, then=lambda ack: self._answered(view, ack)))

    def close_modal(self, user: str) -> None:
        """Somebody closes the top modal."""
        view = self._top(user)
        with self._changed:
            self.workspace.modals[user].pop()
            body = self._interaction("view_closed", user) | {"view": view.as_json(), "is_cleared": False}
        if view.body.get("notify_on_close"):
            self._deliver("interactive", body)

    # What a test sees.

    def messages(self, channel: str, by: str | None = None) -> list[Message]:
        """What now stands in a channel for everybody, or what one author wrote of it."""
        with self._changed:
            return [one for one in self.workspace.messages(channel) if by in (None, one.user)]

    def seen_by(self, user: str) -> list[Message]:
        """What this person alone sees."""
        with self._changed:
            return self.workspace.seen_by(user)

    def home(self, user: str) -> View | None:
        """The person's Home tab."""
        with self._changed:
            return self.workspace.homes.get(user)

    def modal(self, user: str) -> View | None:
        """The person's top modal."""
        with self._changed:
            return self.workspace.modals[user][-1] if self.workspace.modals[user] else None

    @property
    def files(self) -> list[SentFile]:
        """Every file that the bot sent."""
        return self.workspace.files

    def posts(self) -> list[Call]:
        """The calls that posted a message, in order."""
        return [call for call in self.calls if call.method == "chat.postMessage" and call.ok]

    def whispers(self) -> list[Call]:
        """What came in through response_url."""
        return [call for call in self.calls if call.method == "respond" and call.ok]

    def wait_posts(self, count: int) -> list[Call]:
        """Wait until this many messages were posted."""
        self.wait(lambda: len(self.posts()) >= count, f"{count} posts")
        return self.posts()

    def wait_messages(self, channel: str, count: int = 1, by: str = BOT) -> list[Message]:
        """Wait until this many messages of an author stand in a channel."""
        self.wait(lambda: len(self.messages(channel, by)) >= count, f"{count} messages in {channel}")
        return self.messages(channel, by)

    def wait_seen(self, user: str, count: int = 1) -> list[Message]:
        """Wait until this person alone sees so many messages."""
        self.wait(lambda: len(self.seen_by(user)) >= count, f"{count} messages for {user} alone")
        return self.seen_by(user)

    def wait_modal(self, user: str) -> View:
        """Wait until this person has a modal open."""
        self.wait(lambda: self.modal(user), f"a modal for {user}")
        return self._top(user)

    def wait_home(self, user: str, other_than: View | None = None) -> View:
        """Wait until this person has a Home tab, other than the one that was there."""

        def drawn() -> View | None:
            home = self.home(user)
            return home if home and (other_than is None or home.hash != other_than.hash) else None

        home = self.wait(drawn, f"a new home for {user}")
        assert home
        return home

    # How it works.

    def _written(
        self, channel: str, user: str, text: str, thread: str | None, more: Mapping[str, object]
    ) -> dict[str, Any]:
        """A person's words as an event has them; they now stand in the channel."""
        with self._changed:
            kind = self.workspace.channel(channel).kind
            message = Message(channel, self.workspace.ts(), user, text, thread=thread)
            if more.get("subtype") in (None, "file_share", "thread_broadcast"):
                self.workspace.stand(message)
            person = self.people[user]
        event: dict[str, Any] = {**message.as_json(), "channel": channel, "channel_type": kind, "event_ts": message.ts}
        if person.stranger:
            event |= {"user_team": person.team, "source_team": person.team}
        return {**event, **more}

    def _hook(self, user: str, channel: str, source: Message | None = None) -> str:
        return f"{self.api_url}respond/{self.workspace.hook(user, channel, source)}"

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        """What every payload of an interaction begins with."""
        team = self.people[user].team
        return {
            "type": kind,
            "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": team},
            "team": {"id": TEAM, "domain": "minato"},
            "api_app_id": APP,
            "trigger_id": self.workspace.trigger(user),
            "enterprise": {"id": self.workspace.enterprise} if self.workspace.enterprise else None,
            "is_enterprise_install": self.workspace.whole,
        }

    def _around(self, on: Message | View) -> dict[str, Any]:
        """Where an interaction happened: in a message or in a view."""
        if isinstance(on, View):
            return {"container": {"type": "view", "view_id": on.id}, "view": on.as_json()}
        container: dict[str, Any] = {"type": "message", "message_ts": on.ts, "channel_id": on.channel}
        container["is_ephemeral"] = on.alone is not None
        if on.thread:
            container["thread_ts"] = on.thread
        place = {"container": container, "channel": {"id": on.channel, "name": on.channel.lower()}}
        state: dict[str, Any] = {"state": {"values": state_of(on.blocks, {})}}
        # The payload of an ephemeral message does not hold the message.
        return place | state | ({} if on.alone else {"message": on.as_json()})

    def _act(self, user: str, element: Element, on: Message | View, chosen: Json) -> Envelope:
        with self._changed:
            own = {"type": element.kind, "action_id": element.action_id, "block_id": element.block_id}
            action = own | dict(chosen) | {"action_ts": self.workspace.ts()}
            body = self._interaction("block_actions", user) | self._around(on) | {"actions": [action]}
            if isinstance(on, Message):
                body["response_url"] = self._hook(user, on.channel, on)
        return self._deliver("interactive", body)

    def _fill(self, view: View, element: Element, held: Json) -> View:
        with self._changed:
            filled = replace(view, filled={**view.filled, (element.block_id, element.action_id): held})
            self.workspace.keep(filled)
        return filled

    def _top(self, user: str) -> View:
        view = self.modal(user)
        assert view, f"{user} has no modal open"
        return view

    def _answered(self, view: View, ack: Mapping[str, Any]) -> None:
        """Do with a modal what the acknowledgement of its submission says."""
        stack = self.workspace.modals[view.user]
        match ack.get("response_action"):
            case "errors":
                pass  # the client shows them
            case "update":
                self.workspace.redraw(view, ack["view"])
            case "push":
                self.workspace.push(view.user, ack["view"])
            case "clear":
                stack.clear()
            case _:
                stack[:] = [one for one in stack if one.id != view.id]
