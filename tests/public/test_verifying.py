"""`/xac-minh/`: each answer there is, by code and by file; nothing is stored and nothing changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from scores.letters.check_code import code_of, read_code
from scores.models import Letter, Office, Release, SignedFile
from tests import factories

pytestmark = pytest.mark.django_db
COPY, ORIGINAL, LEADERS, OLD = b"%PDF-1 ban sao", b"%PDF-1 hai chu ky", b"%PDF-1 mot chu ky", b"%PDF-1 cu"
CODE, OLD_CODE, GONE, SLIP = "7F3K-9QXM-2HTD", "0000-1111-2222", "3333-4444-5555", "6666-7777-8888"
SIGNATURE = {
    "signer": "UBND tỉnh Thử",
    "organization": "UBND tỉnh Thử",
    "issuer": "Nơi cấp thử",
    "at": "2024-11-05T09:30:00+07:00",
    "stamped": False,
    "chain": "unchecked",
}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[factories.World]:
    """October with a signed letter; September corrected, its letter replaced; a withdrawn month; a slip."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = factories.world()
        first = world.september
        old = letter(first, OLD_CODE, OLD, number="300")
        again = factories.publish(
            world.office, "2024-09", factories_rows(world), version=2, reason="Ghi nhầm một đơn vị"
        )
        letter(again, "9999-AAAA-BBBB", b"%PDF-1 moi", number="330", replaces=old)
        october = letter(world.october, CODE, COPY, number="355")
        for order, data in enumerate((LEADERS, ORIGINAL), start=1):
            SignedFile.objects.create(
                letter=october,
                file=default_storage.save("signed/x.pdf", ContentFile(data)),
                sha256=sha256(data),
                size=len(data),
                pages=1,
                signatures=[SIGNATURE] * order,
                by=factories.user("van-thu"),
            )
        unissued: dict[str, Any] = {
            "kind": "slip",
            "place": "Nơi nhận",
            "wrong": "a",
            "right": "b",
            "rectifies": october,
        }
        letter(world.october, SLIP, b"%PDF-1 dinh chinh", **unissued)
        august = factories.publish(world.office, "2024-08", factories_rows(world))
        letter(august, GONE, b"%PDF-1 thu hoi", number="270")
        factories.withdraw(august, "Nguồn số liệu sai")
        yield world
        transaction.set_rollback(True)


def factories_rows(world: factories.World) -> list[factories.Row]:
    return [factories.Row(world.province, points="81")]


def letter(release: Release, code: str, data: bytes, number: str = "", **fields: Any) -> Letter:
    issue: dict[str, Any] = {
        "number": number,
        "notation": "VP",
        "issued_on": timezone.localdate(),
        "register": "s/c/2024",
    }
    given = {"kind": Office.LetterKind.PROVINCE, **(issue if number else {}), **fields}
    return Letter.objects.create(
        release=release,
        title="Công bố kết quả",
        pdf=default_storage.save("letters/x.pdf", ContentFile(data)),
        sha256=sha256(data),
        pages=1,
        check_code=code,
        **given,
    )


def asked(code: str) -> str:
    return Client().get("/xac-minh/", {"ma": code}).content.decode()


def shown(data: bytes, **more: str) -> str:
    client = Client(enforce_csrf_checks=True)
    file = SimpleUploadedFile("cong-van.pdf", data)
    return client.post("/xac-minh/", {"tep": file, **more}).content.decode()


def test_the_original_the_stage_before_and_the_copy_are_told_apart() -> None:
    page = shown(ORIGINAL)
    assert "đúng là bản gốc đã ký số, không khác một byte" in page
    assert "Văn bản đang có hiệu lực" in page
    for fact in ("Tỉnh Hưng Yên", "tháng 10/2024, lần 1", "355/VP ngày", CODE, "UBND tỉnh Thử"):
        assert fact in page
    assert "chưa xác nhận ai đứng sau chứng thư" in page
    assert "trước khi có thêm chữ ký" in shown(LEADERS)
    assert "đúng là bản chưa ký" in (page := shown(COPY))
    assert "Đây không phải bản gốc" in page


def test_a_changed_file_is_not_recognised_and_a_code_says_of_which_letter() -> None:
    changed = ORIGINAL.replace(b"hai", b"ha1")
    assert "không giống văn bản nào đã công bố" in shown(changed)
    page = shown(changed, ma=CODE)
    assert f"không giống bản nào của văn bản có mã {CODE}" in page
    assert "notice-strong" in page


def test_what_is_replaced_or_withdrawn_says_so() -> None:
    assert "Đã được thay thế</b> bằng" in (page := shown(OLD))
    assert "Công văn số 330/VP" in page
    assert "tháng 9/2024, lần 1" in asked(OLD_CODE)
    page = asked(GONE)
    assert "Đã thu hồi</b> ngày" in page
    assert "Nguồn số liệu sai" in page
    assert ".pdf" not in page.partition("<section>")[0]


def test_codes_are_read_as_people_type_them() -> None:
    for typed in (CODE, "7f3k9qxm2htd", " 7F3K 9QXM 2HTD ", "7F3K–9QXM–2HTD"):
        assert "Văn bản đang có hiệu lực" in asked(typed), typed
    assert "tháng 9/2024" in asked("oooo-iiLl-2222"), "who reads 0 and 1 as letters is understood"
    assert "không phải mã kiểm tra" in asked("7F3K-9QXM")
    assert "Không có văn bản nào mang mã 7F3K-9QXM-2HTE" in asked("7F3K-9QXM-2HTE")
    assert "&lt;b&gt;" in asked("<b>x")


def test_a_slip_not_issued_is_not_there() -> None:
    assert f"Không có văn bản nào mang mã {SLIP}" in asked(SLIP)
    assert "không giống văn bản nào" in shown(b"%PDF-1 dinh chinh")


def test_a_code_is_of_all_that_makes_a_letter() -> None:
    parts = ["hung-yen", "2024-10", "1", "province", "ab" * 32]
    codes = {code_of(*parts)} | {
        code_of(*parts[:place], "x", *parts[place + 1 :]) for place in range(len(parts))
    }
    assert len(codes) == 6
    assert all(read_code(code) == code for code in codes)


def test_a_file_is_neither_stored_nor_kept_for_others(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    before = sorted(Path(live.MEDIA_ROOT).rglob("*"))
    answer = Client(enforce_csrf_checks=True).post(
        "/xac-minh/", {"tep": SimpleUploadedFile("to.pdf", b"x" * 3_000_000)}
    )
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert list(tmp_path.iterdir()) == []
    assert sorted(Path(live.MEDIA_ROOT).rglob("*")) == before


def test_no_file_an_empty_one_and_one_too_large(settings: Settings) -> None:
    assert "Chọn một tệp PDF" in Client().post("/xac-minh/", {}).content.decode()
    assert "Chọn một tệp PDF" in shown(b"")
    settings.SIGNED_LARGEST_MB = 1
    answer = Client().post("/xac-minh/", {"tep": SimpleUploadedFile("to.pdf", b"x" * 1_100_000)})
    assert answer.status_code == 413
    assert "Tệp lớn hơn 1 MB" in answer.content.decode()
