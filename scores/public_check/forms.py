"""What is counted and what is found: each form's figures held against the frozen ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from scores.models import Result
from scores.public_check.fetching import Fetched, fetch
from scores.public_check.written import Said, plain

ABSENT = "không có"


@dataclass(frozen=True)
class Difference:
    """One thing a form says otherwise than was frozen; texts plain, as `written` spells them."""

    form: str
    address: str
    unit: str
    what: str
    frozen: str
    shown: str

    def __str__(self) -> str:
        of = f"{self.unit}, {self.what}" if self.unit else self.what
        return f"{self.form} {self.address}: {of}: đã công bố “{self.frozen}”, đang hiện “{self.shown}”"

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass
class Tally:
    """Figures compared by form, and the differences found."""

    figures: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def hold(self, form: str, address: str, unit: str, what: str, frozen: str, shown: str) -> None:
        """Hold one thing a form says against what was frozen."""
        self.figures[form] += 1
        if frozen != shown:
            self.differences.append(Difference(form, address, unit, what, frozen, shown))

    def hold_row(
        self, form: str, address: str, frozen: Said, said: Said, required: Iterable[str] = ()
    ) -> None:
        """Hold all that a form says of one unit, and what it must say wherever there is something to say."""
        for name in said:
            self.hold(form, address, frozen["unit"], NAMES[name], frozen[name], said[name])
        for name in required:
            if name not in said and frozen[name]:
                self.hold(form, address, frozen["unit"], NAMES[name], frozen[name], ABSENT)

    def fetch(self, form: str, address: str) -> Fetched:
        """Fetch a form; counted, so that a form that says nothing is no form that agrees."""
        self.figures[form] += 0
        return fetch(address)


NAMES = {
    "line": "dòng",
    "rank": "hạng",
    "of": "trên số đơn vị",
    "tied": "đồng hạng",
    "unit": "tên đơn vị",
    "code": "mã đơn vị",
    "slug": "địa chỉ đơn vị",
    "name": "chỉ số",
    "points": "điểm",
    "rate": "tỷ lệ",
    "count": "số lượng",
    "count_of": "trên tổng số",
    "no_data_reason": "lý do không có số liệu",
    "change": "thay đổi",
    "no_change_reason": "lý do không so sánh",
    "rank_change": "thay đổi hạng",
    "no_rank_change_reason": "lý do không so sánh hạng",
    "rating": "xếp loại",
    "national_average": "trung bình cả nước",
    "national_rank": "hạng toàn quốc",
    "national_of": "trên số tỉnh",
    "target": "chỉ tiêu",
    "target_met": "đạt chỉ tiêu",
    "note": "ghi chú",
    "revised": "dấu đính chính",
}
"""Field → what a difference calls it."""


def frozen(row: Result) -> Said:
    """All that was frozen of one unit and indicator, plainly."""
    named = {
        "unit": row.unit_name,
        "slug": row.unit.slug,
        "code": row.unit.code,
        "name": f"{row.indicator.number} {row.indicator.name}".strip(),
        "no_data_reason": row.get_no_data_reason_display() if row.no_data_reason else "",
        "revised": "có" if row.revised else "",
        "target_met": "" if row.target_met is None else "đạt" if row.target_met else "chưa đạt",
    }
    return {name: plain(named[name] if name in named else getattr(row, name)) for name in NAMES}
