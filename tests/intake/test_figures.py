"""One cell → one figure: every spelling staff use, and every one that must not be guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scores import vietnamese
from scores.intake.figures import Expected, Figure, Kind, Refusal, read_figure, read_rank
from scores.intake.workbook import Cell

MEASURES = frozenset({"hồ sơ", "bản", "lượt", "đơn vị"})
ALL = frozenset(Kind)
POINTS = Expected(ALL, Kind.POINTS, Kind.POINTS, Decimal(18), MEASURES)
RATE = Expected(ALL, Kind.RATE, Kind.RATE, Decimal(18), MEASURES)
COUNT = Expected(ALL, Kind.COUNT, Kind.COUNT, None, MEASURES)
OPEN = Expected(ALL, Kind.POINTS, None, Decimal(18), MEASURES)


def cell(value: object, number_format: str = "General") -> Cell:
    return Cell("Trang", "C5", 5, 3, value, number_format)


def read(value: object, expected: Expected, number_format: str = "General") -> Figure | Refusal | None:
    return read_figure(cell(value, number_format), expected)


@pytest.mark.parametrize(
    ("value", "expected", "figure"),
    [
        ("15,7", POINTS, Figure(points=Decimal("15.7"))),
        ("15.7", POINTS, Figure(points=Decimal("15.7"))),
        (15.7, POINTS, Figure(points=Decimal("15.7"))),
        (8, POINTS, Figure(points=Decimal(8))),
        (0, POINTS, Figure(points=Decimal(0))),
        ("0", POINTS, Figure(points=Decimal(0))),
        ("15,7/18 điểm", POINTS, Figure(points=Decimal("15.7"), printed_maximum=Decimal(18))),
        ("15,7/18", POINTS, Figure(points=Decimal("15.7"), printed_maximum=Decimal(18))),
        ("9,5 điểm", OPEN, Figure(points=Decimal("9.5"))),
        ("\u00a015,7\u200b ", POINTS, Figure(points=Decimal("15.7"))),
        ("１５,７", POINTS, Figure(points=Decimal("15.7"))),
        (15.700000000000001, POINTS, Figure(points=Decimal("15.7"))),
        ("97.54", RATE, Figure(rate=Decimal("97.54"))),
        ("97,54*", RATE, Figure(rate=Decimal("97.54"))),
        ("87,3%", RATE, Figure(rate=Decimal("87.3"))),
        ("87,3 %", OPEN, Figure(rate=Decimal("87.3"))),
        (98.97000000000001, RATE, Figure(rate=Decimal("98.97"))),
        (100, RATE, Figure(rate=Decimal(100))),
        ("310.630", COUNT, Figure(count=310630)),
        ("310 630", COUNT, Figure(count=310630)),
        ("16.095", COUNT, Figure(count=16095)),
        ("1.310.630", COUNT, Figure(count=1310630)),
        ("06", COUNT, Figure(count=6)),
        (310630, COUNT, Figure(count=310630)),
        (310630.0, COUNT, Figure(count=310630)),
        ("151 hồ sơ", OPEN, Figure(count=151)),
        ("30.204 bản", OPEN, Figure(count=30204)),
        ("86/90 đơn vị", OPEN, Figure(count=86, count_of=90)),
        ("16/16 Đơn vị", COUNT, Figure(count=16, count_of=16)),
        ("Không có số liệu", POINTS, Figure(no_data_reason="no_data")),
        ("KHÔNG CÓ SỐ LIỆU.", RATE, Figure(no_data_reason="no_data")),
        ("Không có số liệu, không có điểm", OPEN, Figure(no_data_reason="no_data", note="không có điểm")),
        ("Kho\u0302ng co\u0301 so\u0302\u0301 lie\u0323\u0302u", OPEN, Figure(no_data_reason="no_data")),
        ("Không phát sinh", COUNT, Figure(no_data_reason="nothing_arose")),
        ("KPS", RATE, Figure(no_data_reason="nothing_arose")),
        ("Không áp dụng", POINTS, Figure(no_data_reason="not_applicable")),
        ("  ", POINTS, None),
    ],
)
def test_spellings_that_are_read(value: object, expected: Expected, figure: Figure | None) -> None:
    assert read(value, expected) == figure


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0,0%"])
def test_percent_formatted_number_is_a_rate(number_format: str) -> None:
    assert read(0.9897, RATE, number_format) == Figure(rate=Decimal("98.97"))
    assert read(1, OPEN, number_format) == Figure(rate=Decimal(100))


@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [
        ("-", POINTS, "unclear-mark"),
        ("–", RATE, "unclear-mark"),
        ("x", COUNT, "unclear-mark"),
        ("…", POINTS, "unclear-mark"),
        ("N/A", POINTS, "unclear-mark"),
        ("1,725", COUNT, "ambiguous"),
        ("1,725", POINTS, "ambiguous"),
        ("1.725", POINTS, "ambiguous"),
        ("1.725,0", POINTS, "ambiguous"),
        ("1.725,0", COUNT, "ambiguous"),
        ("17.25.1", POINTS, "ambiguous"),
        ("80,984", RATE, "ambiguous"),
        ("12,5", COUNT, "ambiguous"),
        ("9/10", POINTS, "ambiguous"),
        ("86/90", OPEN, "ambiguous"),
        (44.205, COUNT, "not-whole"),
        (17.2549, POINTS, "too-precise"),
        (0.9897, RATE, "too-precise"),
        (-1, POINTS, "negative"),
        ("-0,80", POINTS, "negative"),
        ("−5%", RATE, "negative"),
        (81.5, POINTS, "over-maximum"),
        ("81,5", POINTS, "over-maximum"),
        ("18,01/18 điểm", POINTS, "over-maximum"),
        ("100,01%", RATE, "over-maximum"),
        ("91/90 đơn vị", OPEN, "count-of"),
        ("87,3%", POINTS, "wrong-kind"),
        ("15,7 điểm", RATE, "wrong-kind"),
        ("151 hồ sơ", RATE, "wrong-kind"),
        (True, POINTS, "boolean"),
        (date(2025, 10, 9), POINTS, "date"),
        (datetime.fromisoformat("2025-10-09T00:00"), POINTS, "date"),
        (time(17, 25), POINTS, "date"),
        (float("nan"), POINTS, "not-a-number"),
        (float("inf"), COUNT, "not-a-number"),
        (1e15, COUNT, "too-large"),
        ("Tốt", POINTS, "text"),
        ("95,5 ?", RATE, "text"),
        ("khoảng 95", RATE, "text"),
        ("95,5 con gà", RATE, "text"),
    ],
)
def test_spellings_that_are_refused(value: object, expected: Expected, code: str) -> None:
    refused = read(value, expected)
    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert refused.sentence.endswith((".", "?"))


def test_percent_format_where_points_belong_is_refused() -> None:
    refused = read(0.95, POINTS, "0%")
    assert isinstance(refused, Refusal)
    assert refused.code == "wrong-kind"
    assert "95%" in refused.sentence


def test_points_for_an_indicator_without_points_are_refused() -> None:
    refused = read("9,5 điểm", Expected(frozenset({Kind.RATE}), Kind.RATE))
    assert isinstance(refused, Refusal)
    assert "chỉ có tỷ lệ" in refused.sentence


def test_formula_without_value_says_to_save_in_excel() -> None:
    refused = read_figure(replace(cell("=SUM(A1:A2)"), uncomputed=True), POINTS)
    assert isinstance(refused, Refusal)
    assert "Mở tệp bằng Excel, bấm Lưu rồi tải lên lại" in refused.sentence


def test_error_value_is_named() -> None:
    refused = read_figure(replace(cell("#DIV/0!"), is_error=True), POINTS)
    assert isinstance(refused, Refusal)
    assert "#DIV/0!" in refused.sentence


@pytest.mark.parametrize(
    ("value", "of", "rank"),
    [("02/63", None, (2, 63)), ("9/34", None, (9, 34)), (2, 63, (2, 63)), ("Không có số liệu", None, None)],
)
def test_ranks(value: object, of: int | None, rank: tuple[int, int] | None) -> None:
    assert read_rank(cell(value), of) == rank


@pytest.mark.parametrize("value", ["64/63", "0/63", "2", "hai", date(1934, 9, 1), "-"])
def test_ranks_that_are_refused(value: object) -> None:
    assert isinstance(read_rank(cell(value), None), Refusal)


hundredths = st.integers(0, 1800).map(lambda number: Decimal(number) / 100)
rates = st.integers(0, 10000).map(lambda number: Decimal(number) / 100)


@given(hundredths)
def test_points_round_trip_in_every_spelling(points: Decimal) -> None:
    comma = vietnamese.decimal(points)
    spellings: list[object] = [comma, comma.replace(",", "."), f"{comma}/18 điểm", f"{comma} điểm"]
    spellings += [f" {comma}\u00a0", vietnamese.decimal(points, places=2), float(points), points]
    for spelling in spellings:
        figure = read(spelling, POINTS)
        assert isinstance(figure, Figure), spelling
        assert figure.points == points, spelling


@given(rates)
def test_rates_round_trip_in_every_spelling(rate: Decimal) -> None:
    comma = vietnamese.decimal(rate)
    for spelling in (comma, f"{comma}%", f"{comma} %", comma.replace(",", "."), float(rate)):
        assert read(spelling, RATE) == Figure(rate=rate), spelling
    assert read(float(rate / 100), RATE, "0.00%") == Figure(rate=rate)
    assert read(float(rate) + 1e-11, RATE) == Figure(rate=rate)


@given(st.integers(0, 10**9))
def test_counts_round_trip_in_every_spelling(count: int) -> None:
    for spelling in (
        count,
        float(count),
        str(count),
        vietnamese.count(count),
        f"{vietnamese.count(count)} bản",
    ):
        assert read(spelling, COUNT) == Figure(count=count), spelling


@given(st.text(max_size=30), st.sampled_from([POINTS, RATE, COUNT, OPEN]))
def test_no_text_raises_or_gives_a_figure_out_of_range(text: str, expected: Expected) -> None:
    figure = read(text, expected)
    if isinstance(figure, Figure):
        assert figure.points is None or 0 <= figure.points <= 18
        assert figure.rate is None or 0 <= figure.rate <= 100
        assert figure.count is None or 0 <= figure.count <= (figure.count_of or figure.count)


@given(st.from_regex(r"[0-9]{1,4}[.,][0-9]{1,4}([.,][0-9]{1,4})?", fullmatch=True))
def test_digits_with_separators_are_never_read_two_ways(text: str) -> None:
    """Where both a count and a rate can be made of the digits, they must be the two documented readings."""
    as_count, as_rate = read(text, COUNT), read(text, RATE)
    if isinstance(as_count, Figure):
        assert as_count.count == int(text.replace(".", ""))
        assert "," not in text
        assert isinstance(as_rate, Refusal), "three digits after a dot are thousands, never decimals"
