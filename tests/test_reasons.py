"""A change taken apart adds up again; what is missing is said from published points and maxima only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scores.groups import adding_up
from scores.reasons import REMAINDER, Reasons, reasons, shortfall
from scores.waterfall import waterfall


@dataclass(frozen=True)
class Line:
    id: int
    role: str
    short_name: str
    maximum: Decimal | None
    parent_id: int | None = None


@dataclass(frozen=True)
class Figure:
    indicator: Line
    points: Decimal | None
    change: Decimal | None
    no_change_reason: str = ""


@dataclass(frozen=True)
class Band:
    name: str
    lower_bound: Decimal


def line(pk: int, name: str, maximum: str, parent: int | None = None, role: str = "group") -> Line:
    return Line(pk, role, name, Decimal(maximum), parent)


TOTAL = line(0, "Tổng điểm", "100", role="total")
OPEN, TIMELY = line(1, "Công khai", "18"), line(2, "Tiến độ", "20")
ONLINE, SERVICE, PAYMENT = line(3, "Trực tuyến", "22"), line(4, "CLGQ", "12", 3), line(5, "TTTT", "10", 3)
CONTENT, DIGITAL = line(6, "Hài lòng", "18"), line(7, "Số hóa", "22")
PART_ONE = line(8, "Cấp kết quả điện tử", "6", 7, "component")
PART_TWO = line(9, "Số hóa hồ sơ", "16", 7, "component")
LINES = [TOTAL, OPEN, TIMELY, ONLINE, SERVICE, PAYMENT, CONTENT, DIGITAL, PART_ONE, PART_TWO]
GROUPS = [OPEN, TIMELY, ONLINE, SERVICE, PAYMENT, CONTENT, DIGITAL]
BANDS = [Band("Xuất sắc", Decimal(90)), Band("Tốt", Decimal(80)), Band("Yếu", Decimal(0))]


def hundredths(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Figures with two decimals from `low` to `high`."""
    return st.integers(low * 100, high * 100).map(lambda number: Decimal(number).scaleb(-2))


changes = st.one_of(st.just(Decimal("0.00")), hundredths(-22, 22))


@st.composite
def figures(draw: st.DrawFn) -> list[Figure]:
    """Groups of a unit: some missing, some without points, some not compared, many without any change."""
    found = []
    for group in GROUPS:
        kind = draw(st.sampled_from(["compared"] * 12 + ["absent", "no points", "not compared"]))
        if kind != "absent":
            compared = kind == "compared"
            found.append(
                Figure(
                    group,
                    None if kind == "no points" else draw(hundredths(0, 22)),
                    draw(changes) if compared else None,
                    "" if compared else "Chưa có số liệu tháng 9/2024",
                )
            )
    return found


totals = st.builds(Figure, st.just(TOTAL), hundredths(0, 100), st.one_of(changes, st.none())).map(
    lambda row: replace(row, no_change_reason="Một phần kỳ" if row.change is None else "")
)


@settings(deadline=None)
@given(totals, figures())
def test_the_parts_add_up_to_the_change_exactly(total: Figure, rows: list[Figure]) -> None:
    found = reasons(total, rows, LINES)
    with_points = {row.indicator.id for row in rows if row.points is not None}
    groups = adding_up(LINES, with_points)
    of_groups = {row.indicator.id: row for row in rows if row.indicator in groups and row.points is not None}
    whole = len(of_groups) == len(groups) and all(row.change is not None for row in of_groups.values())
    if total.change is None or not whole:
        assert isinstance(found, str)
        assert found
        return
    assert isinstance(found, Reasons)
    assert sum((part.change for part in found.parts), Decimal(0)) == total.change == found.change
    assert found.reached[-1] == found.now == total.points
    named = [part for part in found.parts if part.name != REMAINDER]
    assert [part.name for part in named] == [group.short_name for group in groups]
    assert [part.change for part in named] == [of_groups[group.id].change for group in groups]
    assert not {"Trực tuyến"} & {part.name for part in named} or not {"CLGQ", "TTTT"} & {
        part.name for part in named
    }
    assert all(part.change for part in found.parts if part.name == REMAINDER)


