"""Units that a file leaves out, on their way into the draft: by action, check screen and command."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.models import Event, NoDataReason, Office, Release, Upload
from scores.period import Period
from tests import people
from tests.people import People
from tests.workbooks import Row, workbook

pytestmark = pytest.mark.django_db
HEADER: Row = ["Stt", "Tên cơ quan, đơn vị", "Tổng điểm", "Tiến độ giải quyết (%)"]
TWO: tuple[Row, ...] = ([1, "Xã Một", 88, 99], [2, "Xã Hai", 87, 98])


@pytest.fixture
def release(office: Office, staff: People) -> Release:
    return actions.start(office=office, period=Period.parse("2024-10"), by=staff.enters)


def file(*rows: Row) -> bytes:
    return workbook({"Bảng": [["KẾT QUẢ THÁNG 10/2024"], HEADER, *rows]})


def received(release: Release, staff: People, *rows: Row) -> Upload:
    return actions.receive_upload(release=release, data=file(*rows), name="bảng.xlsx", by=staff.enters)


def open_keys(upload: Upload) -> list[str]:
    found = upload.findings.filter(code="missing-unit").order_by("order")
    return [finding.question["key"] for finding in found if finding.question]


def written(release: Release) -> dict[tuple[str, str], tuple[Decimal | None, str, str]]:
    entries = release.entries.select_related("unit", "indicator", "typed_by")
    return {
        (entry.unit.name, entry.indicator.code): (
            entry.points if entry.points is not None else entry.rate,
            entry.no_data_reason,
            entry.typed_by.username if entry.typed_by else "",
        )
        for entry in entries
    }


def test_no_data_is_written_in_the_name_of_who_said_so(release: Release, staff: People) -> None:
    upload = received(release, staff, *TWO)
    [key] = open_keys(upload)
    with pytest.raises(actions.Refused, match="còn 1 chỗ phải sửa"):
        actions.accept_upload(upload=upload, release=release, by=staff.enters)
    actions.answer(upload=upload, release=release, key=key, value="no_data", by=staff.enters)
    assert actions.accept_upload(upload=upload, release=release, by=staff.enters) == 6
    kept = written(release)
    for code in ("total", "TDGQ"):
        assert kept["Xã Ba", code] == (None, NoDataReason.NO_DATA, staff.enters.username)
        assert kept["Xã Một", code][2] == ""
    accepted = Event.objects.get(action="accept_upload")
    assert (accepted.data["entries"], accepted.data["without_data"]) == (6, 2)


def test_figures_typed_meanwhile_are_never_written_over(release: Release, staff: People) -> None:
    upload = received(release, staff, *TWO)
    [key] = open_keys(upload)
    actions.answer(upload=upload, release=release, key=key, value="no_data", by=staff.enters)
    third = people.communes(release.office)[2]
    total = release.index_version.indicators.get(code="total")
    figures = {"points": Decimal(70)}
    actions.type_entry(release=release, unit=third, indicator=total, by=staff.enters, figures=figures)
    actions.accept_upload(upload=upload, release=release, by=staff.enters)
    kept = written(release)
    assert kept["Xã Ba", "total"] == (Decimal(70), "", staff.enters.username)
    assert kept["Xã Ba", "TDGQ"] == (None, NoDataReason.NO_DATA, staff.enters.username)


def test_a_later_file_brings_what_had_no_data(release: Release, staff: People) -> None:
    upload = received(release, staff, *TWO)
    actions.answer_alike(
        upload=upload, release=release, keys=open_keys(upload), value="no_data", by=staff.enters
    )
    actions.accept_upload(upload=upload, release=release, by=staff.enters)
    later = received(release, staff, [3, "Xã Ba", 60, 50])
    assert not later.findings.filter(severity="blocks").exists()
    actions.accept_upload(upload=later, release=release, by=staff.enters)
    assert written(release)["Xã Ba", "total"] == (Decimal(60), "", "")


@pytest.mark.parametrize("answer", ["forgotten", "dissolved"])
def test_what_settles_nothing_keeps_the_file_out(answer: str, release: Release, staff: People) -> None:
    upload = received(release, staff, *TWO)
    [key] = open_keys(upload)
    actions.answer(upload=upload, release=release, key=key, value=answer, by=staff.enters)
    with pytest.raises(actions.Refused, match="còn 1 chỗ phải sửa"):
        actions.accept_upload(upload=upload, release=release, by=staff.enters)
    actions.take_back(upload=upload, release=release, key=key, by=staff.enters)
    actions.answer(upload=upload, release=release, key=key, value="no_data", by=staff.enters)
    assert actions.accept_upload(upload=upload, release=release, by=staff.enters) == 6


@pytest.fixture
def client(staff: People) -> Client:
    client = Client()
    client.force_login(staff.enters)
    return client


def test_many_are_answered_at_once_on_the_screen(release: Release, staff: People, client: Client) -> None:
    upload = received(release, staff, TWO[0])
    few = upload.findings.get(code="few-units")
    assert few.question is not None
    page = reverse("admin:upload_result", args=[release.pk, upload.pk])
    answer = reverse("admin:answer", args=[release.pk, upload.pk])
    assert "Tệp chỉ có 1/3 đơn vị cùng cấp với Xã Một" in client.get(page).content.decode()
    client.post(answer, {"key": few.question["key"], "value": "yes"})
    shown = client.get(page).content.decode()
    keys = open_keys(upload)
    assert shown.count("Thiếu 2/3 đơn vị: Xã Hai, Xã Ba. Chọn lý do cho từng đơn vị.") == 1
    assert all(f'name="key" value="{key}" checked' in shown for key in keys)
    assert client.post(answer, {"value": "no_data"}).status_code == 409
    sent = {"key": keys, "value": "no_data", "comment": "xã chưa nối mạng"}
    told = client.post(answer, sent, follow=True).content.decode()
    assert "Đã ghi câu trả lời cho 2 đơn vị" in told
    assert "Thiếu Xã Hai" in told
    assert {given.comment for given in upload.answers.filter(key__in=keys)} == {"xã chưa nối mạng"}
    accept = reverse("admin:accept", args=[release.pk, upload.pk])
    done = client.post(accept, follow=True).content.decode()
    assert "Đã nhận 2 số liệu từ tệp" in done
    assert "ghi “Không có số liệu” cho 2 đơn vị không có trong tệp (Xã Hai, Xã Ba)" in done
    assert len(written(release)) == 6


def test_a_trial_names_them_and_asks_nothing(release: Release, staff: People, client: Client) -> None:
    body = {"file": SimpleUploadedFile("bảng.xlsx", file(*TWO)), "whole": "1", "period": "10/2024"}
    page = client.post(reverse("admin:trial"), body).content.decode()
    assert "Thiếu 1/3 đơn vị: Xã Ba. Chọn lý do" in page
    assert 'name="key"' not in page
    assert not Upload.objects.exists()


def run(path: Path, *more: str) -> str:
    out = StringIO()
    place = ("--office", "huyen-thu", "--period", "2024-10", "--by", "nhap")
    call_command("import_scores", str(path), *more, *place, stdout=out)
    return out.getvalue()


def test_the_command_asks_nobody(release: Release, staff: People, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(file(*TWO))
    with pytest.raises(CommandError, match="Chưa ghi gì"):
        run(path)
    assert "KHÔNG CÓ SỐ LIỆU  Xã Ba" in run(path, "--missing", "no-data", "--dry-run")
    assert not release.entries.exists()
    run(path, "--missing", "no-data")
    assert written(release)["Xã Ba", "total"] == (None, NoDataReason.NO_DATA, staff.enters.username)


def test_the_command_refuses_a_file_of_few_units(release: Release, staff: People, tmp_path: Path) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(file(TWO[0]))
    with pytest.raises(CommandError, match="Chưa ghi gì"):
        run(path, "--missing", "no-data")
    assert not release.entries.exists()
