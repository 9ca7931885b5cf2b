"""An index that turns out to be damaged or gone is built anew from its documents, once whoever notices it."""

from __future__ import annotations

import threading
from pathlib import Path

from knowledge.shelf.building import rebuild
from knowledge.shelf.file import DamagedError, StoreError
from knowledge.shelf.folder import Folders
from knowledge.shelf.store import Store


class Repairs:
    """Of one index, whichever desks are over it."""

    def __init__(self, store: Store, folder: Folders | Path | None) -> None:
        """Without a folder of documents nothing can be built anew."""
        self._store = store
        self._folder = folder
        self._lock = threading.Lock()
        self.count = 0
        """How often the index has been built anew."""

    def mended(self, before: int) -> bool:
        """Whether the index has been built anew since the count was `before`, by us now if it is damaged or gone."""
        with self._lock:
            if self.count != before:
                return True
            try:
                self._store.check()
            except DamagedError:
                if self._folder is None:
                    return False
                rebuild(self._store.path, self._folder)
            except StoreError:
                return False
            else:
                return False
            self.count += 1
            return True
