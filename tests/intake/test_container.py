"""Files that are no workbook, or one that would hurt: refused with a sentence that says what they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from scores.intake.catalogue import Context
from scores.intake.reading import read
from tests import workbooks
from tests.intake.test_blocking import FILE, HEADER, TITLE, ContextOf, only
from tests.workbooks import Row, Sheet, workbook


@pytest.fixture
def hung_yen(context_of: ContextOf) -> Context:
    return context_of("hung-yen", "2024-10")


def word_file() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return stream.getvalue()


GOOD_ROWS: Sequence[Row] = [TITLE, HEADER, [1, "UBND huyện Kim Động", 88.68, 98.66]]
GOOD = workbook({"Bảng": GOOD_ROWS})
FOREIGN: Mapping[str, tuple[bytes, str]] = {
    "empty": (b"", "Tệp rỗng"),
    "xls": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Excel đời cũ (.xls). Mở bằng Excel"),
    "password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
    "doc": (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "Word đời cũ"),
    "pdf": (b"%PDF-1.7\n", "PDF"),
    "html": ("<html><table><tr><td>Điểm</td></tr></table>".encode(), "HTML"),
    "csv": ("Stt;Tên;Điểm\n1;Kim Động;88,68\n".encode(), ".csv"),
    "docx": (word_file(), "Word (.docx)"),
    "noise": (b"\x00\x01\x02" * 50, "Không nhận ra"),
    "truncated": (GOOD[: len(GOOD) // 2], "bị cụt"),
    "broken part": (workbooks.broken_part(GOOD), "bị hỏng"),
    "no sheet": (workbooks.without_part(GOOD, workbooks.FIRST_SHEET), "bị hỏng"),
    "entities": (
        workbooks.replaced(GOOD, "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        "khai báo XML",
    ),
    "far cell": (workbooks.replaced(GOOD, '<c r="A1"', '<c r="XFD1048576"'), "nằm quá xa"),
    "other json": (b'{"a": 1}', "không có phần evaluation"),
    "broken json": (b'{"data": {"radar": [', "JSON bị hỏng"),
    "json with a bomb": (b'{"overview": {"totalScore": 1e999999999}}', "JSON bị hỏng"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_that_is_no_workbook(kind: str, hung_yen: Context) -> None:
    data, says = FOREIGN[kind]
    reading = read(data, FILE, hung_yen)
    assert says in only(reading, "not-a-workbook").message
    assert reading.figures == ()


def test_limits_of_the_container(hung_yen: Context) -> None:
    members = workbooks.parts(GOOD) | {f"xl/media/{number}.png": b"" for number in range(501)}
    many = workbooks.packed(members)
    assert "quá giới hạn 500" in only(read(many, FILE, hung_yen), "not-a-workbook").message
    big = workbooks.with_part(GOOD, "xl/media/big.bin", b"\0" * (21 * 2**20))
    assert "lớn hơn 20 MB" in only(read(big, FILE, hung_yen), "not-a-workbook").message


def test_a_merge_over_whole_columns(hung_yen: Context) -> None:
    wide = workbook({"Bảng": Sheet(GOOD_ROWS, merged=["A1:D1"])})
    wide = workbooks.replaced(wide, 'ref="A1:D1"/></mergeCells>', 'ref="A1:D1048576"/></mergeCells>')
    assert "Bỏ gộp ô" in only(read(wide, FILE, hung_yen), "not-a-workbook").message


def test_text_that_no_database_stores(hung_yen: Context) -> None:
    answer = '{"evaluation": [{"departmentName": "Sở \\ud800\\u0000 Mới", "totalScore": "1"}]}'
    message = only(read(answer.encode(), FILE, hung_yen), "unknown-unit").message
    assert "“Sở  Mới”" in message
    message.encode()


def test_openpyxl_uses_defusedxml() -> None:
    assert openpyxl.DEFUSEDXML
