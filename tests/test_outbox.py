"""What is sent keeps its order in a channel, and no channel waits for another."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from bot.outbox import Outbox

PATIENCE = 15.0
"""Seconds until a test gives up; nothing waits this long when all is well."""


@pytest.fixture
def outbox() -> Iterator[Outbox]:
    made = Outbox()
    yield made
    made.close()


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("outbox")]


def test_a_channel_keeps_its_order(outbox: Outbox) -> None:
    done: list[int] = []
    for number in range(200):
        outbox.submit("C1", lambda number=number: done.append(number))  # type: ignore[misc]
    outbox.close()
    assert done == list(range(200))


def test_a_channel_that_waits_delays_no_other(outbox: Outbox) -> None:
    done: list[str] = []
    others = threading.Event()

    def waits_for_the_others() -> None:
        done.append("C1 went on" if others.wait(PATIENCE) else "C1 gave up")

    outbox.submit("C1", waits_for_the_others)
    outbox.submit("C1", lambda: done.append("C1 next"))
    for number in range(50):
        outbox.submit(f"D{number}", lambda: done.append("D"))
    outbox.submit("C2", others.set)
    outbox.close()
    assert done.count("D") == 50
    assert [one for one in done if one != "D"] == ["C1 went on", "C1 next"]


def test_thousands_of_channels_leave_nothing_behind(outbox: Outbox) -> None:
    done: list[int] = []
    for number in range(3_000):
        outbox.submit(f"C{number}", lambda number=number: done.append(number))  # type: ignore[misc]
    outbox.close()
    assert sorted(done) == list(range(3_000))
    for thread in threads():
        thread.join(PATIENCE)
    assert threads() == []


def test_a_channel_goes_on_after_its_queue_was_empty(outbox: Outbox) -> None:
    for _ in range(100):
        done = threading.Event()
        outbox.submit("C1", done.set)
        assert done.wait(PATIENCE)


def test_the_end_waits_for_all_and_takes_no_more(outbox: Outbox) -> None:
    begun, allowed, done = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        allowed.wait(PATIENCE)
        done.set()

    outbox.submit("C1", slow)
    assert begun.wait(PATIENCE)
    ending = threading.Thread(target=outbox.close)
    ending.start()
    allowed.set()
    ending.join(PATIENCE)
    assert done.is_set()
    with pytest.raises(RuntimeError, match="closed"):
        outbox.submit("C1", slow)


def test_a_job_that_breaks_is_reported_and_costs_no_other(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda broken: reported.append(str(broken.exc_value)))
    done: list[str] = []

    def breaks() -> None:
        raise ValueError("broken")

    for job in (breaks, lambda: done.append("second"), breaks, lambda: done.append("fourth")):
        outbox.submit("C1", job)
    outbox.close()
    for thread in threads():
        thread.join(PATIENCE)
    assert done == ["second", "fourth"]
    assert reported == ["broken", "broken"]