@settings(deadline=None)
@given(totals, figures())
def test_the_picture_says_what_the_parts_say(total: Figure, rows: list[Figure]) -> None:
    found = reasons(total, rows, LINES)
    if isinstance(found, str):
        return
    picture = waterfall(found, "Tháng 9/2024", "Tháng 10/2024")
    first, *steps, last = picture.steps
    assert (first.end, last.end) == (True, True)
    assert [step.name for step in steps] == [part.name for part in found.parts]
    for step, part in zip(steps, found.parts, strict=True):
        words = "tăng" if part.change > 0 else "giảm" if part.change < 0 else "không đổi"
        assert words in step.text
        assert step.sign == (part.change > 0) - (part.change < 0)
    for step in picture.steps:
        assert 0 <= Decimal(step.x) <= Decimal(step.x) + Decimal(step.width) <= picture.width
        assert step.y + picture.bar <= picture.height


def row(of: Line, points: str | None, change: str | None = None, why: str = "") -> Figure:
    return Figure(
        of, None if points is None else Decimal(points), None if change is None else Decimal(change), why
    )


def test_what_is_not_in_the_groups_has_a_line_of_its_own() -> None:
    rows = [row(group, "10", "0.30") for group in GROUPS if group not in (SERVICE, PAYMENT)]
    found = reasons(row(TOTAL, "86", "1.52"), rows, LINES)
    assert isinstance(found, Reasons)
    assert [(part.name, part.change) for part in found.parts[-2:]] == [
        ("Số hóa", Decimal("0.30")),
        (REMAINDER, Decimal("0.02")),
    ]
    assert found.before == Decimal("84.48")


@pytest.mark.parametrize(
    ("total", "rows", "sentence"),
    [
        (row(TOTAL, "86", None, "Một phần kỳ"), [], "Một phần kỳ"),
        (row(TOTAL, "86", "1"), [], "Kỳ này chỉ công bố tổng điểm, không có điểm từng nhóm"),
        (
            row(TOTAL, "86", "1"),
            [row(group, "9", "0.1") for group in (OPEN, TIMELY, SERVICE, CONTENT, DIGITAL)],
            "Kỳ này không công bố điểm của nhóm TTTT",
        ),
        (
            row(TOTAL, "86", "1"),
            [row(group, "9", "0.1") for group in (OPEN, TIMELY, ONLINE, CONTENT)]
            + [row(DIGITAL, "9", None, "Chưa có số liệu tháng 9/2024")],
            "Nhóm Số hóa không so sánh được: chưa có số liệu tháng 9/2024",
        ),
    ],
)
def test_a_sentence_says_why_it_cannot_be_taken_apart(
    total: Figure, rows: list[Figure], sentence: str
) -> None:
    assert reasons(total, rows, LINES) == sentence


def test_the_cheapest_ways_to_the_next_rating() -> None:
    rows = [row(OPEN, "15.7"), row(TIMELY, "19.8"), row(SERVICE, "8"), row(PAYMENT, "9"), row(CONTENT, "18")]
    found = shortfall(Decimal("76.5"), BANDS, [*rows, row(DIGITAL, "15.7")], LINES)
    assert found is not None
    assert (found.rating, found.points) == ("Tốt", Decimal("3.5"))
    assert [(way.name, way.room, way.maximum, way.enough) for way in found.ways] == [
        ("Số hóa", Decimal("6.3"), Decimal(22), True),
        ("CLGQ", Decimal(4), Decimal(12), True),
        ("Công khai", Decimal("2.3"), Decimal(18), False),
    ]


def test_components_stand_for_their_group_only_where_all_are_published() -> None:
    group, one, two = row(DIGITAL, "15"), row(PART_ONE, "2"), row(PART_TWO, "13")
    names = {
        given_rows: [way.name for way in found.ways]
        for given_rows in [(group,), (group, one), (one,), (group, one, two)]
        if (found := shortfall(Decimal(50), BANDS, given_rows, LINES))
    }
    assert list(names.values()) == [
        ["Số hóa"],
        ["Số hóa"],
        ["Cấp kết quả điện tử"],
        ["Cấp kết quả điện tử", "Số hóa hồ sơ"],
    ]


@settings(deadline=None)
@given(hundredths(0, 100), figures())
def test_nothing_is_gained_that_is_not_there(points: Decimal, rows: list[Figure]) -> None:
    found = shortfall(points, BANDS, rows, LINES)
    if points >= 90:
        assert found is None
        return
    assert found is not None
    assert points + found.points == found.bound
    assert found.bound in {band.lower_bound for band in BANDS}
    published = {row.indicator.short_name: row for row in rows if row.points is not None}
    rooms = [way.room for way in found.ways]
    assert rooms == sorted(rooms, reverse=True)
    assert len(rooms) <= 3
    for way in found.ways:
        of = published[way.name]
        assert of.points is not None
        assert way.room == way.maximum - of.points > 0
        assert way.enough == (points + way.room >= found.bound)
