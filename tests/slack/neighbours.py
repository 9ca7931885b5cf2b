"""Two workspaces behind one Web API, as Slack is: which of them a call is for, its token says.

In the other one people, channels and messages are called as they are in the first, so that whatever crosses is seen.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.slack import calling
from tests.slack.calling import Request, Response
from tests.slack.faults import Fault, refused
from tests.slack.server import Answer, Api
from tests.slack.service import APP_TOKEN, BOT_TOKEN, Envelope
from tests.slack_standin import TEAM, StandIn

OTHER_TEAM = "T7"
CLIENT_ID, CLIENT_SECRET = "12.34", "1" * 32


class Neighbour(StandIn):
    """The same workspace under another id."""

    def __init__(self, team: str = OTHER_TEAM) -> None:
        self.team = team
        super().__init__()

    def called_here(self, said: Any) -> Any:
        """With this workspace's id in the place of the first one's."""
        return json.loads(json.dumps(said).replace(f'"{TEAM}"', f'"{self.team}"'))

    def _deliver(self, kind: str, payload: Mapping[str, Any], *rest: Any, **more: Any) -> Envelope:
        return super()._deliver(kind, self.called_here(payload), *rest, **more)


class Slack:
    """The Web API before both. Use it as a context."""

    def __init__(self, *workspaces: Neighbour) -> None:
        self.workspaces = {f"{BOT_TOKEN}-of-{workspace.team.lower()}": workspace for workspace in workspaces}
        """By token."""
        self.calls: list[tuple[str, str]] = []
        """Token and method of every call that came with one."""
        self.more: dict[str, Any] = {}
        """What is said besides of an installation."""
        self.away: Fault | None = None
        """How installing fails."""
        self._closing = threading.Event()
        self._api = Api(self._answer, self._closing)
        self._thread = threading.Thread(target=self._api.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL should be."""
        return f"{self._api.url}api/"

    def __enter__(self) -> Slack:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._api.shutdown()
        self._thread.join()
        self._api.server_close()

    def _answer(self, path: str, values: dict[str, Any], token: str) -> Answer:
        if path == "oauth.v2.access":
            return self.away or self._installed(str(values.get("code")))
        if token == APP_TOKEN:
            return next(iter(self.workspaces.values())).call(path, values, token)
        if token not in self.workspaces:
            return refused("invalid_auth")
        self.calls.append((token, path))
        workspace = self.workspaces[token]
        answer = workspace.call(path, values, BOT_TOKEN)
        return answer if isinstance(answer, Fault) else workspace.called_here(answer)

    def _installed(self, code: str) -> Answer:
        """What a code is exchanged for; each is a team's id."""
        for token, workspace in self.workspaces.items():
            if workspace.team == code:
                whole, enterprise = workspace.workspace.whole, workspace.workspace.enterprise
                return {
                    "ok": True,
                    "access_token": token,
                    "token_type": "bot",
                    "scope": "chat:write",
                    "bot_user_id": "UBOT",
                    "app_id": "A1",
                    "team": None if whole else {"id": code, "name": f"{code}区役所"},
                    "enterprise": {"id": enterprise, "name": f"{enterprise}市役所"} if enterprise else None,
                    "is_enterprise_install": whole,
                    "authed_user": {"id": "U1"},
                } | self.more
        return refused("invalid_code")


def begin(port: int) -> tuple[str, dict[str, str]]:
    """Somebody opens the page to install the app: where it leads, and what the browser keeps."""
    got = page(port, "/slack/install")
    assert got.status == 302
    return got.headers["location"], {"Cookie": got.headers["set-cookie"].partition(";")[0]}


def install(port: int, code: str) -> Response:
    """Somebody installs the app by the pages that lead there."""
    where, cookie = begin(port)
    return back(port, code, state_of(where), cookie)


def state_of(where: str) -> str:
    """The state in an address of Slack's page of consent."""
    return dict(parse_qsl(urlsplit(where).query))["state"]


def back(port: int, code: str, state: str, cookie: Mapping[str, str]) -> Response:
    """Slack sends the browser back."""
    return page(port, f"/slack/oauth_redirect?code={code}&state={state}", cookie)


def page(port: int, path: str, headers: Mapping[str, str] | None = None) -> Response:
    """A page that a browser asks for."""
    return calling.send(port, Request(b"", headers or {}), "GET", path)
