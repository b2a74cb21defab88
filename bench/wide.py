"""The whole country in one workbook, 3,321 units × 25 indicators, and what it is read against."""

from __future__ import annotations

import csv
import io
import random
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path

from openpyxl import Workbook

from scores.groups import adding_up
from scores.intake.catalogue import CatalogueIndicator, CatalogueUnit, Context, Previous
from scores.intake.figures import Kind
from scores.period import Period

UNITS, INDICATORS = 3321, 25
NAME = "Tháng 10-2024.xlsx"
_FIRST = "An Bình Cẩm Châu Đại Đông Hải Hòa Hồng Hưng Khánh Kim Lam Liên Long Mỹ Nam Nghĩa Ngọc Nhân"
_SECOND = "Ân Cường Dương Đức Giang Hà Hiệp Hoàng Khê Lạc Lâm Lễ Lộc Minh Ninh Phong Phú Phúc Quang Sơn"
_THIRD = "Tân Thái Thanh Thành Thắng Thịnh Thọ Thủy Tiến"
_CATALOGUE = Path(__file__).parent.parent / "scores" / "reference" / "indicators.csv"


def context() -> Context:
    """A province without like: all communes of the country, last month's figures known."""
    own = CatalogueUnit(1, "Tỉnh Đo Tốc Độ", "province", ("Tỉnh Đo Tốc Độ",))
    names = [f"Xã {' '.join(words)}" for words in product(_FIRST.split(), _SECOND.split(), _THIRD.split())]
    units = [
        CatalogueUnit(number, name, "commune", (name,), code=f"H00.{number}")
        for number, name in enumerate(names[:UNITS], 2)
    ]
    indicators = _indicators()
    chance = random.Random(766)  # noqa: S311  # the same figures in every run
    known = cache(Previous)  # as when they are loaded from the tables
    figures = {
        (unit.id, indicator.id): known(_near(indicator, chance).quantize(Decimal("0.01")))
        for unit in units
        for indicator in indicators
    }
    return Context(
        office_name="Tỉnh Đo Tốc Độ",
        period=Period.parse("2024-10"),
        own=own,
        units=(own, *units),
        indicators=indicators,
        previous=figures,
        jump_limit=Decimal(15),
    )


def workbook(known: Context) -> bytes:
    """The month's figures, as an office would type them; saved by openpyxl."""
    chance = random.Random(767)  # noqa: S311  # the same figures in every run
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tháng 10")
    sheet.append([f"KẾT QUẢ {known.period.label.upper()}"])
    sheet.append(["Stt", "Tên cơ quan, đơn vị", *(indicator.name for indicator in known.indicators)])
    for number, unit in enumerate(known.units[1:], 1):
        sheet.append([number, unit.name, *_row(known.indicators, chance)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _indicators() -> tuple[CatalogueIndicator, ...]:
    with _CATALOGUE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["version"] == "766-2022" and row["maximum"]]
    places = {row["code"]: place for place, row in enumerate(rows[:INDICATORS], 1)}
    return tuple(
        CatalogueIndicator(
            id=place,
            code=row["code"],
            name=row["name"],
            names=(row["name"], row["short_name"]),
            role=row["role"],
            number=row["number"],
            parent_id=places.get(row["parent"]),
            maximum=Decimal(row["maximum"]),
            carries=frozenset({Kind.POINTS, Kind.RATE}),
        )
        for place, row in enumerate(rows[:INDICATORS], 1)
    )


def _near(indicator: CatalogueIndicator, chance: random.Random) -> Decimal:
    assert indicator.maximum is not None  # noqa: S101  # `_indicators` takes only those with a maximum
    return Decimal(chance.randint(7500, 8900)) * indicator.maximum / 10000


def _row(indicators: tuple[CatalogueIndicator, ...], chance: random.Random) -> list[float]:
    points = {item.code: _near(item, chance).quantize(Decimal("0.01")) for item in indicators}
    groups = [item for item in indicators if item.role == "group"]
    for whole in groups:
        parts = [points[part.code] for part in groups if part.parent_id == whole.id]
        points[whole.code] = sum(parts, Decimal(0)) if parts else points[whole.code]
    points["total"] = sum((points[item.code] for item in adding_up(indicators)), Decimal(0))
    return [float(value) for value in points.values()]
