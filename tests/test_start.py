"""The first contact with Slack: what stands in its way, and what the app may not, each a sentence with its remedy."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot import listeners
from bot.settings import Settings
from bot.slack import SlackError, connected, run
from tests.slack_standin import APP_TOKEN, BOT_TOKEN, StandIn
from tests.test_slack import EchoDesk

AWAY = "https://slack.example/api/"


@contextmanager
def listening(answer: bytes, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Something that answers every connection with this; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                try:
                    with client, context.wrap_socket(client, server_side=True) if context else client as talk:
                        talk.recv(4_096)
                        talk.sendall(answer)
                except OSError:
                    continue  # who does not trust us leaves in the middle of it

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run says of the network is taken back afterwards."""
    for name in ("HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, "before")
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
            r"利用者名とパスワードを求めています\(407\)。HTTPS_PROXY",
        ),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", r"につながりません。ネットワークとプロキシ"),
    ],
    ids=["wants a password", "broken"],
)
def test_a_proxy_from_the_settings_is_used_and_its_no_is_one_sentence(
    settings: Settings, answer: bytes, sentence: str
) -> None:
    with listening(answer) as port, pytest.raises(SlackError, match=sentence) as told:
        run(EchoDesk(), replace(settings, slack_api_url=AWAY, https_proxy=f"http://127.0.0.1:{port}"))
    assert "\n" not in str(told.value)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of one's own with its key, in one file, as a proxy of a town hall shows it."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("authority")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    told = ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-nodes", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", *told, *names], check=True, capture_output=True)
    whole = folder / "whole.pem"
    whole.write_text(certificate.read_text() + key.read_text())
    return whole


@pytest.mark.usefixtures("network")
def test_a_certificate_that_the_machine_does_not_trust_is_one_sentence_and_can_be_trusted(
    settings: Settings, authority: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    with listening(b"HTTP/1.1 502 Bad Gateway\r\n\r\n", context) as port:
        told = replace(settings, slack_api_url=f"https://127.0.0.1:{port}/api/")
        with pytest.raises(SlackError, match=r"の証明書を、この機械は信頼していません。.*SSL_CERT_FILE"):
            run(EchoDesk(), told)
        with pytest.raises(SlackError, match=r"につながりません。"):  # who is trusted, and is none of Slack's
            run(EchoDesk(), replace(told, ssl_cert_file=str(authority)))


def test_scopes_that_slack_has_not_granted_are_named_with_what_will_not_work(
    slack: StandIn, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    slack.scopes = sorted(set(listeners.SCOPES) - {"files:write", "users:read"})
    with connected(EchoDesk(), settings):
        pass
    said = [record.message for record in caplog.records if "権限" in record.message]
    assert [sentence.partition("ため、")[0] for sentence in said] == [
        "Slack のアプリに権限 files:write がない",
        "Slack のアプリに権限 users:read がない",
    ]
    assert "だれにも答えられません" in said[1]


def test_where_slack_grants_all_nothing_is_said(
    slack: StandIn, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    slack.scopes = [*listeners.SCOPES, "team:read"]
    with connected(EchoDesk(), settings):
        pass
    said = [record for record in caplog.records if record.levelname in ("ERROR", "WARNING")]
    assert [record for record in said if record.name != "websockets.server"] == []  # the stand-in's own


def test_every_scope_has_a_word_for_what_will_not_work_without_it(
    slack: StandIn, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    slack.scopes = []
    with connected(EchoDesk(), replace(settings, slack_bot_token=BOT_TOKEN, slack_app_token=APP_TOKEN)):
        pass
    assert sum("権限" in record.message for record in caplog.records) == len(set(listeners.SCOPES))
