"""A reading as JSON and back: nothing but the declared fields and types comes out of the other process. Pure.

Rows of one class share their field names, so that 83,000 figures stay small. A Decimal is its text.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from scores.intake.outcome import Finding, LeftOut, ReadFigure, Reading, SheetRead

Row = TypeVar("Row")
Convert = Callable[[Any], Any]


class NotPlainError(ValueError):
    """What came is not a reading."""


def dumps(reading: Reading) -> str:
    """One line of JSON."""
    return json.dumps(
        {
            "file_name": reading.file_name,
            "figures": _rows(reading.figures),
            "findings": _rows(reading.findings),
            "left_out": _rows(reading.left_out),
            "sheets": _rows(reading.sheets),
        },
        default=_written,
        ensure_ascii=True,
    )


def loads(line: str) -> Reading:
    """The reading in a line; NotPlainError for anything else."""
    try:
        found = json.loads(line)
        return Reading(
            _exactly(str, found["file_name"]),
            _objects(ReadFigure, found["figures"]),
            _objects(Finding, found["findings"]),
            _objects(LeftOut, found["left_out"]),
            _objects(SheetRead, found["sheets"]),
        )
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
        raise NotPlainError(str(error)) from error


def _rows(objects: tuple[Any, ...]) -> list[list[object]]:
    """Field values in the order in which the class declares them."""
    if not objects:
        return []
    names = [field.name for field in fields(objects[0])]
    return [[getattr(item, name) for name in names] for item in objects]


def _written(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return [getattr(value, field.name) for field in fields(value)]  # type: ignore[arg-type]  # else a TypeError


def _objects(kind: type[Row], rows: list[list[Any]]) -> tuple[Row, ...]:
    make = _converter(kind)
    return tuple(make(row) for row in rows)


def _converter(kind: Any) -> Convert:
    """How a value of a declared type is made from JSON."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (some,) = (_converter(part) for part in inside if part is not NoneType)
        return lambda value: None if value is None else some(value)
    if origin in (tuple, frozenset):
        each = _converter(inside[0])
        made: Convert = tuple if origin is tuple else frozenset
        return lambda value: made(each(item) for item in _exactly(list, value))
    if kind is Decimal:
        return lambda value: Decimal(_exactly(str, value))
    if kind in (str, int, bool):
        return lambda value: _exactly(kind, value)
    hints = get_type_hints(kind)
    parts = [_converter(hints[field.name]) for field in fields(kind)]
    return lambda row: kind(*[part(value) for part, value in zip(parts, _exactly(list, row), strict=True)])


def _exactly(kind: type[Row], value: object) -> Row:
    if type(value) is not kind:
        raise TypeError(value)
    return value
