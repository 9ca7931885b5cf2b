"""Adds or removes a document again and again, and dies at the first step, the second step, and so on to the end.

python -m tests.breaking_off ADD|CHANGE|REMOVE FOLDER: FOLDER holds hoshin.db, documents/ and page.txt. Prints for each
step what a program finds that starts afterwards, as JSON: the documents by name with whose plan it is, and one
answer's yen.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from knowledge import Desk, Store, add, remove
from knowledge.shelf import writing
from tests.without_meaning import switch_meaning_off

QUESTION = "楠木区の防犯の予算は?"
STEPS = ((Path, "replace"), (Path, "unlink"), (os, "fsync"))
STEPS_OF_THE_INDEX = ("take_off", "put_on", "_insert_entries", "_embed")
ORGANISATION = "大阪市楠木区"


def watch(step: Callable[[], None]) -> None:
    """Calls `step` before everything that changes a file or the index."""
    for owner, name in (*STEPS, *((writing, name) for name in STEPS_OF_THE_INDEX)):
        setattr(owner, name, _after(step, getattr(owner, name)))


def _after(step: Callable[[], None], real: Callable[..., Any]) -> Callable[..., Any]:
    def watched(*given: Any, **named: Any) -> Any:
        step()
        return real(*given, **named)

    return watched


def act(what: str, folder: Path) -> None:
    """The change that is broken off."""
    store = Store.create(folder / "hoshin.db")
    if what == "REMOVE":
        remove(store, folder / "documents", "page")
    else:
        add(store, folder / "documents", folder / "page.txt", {"organisation": ORGANISATION})
    store.close()


def found(folder: Path) -> dict[str, Any]:
    """What a program sees that starts now."""
    desk = Desk.open(folder / "hoshin.db", folder / "documents")
    documents = {each.source.document: each.source.organisation for each in desk.holdings()}
    yen = desk.ask(QUESTION).yen
    desk.close()
    return {"documents": documents, "yen": yen}


def main(what: str, folder: Path) -> None:
    """Break off at every step in turn, each time on a fresh copy and in a process of its own."""
    found(Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-warm"))))  # what all share is loaded once
    for last in count(1):
        copy = folder.with_name(f"{folder.name}-{last}")
        shutil.copytree(folder, copy)
        survived = _in_child(lambda: _until(last, what, copy))  # noqa: B023  (the child runs at once)
        _in_child(lambda: print(json.dumps(found(copy), ensure_ascii=False), flush=True))  # noqa: B023
        if survived == 0:
            return


def _until(last: int, what: str, folder: Path) -> None:
    steps = count(1)

    def step() -> None:
        if next(steps) == last:
            os._exit(9)

    watch(step)
    act(what, folder)


def _in_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    switch_meaning_off()
    main(sys.argv[1], Path(sys.argv[2]))
