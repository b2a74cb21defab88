"""Rows that pages read by the hundred."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class ReadByTheHundred(models.Model):
    """Made of what was read as it is: Django would set each field by itself and announce every row.

    As ever, a field that was not asked for is read once somebody looks at it. Nobody may listen to `pre_init`
    or `post_init` of these tables, and none has fields that do.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(  # type: ignore[override]  # what later versions of Django hand over too
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        row = cls.__new__(cls)
        row._state = state = ModelState()
        state.adding, state.db = False, db
        vars(row).update(zip(field_names, values, strict=True))
        return row
