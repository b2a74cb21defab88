"""Tables as offices lay them out: titles, stacked headers, sections, notes, several tables on a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from scores.intake.catalogue import Context
from scores.intake.figures import Kind
from scores.intake.headers import Holds, Reader, printed_maximum
from scores.intake.matching import Indicators
from scores.intake.outcome import Reading
from scores.intake.reading import read
from tests.workbooks import Row, Sheet, Value, workbook

ContextOf = Callable[[str, str], Context]


@pytest.fixture
def hung_yen(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2024-10")


def read_sheet(context: Context, rows: Sequence[Row], merged: Sequence[str] = ()) -> Reading:
    return read(workbook({"Bảng": Sheet(rows, merged=merged)}), "bảng.xlsx", context)


def figures(reading: Reading, context: Context) -> dict[tuple[str, str], tuple[Value, ...]]:
    """Points, rate and count by unit and indicator code."""
    assert not reading.blocked, [finding.message for finding in reading.findings]
    return {
        (context.unit_by_id[f.unit_id].name, context.indicator_by_id[f.indicator_id].code): (
            f.points,
            f.rate,
            f.count,
        )
        for f in reading.figures
    }


def test_stacked_headers_with_the_kind_below(hung_yen: Context) -> None:
    rows: list[Row] = [
        ["Stt", "Tên cơ quan, đơn vị", "Tiến độ giải quyết", None, "Mức độ hài lòng", None],
        [None, None, "Điểm", "Tỷ lệ (%)", "Điểm", "Tỷ lệ (%)"],
        [1, "Huyện Ân Thi", "19,8", "98,97", 18, 100],
    ]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]
    for merges in (merged, merged[2:]):
        assert figures(read_sheet(hung_yen, rows, merges), hung_yen) == {
            ("Huyện Ân Thi", "TDGQ"): (Decimal("19.8"), Decimal("98.97"), None),
            ("Huyện Ân Thi", "MDHL"): (Decimal(18), Decimal(100), None),
        }


def test_stacked_headers_with_the_kind_above(hung_yen: Context) -> None:
    rows: list[Row] = [
        ["Stt", "Tên cơ quan, đơn vị", "Tỷ lệ (%)", None],
        [None, None, "Tiến độ giải quyết", "Mức độ hài lòng"],
        [1, "Huyện Ân Thi", "98,97", 100],
    ]
    assert figures(read_sheet(hung_yen, rows, ["A1:A2", "B1:B2", "C1:D1"]), hung_yen) == {
        ("Huyện Ân Thi", "TDGQ"): (None, Decimal("98.97"), None),
        ("Huyện Ân Thi", "MDHL"): (None, Decimal(100), None),
    }


def test_group_titles_above_an_unmerged_header(hung_yen: Context) -> None:
    rows: list[Row] = [
        ["KẾT QUẢ"],
        [None, None, "Các chỉ số thành phần"],
        ["Stt", "Tên cơ quan, đơn vị", "Tiến độ giải quyết (%)", "Mức độ hài lòng (%)"],
        [1, "Huyện Ân Thi", "98,97", 100],
    ]
    reading = read_sheet(hung_yen, rows, ["A1:D1", "C2:D2"])
    assert len(figures(reading, hung_yen)) == 2
    assert [row.row for row in reading.left_out] == [1]


def test_a_header_broken_over_two_rows(hung_yen: Context) -> None:
    rows: list[Row] = [
        ["Stt", "Tên cơ quan, đơn vị", "Tiến độ"],
        [None, None, "giải quyết (%)"],
        [1, "Huyện Ân Thi", "98,97"],
    ]
    assert figures(read_sheet(hung_yen, rows), hung_yen)[("Huyện Ân Thi", "TDGQ")][1] == Decimal("98.97")


def test_sections_totals_notes_and_signatures_are_listed(hung_yen: Context) -> None:
    rows: list[Row] = [
        ["Stt", "Tên cơ quan, đơn vị", "Điểm tổng hợp", "Ghi chú"],
        [1, 2, 3, 4],
        ["I", "UBND tỉnh Hưng Yên", "87,29"],
        ["II", "UBND cấp huyện"],
        [1, "Huyện Ân Thi", "87,46", "đã rà soát"],
        [None, "Trung bình", "87,46"],
        [None, None, "Hưng Yên, ngày 05 tháng 11 năm 2024"],
        [None, "NGƯỜI LẬP BIỂU", "CHÁNH VĂN PHÒNG"],
        ["Ghi chú: số liệu của Cổng Dịch vụ công quốc gia."],
    ]
    reading = read_sheet(hung_yen, rows, ["A9:D9", "C7:D7"])
    assert len(figures(reading, hung_yen)) == 2
    assert [(row.row, row.why.partition(":")[0]) for row in reading.left_out] == [
        (2, "dòng đánh số cột"),
        (4, "không có số liệu"),
        (5, "ghi chú của dòng, không phải số liệu"),
        (6, "dòng tổng hoặc trung bình, không thuộc đơn vị nào"),
        (7, "tiêu đề, ghi chú hoặc chữ ký"),
        (8, "không có số liệu"),
        (9, "tiêu đề, ghi chú hoặc chữ ký"),
    ]


def test_two_tables_on_one_sheet(hung_yen: Context) -> None:
    rows: list[Row] = [
        ["Stt", "Tên cơ quan, đơn vị", "Điểm tổng hợp"],
        [1, "Huyện Ân Thi", "87,46"],
        [],
        ["Nhóm chỉ số của tỉnh"],
        ["Stt", "Nhóm chỉ số", "Điểm", "Trung bình cả nước"],
        [1, "Công khai minh bạch", "15,7", "10,9"],
    ]
    reading = read_sheet(hung_yen, rows)
    assert set(figures(reading, hung_yen)) == {("Huyện Ân Thi", "total"), ("Tỉnh Hưng Yên", "CKMB")}
    assert [row.row for row in reading.left_out] == [4]


def test_columns_of_another_month_are_put_aside(hung_yen: Context) -> None:
    rows: list[Row] = [
        ["Stt", "Tên cơ quan, đơn vị", "Điểm tháng 9/2024", "Điểm tổng hợp"],
        [1, "Huyện Ân Thi", "85", "87,46"],
    ]
    reading = read_sheet(hung_yen, rows)
    assert figures(reading, hung_yen)[("Huyện Ân Thi", "total")][0] == Decimal("87.46")
    assert [(row.text, row.why) for row in reading.left_out] == [
        ("Điểm tháng 9/2024", "số liệu của kỳ khác, không nhập vào kỳ này")
    ]


def test_the_own_unit_may_head_its_column(hung_yen: Context) -> None:
    rows: list[Row] = [
        ["Chỉ số", "UBND tỉnh Hưng Yên", "Hạng toàn quốc (/63)"],
        ["Tổng điểm", "87,29 điểm", "02/63"],
    ]
    reading = read_sheet(hung_yen, rows)
    assert figures(reading, hung_yen)[("Tỉnh Hưng Yên", "total")][0] == Decimal("87.29")
    assert reading.figures[0].national_rank == 2


def test_a_rank_of_a_district_is_no_national_rank(context_of: ContextOf) -> None:
    context = context_of("tien-lu", "2024-08")
    reading = read_sheet(context, [["Chỉ số", "Điểm", "Xếp hạng"], ["Tổng điểm", "88,03", "4/10"]])
    assert not reading.blocked
    assert reading.figures[0].national_rank is None
    assert [row.text for row in reading.left_out] == ["Xếp hạng"]


def test_a_cover_sheet_without_figures_is_listed(hung_yen: Context) -> None:
    table: list[Row] = [["Tên cơ quan, đơn vị", "Điểm tổng hợp"], ["Huyện Ân Thi", "87,46"]]
    reading = read(workbook({"Bìa": [["BÁO CÁO"], ["Tháng 10/2024"]], "Bảng": table}), "b.xlsx", hung_yen)
    assert not reading.blocked
    assert [(row.sheet, row.row) for row in reading.left_out] == [("Bìa", 1), ("Bìa", 2)]


@pytest.mark.parametrize(
    ("parts", "holds", "code", "kind"),
    [
        (["Điểm đánh giá"], Holds.FIGURE, "total", None),
        (["Điểm Công khai, minh bạch"], Holds.FIGURE, "CKMB", Kind.POINTS),
        (["Công khai minh bạch (18đ)"], Holds.FIGURE, "CKMB", None),
        (["Tiến độ giải quyết hồ sơ (%)"], Holds.FIGURE, "TDGQ", Kind.RATE),
        (["Kết quả cấp bản sao điện tử (bản)"], Holds.FIGURE, "BSDT", Kind.COUNT),
        (["Điểm tổng hợp tăng hoặc giảm so với tháng trước"], Holds.PRINTED_CHANGE, "total", None),
        (["Tăng/giảm"], Holds.PRINTED_CHANGE, None, None),
        (["Tiến độ giải quyết", "Xếp hạng"], Holds.PRINTED_RANK, "TDGQ", None),
        (["Xếp hạng toàn quốc"], Holds.NATIONAL_RANK, None, None),
        (["Trung bình cả nước"], Holds.NATIONAL_AVERAGE, None, None),
        (["Tăng giảm hạng"], Holds.ASIDE, None, None),
        (["Mức độ hài lòng (%)"], Holds.FIGURE, "MDHL", Kind.RATE),
        (["Mức độ"], Holds.PRINTED_LEVEL, None, None),
        (["Điểm tối đa"], Holds.PRINTED_MAXIMUM, None, None),
        (["STT"], Holds.NUMBER, None, None),
        (["Trong đó", "Tiến độ giải quyết (%)"], Holds.FIGURE, "TDGQ", Kind.RATE),
    ],
)
def test_headers(
    parts: list[str], holds: Holds, code: str | None, kind: Kind | None, hung_yen: Context
) -> None:
    reader = Reader(Indicators(hung_yen.indicators), hung_yen.measures, frozenset())
    meaning = reader.meaning(parts)
    assert meaning
    assert (meaning.holds, meaning.indicator.code if meaning.indicator else None) == (holds, code)
    assert meaning.kind == kind


@pytest.mark.parametrize(
    "parts", [["Tiến đô"], ["Cùng kỳ", "Tiến độ giải quyết (%)"], ["Tăng giảm nhân sự"], []]
)
def test_headers_that_are_not_understood(parts: list[str], hung_yen: Context) -> None:
    reader = Reader(Indicators(hung_yen.indicators), hung_yen.measures, frozenset())
    assert reader.meaning(parts) is None


@pytest.mark.parametrize(
    ("title", "maximum"),
    [("Công khai (18đ)", "18"), ("Tỷ lệ (tối đa 6 điểm)", "6"), ("Điểm /100", "100"), ("Tỷ lệ (%)", None)],
)
def test_maxima_in_titles(title: str, maximum: str | None) -> None:
    assert printed_maximum(title) == (Decimal(maximum) if maximum else None)
