"""How figures, sources and what people did are written on staff pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.utils.timezone import localtime

from scores import vietnamese
from scores.models import Entry, Figures, NoDataReason


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()


def names_of(people: Iterable[User]) -> str:
    return ", ".join(sorted(name_of(person) for person in people))


def moment(at: datetime) -> str:
    """`14:05 ngày 05/11/2024`."""
    local = localtime(at)
    return f"{local:%H:%M} ngày {vietnamese.day(local.date())}"


def national_text(row: Figures) -> str:
    """`trung bình cả nước 10,9 · hạng 02/63`; empty for rows the national portal says nothing of."""
    parts = []
    if row.national_average is not None:
        parts.append(f"trung bình cả nước {vietnamese.decimal(row.national_average)}")
    if row.national_rank is not None and row.national_of is not None:
        parts.append(f"hạng {vietnamese.national_rank(row.national_rank, row.national_of)}")
    return " · ".join(parts)


def source_text(entry: Entry) -> str:
    """`ket-qua.xlsx · trang “Phụ lục” · ô C5`, or who typed it."""
    if entry.upload is not None:
        sheet = f" · trang “{entry.sheet}”" if entry.sheet else ""
        return f"{entry.upload.original_name}{sheet} · ô {entry.cell}"
    return f"{name_of(entry.typed_by)} gõ" if entry.typed_by else ""


def recorded_figures(values: Mapping[str, str | None]) -> str:
    """`88,68`, `86/90`, or the reason for having none, from a record; empty where there was nothing."""
    reason = values.get("no_data_reason")
    if reason:
        return NoDataReason(reason).label
    decimals = (values.get(name) for name in ("points", "rate"))
    parts = [vietnamese.decimal(Decimal(value)) for value in decimals if value]
    counts = (values.get(name) for name in ("count", "count_of"))
    counted = "/".join(vietnamese.count(int(value)) for value in counts if value)
    return " · ".join([*parts, counted] if counted else parts)
