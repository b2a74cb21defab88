"""All unit sheets of a release in one ZIP: ASCII names, official order, an index, the same bytes again."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.timezone import localtime

from scores import columns, sheet_files
from scores.exports import BOM, csv_cell
from scores.letters import unit_sheets
from scores.letters.document import Document
from scores.letters.unit_sheet_facts import SheetFacts, unit_ids
from scores.models import Level, Release

INDEX = "000-muc-luc.csv"
_TITLES = (
    *("Stt", "Tệp", "Đơn vị", "Cấp", "Tổng điểm", "Hạng", "Trên số đơn vị", "Xếp loại"),
    *("Mã kiểm tra", "SHA-256"),
)
_TOGETHER = 50
"""Sheets composed at a time, so that an archive of a thousand needs no more memory than one of fifty."""


@dataclass(frozen=True)
class _Sheet:
    name: str
    facts: SheetFacts
    document: Document
    pdf: bytes


def write_archive(release: Release, out: BinaryIO) -> None:
    """Sheets not kept yet are made. Dated as the figures, so that the moment of packing says nothing."""
    units = unit_ids(release)
    when = localtime(release.published_at).timetuple()[:6]
    lines = []
    with zipfile.ZipFile(out, "w") as archive:
        for line, sheet in enumerate(_sheets(release, units), start=1):
            _put(archive, sheet.name, sheet.pdf, when)
            lines.append(_line(line, sheet))
        _put(archive, INDEX, _index(lines), when)


def _sheets(release: Release, units: list[int]) -> Iterator[_Sheet]:
    width = max(3, len(str(len(units))))
    for start in range(0, len(units), _TOGETHER):
        some = units[start : start + _TOGETHER]
        for place, (unit, (facts, document)) in enumerate(
            zip(some, unit_sheets(release, some), strict=True), start=start + 1
        ):
            name = f"{place:0{width}d}-{facts.slug}.pdf"
            yield _Sheet(name, facts, document, sheet_files.pdf_of(release, unit, document))


def _put(archive: zipfile.ZipFile, name: str, data: bytes, when: tuple[int, ...]) -> None:
    entry = zipfile.ZipInfo(name, when[:6])  # type: ignore[arg-type]  # six numbers
    entry.external_attr = 0o644 << 16
    # As they are: a PDF is packed already, and how others pack differs between versions.
    archive.writestr(entry, data, zipfile.ZIP_STORED)


def _line(number: int, sheet: _Sheet) -> list[str]:
    total = sheet.facts.total
    return [
        str(number),
        sheet.name,
        csv_cell(sheet.facts.facts.own.name),
        Level(sheet.facts.facts.own.level).label,
        "" if total is None or total.points is None else csv_cell(total.points),
        "" if total is None or total.rank is None else columns.rank_text(total),
        "" if total is None or total.of is None else str(total.of),
        "" if total is None else csv_cell(total.rating),
        sheet.document.check_code,
        hashlib.sha256(sheet.pdf).hexdigest(),
    ]


def _index(lines: Iterable[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_TITLES)
    writer.writerows(lines)
    return (BOM + out.getvalue()).encode()
