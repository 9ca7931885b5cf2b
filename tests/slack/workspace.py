"""Slack's Web API over what stands in a workspace. No network here; the service makes every call under one lock."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.slack.faults import RefusedError
from tests.slack.standing import APP, BOT, BOT_ID, TEAM, Channel, Json, Message, Person, SentFile, View
from tests.slack_limits import complaints

TRIGGER_LIFE = 3.0
"""Seconds that a trigger_id may be used for, once."""
HOOK_LIFE, HOOK_USES = 1_800.0, 5
"""Seconds and times that a response_url may be used."""
DEEPEST = 3
"""Modals upon each other."""
PROMPTS, LOADING_MESSAGES = 4, 10


@dataclass(slots=True)
class Hook:
    """A response_url."""

    user: str
    channel: str
    source: Message | None
    """The message whose button was pressed."""
    until: float
    uses: int = 0


class Workspace:
    """People, channels, messages and views, and the methods that change them."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = defaultdict(Person)
        self.channels: dict[str, Channel] = {}
        self.modals: dict[str, list[View]] = defaultdict(list)
        """Person → the modals that are open, the top one last."""
        self.homes: dict[str, View] = {}
        self.prompts: dict[str, Sequence[Json]] = {}
        self.statuses: list[tuple[str, str, str]] = []
        """Channel, thread and words of every status that was set."""
        self.files: list[SentFile] = []
        self.unsupported: set[str] = set()
        """Types of blocks that are refused, as some workspaces do while Slack rolls a new block out."""
        self.enterprise = ""
        """The organisation on Enterprise Grid that the workspace belongs to."""
        self.whole = False
        """The app is installed for the whole organisation, and its token belongs to no workspace."""
        self.gone: set[tuple[str, str]] = set()
        """Channel and ts of messages that were deleted."""
        self.trigger_life = TRIGGER_LIFE
        self.upload_url = ""
        self.happened: list[Json] = []
        """Events that the last call brought about."""
        self._standing: dict[tuple[str, str], Message] = {}
        self._triggers: dict[str, tuple[str, float]] = {}
        self._hooks: dict[str, Hook] = {}
        self._uploads: dict[str, SentFile] = {}
        self._numbers = 0
        self._methods: Mapping[str, Callable[[Json], dict[str, Any]]] = {
            "assistant.threads.setStatus": self._set_status,
            "assistant.threads.setSuggestedPrompts": self._set_prompts,
            "auth.teams.list": self._teams,
            "auth.test": self._auth_test,
            "chat.delete": self._delete,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "conversations.history": self._history,
            "conversations.info": self._info,
            "conversations.open": self._open_conversation,
            "conversations.replies": self._replies,
            "files.completeUploadExternal": self._complete_upload,
            "files.getUploadURLExternal": self._upload_address,
            "users.info": self._user,
            "views.open": self._open_view,
            "views.publish": self._publish,
            "views.push": self._push,
            "views.update": self._update_view,
        }

    def call(self, method: str, values: Json) -> dict[str, Any]:
        """Answer one method; RefusedError where Slack says no."""
        if method not in self._methods:
            raise RefusedError("unknown_method")
        return {"ok": True} | self._methods[method](values)

    # What stands there.

    def messages(self, channel: str) -> list[Message]:
        """What everybody in the channel sees, in order."""
        return [one for one in self._standing.values() if one.channel == channel and one.alone is None]

    def seen_by(self, user: str) -> list[Message]:
        """What this person alone sees, in order."""
        return [one for one in self._standing.values() if one.alone == user]

    def channel(self, name: str) -> Channel:
        """A channel, which is there from the moment on that somebody uses it."""
        return self.channels.setdefault(name, Channel.called(name))

    def stand(self, message: Message) -> Message:
        """Put a message up."""
        self._standing[message.channel, message.ts] = message
        return message

    def number(self) -> int:
        """A number that was never used."""
        self._numbers += 1
        return self._numbers

    def ts(self) -> str:
        """A message's new ts."""
        return f"1700000000.{self.number():06}"

    # What an interaction brings along.

    def trigger(self, user: str) -> str:
        """A trigger_id for this person."""
        name = f"{self.number()}.{TEAM}"
        self._triggers[name] = (user, time.monotonic())
        return name

    def hook(self, user: str, channel: str, source: Message | None = None) -> str:
        """The key of a new response_url."""
        name = f"hook-{self.number()}"
        self._hooks[name] = Hook(user, channel, source, time.monotonic() + HOOK_LIFE)
        return name

    def respond(self, name: str, values: Json) -> dict[str, Any]:
        """What a response_url does with a message."""
        hook = self._hooks.get(name)
        if hook is None or time.monotonic() > hook.until:
            raise RefusedError("expired_url")
        if hook.uses >= HOOK_USES:
            raise RefusedError("used_url")
        source = hook.source and self._standing.get((hook.channel, hook.source.ts))
        if _yes(values.get("delete_original")):
            if source:
                self._remove(source)
        else:
            self._check(values)
            # Who presses a button and says nothing else replaces the message that it stands in.
            if source and _yes(values.get("replace_original", not values.get("response_type"))):
                self._change(source, values)
            else:
                self.say(hook.user, hook.channel, values)
        hook.uses += 1
        return {"ok": True}

    def say(self, user: str, channel: str, values: Json) -> None:
        """Put up what a response_url or the ack of a command says: for the person alone, or for all."""
        alone = None if values.get("response_type") == "in_channel" else user
        self._put(channel, values, alone)

    # chat.*

    def _post(self, values: Json) -> dict[str, Any]:
        name = str(values.get("channel", ""))
        channel = self._writable(f"D{name}" if name[:1] in "UW" else name)
        self._check(values)
        message = self._put(channel, values)
        return {"channel": channel, "ts": message.ts, "message": message.as_json(with_metadata=True)}

    def _post_ephemeral(self, values: Json) -> dict[str, Any]:
        channel = self._writable(values["channel"])
        self._check(values)
        return {"message_ts": self._put(channel, values, values["user"]).ts}

    def _update(self, values: Json) -> dict[str, Any]:
        message = self._own(values, "cant_update_message")
        self._check(values)
        self._change(message, values)
        return {"channel": message.channel, "ts": message.ts, "text": values.get("text", "")}

    def _delete(self, values: Json) -> dict[str, Any]:
        message = self._own(values, "cant_delete_message")
        self._remove(message)
        return {"channel": message.channel, "ts": message.ts}

    def _put(self, channel: str, values: Json, alone: str | None = None) -> Message:
        thread = values.get("thread_ts")
        if (channel, thread) in self.gone:
            thread = None  # what is meant for a thread without its root lands in the channel
        message = Message(channel, self.ts(), BOT, "", thread=thread, alone=alone)
        message = self.stand(_with(message, values))
        if alone is None:
            # An app hears its own words too.
            self._happens(message.as_json() | self._place(channel))
        return message

    def _change(self, message: Message, values: Json) -> None:
        self.stand(replace(_with(message, values), edited=True))
        if message.alone is None:
            changed = self._standing[message.channel, message.ts]
            edit = {"subtype": "message_changed", "message": changed.as_json(), "previous_message": message.as_json()}
            self._happens({"type": "message", "ts": self.ts(), "hidden": True} | edit | self._place(message.channel))

    def _remove(self, message: Message) -> None:
        del self._standing[message.channel, message.ts]
        self.gone.add((message.channel, message.ts))
        if message.alone is None:
            gone = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": message.as_json()}
            self._happens({"type": "message", "ts": self.ts(), "hidden": True} | gone | self._place(message.channel))

    def _place(self, channel: str) -> dict[str, str]:
        return {"channel": channel, "channel_type": self.channel(channel).kind}

    def _happens(self, event: dict[str, Any]) -> None:
        self.happened.append(event | {"event_ts": event["ts"]})

    def _own(self, values: Json, error: str) -> Message:
        message = self._standing.get((self._writable(values["channel"]), values["ts"]))
        if message is None or message.alone:
            raise RefusedError("message_not_found")
        if message.user != BOT:
            raise RefusedError(error)
        return message

    def _check(self, values: Json) -> None:
        """Refuse what Slack's limits refuse."""
        if not values.get("text") and not values.get("blocks"):
            raise RefusedError("no_text")
        metadata = values.get("metadata")
        if metadata and not (metadata.get("event_type") and isinstance(metadata.get("event_payload"), Mapping)):
            raise RefusedError("invalid_metadata_format")
        self._refuse([*complaints(values), *self._unsupported(values.get("blocks") or [])])

    def _refuse(self, found: Sequence[str]) -> None:
        if found:
            said = found[0].removeprefix("[ERROR] ")
            code = "invalid_attachments" if said.startswith("only_one_table") else "invalid_blocks"
            raise RefusedError(said.partition(":")[0] if said.startswith(("msg_", "view_")) else code, *found)

    def _unsupported(self, blocks: Sequence[Json], at: str = "/blocks") -> Iterator[str]:
        for place, block in enumerate(blocks):
            if block["type"] in self.unsupported:
                yield f"[ERROR] unsupported type: {block['type']} [json-pointer:{at}/{place}/type]"
            yield from self._unsupported(block.get("child_blocks") or [], f"{at}/{place}/child_blocks")

    # conversations.*, users.*, auth.*

    def _known(self, name: object) -> Channel:
        """The channel of a call, as far as the bot may look into it."""
        channel = self.channels.get(str(name))
        if channel is None or (not channel.member and channel.kind != "channel"):
            raise RefusedError("channel_not_found")
        return channel

    def _readable(self, name: object) -> str:
        if not self._known(name).member:
            raise RefusedError("not_in_channel")
        return str(name)

    def _writable(self, name: object) -> str:
        if self._known(name).archived:
            raise RefusedError("is_archived")
        return self._readable(name)

    def _history(self, values: Json) -> dict[str, Any]:
        there = [one for one in self.messages(self._readable(values["channel"])) if one.thread in (None, one.ts)]
        return self._page(reversed(there), values)

    def _replies(self, values: Json) -> dict[str, Any]:
        there = [
            one for one in self.messages(self._readable(values["channel"])) if values["ts"] in (one.ts, one.thread)
        ]
        if not there:
            raise RefusedError("thread_not_found")
        return self._page(there, values)

    def _page(self, there: Iterator[Message] | Sequence[Message], values: Json) -> dict[str, Any]:
        oldest, latest = str(values.get("oldest") or "0"), str(values.get("latest") or "9")
        ends = (oldest, latest) if _yes(values.get("inclusive")) else ()
        wanted = [one for one in there if oldest < one.ts < latest or one.ts in ends]
        start, size = int(values.get("cursor") or 0), int(values.get("limit") or 100)
        more = start + size < len(wanted)
        with_metadata = _yes(values.get("include_all_metadata"))
        return {
            "messages": [one.as_json(with_metadata=with_metadata) for one in wanted[start : start + size]],
            "has_more": more,
            "response_metadata": {"next_cursor": str(start + size) if more else ""},
        }

    def _info(self, values: Json) -> dict[str, Any]:
        channel = self._known(values["channel"])
        kinds = {f"is_{kind}": channel.kind == kind for kind in ("channel", "group", "mpim", "im")}
        state = {"is_member": channel.member, "is_archived": channel.archived, "is_ext_shared": channel.shared}
        return {"channel": {"id": values["channel"], "is_private": channel.kind != "channel", **kinds, **state}}

    def _open_conversation(self, values: Json) -> dict[str, Any]:
        users = str(values.get("users") or "").split(",")
        name = f"D{users[0]}" if len(users) == 1 else f"G{'-'.join(users)}"
        self.channels.setdefault(name, Channel("im" if len(users) == 1 else "mpim"))
        return {"channel": {"id": name}}

    def _user(self, values: Json) -> dict[str, Any]:
        user = str(values["user"])
        if user[:1] not in "UW":
            raise RefusedError("user_not_found")
        asked = self.people[user]
        return {"user": asked.as_json(user, with_locale=_yes(values.get("include_locale")), enterprise=self.enterprise)}

    def _auth_test(self, _values: Json) -> dict[str, Any]:
        own = {"user": "hoshin", "user_id": BOT, "bot_id": BOT_ID, "app_id": APP}
        grid = {"enterprise_id": self.enterprise, "is_enterprise_install": self.whole} if self.enterprise else {}
        return {"url": "", "team": "港区役所", "team_id": self.enterprise if self.whole else TEAM} | own | grid

    def _teams(self, _values: Json) -> dict[str, Any]:
        if not self.whole:
            raise RefusedError("not_allowed_token_type")
        return {"teams": [{"id": TEAM, "name": "港区役所"}], "response_metadata": {"next_cursor": ""}}

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Somebody writes their message anew; the app hears of it."""
        self._change(self._standing[channel, ts], {"text": text})

    def take_down(self, channel: str, ts: str) -> None:
        """Somebody deletes their message; the app hears of it."""
        self._remove(self._standing[channel, ts])

    # assistant.*

    def _set_prompts(self, values: Json) -> dict[str, Any]:
        prompts = values.get("prompts") or []
        if values.get("thread_ts") or not 1 <= len(prompts) <= PROMPTS:
            raise RefusedError("invalid_arguments")
        if not all(prompt.get("title") and prompt.get("message") for prompt in prompts):
            raise RefusedError("invalid_arguments")
        self.prompts[self._writable(values["channel_id"])] = prompts
        return {}

    def _set_status(self, values: Json) -> dict[str, Any]:
        if len(values.get("loading_messages") or []) > LOADING_MESSAGES:
            raise RefusedError("invalid_arguments")
        self.statuses.append((self._writable(values["channel_id"]), values["thread_ts"], values["status"]))
        return {}

    # files.*

    def _upload_address(self, values: Json) -> dict[str, Any]:
        name = f"F{self.number()}"
        self._uploads[name] = SentFile(str(values["filename"]), b"")
        return {"upload_url": f"{self.upload_url}{name}", "file_id": name}

    def upload(self, name: str, content: bytes) -> None:
        """Take a file's bytes."""
        self._uploads[name] = replace(self._uploads[name], content=content)

    def _complete_upload(self, values: Json) -> dict[str, Any]:
        titles = {one["id"]: str(one.get("title") or "") for one in values["files"]}
        sent = tuple(replace(self._uploads.pop(name), title=title) for name, title in titles.items())
        if values.get("channel_id"):
            thread = values.get("thread_ts")
            channel = self._writable(values["channel_id"])
            comment = str(values.get("initial_comment") or "")
            self.stand(Message(channel, self.ts(), BOT, comment, thread=thread, files=sent))
        self.files.extend(sent)
        return {"files": [{"id": name, "title": title} for name, title in titles.items()]}

    # views.*

    def _open_view(self, values: Json) -> dict[str, Any]:
        user = self._exchange(values)
        self.modals[user] = [self.view(user, values["view"])]
        return self._shown(self.modals[user][-1])

    def _push(self, values: Json) -> dict[str, Any]:
        user = self._exchange(values)
        if not self.modals[user]:
            raise RefusedError("not_found")
        return self._shown(self.push(user, values["view"]))

    def _update_view(self, values: Json) -> dict[str, Any]:
        wanted = ("id", values["view_id"]) if values.get("view_id") else ("external_id", values.get("external_id"))
        for view in [view for stack in self.modals.values() for view in stack]:
            if view.as_json()[wanted[0]] == wanted[1]:
                return self._shown(self.redraw(view, values["view"], values.get("hash")))
        raise RefusedError("not_found")

    def _publish(self, values: Json) -> dict[str, Any]:
        user, home = str(values["user_id"]), self.homes.get(str(values["user_id"]))
        if values.get("hash") and (home is None or home.hash != values["hash"]):
            raise RefusedError("hash_conflict")
        view = self.view(user, values["view"], "home")
        self.homes[user] = replace(view, id=home.id, filled=home.filled) if home else view
        return self._shown(self.homes[user])

    def _exchange(self, values: Json) -> str:
        """The person whose trigger_id this is; it works once, and not for long."""
        name = str(values.get("trigger_id"))
        if name not in self._triggers:
            raise RefusedError("invalid_trigger_id")
        user, made = self._triggers[name]
        if not user:
            raise RefusedError("exchanged_trigger_id")
        if time.monotonic() - made >= self.trigger_life:
            raise RefusedError("expired_trigger_id")
        self._triggers[name] = ("", made)
        return user

    def view(self, user: str, body: Json, kind: str = "modal") -> View:
        """A view that Slack would show."""
        if body.get("type") != kind:
            raise RefusedError("invalid_arguments", f"[ERROR] must be a {kind} [json-pointer:/view/type]")
        self._refuse([*complaints(body), *self._unsupported(body.get("blocks") or [])])
        number = self.number()
        return View(f"V{number}", f"{number}.hash", user, body)

    def push(self, user: str, body: Json) -> View:
        """A modal upon the person's modals."""
        stack = self.modals[user]
        if len(stack) >= DEEPEST:
            raise RefusedError("push_limit_reached")
        above = replace(self.view(user, body), root=stack[0].id, previous=stack[-1].id)
        stack.append(above)
        return above

    def redraw(self, view: View, body: Json, hash_: object = None) -> View:
        """Another body for a modal; what was typed stays where its field stays."""
        if hash_ and hash_ != view.hash:
            raise RefusedError("hash_conflict")
        drawn = replace(view, body=self.view(view.user, body).body, hash=f"{self.number()}.hash")
        self.keep(drawn)
        return drawn

    def keep(self, view: View) -> None:
        """Put a new state of a view in the place of the old one."""
        if view.body["type"] == "home":
            self.homes[view.user] = view
        else:
            stack = self.modals[view.user]
            stack[:] = [view if one.id == view.id else one for one in stack]

    def _shown(self, view: View) -> dict[str, Any]:
        return {"view": view.as_json()}


def _with(message: Message, values: Json) -> Message:
    """The message with another content."""
    blocks, metadata = tuple(values.get("blocks") or ()), values.get("metadata") or message.metadata
    return replace(message, text=str(values.get("text") or ""), blocks=blocks, metadata=metadata)


def _yes(value: object) -> bool:
    return value in (True, "true", "1", 1)
