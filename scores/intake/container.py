"""What a file really is, before any parser opens it, and whether it is safe to open. Pure.

Everything here looks at bytes: the zip's own list, then each part as it is inflated, never past a limit. What
passes holds plain UTF-8 XML without a document type, so that no parser after it can meet an entity.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 20 * 2**20
MAX_ANSWER = 5 * 2**20
MAX_PARTS = 500
MAX_CELLS = 300_000
MAX_ROWS = 20_000
MAX_COLUMNS = 256
MAX_TAGS = 10 * MAX_CELLS
RESAVE = "Mở bằng Excel, chọn Lưu thành → “Excel Workbook (.xlsx)”, rồi tải lên lại."
_COPY = "Chép bảng sang một tệp mới rồi tải lên lại."
_BROKEN = "Tệp bị hỏng hoặc bị cụt, có thể do tải dở. Mở lại bằng Excel, lưu, rồi tải lên lại."
_NOT_EXCELS = f"Tệp chứa khai báo XML mà Excel không bao giờ ghi, nên không được mở. {_COPY}"
_CONTENTS = (
    ("xl/workbook.bin", f"Tệp này là Excel dạng nhị phân (.xlsb). {RESAVE}"),
    (
        "word/",
        "Tệp này là văn bản Word (.docx), không phải bảng tính. Chép bảng sang Excel rồi tải tệp .xlsx.",
    ),
    ("ppt/", "Tệp này là bài trình chiếu (.pptx), không phải bảng tính. Tải tệp .xlsx."),
    ("content.xml", f"Tệp này là OpenDocument (.ods). {RESAVE}"),
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY = b"PK\x01\x02"
_CHUNK = 2**16
_STRANGE_NAME = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")
_EMBEDDED = re.compile(r"xl/embeddings/[^/]+\.(?:xlsx|xlsm|docx|pptx)", re.I)
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"http://www.w3.org/2001/XInclude")
# Coarse on purpose, because it runs over every sheet: three letters or six digits, and something inside.
_FAR_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{3,}[0-9]*|[A-Z]+[0-9]{6,})"[^>]*(?<!/)>')


class NotAWorkbookError(ValueError):
    """The file cannot be read; the message is a Vietnamese sentence that says what it is and what to do."""


class Parts:
    """The parts of a workbook that passed the guard, inflated within the limits when asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # Some programs write SharedStrings.xml and name it sharedStrings.xml.
        self._names = {name.lower(): name for name in archive.namelist()}

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, whatever the case of its name; None where the file has no such part."""
        stored = self._names.get(name.lower())
        return self._archive.read(stored) if stored else None


def is_json(data: bytes) -> bool:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:5]
    return start[:1] in (b"{", b"[") and start != b"{\\rtf"


def check_workbook(data: bytes) -> None:
    """Raise NotAWorkbookError unless the bytes are an .xlsx, or JSON, within the limits."""
    if is_json(data):
        if len(data) > MAX_ANSWER:
            raise NotAWorkbookError("Tệp lớn hơn 5 MB, không phải câu trả lời của Cổng DVCQG. Chọn lại tệp.")
        return
    opened(data, lambda parts: None)


def opened(data: bytes, how: Callable[[Parts], Any]) -> Any:
    """What `how` makes of the parts of an .xlsx; NotAWorkbookError for any other file."""
    if len(data) > MAX_FILE:
        raise NotAWorkbookError("Tệp lớn hơn 20 MB. Bỏ ảnh và các trang không cần rồi tải lên lại.")
    if not data.startswith(b"PK"):
        raise NotAWorkbookError(_what_it_is(data))
    # zipfile makes an object for each entry, however many there are: count them first.
    _check_number(data.count(_ENTRY))
    try:
        with _checked(data) as archive:
            return how(Parts(archive))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise NotAWorkbookError(_BROKEN) from error


def _checked(data: bytes) -> zipfile.ZipFile:
    """The archive, each of its parts read once."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_entries(archive)
        for part in archive.infolist():
            _check_part(archive, part)
    except NotAWorkbookError:
        raise
    except ValueError as error:
        # So zipfile answers names that are no text, and parts that would begin before the file does.
        raise NotAWorkbookError(_BROKEN) from error
    return archive


def load_answer(data: bytes) -> object:
    """The content of a JSON file; numbers with a point are Decimal. NotAWorkbookError where it is broken."""
    check_workbook(data)
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_refuse_constant,
            object_pairs_hook=_without_repetition,
        )
    except (ValueError, RecursionError) as error:
        raise NotAWorkbookError(
            "Tệp JSON bị hỏng hoặc tải dở. Lưu lại từ Cổng DVCQG rồi tải lên lại."
        ) from error


def _decimal(written: str) -> Decimal:
    number = Decimal(written)
    # No score is that long; an exponent like 1e999999999 would fill the memory when printed.
    if len(written) > 30 or abs(number.adjusted()) > 30:
        raise ValueError(written)
    return number


