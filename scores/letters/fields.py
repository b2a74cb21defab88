"""The named fields that stand in edited text for figures and names of the release: a fixed list, put in by
plain replacement. Nothing in braces is ever evaluated, nothing but a name of the list may stand there. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scores import vietnamese
from scores.letters import sentences, standouts, wording
from scores.letters.facts import Figure, LevelFacts, ReleaseFacts
from scores.letters.letterhead import Letterhead, fill
from scores.letters.months import MonthFacts, month_told, months_told
from scores.letters.remarks import Remarks
from scores.letters.standouts import Standouts

FIELDS: Mapping[str, str] = {
    "ky": "kỳ của số liệu",
    "ky_truoc": "kỳ liền trước",
    "bo_chi_so": "tên bộ chỉ số",
    "don_vi": "cơ quan đứng tên",
    "cac_uy_ban": "UBND cấp dưới, gọi chung",
    "tong_diem": "tổng điểm của cơ quan",
    "thay_doi": "tổng điểm tăng, giảm bao nhiêu so với kỳ trước",
    "hang": "thứ hạng toàn quốc",
    "xep_loai": "xếp loại của tổng điểm",
    "nhom_thap_hon": "các nhóm thấp hơn trung bình cả nước",
    "nhom_thap": "các nhóm thấp so với điểm tối đa",
    "cao_nhat": "đơn vị có tổng điểm cao nhất",
    "thap_nhat": "các đơn vị có tổng điểm thấp nhất",
    "tang_nhieu_nhat": "các đơn vị tăng điểm nhiều nhất",
    "giam_nhieu_nhat": "các đơn vị giảm điểm nhiều nhất",
    "cac_thang": "kết quả từng tháng của quý",
    "thang_dau": "kết quả tháng đầu quý",
    "thang_giua": "kết quả tháng giữa quý",
    "thang_cuoi": "kết quả tháng cuối quý",
}
"""Each field, and what it stands for in the words of the staff page."""

_FIELD = re.compile(r"\{([a-z_]+)\}")
_BRACED = re.compile(r"\{[^{}\n]*\}?|\}")


@dataclass(frozen=True)
class Misused:
    """Braces that hold no field: where in the line, and what is wrong with them."""

    start: int
    end: int
    sentence: str


def values(facts: ReleaseFacts, letterhead: Letterhead, months: Sequence[MonthFacts] = ()) -> dict[str, str]:
    """What each field stands for in this release; empty where there is nothing to say."""
    total, before = facts.own.total, facts.period.before.label
    zeros, remarks = letterhead["trailing_zeros"], Remarks(facts, letterhead)
    low = facts.low_groups(remarks.low_percent)
    lowest, movers = int(letterhead["lowest_units"]), int(letterhead["movers"])
    found = {
        "ky": facts.label,
        "ky_truoc": before,
        "bo_chi_so": letterhead["index_name"] or facts.index_name,
        "don_vi": wording.body_name(facts.own),
        "cac_uy_ban": "; ".join(wording.bodies(level, names) for level, names in facts.committees),
        **_of_total(total, zeros),
        "nhom_thap_hon": "; ".join(sentences.groups_named(facts.below_average(), zeros=zeros)),
        "nhom_thap": "; ".join(sentences.groups_named(low, zeros=zeros)),
        "cao_nhat": _stood_out(facts, lambda level: standouts.highest(level, 1), zeros=zeros),
        "thap_nhat": _stood_out(facts, lambda level: standouts.lowest(level, lowest), zeros=zeros),
        "tang_nhieu_nhat": _stood_out(facts, lambda level: standouts.rises(level, movers), moved=True),
        "giam_nhieu_nhat": _stood_out(facts, lambda level: standouts.falls(level, movers), moved=True),
        **_of_months(months, zeros),
    }
    return {name: found[name] for name in FIELDS}


def filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its fields put in; ValueError (Vietnamese) for anything else in braces."""
    for wrong in misused(text, known):
        raise ValueError(wrong.sentence)
    return fill(text, known)


def misused(line: str, known: Mapping[str, str]) -> Iterator[Misused]:
    """All braces of a text that hold no field, or one of which this release has nothing to say."""
    for match in braced(line):
        sentence = _wrong(match[0], known)
        if sentence:
            yield Misused(match.start(), match.end(), sentence)


def braced(line: str) -> Iterator[re.Match[str]]:
    """Whatever stands in braces, field or not."""
    return _BRACED.finditer(line)


def _wrong(said: str, known: Mapping[str, str]) -> str:
    named = _FIELD.fullmatch(said)
    if named is None:
        return f"“{said}” không phải là một trường. Trong ngoặc nhọn chỉ viết tên trường, như {{tong_diem}}."
    if named[1] not in FIELDS:
        return f"Không có trường {said}. Chọn một trường trong danh sách."
    return "" if known.get(named[1]) else f"Kỳ này không có số liệu cho trường {said}. Bỏ trường này."


def _of_total(total: Figure | None, zeros: bool) -> Mapping[str, str]:
    if total is None or total.points is None:
        return {"tong_diem": "", "thay_doi": "", "hang": "", "xep_loai": ""}
    rank = ""
    if total.national_rank is not None and total.national_of is not None:
        rank = vietnamese.national_rank(total.national_rank, total.national_of)
    return {
        "tong_diem": wording.points(total.points, zeros=zeros),
        "thay_doi": "" if total.change is None else wording.moved_by(total.change),
        "hang": rank,
        "xep_loai": total.rating,
    }


def _of_months(months: Sequence[MonthFacts], zeros: bool) -> Mapping[str, str]:
    each = [month_told(month, zeros=zeros) for month in months] or ["", "", ""]
    found = dict(zip(("thang_dau", "thang_giua", "thang_cuoi"), each, strict=True))
    return found | {"cac_thang": months_told(months, zeros=zeros) if months else ""}


def _stood_out(
    facts: ReleaseFacts,
    find: Callable[[LevelFacts], Standouts],
    *,
    moved: bool = False,
    zeros: bool = False,
) -> str:
    found: Iterable[Standouts] = (find(level) for level in facts.levels if level.has_total)
    return "; ".join(sentences.stood_out(one, moved=moved, zeros=zeros) for one in found if one)
