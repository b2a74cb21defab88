"""Questions whose SQL is written once give what Django gives for the same question, row for row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Model, Q
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext

from scores import queries
from scores.models import Level, Release, Result, Unit
from scores.models.rows import ReadByTheHundred
from scores.period import Period
from scores.queries.prepared import Prepared, PreparedRows
from tests import factories

pytestmark = pytest.mark.django_db


def _fields(row: Model) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_rows_are_those_of_django_with_all_they_point_to(world: factories.World) -> None:
    ask = PreparedRows(
        Result,
        lambda release, level: Result.objects.filter(release=release, level=level).order_by(
            "indicator__order", "line"
        ),
        unit=(Unit, ("id", "name")),
    )
    for release in (world.october, *Release.objects.exclude(pk=world.october.pk)):
        plain = list(
            Result.objects.filter(release=release, level=Level.DISTRICT).order_by("indicator__order", "line")
        )
        with CaptureQueriesContext(connection) as asked:
            rows = ask(release.pk, Level.DISTRICT, release=release)
            assert all(row.release is release for row in rows)
            named = [row.unit.name for row in rows]
        assert len(asked) == 1
        assert [_fields(row) for row in rows] == [_fields(row) for row in plain]
        assert named == [row.unit.name for row in plain]
        assert [row.unit.slug for row in rows] == [row.unit.slug for row in plain], "read once looked at"
    assert isinstance(rows[0].points, Decimal) and isinstance(rows[0].period, Period)


def test_each_gap_takes_its_own_value_however_often_it_stands_in_the_question(world: factories.World) -> None:
    unit = factories.unit("Huyện Ân Thi", first_day=date(2024, 2, 1), last_day=date(2024, 3, 31))
    ask = Prepared(
        lambda level, day, name: Unit.objects.filter(Q(name=name) | Q(slug=name), level=level).on(day), "pk"
    )
    found = {day: ask(unit.level, day, unit.name) for day in ("2024-01-31", "2024-02-01", "2024-04-01")}
    assert found == {"2024-01-31": [], "2024-02-01": [(unit.pk,)], "2024-04-01": []}
    assert ask(unit.level, "2024-03-31", unit.slug) == [(unit.pk,)]
    assert ask(Level.COMMUNE, "2024-03-31", unit.slug) == []


def test_rows_read_by_the_hundred_are_what_django_makes_of_them(world: factories.World) -> None:
    names = [field.attname for field in Unit._meta.concrete_fields]
    values = list(Unit.objects.values_list(*names).first() or ())
    ours, theirs = (
        Unit.from_db("default", names, values),
        super(ReadByTheHundred, Unit).from_db("default", names, values),
    )
    assert (_fields(ours), ours) == (_fields(theirs), theirs)
    assert (ours._state.adding, ours._state.db) == (theirs._state.adding, theirs._state.db)
    assert Unit.objects.only("name").get(pk=ours.pk).slug == ours.slug
    ours.name = "Huyện Kim Động mới"
    ours.save()
    assert Unit.objects.get(pk=ours.pk).name == "Huyện Kim Động mới"


def test_nobody_waits_to_be_told_of_every_row() -> None:
    tables = ReadByTheHundred.__subclasses__()
    listening = [
        (signal, table)
        for signal in (pre_init, post_init)
        for table in (*tables, *(below for table in tables for below in table.__subclasses__()))
        if signal.has_listeners(table)
    ]
    assert len(tables) == 3 and listening == []


def test_an_office_has_units_while_one_of_the_level_exists(world: factories.World) -> None:
    office = world.office
    last = Unit.objects.filter(offices=office).get()
    Unit.objects.filter(parent=last, level=Level.DISTRICT).update(last_day=date(2025, 6, 30))
    before, after = Period.parse("2025-06"), Period.parse("2025-07")
    assert [queries.has_units(office, Level.DISTRICT, period) for period in (before, after)] == [True, False]
    assert queries.has_units(office, last.level, after) and queries.has_units(office, "", after)
    Unit.objects.filter(pk=last.pk).update(last_day=date(2025, 6, 30))
    assert queries.has_units(office, "", before) and not queries.has_units(office, "", after)
    factories.unit("Huyện Còn Lại", parent=last)
    assert not queries.has_units(office, Level.DISTRICT, after), (
        "below a unit the office no longer speaks for"
    )
