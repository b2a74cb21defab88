"""Moments as people agree on them: time, weekday, day, and how far off. In the office's zone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from scores import vietnamese

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_MINUTE = timedelta(minutes=1)


def in_words(at: datetime) -> str:
    """`09:30 thứ Sáu, 06/11/2026`."""
    local = localtime(at)
    return f"{local:%H:%M} {_WEEKDAYS[local.weekday()]}, {vietnamese.day(local.date())}"


def to_come(at: datetime, now: datetime) -> str:
    """`09:30 thứ Sáu, 06/11/2026 (còn 18 giờ)`, or `(trễ 12 phút)` once it has passed."""
    left = at - now
    return f"{in_words(at)} ({'còn' if left >= timedelta(0) else 'trễ'} {how_long(abs(left))})"


def how_long(span: timedelta) -> str:
    """`chưa đến 1 phút`, `45 phút`, `18 giờ`, `18 giờ 5 phút`, `3 ngày`: whole units, never rounded up."""
    minutes = span // _MINUTE
    if minutes < 1:
        return "chưa đến 1 phút"
    if minutes < 60:
        return f"{minutes} phút"
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} ngày"
    return f"{hours} giờ {rest} phút" if rest and hours < 6 else f"{hours} giờ"
