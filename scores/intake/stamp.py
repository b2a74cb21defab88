"""What a template remembers of itself: for which office, period and list of units it was made. Pure.

It stands in the workbook's custom properties, which Excel and LibreOffice keep and nobody edits by accident.
"""

from __future__ import annotations

import hashlib
import io
import xml.etree.ElementTree as ET  # the guard refuses document types, so there are no entities
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scores.intake.catalogue import Context
from scores.intake.outcome import Log
from scores.period import Period

if TYPE_CHECKING:
    from openpyxl.packaging.custom import StringProperty  # reading a file needs no openpyxl

_PART = "docProps/custom.xml"
_OFFICE, _PERIOD, _UNITS = "MauNhapCoQuan", "MauNhapKy", "MauNhapDonVi"


@dataclass(frozen=True)
class Stamp:
    """The office's name, the period as `str(Period)` gives it, the digest of its units."""

    office: str
    period: str
    units: str

    @classmethod
    def of(cls, context: Context) -> Stamp:
        listed = "\n".join(f"{unit.level}\t{unit.code}\t{unit.name}" for unit in context.units)
        digest = hashlib.sha256(listed.encode()).hexdigest()[:16]
        return cls(context.office_name, str(context.period), digest)

    def properties(self) -> list[StringProperty]:
        from openpyxl.packaging.custom import StringProperty

        values = {_OFFICE: self.office, _PERIOD: self.period, _UNITS: self.units}
        return [StringProperty(name=name, value=value) for name, value in values.items()]


def stamp_in(data: bytes) -> Stamp | None:
    """The stamp of an .xlsx that has passed the container's guard; None where there is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _PART not in archive.namelist():
            return None
        try:
            properties = ET.fromstring(archive.read(_PART))  # noqa: S314  # see the import
        except Exception:
            # Whatever is wrong with properties that others wrote, the figures can be read without them.
            return None
    values = {node.get("name"): "".join(node.itertext()) for node in properties}
    if not {_OFFICE, _PERIOD, _UNITS} <= values.keys():
        return None
    return Stamp(values[_OFFICE], values[_PERIOD], values[_UNITS])


def check_stamp(stamp: Stamp | None, context: Context, log: Log) -> None:
    """Block a template of another office or period; warn if the units have changed since it was made."""
    if stamp is None:
        return
    expected = Stamp.of(context)
    if stamp.office != expected.office:
        log.block(
            "wrong-office",
            f"mẫu này lập cho {stamp.office}, nhưng đang nhập cho {context.office_name}. "
            "Chọn lại cơ quan, hoặc tải đúng mẫu.",
        )
    elif stamp.period != expected.period:
        log.block(
            "wrong-period",
            f"mẫu này lập cho {_label(stamp.period)}, nhưng đang nhập {context.period.label}. "
            "Chọn lại kỳ, hoặc tải đúng mẫu.",
        )
    elif stamp.units != expected.units:
        log.warn(
            "units-changed",
            "danh sách đơn vị đã thay đổi từ khi lập mẫu này. Kiểm tra xem mẫu có thiếu hoặc thừa đơn vị "
            "nào không; mẫu tải bây giờ có danh sách mới.",
        )


def _label(written: str) -> str:
    try:
        return Period.parse(written).label
    except ValueError:
        return f"“{written}”"
