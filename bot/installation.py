"""Where the app is installed: which events are this installation's, and who belongs to its organisation."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.replies import certain

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installation:
    """One workspace, or an organisation of Enterprise Grid with all of its workspaces."""

    team: str
    """The workspace; of an installation for the whole organisation, what auth.test says in its place."""
    enterprise: str = ""
    """The organisation on Enterprise Grid; empty elsewhere."""
    whole: bool = False
    """Installed for the whole organisation."""
    teams: frozenset[str] = frozenset()
    """Further workspaces that it is installed in."""

    @classmethod
    def of(cls, us: Mapping[str, Any], client: WebClient) -> Installation:
        """The installation that a token belongs to, by what auth.test says of it."""
        whole = bool(us.get("is_enterprise_install"))
        teams = _teams(client) if whole else frozenset[str]()
        return cls(str(us.get("team_id") or ""), str(us.get("enterprise_id") or ""), whole, teams)

    @property
    def key(self) -> str:
        """What all that is kept for it is kept under: the organisation where it is installed for the whole of it."""
        return (self.enterprise if self.whole else self.team) or self.team

    def has(self, body: Mapping[str, Any]) -> bool:
        """Whether an envelope's payload was meant for this installation, and not for another of the same app's."""
        seen_by = body.get("authorizations")
        if seen_by:
            return any(self._is(one.get("team_id"), one.get("enterprise_id")) for one in seen_by)
        team, enterprise = body.get("team") or {}, body.get("enterprise") or {}
        ids = (
            body.get("team_id") or (team.get("id") if isinstance(team, Mapping) else team),
            body.get("enterprise_id") or enterprise.get("id"),
        )
        return not any(ids) or self._is(*ids)

    def employs(self, told: Mapping[str, Any], team: str) -> bool:
        """Whether somebody is of this organisation, by what users.info tells and the workspace that an event names."""
        if told.get("is_stranger"):
            return False
        grid: Mapping[str, Any] = told.get("enterprise_user") or {}
        theirs = {told.get("team_id") or team, *(grid.get("teams") or ())} - {None, ""}
        if self.enterprise and grid.get("enterprise_id"):
            return bool(grid["enterprise_id"] == self.enterprise)
        return not self.teams.union((self.team, self.enterprise)).isdisjoint(theirs)

    def _is(self, team: object, enterprise: object) -> bool:
        if self.whole and enterprise:
            return enterprise == self.enterprise
        return team == self.team or team in self.teams


class HomeTab:
    """The way to the app's Home, once Slack has said which app it is: every envelope does."""

    def __init__(self, team: str) -> None:
        self._team = team
        self._app = ""

    def heard(self, body: Mapping[str, Any]) -> None:
        """An envelope's payload."""
        self._app = str(body.get("api_app_id") or self._app)

    def url(self, team: str = "") -> str:
        """A link that opens Home inside Slack, in the workspace of who presses it; empty before any envelope came."""
        return f"slack://app?team={team or self._team}&id={self._app}&tab=home" if self._app else ""


def _teams(client: WebClient) -> frozenset[str]:
    """The workspaces of an organisation that the app is installed in; none where Slack does not say."""
    try:
        with certain():
            pages = client.auth_teams_list()
            return frozenset(str(team["id"]) for page in pages for team in page["teams"])
    except (SlackClientError, KeyError) as unknown:
        log.warning("Slack does not tell which workspaces the app is installed in: %s", type(unknown).__name__)
        return frozenset()
