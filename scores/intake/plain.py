"""What the other process found, as JSON and back: nothing but the declared fields and types comes out. Pure.

An object is the list of its field values in the order in which its class declares them, so that 83,000
figures stay small. A Decimal is its text, a day is ISO 8601, bytes are base64.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Found = TypeVar("Found")
Convert = Callable[[Any], Any]


class NotPlainError(ValueError):
    """What came is not what was asked for."""


def dumps(found: object) -> str:
    """One line of JSON: a list of field values."""
    return json.dumps(found, default=_written, ensure_ascii=True)


def loads(kind: type[Found], line: str | bytes) -> Found:
    """The object of a declared class in a line; NotPlainError for anything else."""
    declared: Any = kind
    try:
        made: Found = _converter(declared)(json.loads(line))
        return made
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        raise NotPlainError(str(error)) from error


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, date):
        return value.isoformat()
    kind: Any = type(value)
    return _values(kind)(value)


@lru_cache
def _values(kind: Any) -> Convert:
    """Gives the field values of an object of a class; TypeError for what is no dataclass."""
    names = [field.name for field in fields(kind)]
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda item: [get(item)]


@lru_cache
def _converter(kind: Any) -> Convert:
    """How a value of a declared type is made from JSON."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (some,) = (_converter(part) for part in inside if part is not NoneType)
        return lambda value: None if value is None else some(value)
    if origin in (tuple, frozenset):
        each = _converter(inside[0])
        made: Convert = tuple if origin is tuple else frozenset
        return lambda value: made([each(item) for item in _exactly(list, value)])
    if kind is Decimal:
        return lambda value: Decimal(_exactly(str, value))
    if kind is date:
        return lambda value: date.fromisoformat(_exactly(str, value))
    if kind is bytes:
        return lambda value: base64.b64decode(_exactly(str, value), validate=True)
    if kind in (str, int, bool):
        return lambda value: _exactly(kind, value)
    hints = get_type_hints(kind)
    parts = [_converter(hints[field.name]) for field in fields(kind)]
    return lambda row: kind(*[part(value) for part, value in zip(parts, _exactly(list, row), strict=True)])


def _exactly(kind: type[Found], value: object) -> Found:
    if type(value) is not kind:
        raise TypeError(value)
    return value