def _whole(written: str) -> int:
    if len(written) > 30:
        raise ValueError(written)
    return int(written)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _without_repetition(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    found = dict(pairs)
    # Of a key given twice, readers take one or the other: a figure might not be the one that was meant.
    if len(found) < len(pairs):
        raise ValueError("repeated key")
    return found


def _check_number(parts: int) -> None:
    if parts > MAX_PARTS:
        raise NotAWorkbookError(f"Tệp có {parts} phần bên trong, quá giới hạn {MAX_PARTS}. {_COPY}")


def _check_entries(archive: zipfile.ZipFile) -> None:
    """What the zip says of its parts: names, methods, sizes. Nothing is inflated yet."""
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
    _check_number(len(parts))
    if any(_STRANGE_NAME.search(name) for name in names):
        raise NotAWorkbookError(f"Tệp có phần bên trong mang đường dẫn lạ nên không được mở. {_COPY}")
    if len({name.lower() for name in names}) < len(names):
        raise NotAWorkbookError(f"Tệp có hai phần bên trong cùng tên nên không rõ đọc phần nào. {_COPY}")
    if any(part.compress_type not in _METHODS for part in parts):
        raise NotAWorkbookError(f"Tệp được nén theo cách mà Excel không dùng. {RESAVE}")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise NotAWorkbookError(
            "Nội dung tệp khi giải nén lớn hơn 20 MB. Chép bảng sang một tệp mới, chỉ giữ các trang cần dùng."
        )


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    name = part.filename
    # A part never gives more than the size it declared, and one that holds more fails its checksum.
    if name.lower().endswith((".xml", ".rels", ".vml")):
        markup = archive.read(part)
        _check_markup(markup)
        if name.lower().startswith("xl/worksheets/"):
            _check_sheet(markup)
        return
    with archive.open(part) as content:
        if content.read(4) == b"PK\x03\x04" and not _EMBEDDED.fullmatch(name):
            raise NotAWorkbookError(f"Tệp chứa một tệp nén khác bên trong ({name[:60]}). {_COPY}")
        while content.read(_CHUNK):
            pass


def _check_markup(markup: bytes) -> None:
    """Plain UTF-8 without a document type: in another encoding a declaration could hide from this look."""
    encoding = _ENCODING.match(markup)
    if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise NotAWorkbookError(_NOT_EXCELS)
    if b"\x00" in markup[:4] or markup.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotAWorkbookError(_NOT_EXCELS)
    if any(mark in markup for mark in _FORBIDDEN):
        raise NotAWorkbookError(_NOT_EXCELS)
    if markup.count(b"<") > MAX_TAGS:
        raise NotAWorkbookError(f"Một phần của tệp có quá nhiều thẻ XML để là một bảng số liệu. {_COPY}")


def _check_sheet(markup: bytes) -> None:
    rows = markup.count(b"<row ") + markup.count(b":row ")
    if rows > MAX_ROWS:
        raise NotAWorkbookError(
            f"Một trang có hơn {MAX_ROWS} dòng. Xóa các dòng trống bên dưới bảng, hoặc chép riêng bảng số "
            "liệu sang một tệp mới rồi tải lên lại."
        )
    if markup.count(b"<c ") + markup.count(b":c ") > MAX_CELLS:
        raise too_many_cells()
    far = _FAR_CELL.search(markup)
    if far:
        raise too_far("Một trang", far[1].decode("ascii"))


def too_many_cells() -> NotAWorkbookError:
    return NotAWorkbookError(
        f"Một trang có hơn {MAX_CELLS} ô. Chép riêng vùng có số liệu sang một tệp mới rồi tải lên lại."
    )


def too_far(where: str, address: str) -> NotAWorkbookError:
    return NotAWorkbookError(
        f"{where} có ô {address} nằm quá xa (tối đa {MAX_ROWS} dòng, {MAX_COLUMNS} cột). "
        "Xóa nội dung ở đó rồi tải lên lại."
    )


def _what_it_is(data: bytes) -> str:
    start = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        return "Tệp rỗng. Kiểm tra lại tệp trên máy rồi tải lên lại."
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _what_ole_is(data)
    if start.startswith(b"%pdf"):
        return "Tệp này là PDF. Tải tệp Excel (.xlsx) gốc của bảng."
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return f"Tệp này là trang web (HTML) mang tên bảng tính. {RESAVE}"
    if start.startswith(b"<"):
        return f"Tệp này là XML, không phải .xlsx. {RESAVE}"
    if start.startswith(b"{\\rtf"):
        return "Tệp này là văn bản RTF, không phải bảng tính. Chép bảng sang Excel rồi tải tệp .xlsx."
    if b"\x00" not in data and any(mark in start for mark in (b",", b";", b"\t")):
        return f"Tệp này là văn bản phân cách (.csv). {RESAVE}"
    return f"Không nhận ra đây là loại tệp gì; cổng chỉ đọc .xlsx và JSON của Cổng DVCQG. {RESAVE}"


def _what_ole_is(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Tệp có mật khẩu. Mở tệp bằng Excel, bỏ mật khẩu rồi tải lên lại."
    if "WordDocument".encode("utf-16-le") in data:
        return "Tệp này là văn bản Word đời cũ (.doc). Chép bảng sang Excel rồi tải tệp .xlsx."
    return f"Tệp này là Excel đời cũ (.xls). {RESAVE}"
