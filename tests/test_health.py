"""/healthz, as whoever watches the machine sees it."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from http.client import HTTPConnection

import pytest
from slack_sdk import WebClient

from bot import health, web
from bot.health import Health
from bot.link import Link
from bot.web import WebError
from tests.slack_standin import APP_TOKEN, BOT_TOKEN, PATIENCE, StandIn, refused, until

WELL = Health(
    connected=True,
    refusal="",
    index_age_seconds=90,
    journal_writable=True,
    edition="5a5a5a5a",
    edition_newest=True,
    edition_everywhere=True,
)


def serve(port: int | None, check: Callable[[], Health], *, in_full: bool = True) -> AbstractContextManager[int | None]:
    """The page on a server of its own."""
    return web.serve("127.0.0.1", port, {health.PATH: health.page(check, in_full=in_full)})


def ask(port: int | None, path: str = "/healthz", method: str = "GET") -> tuple[int, str]:
    """Status and body."""
    assert port
    connection = HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request(method, path)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (WELL, 200),
        (replace(WELL, index_age_seconds=10_000_000), 200),
        (replace(WELL, connected=False), 503),
        (replace(WELL, refusal="account_inactive"), 503),
        (replace(WELL, journal_writable=False), 503),
        (replace(WELL, edition_everywhere=False), 200),
        (replace(WELL, edition_everywhere=False, edition_newest=False), 503),
    ],
    ids=["well", "old index", "not connected", "refused", "journal not writable", "others older", "others newer"],
)
def test_it_says_how_the_bot_is(state: Health, status: int) -> None:
    with serve(0, lambda: state) as port:
        got, body = ask(port)
    assert got == status
    assert json.loads(body) == {
        "connected": state.connected,
        "refusal": state.refusal,
        "index_age_seconds": state.index_age_seconds,
        "journal_writable": state.journal_writable,
        "edition": "5a5a5a5a",
        "edition_newest": state.edition_newest,
        "edition_everywhere": state.edition_everywhere,
    }


def test_who_may_ask_from_elsewhere_learns_well_or_not_and_nothing_else() -> None:
    states = iter([WELL, replace(WELL, refusal="account_inactive")])
    with serve(0, lambda: next(states), in_full=False) as port:
        told = [ask(port), ask(port), ask(port)]  # the third time nobody can say
    assert told == [(200, '{"well": true}'), *[(503, '{"well": false}')] * 2]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1"])
def test_an_address_of_this_machine_alone_is_known(host: str) -> None:
    assert health.is_of_this_machine(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7"])
def test_any_other_address_may_be_reached_from_outside(host: str) -> None:
    assert not health.is_of_this_machine(host)


def test_every_request_sees_the_present() -> None:
    states = iter([WELL, replace(WELL, connected=False), WELL])
    with serve(0, lambda: next(states)) as port:
        assert [ask(port)[0] for _ in range(3)] == [200, 503, 200]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/healthz/x"), ("GET", "/etc/passwd"), ("POST", "/healthz"), ("HEAD", "/")],
)
def test_there_is_nothing_else(method: str, path: str) -> None:
    with serve(0, lambda: WELL) as port:
        assert ask(port, path, method)[0] == 404


def test_it_listens_on_this_machine_alone_and_only_while_it_runs() -> None:
    with serve(0, lambda: WELL) as port:
        assert port
        with socket.create_connection(("127.0.0.1", port), timeout=15) as seen:
            assert seen.getpeername()[0] == "127.0.0.1"
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=15)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=15)


def test_without_a_port_there_is_no_server() -> None:
    with serve(None, lambda: WELL) as port:
        assert port is None


def test_a_port_in_use_is_one_clear_sentence() -> None:
    with (
        serve(0, lambda: WELL) as port,
        pytest.raises(WebError, match=rf"^{port} 番ポートはほかのプログラムが使っています。HOSHIN_PORT を別の番号"),
        serve(port, lambda: WELL),
    ):
        raise AssertionError("two servers on one port")


def test_an_address_that_is_not_this_machines_is_one_clear_sentence() -> None:
    with (
        pytest.raises(WebError, match=r"^192\.0\.2\.1 はこの機械のアドレスではありません。HOSHIN_HOST"),
        web.serve("192.0.2.1", 80, {}),
    ):
        raise AssertionError("a server on a foreign address")


def test_who_cannot_say_how_it_is_is_not_well() -> None:
    def broken() -> Health:
        raise RuntimeError("the index is gone")

    with serve(0, broken) as port:
        assert ask(port) == (503, '{"error": "RuntimeError"}')
        assert ask(port)[0] == 503  # and it goes on answering


def test_a_bot_whose_connection_is_not_replaced_does_not_count_as_connected() -> None:
    with StandIn() as slack:
        client = WebClient(BOT_TOKEN, base_url=slack.api_url)
        link = Link(APP_TOKEN, client, logging.getLogger("tests.health"), lambda *_: None)
        link.connect()
        try:
            assert link.is_connected()
            slack.fail("apps.connections.open", *[refused("service_unavailable")] * 2)
            # The old socket is still open and read when Slack announces its end, but it will not be for long.
            announcing = threading.Thread(target=slack.refresh)
            announcing.start()
            until(lambda: not link.is_connected(), "a word that the connection is not replaced")
            slack.wait(lambda: slack.connections == 2, "a new connection")
            announcing.join(PATIENCE)
            until(link.is_connected, "a word that it is replaced")
        finally:
            link.close()
        assert not link.is_connected()
