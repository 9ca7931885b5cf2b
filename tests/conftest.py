"""What several tests share: the index of the shipped plan, built once, and a desk over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import Desk, build

DOCUMENTS = Path(__file__).parent.parent / "knowledge" / "documents"


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped plan. Nobody writes into it: who wants to takes a copy."""
    path = tmp_path_factory.mktemp("index") / "hoshin.db"
    build(path, DOCUMENTS)
    return path


@pytest.fixture(scope="session")
def desk(index: Path) -> Iterator[Desk]:
    """A desk over the shipped plan."""
    opened = Desk.open(index, DOCUMENTS)
    yield opened
    opened.close()
