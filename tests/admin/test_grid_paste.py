"""A block pasted from Excel: by names, else by position; what does not fit is said, nothing is cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from scores.models import Release
from tests.people import People

AsPerson = Callable[[User], Client]
KEYS = ["total:points", "CKMB:points", "CKMB:rate"]


class Pasting:
    """The grid with three columns in one person's browser, and what a block pasted there becomes."""

    def __init__(self, client: Client, release: Release) -> None:
        self.client, self.release = client, release

    def plan(self, block: str, unit: str = "xa-mot", column: str = "total:points") -> dict[str, Any]:
        address = reverse("admin:grid_paste", args=[self.release.pk, "commune"])
        body = {"block": block, "unit": unit, "column": column, "columns": KEYS}
        answer = self.client.post(address, body, content_type="application/json")
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    def placed(self, block: str, **start: str) -> list[tuple[str, str, str]]:
        return [(cell["unit"], cell["column"], cell["text"]) for cell in self.plan(block, **start)["cells"]]


@pytest.fixture
def pasting(draft: Release, staff: People, as_person: AsPerson) -> Pasting:
    return Pasting(as_person(staff.enters), draft)


def test_figures_alone_go_by_position_and_are_confirmed(pasting: Pasting) -> None:
    plan = pasting.plan("80,5\t15\r\n81\t16\r\n", unit="xa-hai")
    assert plan["headline"] == "2 dòng × 2 cột theo thứ tự, từ ô Xã Hai · Tổng điểm."
    assert pasting.placed("80,5\t15\r\n81\t16\r\n", unit="xa-hai") == [
        ("xa-hai", "total:points", "80,5"),
        ("xa-hai", "CKMB:points", "15"),
        ("xa-ba", "total:points", "81"),
        ("xa-ba", "CKMB:points", "16"),
    ]


def test_names_decide_and_never_the_position(pasting: Pasting) -> None:
    block = "1\tUBND xã Ba\t81\n2\tXÃ MỘT\t80\n3\tXã Bốn\t79\n\tTổng cộng\t80\n"
    plan = pasting.plan(block, unit="xa-hai", column="CKMB:points")
    assert [(cell["unit"], cell["column"], cell["text"]) for cell in plan["cells"]] == [
        ("xa-ba", "CKMB:points", "81"),
        ("xa-mot", "CKMB:points", "80"),
    ]
    assert plan["headline"] == "2 dòng × 1 cột, xếp theo tên đơn vị, cột từ Công khai, minh bạch."
    assert plan["left_out"] == ["2 dòng không nhận ra đơn vị: “Xã Bốn”, “Tổng cộng”."]


def test_headings_decide_the_columns(pasting: Pasting) -> None:
    block = (
        "Stt\tTên đơn vị\tTỷ lệ Công khai, minh bạch (%)\tTổng điểm\tSố lạ\n"
        "1\tXã Hai\t87,3\t80\t5\n2\tXã Ba\t90\t\t6\n"
    )
    plan = pasting.plan(block)
    assert [(cell["unit"], cell["column"], cell["text"]) for cell in plan["cells"]] == [
        ("xa-hai", "CKMB:rate", "87,3"),
        ("xa-hai", "total:points", "80"),
        ("xa-ba", "CKMB:rate", "90"),
    ]
    assert plan["left_out"] == [
        "Cột “Số lạ” không có trong bảng này, không dán.",
        "1 ô trống trong khối: số đang có ở đó giữ nguyên.",
    ]


def test_quoted_cells_of_excel_and_reasons(pasting: Pasting) -> None:
    block = '"Xã\nMột"\tKPS\nXã Hai\t"Không có số liệu"\n'
    assert pasting.placed(block) == [
        ("xa-mot", "total:points", "KPS"),
        ("xa-hai", "total:points", "Không có số liệu"),
    ]
    assert pasting.placed("KPS\t15\nKPS\t16\n")[0] == ("xa-mot", "total:points", "KPS")


@pytest.mark.parametrize(
    ("block", "start", "said"),
    [
        ("1\n2\n3\n4\n", {}, "Khối có 4 dòng, từ ô đang chọn xuống chỉ còn 3 dòng."),
        ("1\n2\n", {"unit": "xa-ba"}, "Khối có 2 dòng, từ ô đang chọn xuống chỉ còn 1 dòng."),
        ("1\t2\t3\t4\n", {}, "Khối có 4 cột số, từ ô đang chọn sang phải chỉ còn 3 cột."),
        ("Xã Một\t1\t2\n", {"column": "CKMB:rate"}, "chỉ còn 1 cột"),
        ("Xã Bốn\t1\nXã Năm\t2\n", {}, "Khối ghi “Xã Bốn” nhưng không đơn vị nào trong bảng có tên như vậy."),
        ("Xã Một\t1\nXã Một\t2\n", {}, "Xã Một có nhiều dòng trong khối."),
        ("Xã Một\nXã Hai\n", {}, "chỉ có tên đơn vị"),
        ("\t\n\t\n", {}, "Khối vừa dán không có nội dung."),
        ("Tên đơn vị\tTiến độ giải quyết\nXã Một\t18\n", {}, "Không tiêu đề nào của khối là cột"),
        ("Xã Một\t\nXã Hai\t\n", {}, "chỉ có tên đơn vị"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_pasted(
    block: str, start: dict[str, str], said: str, pasting: Pasting
) -> None:
    plan = pasting.plan(block, **start)
    assert said in plan["headline"]
    assert plan["headline"].endswith("Chưa dán ô nào.")
    assert plan["cells"] == []


def test_a_block_for_cells_that_are_not_on_the_page(pasting: Pasting) -> None:
    address = reverse("admin:grid_paste", args=[pasting.release.pk, "commune"])
    for body in (
        {"block": "1", "unit": "xa-khac", "column": "total:points", "columns": KEYS},
        {"block": "1", "unit": "xa-mot", "column": "TDGQ:points", "columns": KEYS},
        {"block": 1, "unit": "xa-mot", "column": "total:points", "columns": KEYS},
        ["x"],
    ):
        assert pasting.client.post(address, body, content_type="application/json").status_code == 400
