"""What the other process found, as JSON and back: nothing but the declared fields and types comes out. Pure.

Objects of one class are written field by field, each field as the list of all their values, so that 83,000
figures are a few lists; what may be None as which are there (null: all) and those, or as null where none
is. A Decimal is its text, a day is ISO 8601, bytes are base64.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from scores import garbage
from scores.intake.container import MAX_CELLS

Found = TypeVar("Found")
Column = list[Any]
"""Values of one declared type: as JSON has them, or as they are."""


class NotPlainError(ValueError):
    """What came is not what was asked for."""


def dumps(found: object) -> str:
    """One line of JSON."""
    return json.dumps(_written(type(found), [found]), ensure_ascii=True)


def loads(kind: type[Found], line: str | bytes) -> Found:
    """The object of a declared class in a line; NotPlainError for anything else."""
    try:
        # None of 83,000 objects is garbage: looking for some meanwhile takes twice as long as making them.
        with garbage.left_lying():
            found: Found
            (found,) = _made(kind, json.loads(line), 1)
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        raise NotPlainError(str(error)) from error
    return found


def _written(kind: Any, values: Column) -> Column | None:
    """The values as JSON has them; None where there is no value at all."""
    some = _optional(kind)
    if some is not None:
        kinds = {*map(type, values)}
        if NoneType not in kinds:
            return [None, _written(some, values)]
        if len(kinds) == 1:
            return None
        there = [value for value in values if value is not None]
        return [[value is not None for value in values], _written(some, there)]
    if kind in (str, int, bool):
        return values
    if kind is Decimal:
        return list(map(str, values))
    if kind is date:
        return [value.isoformat() for value in values]
    if kind is bytes:
        return [base64.b64encode(value).decode() for value in values]
    (many, each) = _many(kind)
    if many is frozenset:
        values = [sorted(value) for value in values]
    if many is not None:
        return [[len(value), _written(each, list(value))] for value in values]
    return [_written(part, list(map(attrgetter(name), values))) for name, part in _fields(kind)]


def _made(kind: Any, written: Any, of: int) -> Column:
    """So many values of a declared type; the way back of `_written`."""
    some = _optional(kind)
    if some is not None:
        if written is None:
            return [None] * of
        present, column = _all(list, [written])[0]
        if present is None:
            return _made(some, column, of)
        there = iter(_made(some, column, sum(_all(bool, present))))
        return _full([next(there) if is_there else None for is_there in present], of)
    if kind in (str, int, bool):
        return _full(_all(kind, written), of)
    convert = _CONVERT.get(kind)
    if convert is not None:
        return _full(list(map(lru_cache(None)(convert), _all(str, written))), of)
    many, each = _many(kind)
    if many is not None:
        pairs = _full(_all(list, written), of)
        return [many(_made(each, content, _number(number))) for number, content in pairs]
    declared = _fields(kind)
    columns = [
        _made(part, column, of) for (_, part), column in zip(declared, _all(list, [written])[0], strict=True)
    ]
    return [kind(*row) for row in zip(*columns, strict=True)]


_CONVERT: dict[Any, Callable[[str], object]] = {
    Decimal: Decimal,
    date: date.fromisoformat,
    bytes: lambda text: base64.b64decode(text, validate=True),
}


@lru_cache
def _optional(kind: Any) -> Any:
    """What a value is where it is not None; None for a type that is never None."""
    if get_origin(kind) not in (Union, UnionType):
        return None
    (some,) = (part for part in get_args(kind) if part is not NoneType)
    return some


@lru_cache
def _many(kind: Any) -> tuple[Callable[[Iterable[Any]], Any] | None, Any]:
    """For a tuple or frozenset, which of them, and of what."""
    origin = get_origin(kind)
    return (origin, get_args(kind)[0]) if origin in (tuple, frozenset) else (None, None)


@lru_cache
def _fields(kind: Any) -> list[tuple[str, Any]]:
    """Name and type of every field of a dataclass, in order."""
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in fields(kind)]


def _all(kind: type[Found], values: Any) -> list[Found]:
    """The values, if they are a list and each is of this very type."""
    if type(values) is not list or not {*map(type, values)} <= {kind}:
        raise TypeError(kind)
    return values


def _number(value: Any) -> int:
    """How many there are said to be: no more than a file may have cells."""
    if type(value) is not int or not 0 <= value <= MAX_CELLS:
        raise ValueError(value)
    return value


def _full(values: Column, of: int) -> Column:
    if len(values) != of:
        raise ValueError(len(values))
    return values
