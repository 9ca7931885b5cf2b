"""What stops the program before it can start, and what a replica cannot do just now."""

from __future__ import annotations

from typing import ClassVar


class TroubleError(Exception):
    """Its text is one sentence for the person who started the program: what is wrong and what to do."""


class NotNowError(Exception):
    """This replica cannot answer just now; another one may, or this one later. What is owed stays owed."""

    told: ClassVar[str]
    """What whoever waits is told, as the key of a sentence."""
