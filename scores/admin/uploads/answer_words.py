"""A kept answer in words: what it was about, and what was said. For the check screen and the record."""

from __future__ import annotations

from scores.intake import asking
from scores.intake.decisions import Asks
from scores.models import Indicator, NoDataReason, Unit

_ABOUT = {
    Asks.UNIT: "Tên “{what}”",
    Asks.ROW: "Dòng “{what}”",
    Asks.COLUMN: "Cột “{what}”",
    Asks.MARK: "Dấu “{what}”",
    Asks.ROUND: "Số lẻ ở trang “{what}”",
    Asks.SHEET: "Trang “{what}”",
    Asks.HIDDEN: "Phần bị ẩn ở trang “{what}”",
    Asks.MISSING: "Thiếu {what}",
    Asks.CONFIRM: "Chỗ cần xác nhận",
}
_ABOUT_PLACES = {
    Asks.UNIT: "Dòng có ô {cell}, trang “{sheet}”",
    Asks.ROW: "Dòng có ô {cell}, trang “{sheet}”",
    Asks.COLUMN: "Cột có ô {cell}, trang “{sheet}”",
    Asks.CELL: "Ô {cell}, trang “{sheet}”",
}
_ROW_WORDS = {asking.LEAVE: "bỏ dòng này", asking.ONLY: "giữ dòng này, bỏ dòng kia"}
_WORDS: dict[Asks, dict[str, str]] = {
    Asks.UNIT: _ROW_WORDS,
    Asks.ROW: _ROW_WORDS,
    Asks.COLUMN: {asking.LEAVE: "bỏ cột này", asking.ONLY: "giữ cột này, bỏ cột kia"},
    Asks.MARK: {asking.BLANK: "chưa nhập, coi như ô trống", **dict(NoDataReason.choices)},
    Asks.CELL: {asking.LEAVE: "bỏ ô này, coi như chưa nhập", asking.ONLY: "lấy số ở ô này, bỏ số kia"},
    Asks.ROUND: {"yes": "làm tròn còn hai chữ số thập phân"},
    Asks.SHEET: {
        asking.LEAVE: "bỏ trang này",
        asking.READ: "đọc trang này",
        asking.PREFER: "số nào khác nhau thì lấy ở trang này",
    },
    Asks.HIDDEN: {asking.LEAVE: "bỏ phần bị ẩn", asking.READ: "đọc cả phần bị ẩn"},
    Asks.MISSING: {choice.value: choice.label for choice in asking.MISSING},
    Asks.CONFIRM: {"yes": "đúng, giữ như đã hiểu"},
}


def about(key: str) -> str:
    """`Ô C3, trang “Phụ lục”`, `Tên “xã thủ sĩ”`, `Thiếu Xã Thủ Sỹ`."""
    kind, _, what = key.partition(":")
    asks = Asks(kind)
    if asks is Asks.CELL or what.startswith("@"):
        sheet, _, cell = what.removeprefix("@").rpartition("!")
        return _ABOUT_PLACES[asks].format(cell=cell, sheet=sheet)
    return _ABOUT[asks].format(what=_unit(what) if asks is Asks.MISSING else what)


def words(key: str, value: str) -> str:
    """`bỏ dòng này`, `Xã Thủ Sỹ`, `Tiến độ giải quyết: tỷ lệ (%)`; what was typed for a cell as it is."""
    asks = Asks(key.partition(":")[0])
    known = _WORDS[asks].get(value)
    if known or asks is Asks.CELL:
        return known or f"ghi {value}"
    subject, _, kind = value.partition(":")
    if asks is Asks.UNIT:
        return _unit(subject)
    of_kind = str(asking.KINDS[kind]) if kind in asking.KINDS else ""
    if subject == asking.EACH_ROW:
        return f"cột này là {of_kind}"
    return ": ".join(part for part in (_indicator(subject), of_kind) if part)


def _unit(number: str) -> str:
    unit = Unit.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    return unit.name if unit else number


def _indicator(number: str) -> str:
    found = Indicator.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    return (found.short_name or found.name) if found else number
