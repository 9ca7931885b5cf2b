"""The main scenes against a workspace that nobody here wrote: python -m tests.slack_check FOLDER.

FOLDER holds `emulate`'s slack plugin with a bridge that speaks Socket Mode in front of it. Both run from a copy in a
temporary folder, where npm and uv install what they need. Prints a line per scene; without FOLDER, Node or the
packages it prints one line and is content.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot_process import running
from tests.node import SkippedError, installed, run
from tests.slack.standing import Element, Json, elements, find
from tests.slack_limits import complaints, words_of

BOT_TOKEN, USER_TOKEN, APP_TOKEN = "xoxb-local-test", "xoxp-tanaka", "xapp-1"
"""The first two are seeded by the workspace."""
QUESTION, ANSWER = "防災訓練の予算はどの取組から出ていますか?", "2,025千円"
PATIENCE = 15.0
"""Seconds until something that should happen counts as failed."""
PAUSE = 0.1
Got = TypeVar("Got")


def until(look: Callable[[], Got], what: str) -> Got:
    """What `look` gives once it gives something."""
    end = time.monotonic() + PATIENCE
    while not (got := look()):
        if time.monotonic() > end:
            raise AssertionError(f"never came about: {what}")
        time.sleep(PAUSE)
    return got


class Mailbox:
    """Where this check's response_urls lead."""

    def __init__(self) -> None:
        self.letters: list[Json] = []
        box = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                box.letters.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def next(self, seen: int) -> Json:
        """The letter after so many."""
        return until(lambda: self.letters[seen:], "a letter to a response_url")[0]


class Workspace:
    """The independent workspace, as one person uses it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.api_url = f"{url}/api/"
        self.user = WebClient(USER_TOKEN, base_url=self.api_url)
        self.bot = WebClient(BOT_TOKEN, base_url=self.api_url)
        self.me = str(self.user.auth_test()["user_id"])
        self.bot_user = str(self.bot.auth_test()["user_id"])
        self.team = str(self.bot.auth_test()["team_id"])
        channels = self.user.conversations_list()["channels"]
        self.channel = next(str(channel["id"]) for channel in channels if channel["name"] == "policy")
        self.mailbox = Mailbox()

    def write(self, text: str, thread: str | None = None, channel: str | None = None) -> str:
        """The person writes; returns the post's ts."""
        return str(self.user.chat_postMessage(channel=channel or self.channel, text=text, thread_ts=thread)["ts"])

    def mention(self, text: str) -> str:
        """The person mentions the bot."""
        return self.write(f"<@{self.bot_user}> {text}")

    def replies(self, thread: str) -> list[Json]:
        """What the bot wrote in a thread of the channel."""
        found = self.user.conversations_replies(channel=self.channel, ts=thread)["messages"]
        return [one for one in found if one["user"] == self.bot_user]

    def said(self, channel: str) -> list[Json]:
        """What the bot wrote in a channel outside threads."""
        found = self.user.conversations_history(channel=channel)["messages"]
        return [one for one in found if one["user"] == self.bot_user and one.get("thread_ts") in (None, one["ts"])]

    def answered(self, thread: str, count: int = 1) -> Json:
        """The last of so many answers in a thread."""
        return until(lambda: self.replies(thread)[count - 1 :], f"answer {count} in the thread")[0]

    def calls(self, method: str) -> list[str]:
        """The bodies of the bot's calls of a method, cut at 4,000 characters by the bridge."""
        return [body for name, body in self._http("/calls", None) if name == method]

    def drive(self, kind: str, payload: Json, retry: int = 0) -> Mapping[str, Any]:
        """Deliver an envelope; returns what its acknowledgement carried."""
        answer = self._http(f"/drive/{kind}{f'?retry={retry}' if retry else ''}", payload)
        return answer["ack"] or {}

    def disconnect(self) -> None:
        """Announce the end of the connection, and wait for the next."""
        before = len(self.calls("apps.connections.open"))
        self._http("/disconnect", {})
        until(lambda: len(self.calls("apps.connections.open")) > before, "another connection")

    def interaction(self, kind: str) -> dict[str, Any]:
        """What every payload of an interaction begins with; its trigger_id is good."""
        trigger = self.bot.api_call("views.generateTriggerId", json={"user_id": self.me})["trigger_id"]
        person = {"id": self.me, "team_id": self.team}
        return {
            "type": kind,
            "user": person,
            "team": {"id": self.team},
            "api_app_id": "A000000001",
            "trigger_id": trigger,
        }

    def press(self, element: Element, message: Json, *, alone: bool = False) -> None:
        """The person presses something in a message."""
        container = {"type": "message", "message_ts": message["ts"], "channel_id": self.channel, "is_ephemeral": alone}
        action = {"type": element.kind, "action_id": element.action_id, "block_id": element.block_id}
        own = {"container": container, "channel": {"id": self.channel}, "response_url": self.mailbox.url}
        body = self.interaction("block_actions") | own | ({} if alone else {"message": message})
        self.drive("interactive", body | {"actions": [action | {"value": element.value, "action_ts": "1.2"}]})

    def _http(self, path: str, body: object) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._url + path, data, {"Content-Type": "application/json"})
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
                return json.loads(answer.read() or b"null")
        except HTTPError as refused:
            raise AssertionError(
                f"{path} ended with {refused.code}: no acknowledgement within three seconds"
            ) from refused


