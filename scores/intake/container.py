"""What a file really is, before any parser opens it, and whether it is safe to open. Pure."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from openpyxl.utils import range_boundaries

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 20 * 2**20
MAX_PARTS = 500
MAX_CELLS = 300_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]*)"')
_RESAVE = "Mở bằng Excel, chọn Lưu thành → “Excel Workbook (.xlsx)”, rồi tải lên lại."
_CONTENTS = (
    ("xl/workbook.bin", f"Tệp này là Excel dạng nhị phân (.xlsb). {_RESAVE}"),
    (
        "word/",
        "Tệp này là văn bản Word (.docx), không phải bảng tính. Chép bảng sang Excel rồi tải tệp .xlsx.",
    ),
    ("ppt/", "Tệp này là bài trình chiếu (.pptx), không phải bảng tính. Tải tệp .xlsx."),
    ("content.xml", f"Tệp này là OpenDocument (.ods). {_RESAVE}"),
)


class NotAWorkbookError(ValueError):
    """The file cannot be read; the message is a Vietnamese sentence that says what it is and what to do."""


def is_json(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def check_workbook(data: bytes) -> None:
    """Raise NotAWorkbookError unless the bytes are an .xlsx within the limits."""
    if len(data) > MAX_FILE:
        raise NotAWorkbookError("Tệp lớn hơn 20 MB. Bỏ ảnh và các trang không cần rồi tải lên lại.")
    if not data.startswith(b"PK"):
        raise NotAWorkbookError(_what_it_is(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise NotAWorkbookError(
            "Tệp bị hỏng hoặc bị cụt, có thể do tải dở. Mở lại bằng Excel, lưu, rồi tải lên lại."
        ) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise NotAWorkbookError("Tệp có mật khẩu. Mở tệp bằng Excel, bỏ mật khẩu rồi tải lên lại.")
    if "xl/workbook.xml" not in names:
        for start, sentence in _CONTENTS:
            if any(name.startswith(start) for name in names):
                raise NotAWorkbookError(sentence)
        raise NotAWorkbookError(
            "Tệp này là tệp nén (.zip), không phải bảng tính. Giải nén rồi tải tệp .xlsx."
        )
    if len(parts) > MAX_PARTS:
        raise NotAWorkbookError(
            f"Tệp có {len(parts)} phần bên trong, quá giới hạn {MAX_PARTS}. "
            "Chép bảng sang một tệp mới rồi tải lên lại."
        )
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise NotAWorkbookError(
            "Nội dung tệp khi giải nén lớn hơn 20 MB. Chép bảng sang một tệp mới, chỉ giữ các trang cần dùng."
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _check_markup(part.filename, archive.read(part))


def _check_markup(name: str, markup: bytes) -> None:
    # defusedxml refuses these as well; asking first gives the reader a sentence.
    if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup:
        raise NotAWorkbookError(
            "Tệp chứa khai báo XML mà Excel không bao giờ ghi, nên không được mở. "
            "Chép bảng sang một tệp mới rồi tải lên lại."
        )
    if not name.startswith("xl/worksheets/"):
        return
    if len(re.findall(rb"<(?:\w+:)?c[ >/]", markup)) > MAX_CELLS:
        raise NotAWorkbookError(
            f"Một trang có hơn {MAX_CELLS} ô. Chép riêng vùng có số liệu sang một tệp mới rồi tải lên lại."
        )
    # openpyxl makes a cell for every place of a merged area: a merge over whole columns would take hours.
    if sum(map(_area, _MERGE.findall(markup))) > MAX_CELLS:
        raise NotAWorkbookError(
            f"Một trang gộp hơn {MAX_CELLS} ô. Bỏ gộp ô ở các cột, dòng trống rồi tải lên lại."
        )


def _area(merge: bytes) -> int:
    try:
        left, top, right, bottom = range_boundaries(merge.decode("ascii"))
    except ValueError:
        return MAX_CELLS + 1
    if left is None or top is None or right is None or bottom is None:
        return MAX_CELLS + 1
    return (right - left + 1) * (bottom - top + 1)


def _what_it_is(data: bytes) -> str:
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        return "Tệp rỗng. Kiểm tra lại tệp trên máy rồi tải lên lại."
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _what_ole_is(data)
    if start.startswith(b"%pdf"):
        return "Tệp này là PDF. Tải tệp Excel (.xlsx) gốc của bảng."
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return f"Tệp này là trang web (HTML) mang tên bảng tính. {_RESAVE}"
    if start.startswith(b"<"):
        return f"Tệp này là XML, không phải .xlsx. {_RESAVE}"
    if start.startswith(b"{\\rtf"):
        return "Tệp này là văn bản RTF, không phải bảng tính. Chép bảng sang Excel rồi tải tệp .xlsx."
    if b"\x00" not in data and any(mark in start for mark in (b",", b";", b"\t")):
        return f"Tệp này là văn bản phân cách (.csv). {_RESAVE}"
    return f"Không nhận ra đây là loại tệp gì; cổng chỉ đọc .xlsx và JSON của Cổng DVCQG. {_RESAVE}"


def _what_ole_is(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Tệp có mật khẩu. Mở tệp bằng Excel, bỏ mật khẩu rồi tải lên lại."
    if "WordDocument".encode("utf-16-le") in data:
        return "Tệp này là văn bản Word đời cũ (.doc). Chép bảng sang Excel rồi tải tệp .xlsx."
    return f"Tệp này là Excel đời cũ (.xls). {_RESAVE}"
