"""Contexts of the demo's offices and periods: loaded once from the reference data, then plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from scores.intake import context as contexts
from scores.intake.catalogue import Context
from scores.models import IndexVersion, Level, Office, Unit
from scores.period import Period
from scores.reference.load import load_reference

WANTED = (
    ("hung-yen", "2024-10", None),
    ("hung-yen", "2025-07", None),
    ("hung-yen", "2025-08", None),
    ("hung-yen", "2025-09", None),
    ("hung-yen", "2025-Q3", None),
    ("tien-lu", "2024-07", None),
    ("tien-lu", "2024-08", None),
    ("gia-lai", "2026-02", None),
    ("gia-lai", "2026-03", None),
    ("ca-nuoc", "2026", date(2026, 9, 27)),
    ("tinh-khong-neu-ten", "2023-11", None),
)


_loaded: dict[tuple[str, str], Context] = {}


@pytest.fixture
def context_of(db: None) -> Callable[[str, str], Context]:
    """`context_of("hung-yen", "2024-10")`: loaded by the first test that asks, plain data from then on.

    Its draft holds figures of every unit, so that a small table leaves out nobody; `asked.alone` undoes that.
    """
    if not _loaded:
        load_reference()
        _unnamed_province()
        for slug, written, as_of in WANTED:
            period = Period.parse(written)
            loaded = contexts.load(
                Office.objects.get(slug=slug),
                period,
                IndexVersion.objects.for_period(period),
                partial=as_of is not None,
                as_of=as_of,
            )
            held = product(loaded.unit_by_id, loaded.indicator_by_id)
            _loaded[slug, written] = replace(loaded, entered=frozenset(held))
    return lambda slug, written: _loaded[slug, written]


def _unnamed_province() -> None:
    """The province that the component table of 11/2023 does not name."""
    slug = "tinh-khong-neu-ten"
    unit = Unit.objects.create(slug=slug, level=Level.PROVINCE, name="Tỉnh không nêu tên")
    Office.objects.create(slug=slug, name=unit.name).units.add(unit)
