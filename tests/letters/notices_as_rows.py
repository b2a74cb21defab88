"""The figures of the notices and of Gia Lai 02/2026 as rows to publish."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings

from scores.models import Indicator, Office
from tests.letters.published import Row, unit_of
from tests.notices import components_2023_11, figure, hung_yen_2024_10, tien_lu_2024_08

DATA = settings.BASE_DIR / "tests" / "data"
GROUP_CODES = ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH")
NAMES_AS_PRINTED = {"UBND xã Dị ché": "UBND xã Dị Chế", "UBND TT Vương": "Thị trấn Vương"}


def province(office: Office) -> Iterator[Row]:
    """Hưng Yên 10/2024."""
    notice = hung_yen_2024_10
    own = unit_of(office, "2024-10", "tỉnh Hưng Yên")
    yield own, "total", {"points": figure(notice.TOTAL.points), **_ranked(notice.TOTAL.rank)}
    for code, group in zip(GROUP_CODES, notice.GROUPS, strict=True):
        yield own, code, _group(group)
    for code, detail in zip(("5.2", "5.1", "5.3", "TRUYVAN"), notice.DETAILS, strict=True):
        yield own, code, _rate(detail.rate) | _count(detail.quantity)
    yield own, "BSDT", _count(notice.DISTRICTS[0].copies)
    for row in notice.UNITS[1:]:
        unit = unit_of(office, "2024-10", row.name)
        yield unit, "TDGQ", _rate(row.progress)
        yield unit, "MDHL", _rate(row.satisfaction)
    for district in notice.DISTRICTS[1:]:
        unit = unit_of(office, "2024-10", district.name)
        yield unit, "5.2", _rate(district.digitised)
        yield unit, "BSDT", _count(district.copies)
        yield unit, "total", {"points": figure(district.points)}


def district_before(office: Office) -> Iterator[Row]:
    """Tiên Lữ 7/2024, from the printed changes."""
    for row in tien_lu_2024_08.COMMUNES:
        unit = unit_of(office, "2024-07", NAMES_AS_PRINTED.get(row.name, row.name))
        yield unit, "total", {"points": figure(row.points) - figure(row.change)}


def district(office: Office) -> Iterator[Row]:
    """Tiên Lữ 8/2024."""
    notice = tien_lu_2024_08
    own = unit_of(office, "2024-08", "huyện Tiên Lữ")
    yield own, "total", {"points": "88.03"}
    for code, rate in [("TDGQ", "97.4"), ("TTTT", "72.67"), ("MDSH", "78.4")]:
        yield own, code, {"rate": rate}
    yield own, "BSDT", {"count": 30204}
    yield own, "5.4", {"count": 16, "count_of": 16}
    for row in notice.COMMUNES:
        unit = unit_of(office, "2024-08", NAMES_AS_PRINTED.get(row.name, row.name))
        yield unit, "total", {"points": figure(row.points)}
        yield unit, "TDGQ", _rate(row.progress)
    for left in notice.UNDIGITISED:
        unit = unit_of(office, "2024-08", f"xã {left.name}")
        if left.components:
            yield unit, "CSH-TP", _count(left.components)
        if left.results:
            yield unit, "CSH-KQ", _count(left.results)


def components(office: Office) -> Iterator[Row]:
    """The component table of 11/2023: `11,4/18 điểm`, `86/90 đơn vị`, `49,22%`, `Không có số liệu`."""
    own = office.units.get()
    codes = {
        indicator.number: indicator.code
        for indicator in Indicator.objects.filter(version__code="766-2022").exclude(number="")
    }
    for row in (*components_2023_11.COMPONENTS, components_2023_11.TOTAL):
        code = codes.get(row.number, "total")
        read = _printed(row.province)
        if read is not None:
            yield own, code, read | ({"national_average": _first(row.average)} if _first(row.average) else {})


def gia_lai(office: Office) -> Iterator[Row]:
    """149 units with totals only, and the province's own groups without average or rank."""
    overview = json.loads((DATA / "gia-lai-2026-02.overview.json").read_text(encoding="utf-8"))
    own = office.units.get()
    yield own, "total", {"points": str(overview["overview"]["totalScore"])}
    for group in overview["radar"]:
        if group["code"] in GROUP_CODES:
            yield own, group["code"], {"points": str(group["score"])}
    by_code = {unit.code: unit for unit in own.children.all().order_by("pk")}
    with (DATA / "gia-lai-2026-02.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield by_code[row["code"]], "total", {"points": row["total_score"]}


def _group(group: hung_yen_2024_10.Group) -> dict[str, Any]:
    row = {"points": figure(group.points), "national_average": figure(group.average)}
    return row | _rate(group.rate) | _ranked(group.rank)


def _rate(printed: str) -> dict[str, Any]:
    return {"rate": figure(printed)} if printed else {}


def _count(printed: str) -> dict[str, Any]:
    return {"count": int(figure(printed))} if printed else {}


def _ranked(printed: str) -> dict[str, Any]:
    if not printed:
        return {}
    rank, of = printed.split("/")
    return {"national_rank": int(rank), "national_of": int(of)}


def _printed(text: str) -> dict[str, Any] | None:
    if not text:
        return None
    if text.startswith("Không có số liệu"):
        return {}
    if text.endswith("đơn vị"):
        count, of = text.removesuffix(" đơn vị").split("/")
        return {"count": int(count), "count_of": int(of)}
    return {"rate" if text.endswith("%") else "points": _first(text)}


def _first(text: str) -> Decimal | None:
    match = re.match(r"[\d.,]+", text)
    return figure(match[0]) if match else None