def shows(message: Json, words: str) -> None:
    """The message says it, in its text and in its blocks, and keeps Slack's limits."""
    assert words in message["text"], f"{words!r} is not in the text"
    assert words in "".join(words_of(message["blocks"])), f"{words!r} is not in the blocks"
    found = complaints({"text": message["text"], "blocks": message["blocks"]})
    assert not found, found


def mention(slack: Workspace) -> None:
    """A mention is answered in its thread."""
    shows(slack.answered(slack.mention(QUESTION)), ANSWER)


def follow_up(slack: Workspace) -> None:
    """A follow-up in the thread needs no mention."""
    thread = slack.mention(QUESTION)
    slack.answered(thread)
    slack.write("その上の戦略は?", thread)
    shows(slack.answered(thread, 2), "防災対策の強化")


def direct_message(slack: Workspace) -> None:
    """A direct message is answered where it stands."""
    channel = str(slack.user.conversations_open(users=slack.bot_user)["channel"]["id"])
    slack.write(QUESTION, channel=channel)
    shows(until(lambda: slack.said(channel), "an answer")[0], ANSWER)


def command(slack: Workspace) -> None:
    """A command answers the asker alone."""
    shows(_whispered(slack), ANSWER)


def share(slack: Workspace) -> None:
    """What only the asker sees can be shared with the channel."""
    before = len(slack.said(slack.channel))
    whisper = _whispered(slack)
    slack.press(find(whisper["blocks"], "チャンネルに共有"), {**whisper, "ts": "1700000000.000001"}, alone=True)
    shared = until(lambda: slack.said(slack.channel)[before:] and slack.said(slack.channel), "a post in the channel")
    assert any(ANSWER in one["text"] for one in shared), "the answer is not in the channel"


def button(slack: Workspace) -> None:
    """A next step under an answer answers the presser alone."""
    thread = slack.mention(QUESTION)
    message, before = slack.answered(thread), len(slack.calls("chat.postEphemeral"))
    first = next(one for one in elements(message["blocks"]) if one.kind == "button")
    slack.press(first, message)
    until(lambda: slack.calls("chat.postEphemeral")[before:], "an answer for the presser")
    assert slack.replies(thread)[0]["blocks"] == message["blocks"], "the answer that others read has changed"


def typeahead(slack: Workspace) -> None:
    """Typing into the search field offers entries of the plan."""
    own = {"action_id": "suggest", "block_id": "suggest", "value": "bousai", "container": {"type": "view"}}
    offered = slack.drive("interactive", slack.interaction("block_suggestion") | own)["options"]
    assert any("防災" in option["text"]["text"] for option in offered), "none of the options has 防災"


