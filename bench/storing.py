"""How long accepting that workbook takes beside writing the same rows with one bulk_create."""

from __future__ import annotations

import statistics

from django.contrib.auth.models import User
from django.db import transaction

from bench import wide
from bench.reading import seconds
from scores.actions import uploads
from scores.intake import reading
from scores.intake.outcome import ReadFigure
from scores.models import Entry, IndexVersion, Indicator, Level, Office, Release, Unit, Upload
from scores.period import Period
from scores.reference.load import load_reference

ROUNDS = 3


def main() -> float:
    """Print the times and give the ratio; every round is rolled back."""
    known = wide.context()
    read = reading.read(wide.workbook(known), wide.NAME, known)
    release, upload, units, indicators = _prepared(len(known.units), len(known.indicators))
    figures = [_moved(figure, units, indicators) for figure in read.figures]
    rows = [
        Entry(
            release=release,
            unit_id=figure.unit_id,
            indicator_id=figure.indicator_id,
            upload=upload,
            sheet=figure.sheet,
            cell=figure.cell,
            points=figure.points,
            rate=figure.rate,
        )
        for figure in figures
    ]

    def alone() -> None:
        with transaction.atomic():
            Entry.objects.bulk_create(rows, batch_size=500)
            transaction.set_rollback(True)

    def whole() -> None:
        with transaction.atomic():
            uploads.write_figures(figures, upload, release)
            transaction.set_rollback(True)

    pairs = [(seconds(alone), seconds(whole)) for _ in range(ROUNDS)]
    theirs, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(our / their for their, our in pairs)
    print(f"{len(figures)} entries, median of {ROUNDS}:")
    print(f"  bulk_create alone                {theirs * 1000:6.0f} ms")
    print(f"  stored with cells and revisions  {ours * 1000:6.0f} ms, {ratio:.2f} times that")
    return ratio


def _prepared(units: int, indicators: int) -> tuple[Release, Upload, list[int], list[int]]:
    """A draft with so many units and indicators, and an upload without its file."""
    load_reference()
    version = IndexVersion.objects.get(code="766-2022")
    own = Unit.objects.create(slug="do-toc-do", level=Level.PROVINCE, name="Tỉnh Đo Tốc Độ")
    office = Office.objects.create(slug="do-toc-do", name=own.name)
    office.units.add(own)
    Unit.objects.bulk_create(
        Unit(slug=f"do-toc-do-{number}", level=Level.COMMUNE, name=f"Xã {number}", parent=own)
        for number in range(units)
    )
    person = User.objects.create_user("bench")
    period = Period.parse("2024-10")
    release = Release.objects.create(office=office, period=period, index_version=version, created_by=person)
    upload = Upload.objects.create(office=office, period=period, sha256="0" * 64, size=0, by=person)
    lines = Indicator.objects.filter(version=version, maximum__isnull=False).order_by("order")
    return (
        release,
        upload,
        list(Unit.objects.filter(parent=own).order_by("pk").values_list("pk", flat=True)),
        list(lines.values_list("pk", flat=True)[:indicators]),
    )


def _moved(figure: ReadFigure, units: list[int], indicators: list[int]) -> ReadFigure:
    """The figure under the numbers that unit and indicator have in the database."""
    figure.unit_id, figure.indicator_id = units[figure.unit_id - 2], indicators[figure.indicator_id - 1]
    return figure
