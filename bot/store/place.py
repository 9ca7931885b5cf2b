"""Where the journal is kept: a file of the machine's, or a server by its address."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SCHEMES = ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database."""

    url: str = field(repr=False)
    """As libpq reads it; it may hold a password."""

    @staticmethod
    def is_meant_by(told: str) -> bool:
        """Whether a setting is an address, and not a path."""
        return told.partition(":")[0].lower() in SCHEMES and "://" in told

    def __str__(self) -> str:
        """Without names and passwords, for sentences and logs."""
        parts = urlsplit(self.url)
        return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"


Place = Path | Server