def feedback(slack: Workspace) -> None:
    """A thumb up is thanked for, a thumb down opens a window."""
    message, before = slack.answered(slack.mention(QUESTION)), len(slack.calls("chat.postEphemeral"))
    up, down = (one for one in elements(message["blocks"]) if one.kind == "feedback_buttons")
    slack.press(up, message)
    until(lambda: slack.calls("chat.postEphemeral")[before:], "a word of thanks")
    opened = len(slack.calls("views.open"))
    slack.press(down, message)
    until(lambda: slack.calls("views.open")[opened:], "a window")


def retry(slack: Workspace) -> None:
    """What Slack delivers twice is answered once."""
    thread = slack.mention(QUESTION)
    slack.answered(thread)
    event = {"type": "app_mention", "user": slack.me, "text": f"<@{slack.bot_user}> {QUESTION}", "ts": thread}
    authorizations = [{"team_id": slack.team, "user_id": slack.bot_user, "is_bot": True}]
    body = {"type": "event_callback", "team_id": slack.team, "event_id": "EvAgain", "authorizations": authorizations}
    slack.drive("events_api", body | {"event": event | {"channel": slack.channel, "event_ts": thread}}, retry=1)
    slack.answered(slack.mention(QUESTION))
    assert len(slack.replies(thread)) == 1, "it was answered twice"


def reconnect(slack: Workspace) -> None:
    """After Slack has replaced the connection, questions are answered as before."""
    slack.disconnect()
    shows(slack.answered(slack.mention(QUESTION)), ANSWER)


def _whispered(slack: Workspace) -> Json:
    """The answer to a command."""
    before = len(slack.mailbox.letters)
    person = {"user_id": slack.me, "team_id": slack.team, "channel_id": slack.channel, "api_app_id": "A000000001"}
    trigger = slack.interaction("")["trigger_id"]
    body = {"command": "/hoshin", "text": QUESTION, "response_url": slack.mailbox.url, "trigger_id": trigger}
    slack.drive("slash_commands", body | person)
    return slack.mailbox.next(before)


SCENES = (mention, follow_up, direct_message, command, share, button, typeahead, feedback, retry, reconnect)


@contextmanager
def workspace(source: Path, folder: Path) -> Iterator[Workspace]:
    """A running workspace from a copy of `source`."""
    here = folder / "workspace"
    python = folder / "python"
    uv = str(Path(sys.executable).with_name("uv"))
    installed(source, here)
    run([uv, "venv", "--quiet", "--python", sys.executable, str(python)], folder)
    run([uv, "pip", "install", "--quiet", "--python", str(python / "bin" / "python"), "aiohttp"], folder)
    emulator, bridge = _free_ports(2)
    commands = (
        ["node", "emu-events.mjs", str(emulator), f"http://127.0.0.1:{bridge}/hook", "secret"],
        [str(python / "bin" / "python"), "bridge.py", str(bridge), f"http://127.0.0.1:{emulator}"],
    )
    processes = [subprocess.Popen(command, cwd=here, stdout=subprocess.DEVNULL) for command in commands]
    try:
        for port in (emulator, bridge):
            until(lambda port=port: _listens(port), f"something listens on port {port}")  # type: ignore[misc]
        yield Workspace(f"http://127.0.0.1:{bridge}")
    finally:
        for process in processes:
            process.terminate()
            process.wait(PATIENCE)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _plays(scene: Callable[[Workspace], None], slack: Workspace) -> bool:
    """Plays a scene and prints how it went."""
    try:
        scene(slack)
    except (AssertionError, SlackApiError) as wrong:
        print(f"failed  {scene.__doc__} {wrong}", flush=True)
        return False
    print(f"ok      {scene.__doc__}", flush=True)
    return True


def main(source: Path) -> int:
    """Plays every scene; the exit status."""
    with tempfile.TemporaryDirectory(prefix="hoshin-check-") as name:
        folder = Path(name)
        try:
            with workspace(source, folder) as slack:
                with running(folder, bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=slack.api_url) as bot:
                    until(lambda: slack.calls("apps.connections.open"), "the bot's connection")
                    played = [_plays(scene, slack) for scene in SCENES]
                print(bot.log.read_text(encoding="utf-8"), end="", file=sys.stderr)
        except SkippedError as why:
            print(f"skipped: {why}")
            return 0
    return 0 if all(played) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
