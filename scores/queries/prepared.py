"""Questions whose SQL is written once a process: that takes Django longer than a database takes to answer.

They are written as any other question, as a function that makes a queryset; its parameters become gaps in the
SQL. Asked with what the database has in these places (keys, text, a day as `2026-02-28`), they give the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, reduce
from inspect import signature
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Names = tuple[str, ...]
_M = TypeVar("_M", bound=Model)


class _Gap(Expression):
    """Stands in a question for a value that is given when it is asked."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class Prepared:
    """Gives tuples of the fields named, or of what the question itself says by `values_list`."""

    def __init__(self, question: Callable[..., QuerySet[Any, Any]], *names: str) -> None:
        self._question = question
        self._names = names

    def __call__(self, *values: int | str) -> list[tuple[Any, ...]]:
        sql, parameters, compiler = self.written
        filled = [values[each.place] if isinstance(each, _Gap) else each for each in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            # As tuples, of figures and periods as the fields have them.
            return list(compiler.results_iter([cursor.fetchall()], tuple_expected=True))  # type: ignore[arg-type]

    @cached_property
    def written(self) -> tuple[str, tuple[Any, ...], SQLCompiler]:
        """SQL, what goes into it (gaps among it), and the compiler, which knows how to read the rows."""
        compiler = self.with_gaps().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        return sql, tuple(parameters), compiler

    def with_gaps(self) -> QuerySet[Any, Any]:
        asked = self._question(*map(_Gap, range(len(signature(self._question).parameters))))
        return asked.values_list(*self._names) if self._names else asked


class PreparedRows(Generic[_M]):
    """Gives rows of a table as objects, and with each the rows it points to.

    `names` and `related` say which fields of them are read; others are read once somebody looks at them. What
    related rows point to in turn is named after them, as in `release__office`.
    """

    def __init__(
        self,
        model: type[_M],
        question: Callable[..., QuerySet[Any, Any]],
        names: Names = (),
        **related: tuple[type[Model], Names],
    ) -> None:
        self._model = model
        self._names = names or fields_of(model)
        self._related = []
        read = self._names
        for path, (other, its_names) in related.items():
            place = slice(len(read), len(read) + len(its_names))
            self._related.append((path.split("__"), other, its_names, place))
            read += tuple(f"{path}__{name}" for name in its_names)
        self._rows = Prepared(question, *read)

    def __call__(self, *values: int | str, **known: Model) -> list[_M]:
        """`known` are objects that all rows point to, at hand already."""
        own = slice(len(self._names))
        found = []
        for row in self._rows(*values):
            made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[own])
            made._state.fields_cache |= known
            for (*before, relation), other, its_names, place in self._related:
                holder = reduce(getattr, before, made)
                holder._state.fields_cache[relation] = other.from_db(DEFAULT_DB_ALIAS, its_names, row[place])
            found.append(made)
        return found


def fields_of(model: type[Model]) -> Names:
    """All a row has, by the names `from_db` takes."""
    return tuple(field.attname for field in model._meta.concrete_fields)
