"""What stops the program before it can start."""

from __future__ import annotations


class TroubleError(Exception):
    """Its text is one sentence for the person who started the program: what is wrong and what to do."""
