"""What letters remark on, said of one, of many and of none; ties, limits, missing figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from scores.letters.blocks import NOTICE, BlockKey
from scores.letters.facts import ReleaseFacts, UnitFacts
from scores.models import Level
from tests.letters.facts_made import Said, notice, release, unit

DISTRICT = unit("Huyện Thử", Level.DISTRICT)


def said(facts: ReleaseFacts, block: BlockKey, **letterhead: Any) -> list[str]:
    asked = NOTICE.block(block)
    assert asked is not None
    return [paragraph.text for paragraph in notice(facts, **letterhead).body.generated(asked)]


def communes(*totals: Said | str) -> list[UnitFacts]:
    names = (
        "Xã Lệ Xá",
        "Xã Thủ Sỹ",
        "Thị trấn Vương",
        "Xã Hải Triều",
        "Xã Dị Chế",
        "Xã An Viên",
        "Xã Thống Nhất",
    )
    figures = [{"points": one} if isinstance(one, str) else one for one in totals]
    return [unit(name, Level.COMMUNE, total=one) for name, one in zip(names, figures, strict=False)]


def of(*totals: Said | str) -> ReleaseFacts:
    return release(DISTRICT, communes(*totals))


@pytest.mark.parametrize(
    ("totals", "told"),
    [
        (("80", "81"), ["- Đơn vị cấp xã có tổng điểm thấp nhất: UBND xã Lệ Xá 80 điểm."]),
        (
            ("90", "81", "80.5", "85"),
            [
                "- Các đơn vị cấp xã có tổng điểm thấp nhất: UBND thị trấn Vương 80,5 điểm; UBND xã Thủ Sỹ "
                "81 điểm."
            ],
        ),
        (("80",), []),
        (("80", "80", "80"), []),
        (("80", {"no_data": "Không có số liệu"}), []),
        ((), []),
    ],
    ids=["one", "many", "alone", "all equal", "one known", "nobody"],
)
def test_the_lowest_are_named_at_most_half(totals: Sequence[str], told: list[str]) -> None:
    assert said(of(*totals), "lowest_units") == told


def test_those_who_share_the_last_place_are_counted() -> None:
    facts = of("16", "16", "16", "16", "40", "41", "15")
    (told,) = said(facts, "lowest_units", lowest_units=2)
    assert told == (
        "- Các đơn vị cấp xã có tổng điểm thấp nhất: UBND xã Thống Nhất 15 điểm; UBND xã Lệ Xá 16 điểm và "
        "3 đơn vị "
        "khác cùng 16 điểm."
    )


def test_departments_are_called_so() -> None:
    units = [
        unit(f"Sở {name}", Level.DEPARTMENT, total={"points": p})
        for name, p in (("Nội vụ", "80"), ("Y tế", "90"))
    ]
    (told,) = said(release(DISTRICT, units, Level.DEPARTMENT), "lowest_units")
    assert told == "- Cơ quan cấp sở có tổng điểm thấp nhất: Sở Nội vụ 80 điểm."


def test_rises_and_falls_are_told_apart() -> None:
    facts = of(*({"points": "80", "change": change} for change in ("6.96", "-0.8", "0", "6.6", "-2.6")))
    assert said(facts, "movers", movers=2) == [
        "- Các đơn vị cấp xã tăng điểm nhiều nhất so với tháng 9/2024: UBND xã Lệ Xá tăng 6,96 điểm; UBND "
        "xã Hải "
        "Triều tăng 6,60 điểm.",
        "- Các đơn vị cấp xã giảm điểm nhiều nhất so với tháng 9/2024: UBND xã Dị Chế giảm 2,60 điểm; UBND "
        "xã Thủ Sỹ "
        "giảm 0,80 điểm.",
    ]
    assert said(facts, "movers", movers=1)[0] == (
        "- Đơn vị cấp xã tăng điểm nhiều nhất so với tháng 9/2024: UBND xã Lệ Xá tăng 6,96 điểm."
    )


def test_nothing_moved_is_said_only_where_all_were_compared_and_the_office_wants_it() -> None:
    one_way = of({"points": "80", "change": "1"}, {"points": "81", "change": "2"})
    assert len(said(one_way, "movers")) == 1
    assert said(one_way, "movers", tell_none=True)[1] == (
        "- Không có đơn vị cấp xã nào giảm điểm so với tháng 9/2024."
    )
    first_month = of("80", "81")
    assert said(first_month, "movers", tell_none=True) == []


def groups(**figures: Said) -> ReleaseFacts:
    return release(unit("Tỉnh Thử", Level.PROVINCE, **figures))


BELOW: Said = {"points": "10.2", "average": "10.9"}
ABOVE: Said = {"points": "19", "average": "17.6"}


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (
            {"CKMB": BELOW, "TDGQ": ABOVE},
            "Nhóm chỉ số thấp hơn trung bình cả nước: Công khai, minh bạch (10,2 điểm, trung bình cả nước "
            "10,9 điểm).",
        ),
        (
            {"CKMB": BELOW, "TDGQ": {"points": "17", "average": "17.6"}},
            "Các nhóm chỉ số thấp hơn trung bình cả nước: Công khai, minh bạch (10,2 điểm, trung bình cả "
            "nước 10,9 "
            "điểm); Tiến độ giải quyết (17 điểm, trung bình cả nước 17,6 điểm).",
        ),
        ({"TDGQ": ABOVE}, "Không có nhóm chỉ số nào thấp hơn trung bình cả nước."),
        (
            {"TDGQ": {"points": "17.6", "average": "17.6"}},
            "Không có nhóm chỉ số nào thấp hơn trung bình cả nước.",
        ),
        ({"TDGQ": ABOVE, "CKMB": {"points": "10"}}, ""),
        ({}, ""),
    ],
    ids=["one", "many", "none", "equal", "unknown", "no group"],
)
def test_groups_below_the_average(figures: dict[str, Said], told: str) -> None:
    assert said(groups(**figures), "below_average", tell_none=True) == ([told] if told else [])
    if told.startswith("Không có"):
        assert said(groups(**figures), "below_average") == []


def test_groups_low_against_their_maximum() -> None:
    facts = groups(CKMB={"points": "10"}, TDGQ={"points": "19"}, MDSH={"points": "16.9"})
    assert said(facts, "low_groups") == [
        "Các nhóm chỉ số còn thấp so với điểm tối đa: Công khai, minh bạch (10/18 điểm); Số hóa hồ sơ "
        "(16,9/22 điểm)."
    ]
    assert said(facts, "low_groups", low_group_percent=60) == [
        "Nhóm chỉ số còn thấp so với điểm tối đa: Công khai, minh bạch (10/18 điểm)."
    ]
    assert said(facts, "low_groups", low_group_percent=50) == []
    assert said(facts, "low_groups", low_group_percent=50, tell_none=True) == [
        "Không có nhóm chỉ số nào dưới 50% điểm tối đa."
    ]


def test_a_request_speaks_of_one_or_of_several() -> None:
    """What it lists is the machine's, its own words are the office's."""
    asked = {"requests": [{"text": "Cải thiện {nhung} nhóm chỉ số còn thấp:", "lists": ["low_groups"]}]}
    several = groups(CKMB={"points": "10"}, MDSH={"points": "11"})
    one = groups(CKMB={"points": "10"}, MDSH={"points": "22"})
    assert said(several, "requests", **asked)[0] == "- Cải thiện những nhóm chỉ số còn thấp:"
    assert said(one, "requests", **asked)[0] == "- Cải thiện nhóm chỉ số còn thấp:"
    low = {
        "requests": [{"text": "Đôn đốc {nhung} đơn vị:", "lists": ["low_units"]}],
        "low_rates": {"TDGQ": 95},
    }
    slow = [unit(name, Level.COMMUNE, TDGQ={"rate": "80"}) for name in ("Xã Lệ Xá", "Xã Thủ Sỹ")]
    assert said(release(DISTRICT, slow), "requests", **low)[0] == "- Đôn đốc những đơn vị:"
    assert said(release(DISTRICT, slow[:1]), "requests", **low)[0] == "- Đôn đốc đơn vị:"
    with pytest.raises(ValueError, match=re.escape("Không có trường {nhung}")):
        said(one, "requests", requests=[{"text": "Công khai {nhung} kết quả."}])


def test_units_below_a_rate_and_with_work_left() -> None:
    units = [
        unit("Xã Lệ Xá", Level.COMMUNE, TDGQ={"rate": "82.71"}, CHUASO={"count": 13}),
        unit("Xã Thủ Sỹ", Level.COMMUNE, TDGQ={"rate": "100"}, CHUASO={"count": 0}),
    ]
    facts = release(DISTRICT, units)
    limits = {"low_rates": {"TDGQ": 95}}
    assert said(facts, "low_units", **limits) == ["- Tiến độ giải quyết dưới 95%: UBND xã Lệ Xá 82,71%."]
    assert said(facts, "open_counts") == ["- Hồ sơ chưa số hóa kết quả: UBND xã Lệ Xá 13 hồ sơ."]
    done = release(DISTRICT, units[1:])
    assert said(done, "low_units", **limits) == said(done, "open_counts") == []
    assert said(done, "low_units", tell_none=True, **limits) == [
        "- Tiến độ giải quyết: không có đơn vị cấp xã nào dưới 95%."
    ]
    assert said(done, "open_counts", tell_none=True) == [
        "- Hồ sơ chưa số hóa kết quả: không còn ở đơn vị cấp xã nào."
    ]
    unknown = release(
        DISTRICT, [*units[1:], unit("Xã Dị Chế", Level.COMMUNE, TDGQ={"no_data": "Không có số liệu"})]
    )
    assert said(unknown, "low_units", tell_none=True, **limits) == []
    assert said(unknown, "open_counts", tell_none=True) == []
