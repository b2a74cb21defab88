"""Field types of the field: a period as `2024-10`, figures with two decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from scores.period import Period

if TYPE_CHECKING:
    _PeriodBase = models.Field[Period | str, Period]
else:
    _PeriodBase = models.Field


class PeriodField(_PeriodBase):
    """A `Period`, stored in the spelling of addresses and API, so that one kind of period sorts by time."""

    description = "Kỳ: tháng 2024-10, quý 2025-Q3 hoặc năm 2026"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Period | None:
        return None if value is None else Period.parse(value)

    def to_python(self, value: object) -> Period | None:
        if value is None or isinstance(value, Period):
            return value
        try:
            return Period.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: object) -> str | None:
        value = super().get_prep_value(value)
        return None if value is None else str(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


def figure(verbose_name: str, *, digits: int = 7) -> models.DecimalField[Any, Any]:
    """Points or a rate: exact, two decimals, as the portal publishes them."""
    return models.DecimalField(verbose_name, max_digits=digits, decimal_places=2, null=True, blank=True)
