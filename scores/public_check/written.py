"""How each form writes a figure, read back into one plain spelling so that forms and results compare.

The plain spelling of a figure is its digits without trailing zeros (`88.68`, `8`), of a text itself, of
nothing the empty string.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

NOTHING = "–"
Said = dict[str, str]
"""Field of a result → what a form says of it, plainly."""

_TITLES = {
    "Hạng": "rank",
    "Trên số đơn vị": "of",
    "Đồng hạng": "tied",
    "Đơn vị": "unit",
    "Đơn vị khi đó": "unit",
    "Mã đơn vị": "code",
    "Địa chỉ đơn vị": "slug",
    "Số lượng": "count",
    "Trên tổng số": "count_of",
    "Điểm": "points",
    "Tỷ lệ (%)": "rate",
    "Lý do không có số liệu": "no_data_reason",
    "Thay đổi hạng": "rank_change",
    "Thay đổi": "change",
    "Lý do không so sánh": "no_change_reason",
    "Lý do không so sánh hạng": "no_rank_change_reason",
    "Xếp loại": "rating",
    "Trung bình cả nước": "national_average",
    "Hạng toàn quốc": "national_rank",
    "Trên số tỉnh": "national_of",
    "Chỉ tiêu": "target",
    "Đạt chỉ tiêu": "target_met",
    "Ghi chú": "note",
    "Đính chính": "revised",
    "Chỉ số": "name",
    "Kỳ": "period",
    "Cơ quan công bố": "office",
    "6 tháng": "drawn",
}
"""What stands over a column, without the unit in brackets → the field it must hold."""


def field_of(title: str) -> str:
    """The field a column's title promises; KeyError for an unknown title, so that no column goes unread."""
    return _TITLES[title] if title in _TITLES else _TITLES[re.sub(r" \(.*\)$", "", title)]


def plain(value: Any) -> str:
    """A value of a file, of JSON or of a result."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, (Decimal, int, float)):
        return _digits(Decimal(str(value)))
    text = str(value)
    try:
        return _digits(Decimal(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text
    except InvalidOperation:
        return text


_MARKS: dict[Any, str] = {
    **dict.fromkeys((True, "[r]", "đã đính chính"), "có"),
    **dict.fromkeys((False, "", None, NOTHING), ""),
}
"""How the forms say that a figure is revised."""


def of_field(name: str, value: Any) -> str:
    """A value of a file or of JSON, by the field it is of."""
    return _MARKS.get(value, str(value)) if name == "revised" else plain(value)


def _digits(number: Decimal) -> str:
    return f"{number.normalize() + 0:f}"


def vietnamese(text: str) -> str:
    """`310.630` and `88,68` plainly; any other text as it stands."""
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d+)?|-?\d+(,\d+)?", text):
        return plain(text.replace(".", "").replace(",", "."))
    return text


_FIGURE = re.compile(r"([\d.,]+)(?:/([\d.,]+))?(?: .*)?")
"""`88,68`, `15,7/18` of a maximum, `86/90 đơn vị` of a whole, `310.630 bản`."""


def _figure(name: str) -> Callable[[str], Said]:
    """A figure, or the reason that stands in its place."""

    def read(text: str) -> Said:
        if text == NOTHING:
            return {name: ""}
        found = _FIGURE.fullmatch(text)
        if found is None:
            return {name: "", "no_data_reason": text}
        said = {name: vietnamese(found[1])}
        if name == "count" and found[2]:
            said["count_of"] = vietnamese(found[2])
        return said

    return read


def _rank(text: str) -> Said:
    if text == NOTHING:
        return {"rank": "", "tied": "không"}
    return {"rank": text.removesuffix("="), "tied": "có" if text.endswith("=") else "không"}


def _change(text: str) -> Said:
    if text == "không đổi":
        return {"change": "0", "no_change_reason": ""}
    if text[:1] in {"▲", "▼"}:
        sign = "-" if text[0] == "▼" else ""
        return {"change": sign + vietnamese(text[1:].strip()), "no_change_reason": ""}
    return {"change": ""} if text == NOTHING else {"change": "", "no_change_reason": text}


def _rank_change(text: str) -> Said:
    if text in {NOTHING, "giữ hạng"}:
        return {"rank_change": "" if text == NOTHING else "0"}
    found = re.fullmatch(r"(tăng|giảm) (\d+) bậc", text)
    if found is None:
        return {"rank_change": text}
    return {"rank_change": ("-" if found[1] == "giảm" else "") + found[2]}


def _national_rank(text: str) -> Said:
    if text == NOTHING:
        return {"national_rank": "", "national_of": ""}
    rank, _, of = text.partition("/")
    return {"national_rank": plain(rank.lstrip("0")), "national_of": plain(of)}


def _target(text: str) -> Said:
    found = re.fullmatch(r"(Đạt|Chưa đạt) \((.*)\)", text)
    if found is not None:
        return {"target": found[2], "target_met": found[1].lower()}
    return {"target": "" if text == NOTHING else text, "target_met": ""}


_ON_PAGE: dict[str, Callable[[str], Said]] = {
    "rank": _rank,
    **{name: _figure(name) for name in ("points", "rate", "count", "count_of")},
    "change": _change,
    "rank_change": _rank_change,
    "national_rank": _national_rank,
    "target": _target,
}


def on_page(title: str, text: str) -> Said:
    """What a cell of a page says, by the title of its column."""
    name = field_of(title)
    if name == "drawn":
        return {}
    if name == "revised":
        return {name: of_field(name, text)}
    if name in _ON_PAGE:
        return _ON_PAGE[name](text)
    return {name: "" if text == NOTHING else vietnamese(text)}
