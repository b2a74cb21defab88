"""Writes to the index that a release beyond its draft forbids; `test_rules` tries them one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from scores.models import IndexVersion, Indicator, RatingBand, Target
from tests import factories
from tests.factories import World


def of_index(code: str) -> QuerySet[Indicator]:
    return Indicator.objects.filter(version__code="766-2022", code=code)


def add_indicator(version: IndexVersion, **fields: Any) -> Indicator:
    good: dict[str, Any] = {
        "version": version,
        "code": "moi",
        "order": 99,
        "name": "Mới",
        "short_name": "Mới",
    }
    return Indicator.objects.create(**(good | fields))


def add_target(**fields: Any) -> Target:
    good: dict[str, Any] = {"indicator": of_index("1.1").get(), "operator": ">=", "value": 80}
    return Target.objects.create(source="Văn bản mới", **(good | fields))


def quarterly_form(world: World) -> IndexVersion:
    """A form of one line that a published quarter rests on."""
    form = IndexVersion.objects.create(
        code="quy", name="Biểu mẫu", valid_from=date(2024, 1, 1), quarterly=True
    )
    add_indicator(form, code="I.1", role="count", has_count=True)
    factories.publish(
        world.office, "2024-Q3", [factories.Row(world.province, "I.1", count=1)], index_version=form
    )
    return form


def of_quarter(world: World, **fields: Any) -> None:
    line = quarterly_form(world).indicators.get()
    add_target(indicator=line, **fields)


def of_year(world: World, **fields: Any) -> None:
    factories.publish(world.office, "2024", [factories.Row(world.province, points="80")])
    add_target(**fields)


def without(table: str, name: str) -> Callable[[World], None]:
    """Delete a row by SQL, past the ORM's own ways."""

    def run(world: World) -> None:
        column = "name" if table == "ratingband" else "code"
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM scores_{table} WHERE {column} = %s", [name])

    return run


INDEX_IN_USE: list[tuple[str, Callable[[World], object]]] = [
    ("index_version_in_use", lambda w: IndexVersion.objects.update(valid_from=date(2023, 1, 1))),
    ("index_version_in_use", lambda w: IndexVersion.objects.update(name="Bộ chỉ số khác")),
    ("indicator_in_use", lambda w: of_index("1.1").update(maximum=5)),
    ("indicator_in_use", lambda w: of_index("1.1").update(maximum=None, has_points=False)),
    ("indicator_in_use", lambda w: of_index("1.1").update(parent=None)),
    ("indicator_in_use", lambda w: of_index("BSDT").update(maximum=5)),
    ("indicator_in_use", lambda w: of_index("CKMB").update(short_name="Công khai")),
    ("indicator_in_use", lambda w: of_index("CKMB").update(has_rate=False)),
    ("indicator_in_use", lambda w: of_index("CKMB").update(order=50)),
    ("indicator_in_use", lambda w: of_index("CKMB").update(version=factories.index("766-moi"), code="moi")),
    ("indicator_in_use", without("indicator", "5.3")),
    ("only_counts_added_in_use", lambda w: add_indicator(w.october.index_version, role="component")),
    ("only_counts_added_in_use", lambda w: add_indicator(quarterly_form(w), role="count")),
    ("rating_band_in_use", lambda w: RatingBand.objects.filter(name="Tốt").update(lower_bound=85)),
    ("rating_band_in_use", lambda w: RatingBand.objects.filter(name="Tốt").update(name="Giỏi")),
    ("rating_band_in_use", lambda w: RatingBand.objects.update(version=factories.index("766-moi"))),
    ("rating_band_in_use", without("ratingband", "Tốt")),
    (
        "rating_band_in_use",
        lambda w: RatingBand.objects.create(version=w.october.index_version, name="Rất tốt", lower_bound=95),
    ),
    ("target_in_use", lambda w: Target.objects.update(value=80)),
    ("target_in_use", lambda w: Target.objects.update(operator=">")),
    ("target_in_use", lambda w: Target.objects.update(valid_from=date(2024, 10, 1))),
    ("target_in_use", lambda w: Target.objects.update(indicator=of_index("TDGQ").get())),
    ("target_in_use", lambda w: Target.objects.filter(value=90)._raw_delete("default")),
    ("target_in_use", lambda w: add_target(valid_from=date(2024, 10, 31))),
    ("target_in_use", lambda w: add_target(valid_from=date(2020, 1, 1), valid_to=date(2024, 9, 30))),
    ("target_in_use", lambda w: of_quarter(w, valid_from=date(2024, 9, 30))),
    ("target_in_use", lambda w: of_year(w, valid_from=date(2024, 12, 1))),
    ("target_ends_after_use", lambda w: Target.objects.update(valid_to=date(2024, 9, 30))),
]  # fmt: skip
