"""What must survive a restart, behind one narrow door: an SQLite file, or a PostgreSQL database that replicas share."""

from bot.store.database import Database, JournalError, Row, UnreachableError, UnwritableError, Writing
from bot.store.opening import hold, open_journal
from bot.store.place import Place, Server

__all__ = [
    "Database",
    "JournalError",
    "Place",
    "Row",
    "Server",
    "UnreachableError",
    "UnwritableError",
    "Writing",
    "hold",
    "open_journal",
]
