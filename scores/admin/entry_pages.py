"""Typing: all indicators of one unit, or one indicator of all units of a level, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from scores import actions
from scores.admin import next_step
from scores.admin.access import page, person, release_for, sent
from scores.admin.entry_forms import RowForm
from scores.models import Indicator, Level, Release, Unit


class _Where(TypedDict):
    release: Release
    unit: Unit
    indicator: Indicator
    by: User


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which unit or which indicator to type, with how much of each is there already."""
    release = release_for(request, pk)
    entered = list(release.entries.order_by().values_list("unit_id", "indicator_id"))
    units = list(release.office.units_for(release.period).prefetch_related("names"))
    context = {
        "release": release,
        "why_not": next_step.why_not(release, person(request), "type"),
        "levels": [
            (level, [(unit, _name(unit, release), _count(entered, unit.pk)) for unit in of_level])
            for level in Level
            if (of_level := [unit for unit in units if unit.level == level])
        ],
        "indicators": _typed_indicators(release),
    }
    return page(request, "staff/type_choose.html", f"Gõ số liệu · {release.label}", context)


def _count(entered: list[tuple[int, int]], unit: int) -> int:
    return sum(1 for of, _ in entered if of == unit)


def _name(unit: Unit, release: Release) -> str:
    return unit.name_on(release.period.last_day)


def _typed_indicators(release: Release) -> list[Indicator]:
    return list(release.index_version.indicators.exclude(role=Indicator.Role.HEADING).order_by("order"))


def of_unit(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    release = release_for(request, pk)
    unit = get_object_or_404(release.office.units_for(release.period), slug=slug)
    pairs = [(unit, indicator) for indicator in _typed_indicators(release)]
    return _rows(request, release, _name(unit, release), pairs, by_unit=True)


def of_indicator(request: HttpRequest, pk: int, level: str, code: str) -> HttpResponse:
    release = release_for(request, pk)
    indicator = get_object_or_404(release.index_version.indicators, code=code)
    units = release.office.units_for(release.period).filter(level=level).prefetch_related("names")
    if indicator.role == Indicator.Role.HEADING or not units:
        raise Http404
    title = f"{indicator.short_name} · {Level(level).label}"
    return _rows(request, release, title, [(unit, indicator) for unit in units], by_unit=False)


def _rows(
    request: HttpRequest,
    release: Release,
    title: str,
    pairs: Sequence[tuple[Unit, Indicator]],
    *,
    by_unit: bool,
) -> HttpResponse:
    """The rows; on POST all that was typed in them is saved, or nothing and the errors are shown."""
    rows = _forms(request, release, pairs, by_unit=by_unit)
    user = person(request)
    refusal = ""
    if request.method == "POST" and not any(row.errors for row in rows):
        changed = [row for row in rows if row.changed]
        try:
            with transaction.atomic():
                for row in changed:
                    _write(request, release, row)
        except actions.Refused as refused:
            refusal = str(refused)
        except ValidationError:
            pass  # the row says it
        else:
            messages.success(
                request, f"Đã lưu {len(changed)} số liệu." if changed else "Không có số nào thay đổi."
            )
            return redirect(_after(request, release))
    context = {
        "release": release,
        "rows": rows,
        "by_unit": by_unit,
        "wrong": sum(1 for row in rows if row.errors),
        "refusal": refusal,
        "why_not": next_step.why_not(release, user, "type"),
    }
    return page(request, "staff/type_rows.html", title, context, status=409 if refusal else 200)


def _after(request: HttpRequest, release: Release) -> str:
    """Where saving leads: back to the release, or on typing here."""
    return reverse("admin:release", args=[release.pk]) if "_done" in request.POST else request.path


def _forms(
    request: HttpRequest, release: Release, pairs: Sequence[tuple[Unit, Indicator]], *, by_unit: bool
) -> list[RowForm]:
    own = release.office.unit_for(release.period)
    units = {unit.pk for unit, _ in pairs}
    indicators = {indicator.pk for _, indicator in pairs}
    entries = release.entries.filter(unit__in=units, indicator__in=indicators).order_by()
    known = {(entry.unit_id, entry.indicator_id): entry for entry in entries}
    return [
        RowForm(
            sent(request),
            unit=unit,
            indicator=indicator,
            entry=known.get((unit.pk, indicator.pk)),
            national=unit.pk == own.pk and unit.level == Level.PROVINCE,
            title=str(indicator) if by_unit else _name(unit, release),
        )
        for unit, indicator in pairs
    ]


def _write(request: HttpRequest, release: Release, row: RowForm) -> None:
    """Write one row; what the rules say against it goes to the row, and the rest is not saved either."""
    where: _Where = {"release": release, "unit": row.unit, "indicator": row.indicator, "by": person(request)}
    try:
        if row.emptied:
            actions.clear_entry(**where, seen_revision=row.revision)
        else:
            actions.type_entry(**where, figures=row.figures(), seen_revision=row.revision)
    except actions.Conflict as conflict:
        row.add_error(None, "Người khác vừa sửa số này. Mở lại trang để xem số mới rồi gõ lại.")
        raise ValidationError("conflict") from conflict
    except ValidationError as error:
        row.add_error(None, error.messages)
        raise
