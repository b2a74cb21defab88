"""Facts of a release made by hand, for letters of months that need no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from scores.letters.facts import Figure, GroupFacts, IndicatorFact, LevelFacts, ReleaseFacts, UnitFacts
from scores.letters.letterhead import complete
from scores.letters.notice import Notice, notice_of
from scores.models import Indicator, Level, Office
from scores.period import Period

Said = Mapping[str, Any]
"""What is known of one figure: `{"points": "15.7", "average": "10.9"}`."""

_LINES: tuple[tuple[str, str, str, str | None, str], ...] = (
    ("total", "", "Tổng điểm", "100", ""),
    ("CKMB", "1", "Công khai, minh bạch", "18", ""),
    ("TDGQ", "2", "Tiến độ giải quyết", "20", ""),
    ("MDSH", "5", "Số hóa hồ sơ", "22", ""),
    ("5.3", "5.3", "Tỷ lệ khai thác dữ liệu số hóa", "2", "hồ sơ"),
    ("5.4", "5.4", "Cung cấp chứng thực bản sao điện tử", "2", "đơn vị"),
    ("CHUASO", "", "Hồ sơ chưa số hóa kết quả", None, "hồ sơ"),
)


def _role(code: str) -> str:
    roles = {"total": Indicator.Role.TOTAL, "CHUASO": Indicator.Role.COUNT}
    return roles.get(code, Indicator.Role.COMPONENT if "." in code else Indicator.Role.GROUP)


INDICATORS: Mapping[str, IndicatorFact] = {
    code: IndicatorFact(
        code=code,
        number=number,
        role=_role(code),
        name=name,
        maximum=Decimal(maximum) if maximum else None,
        measure=measure,
        lower_is_better=code == "CHUASO",
        order=order,
    )
    for order, (code, number, name, maximum, measure) in enumerate(_LINES)
}


def figure(code: str, said: Said) -> Figure:
    decimals = {
        key: None if said.get(key) is None else Decimal(said[key])
        for key in ("points", "rate", "average", "change")
    }
    rank, of = said.get("national", (None, None))
    return Figure(
        indicator=INDICATORS[code],
        count=said.get("count"),
        count_of=said.get("count_of"),
        national_rank=rank,
        national_of=of,
        no_data=said.get("no_data", ""),
        line=1,
        rank=said.get("rank"),
        no_change_reason="",
        rank_change=None,
        rating=said.get("rating", ""),
        target="",
        target_met=None,
        **decimals,
    )


def unit(name: str, level: str, **figures: Said) -> UnitFacts:
    """A unit; codes with a dot are given with an underscore: `c5_3`."""
    named = {
        key.removeprefix("c").replace("_", ".") if "_" in key else key: said for key, said in figures.items()
    }
    return UnitFacts(name, level, {code: figure(code, said) for code, said in named.items()})


def release(own: UnitFacts, units: Sequence[UnitFacts] = (), level: str = Level.COMMUNE) -> ReleaseFacts:
    """A release of 10/2024 with one level of units."""
    present = [i for i in INDICATORS.values() if any(i.code in one.figures for one in units)]
    groups = [
        GroupFacts(INDICATORS[code], own.figures.get(code), _parts(own, code), ())
        for code in ("CKMB", "TDGQ", "MDSH")
        if code in own.figures
    ]
    return ReleaseFacts(
        office="thu",
        period=Period.parse("2024-10"),
        label="tháng 10/2024",
        as_of=None,
        index_name="Bộ chỉ số 766",
        version=1,
        published_at=datetime(2024, 11, 5, tzinfo=UTC),
        results_hash="0" * 64,
        own=own,
        groups=tuple(groups),
        loose_counts=(),
        levels=(LevelFacts(level, tuple(units), tuple(present)),) if units else (),
        committees=(),
    )


def notice(facts: ReleaseFacts, **letterhead: Any) -> Notice:
    return notice_of(facts, complete(letterhead), Office.LetterKind.DISTRICT, (), {})


def _parts(own: UnitFacts, code: str) -> tuple[Figure, ...]:
    return tuple(one for key, one in own.figures.items() if "." in key and code == "MDSH")
