"""Opening a file in a process of its own, so that no file can hurt the one that serves people.

The guard looks at the bytes here, because that costs milliseconds and needs no parser. All parsing, matching
and marking happens in the child (`process`, `child`). Whatever becomes of it, the caller gets an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings

from scores.intake import guess as guessing
from scores.intake import process
from scores.intake.catalogue import Context
from scores.intake.container import NotAWorkbookError, check_workbook
from scores.intake.guess import Guess, KnownOffice
from scores.intake.marked_book import MarkedCopy
from scores.intake.marking_list import Mark
from scores.intake.outcome import Log, Reading
from scores.intake.process import Tell, silent
from scores.limits import Limits

__all__ = ["Limits", "Tell", "allowed", "guess", "marked", "read", "silent"]


def allowed() -> Limits:
    """What the settings allow one file to cost."""
    return Limits(
        settings.INTAKE_MEMORY_MB * 2**20, settings.INTAKE_CPU_SECONDS, settings.INTAKE_WAIT_SECONDS
    )


def read(
    data: bytes,
    file_name: str,
    context: Context,
    limits: Limits | None = None,
    tell: Tell = silent,
) -> Reading:
    """What `reading.read` gives, or one finding that says why the file could not be read."""
    try:
        check_workbook(data)
    except NotAWorkbookError as error:
        return _refused(file_name, "not-a-workbook", str(error))
    answer = process.ask("read", (data, file_name, context), Reading, limits or Limits(), tell)
    if answer.found is not None:
        return answer.found
    if answer.too_heavy:
        return _refused(
            file_name,
            "too-heavy",
            "tệp quá nặng nên việc đọc đã dừng lại; chưa ghi gì. Chép riêng bảng số liệu sang một tệp mới, "
            "không chép cả trang, rồi tải lên lại.",
        )
    return _refused(
        file_name,
        "unreadable",
        "cổng gặp lỗi khi đọc tệp này; chưa ghi gì, và lỗi đã được ghi lại cho người quản trị. Mở tệp bằng "
        "Excel, chép bảng sang một tệp mới rồi tải lên lại.",
    )


def _refused(file_name: str, code: str, sentence: str) -> Reading:
    log = Log(file_name)
    log.block(code, sentence)
    return Reading(log.file_name, (), tuple(log.findings), (), ())


def guess(data: bytes, name: str, offices: Sequence[KnownOffice], limits: Limits | None = None) -> Guess:
    """What `guess.guess` gives. Of a file that cannot be opened only the name speaks; reading it says why."""
    try:
        check_workbook(data)
    except NotAWorkbookError:
        return guessing.of_name(name, offices)
    given = (data, name, tuple(offices))
    return process.ask("guess", given, Guess, limits or Limits()).found or guessing.of_name(name, offices)


def marked(
    data: bytes | None,
    file_name: str,
    marks: Sequence[Mark],
    left_out: Sequence[Mapping[str, object]],
    limits: Limits | None = None,
) -> bytes | None:
    """What `marked_book.marked` makes of a file; where that fails the list alone, and None if that does."""
    for source in (None,) if data is None else (data, None):
        given = (source, file_name, tuple(marks), tuple(left_out))
        answer = process.ask_with_packages("mark", given, MarkedCopy, limits or Limits())
        if answer.found is not None:
            return answer.found.data
    return None
