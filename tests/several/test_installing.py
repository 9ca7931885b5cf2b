"""How the app comes into a workspace, what is kept of that, and how it leaves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from tests.engines import kept, told
from tests.several.conftest import FIGURE, KEY, NEW_KEY, QUESTION, Run, Town, asked, called
from tests.slack import calling
from tests.slack.calling import send
from tests.slack.faults import broken
from tests.slack.neighbours import CLIENT_ID, OTHER_TEAM, Slack, back, begin, install, page, state_of
from tests.slack_standin import BOT, TEAM

# The tokens


def test_tokens_stand_encrypted_in_the_database(town: Town, settings: Settings) -> None:
    asked(town.here)
    held = kept(settings.hoshin_journal)
    assert b"gAAAA" in held  # as every text of Fernet's begins
    for token in (*town.slack.workspaces, "xoxb", "-of-t"):
        assert token.encode() not in held
    if isinstance(settings.hoshin_journal, Path):
        beside = settings.hoshin_journal.parent.iterdir()
        assert not [file for file in beside if file.is_file() and b"xoxb" in file.read_bytes()]


def test_a_key_is_changed_by_putting_the_new_one_before_the_old(
    bot: Run, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    here = next(iter(slack.workspaces.values()))
    for keys in ((KEY,), (NEW_KEY, KEY), (NEW_KEY,)):
        with bot(hoshin_token_keys=keys) as running:
            port = called(slack, running)
            if keys == (KEY,):
                install(port, TEAM)
            assert FIGURE in asked(here).text
    with bot(hoshin_token_keys=(KEY,)) as running:
        called(slack, running)
        here.dm("U1", QUESTION)
        here.wait_acks()
    assert len(here.messages("DU1", BOT)) == 3
    assert f"{TEAM} のトークンを、HOSHIN_TOKEN_KEYS のどの鍵でも読めません" in caplog.text


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}],
    ids=["uninstalled", "revoked"],
)
def test_a_workspace_that_takes_the_app_out_is_forgotten_and_the_others_go_on(
    town: Town, settings: Settings, event: dict[str, Any]
) -> None:
    answer = asked(town.here)
    gone = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event": event}
    for at in (1, 99_999_999_999):  # the first is that of an installation before this one, of which Slack told late
        assert len(told(settings.hoshin_journal, "SELECT * FROM installations")) == 2
        send(town.port, calling.request("events_api", gone | {"event_id": f"Ev{at}", "event_time": at}))
    assert told(settings.hoshin_journal, "SELECT workspace FROM installations") == [(OTHER_TEAM,)]
    calls = len(town.here.calls)
    town.here.dm("U1", QUESTION)
    town.here.press("U1", "上位の戦略", on=answer)
    told_to_ask = town.here.command("U1", QUESTION)
    assert FIGURE in asked(town.there).text
    assert len(town.here.calls) == calls
    assert "入れ直し" in str(told_to_ask.ack)
    assert install(town.port, TEAM).status == 200
    assert FIGURE in asked(town.here).text


# Installing


def test_the_page_leads_to_slack_with_what_the_app_needs_and_back(town: Town) -> None:
    where, cookie = begin(town.port)
    assert where.startswith(town.slack.api_url.replace("/api/", "/oauth/v2/authorize?"))
    for told_to_slack in (f"client_id={CLIENT_ID}", "chat:write", "redirect_uri=https://hoshin.example.jp/slack/oauth"):
        assert told_to_slack in where
    done = back(town.port, OTHER_TEAM, state_of(where), cookie)
    assert done.status == 200
    assert f"{OTHER_TEAM}区役所 に入りました。" in done.body
    assert 'lang="en"' in done.body


def test_who_comes_back_with_nothing_of_ours_installs_nothing(bot: Run, slack: Slack, settings: Settings) -> None:
    with bot() as running:
        port = called(slack, running)
        where, cookie = begin(port)
        state = state_of(where)
        _, others = begin(port)
        forged = "gAAAA" + state[5:][::-1]
        tried = [
            back(port, TEAM, state, {}),  # another browser
            back(port, TEAM, state, others),
            back(port, TEAM, forged, {"Cookie": f"slack-app-oauth-state={forged}"}),
            back(port, "nobody", state, cookie),
            back(port, TEAM, state, cookie),  # used by the one before
            page(port, "/slack/oauth_redirect?error=access_denied"),
            page(port, "/slack/oauth_redirect"),
        ]
        assert [one.status for one in tried] == [400, 400, 401, 401, 401, 200, 400]
        assert "入れるのをやめました" in tried[5].body
        assert "/slack/install" in tried[4].body
        slack.away = broken()
        assert install(port, TEAM).status == 401
        slack.away, slack.more = None, {"access_token": "xoxb-of-nobody"}
        assert install(port, TEAM).status == 401
        assert page(port, "/healthz").status == 200  # nor does it end the program
    assert told(settings.hoshin_journal, "SELECT * FROM installations") == []


def test_who_is_not_on_the_list_or_has_tokens_that_expire_is_told(bot: Run, slack: Slack, settings: Settings) -> None:
    with bot(hoshin_workspaces=frozenset({TEAM})) as running:
        port = called(slack, running)
        refused = install(port, OTHER_TEAM)
        slack.more = {"refresh_token": "xoxe-1", "expires_in": 43_200}
        expiring = install(port, TEAM)
    assert (refused.status, "HOSHIN_WORKSPACES" in refused.body) == (403, True)
    assert (expiring.status, "token rotation" in expiring.body) == (403, True)
    assert told(settings.hoshin_journal, "SELECT * FROM installations") == []


def test_an_organisation_installs_it_for_all_of_its_workspaces(bot: Run, slack: Slack, settings: Settings) -> None:
    here, there = slack.workspaces.values()
    here.workspace.enterprise, here.workspace.whole = "E1", True
    with bot(hoshin_workspaces=frozenset({"E1", OTHER_TEAM})) as running:
        port = called(slack, running)
        assert [install(port, team).status for team in (TEAM, OTHER_TEAM)] == [200, 200]
        here.people["U2"] = replace(here.people["U2"], sister="T5")  # of another workspace of the organisation
        for user in ("U1", "U2"):
            answer = asked(here, QUESTION, user)
            here.press(user, "上位の戦略", on=answer)
            here.wait(lambda user=user: "戦略2-1" in here.messages(f"D{user}", BOT)[0].text, "the answer redrawn")  # type: ignore[misc]
            here.command(user, QUESTION)
            assert FIGURE in here.wait_seen(user)[0].text
        assert FIGURE in asked(there).text
    whose = told(settings.hoshin_journal, "SELECT DISTINCT workspace FROM answers ORDER BY workspace")
    assert whose == [("E1",), (OTHER_TEAM,)]


def test_what_is_owed_is_answered_after_the_start_each_with_its_own_token(
    bot: Run, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.ENDING", 0.1)
    here, there = slack.workspaces.values()
    with bot() as running:
        port = called(slack, running)
        for team, workspace in ((TEAM, here), (OTHER_TEAM, there)):
            install(port, team)
            asked(workspace)
            workspace.outage = broken()
            workspace.dm("U1", "2-2-1の予算は?")
            workspace.wait_acks()
    assert [len(workspace.messages("DU1", BOT)) for workspace in (here, there)] == [1, 1]
    here.outage = there.outage = None
    with bot():
        for workspace in (here, there):
            assert "1,568千円" in workspace.wait_messages("DU1", 2)[1].text


def test_who_is_taken_off_the_list_is_not_answered_any_more(bot: Run, slack: Slack) -> None:
    here, there = slack.workspaces.values()
    with bot() as running:
        port = called(slack, running)
        for team, workspace in ((TEAM, here), (OTHER_TEAM, there)):
            install(port, team)
            asked(workspace)
    with bot(hoshin_workspaces=frozenset({OTHER_TEAM})) as running:
        called(slack, running)
        here.dm("U1", QUESTION)
        assert FIGURE in asked(there).text
    assert len(here.messages("DU1")) == 3
