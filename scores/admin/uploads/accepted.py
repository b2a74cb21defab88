"""What the acceptance of a file changed in the draft, in a sentence."""

from __future__ import annotations

from scores import vietnamese
from scores.figure_text import figures_text
from scores.models import Entry, Release, Upload

_LISTED = 5
Standing = dict[tuple[int, int], str]
"""The figures of a draft in words, by unit and indicator."""


def standing(release: Release) -> Standing:
    return {
        (entry.unit_id, entry.indicator_id): figures_text(entry, entry.indicator)
        for entry in release.entries.select_related("indicator")
    }


def sentence(release: Release, upload: Upload, before: Standing) -> str:
    """`Đã nhận 154 số liệu từ tệp “…”: 151 số mới, 3 số thay số cũ (Xã Một, Tổng điểm: 88 → 89 điểm; …).`"""
    entries = list(_in_order(release, upload))
    fresh = [entry for entry in entries if (entry.unit_id, entry.indicator_id) not in before]
    changed = [
        _change(entry, before[entry.unit_id, entry.indicator_id], release)
        for entry in entries
        if before.get((entry.unit_id, entry.indicator_id), _now(entry)) != _now(entry)
    ]
    same = len(entries) - len(fresh) - len(changed)
    parts = [f"{vietnamese.count(len(fresh))} số mới"] if fresh else []
    if changed:
        more = f"; và {len(changed) - _LISTED} số nữa, xem trong nhật ký" if len(changed) > _LISTED else ""
        listed = "; ".join(changed[:_LISTED])
        parts.append(f"{vietnamese.count(len(changed))} số thay số cũ ({listed}{more})")
    if same:
        parts.append(f"{vietnamese.count(same)} số như cũ")
    without = _without_data(release, before)
    if without:
        parts.append(without)
    return (
        f"Đã nhận {vietnamese.count(len(entries))} số liệu từ tệp “{upload}”: {', '.join(parts)}. "
        "Xem lại bảng rồi trình duyệt."
    )


def _without_data(release: Release, before: Standing) -> str:
    """`ghi “Không có số liệu” cho 2 đơn vị không có trong tệp (Xã Một, Xã Hai)`."""
    typed = release.entries.filter(upload=None).select_related("unit").prefetch_related("unit__names")
    fresh = typed.order_by("unit__official_order", "unit__sort_key", "unit__pk")
    units = {
        entry.unit_id: entry.unit.name_on(release.period.last_day)
        for entry in fresh
        if (entry.unit_id, entry.indicator_id) not in before
    }
    if not units:
        return ""
    names = list(units.values())
    more = f" và {len(names) - _LISTED} đơn vị khác" if len(names) > _LISTED else ""
    listed = ", ".join(names[:_LISTED]) + more
    return f"ghi “Không có số liệu” cho {len(names)} đơn vị không có trong tệp ({listed})"


def _in_order(release: Release, upload: Upload) -> list[Entry]:
    entries = release.entries.filter(upload=upload).select_related("unit", "indicator")
    return list(
        entries.prefetch_related("unit__names").order_by(
            "unit__official_order", "unit__sort_key", "unit__pk", "indicator__order"
        )
    )


def _now(entry: Entry) -> str:
    return figures_text(entry, entry.indicator)


def _change(entry: Entry, old: str, release: Release) -> str:
    unit = entry.unit.name_on(release.period.last_day)
    return f"{unit}, {entry.indicator.short_name}: {old} → {_now(entry)}"
