"""Queries, steps and subjects as JSON and back: what a window keeps, and what a button carries.

One codec for every frozen dataclass of the vocabulary. A value that another version wrote and this one does not know is
None on the way back, so that an old button is noticed instead of misread.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

from knowledge import model

_KIND = "_"
"""The key that names the class of an object."""
_Plain = TypeVar("_Plain")


class _UnknownError(Exception):
    """A class or a field that this version does not have."""


def written(value: object) -> str:
    """A dataclass of the model as compact JSON; fields that have their default are left out."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def read(text: str, kind: type[_Plain]) -> _Plain | None:
    """What `written` wrote; None where it is no such thing, or another version's."""
    try:
        found = _built(json.loads(text))
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, _UnknownError):
        return None
    return found if isinstance(found, kind) else None


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return {_KIND: "Fraction", "of": f"{value.numerator}/{value.denominator}"}
    if isinstance(value, Enum):
        return {_KIND: type(value).__name__, "of": value.value}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if not is_dataclass(value):
        return value
    kept = {
        each.name: _plain(found)
        for each in fields(value)
        if (found := getattr(value, each.name)) != _default(each) or _default(each) is MISSING
    }
    return {_KIND: type(value).__name__, **kept}


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _built(value: object) -> object:
    if isinstance(value, list):
        return tuple(map(_built, value))
    if not isinstance(value, dict):
        return value
    name = value.get(_KIND)
    if name == "Fraction":
        return Fraction(str(value["of"]))
    kind = getattr(model, str(name), None)
    if not isinstance(kind, type):
        raise _UnknownError(name)
    if issubclass(kind, Enum):
        return kind(value["of"])
    if not is_dataclass(kind):
        raise _UnknownError(name)
    return kind(**{key: _built(each) for key, each in value.items() if key != _KIND})
