"""The program where nearness of meaning is not installed: python -m tests.without_meaning ask …

Loading the model and embedding a vocabulary takes longest of all that happens to an index, and what is told of files,
locks and figures does not need it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from knowledge.language import meaning


def switch_meaning_off(setattr: Callable[[object, str, object], None] = setattr) -> None:
    """Makes words have no vectors, as without the model; `setattr` may be one that takes it back."""
    setattr(meaning, "embed", lambda _: None)


if __name__ == "__main__":
    switch_meaning_off()
    from app import main

    main(sys.argv[1:], prog_name="app.py")
