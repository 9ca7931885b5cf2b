"""People without their names: a keyed hash of a Slack user id (HMAC-SHA-256, RFC 2104)."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from bot.store import JournalError, Place, Server
from knowledge import say

KEY_BYTES = 32
MANY = 4_096
"""People whose hashes are kept in memory: each question needs one several times."""
DIGITS = 20
"""Of the hash in hexadecimal: 80 bits tell the people of any town apart."""


class Names:
    """Turns user ids into what the journal keeps. Without the key nobody can tell whose rows are whose."""

    def __init__(self, journal: Place, told: str = "") -> None:
        """A file has its key beside it and apart from it; it is made at the first start. Raises JournalError.

        Replicas that share a server are `told` theirs: in the database, whoever can read the hashes could undo them.
        """
        self.is_new = isinstance(journal, Path) and not journal.with_suffix(".key").exists()
        """There was no key before."""
        self._key = bytes.fromhex(told) if isinstance(journal, Server) else _key(journal.with_suffix(".key"))
        self.fingerprint = hmac.new(self._key, b"fingerprint of this key", hashlib.sha256).hexdigest()[:DIGITS]
        """Tells this key from another and says nothing of it."""
        self._hashed = lru_cache(MANY)(self._hash)

    def person(self, user: str) -> str:
        """The name of a user in the journal."""
        return self._hashed(user)

    def _hash(self, user: str) -> str:
        return hmac.new(self._key, user.encode(), hashlib.sha256).hexdigest()[:DIGITS]


def _key(path: Path) -> bytes:
    try:
        if not path.exists():
            _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise JournalError(say("window_key_unusable", "ja", path=path)) from error
    if len(key) != KEY_BYTES:
        raise JournalError(say("window_key_unusable", "ja", path=path))
    return key


def _make(path: Path) -> None:
    """Written beside its place and put there whole, so that two programs may start at once."""
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        Path(fresh).unlink()
