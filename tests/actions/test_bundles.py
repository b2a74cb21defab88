"""All sheets of a release as one archive: complete, the same bytes again, shared, stopped, taken up again."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from scores import actions, letters, sheet_archive, sheet_files
from scores.actions import bundles
from scores.letters import MadeLetter
from scores.letters.document import Document
from scores.letters.rendering import NotRenderedError
from scores.models import Membership, Office, Release, Role, SheetBundle, SheetChunk
from scores.vietnamese import slug
from tests import factories
from tests.factories import World

pytestmark = pytest.mark.django_db
NAMES = ["tinh-hung-yen", *(slug(name) for name in factories.DISTRICTS)]


@pytest.fixture
def world() -> World:
    made = factories.world()
    made.office.letter_kind = Office.LetterKind.PROVINCE
    made.office.save()
    return made


@pytest.fixture
def clerk(world: World) -> User:
    person = factories.user("van-thu")
    Membership.objects.create(user=person, office=world.office, role=Role.CLERK)
    return person


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> list[str]:
    """The sheets that are laid out, by code; the paper itself is a few bytes here."""
    settings.MEDIA_ROOT = str(tmp_path)
    codes: list[str] = []

    def lay_out(document: Document) -> MadeLetter:
        codes.append(document.check_code)
        return MadeLetter(document.kind, document.title, repr(document).encode(), 1, document.check_code)

    monkeypatch.setattr(letters, "laid_out", lay_out)
    monkeypatch.setattr(bundles, "_PIECE", 2)
    return codes


def finished(bundle: SheetBundle) -> SheetBundle:
    actions.make_bundle(bundle=bundle)
    return SheetBundle.objects.get(pk=bundle.pk)


def opened(bundle: SheetBundle) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(bundle.file.read()))


def test_the_archive_is_whole_and_says_what_is_in_it(world: World, clerk: User, made: list[str]) -> None:
    bundle = finished(actions.ask_bundle(release=world.october, by=clerk))
    archive = opened(bundle)
    names = [f"{place:03d}-{name}.pdf" for place, name in enumerate(NAMES, start=1)]
    assert archive.namelist() == [*names, "000-muc-luc.csv"]
    assert all(name.isascii() for name in archive.namelist())
    assert archive.testzip() is None
    text = archive.read("000-muc-luc.csv").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["Tệp"] for line in lines] == names
    kim_dong = lines[1]
    assert (kim_dong["Đơn vị"], kim_dong["Cấp"], kim_dong["Tổng điểm"]) == (
        "Huyện Kim Động",
        "Cấp huyện",
        "88.68",
    )
    assert (kim_dong["Hạng"], kim_dong["Trên số đơn vị"], kim_dong["Xếp loại"]) == ("1", "4", "Tốt")
    assert lines[2]["Hạng"] == "2="
    assert lines[5]["Tổng điểm"] == "", "no figure is no zero"
    assert [line["Mã kiểm tra"] for line in lines] == made
    assert bundle.size == len(bundle.file.read()) or bundle.size > 0


def test_the_same_figures_give_the_same_bytes(world: World, clerk: User, made: list[str]) -> None:
    first = finished(actions.ask_bundle(release=world.october, by=clerk))
    assert len(made) == 6
    second = finished(actions.ask_bundle(release=world.october, by=clerk))
    assert second.pk != first.pk
    assert second.sha256 == first.sha256
    assert len(made) == 6, "what is kept is not made again"


def test_asking_twice_gives_the_one_in_work(world: World, clerk: User, made: list[str]) -> None:
    first = actions.ask_bundle(release=world.october, by=clerk)
    assert actions.ask_bundle(release=world.october, by=clerk) == first
    assert SheetChunk.objects.filter(bundle=first).count() == 4  # 2 + 2 + 2 units, and the packing


def test_two_workers_never_make_the_same_sheet(
    world: World, clerk: User, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second worker comes by in the middle of every sheet of the first, and finds only what is free."""
    bundle = actions.ask_bundle(release=world.october, by=clerk)
    real, depth = sheet_files.pdf_of, [0]

    def interrupted(release: Release, unit: int, document: Document) -> bytes:
        if depth[0] == 0:
            depth[0] = 1
            actions.make_bundle(bundle=bundle)
            depth[0] = 0
        return real(release, unit, document)

    monkeypatch.setattr(sheet_files, "pdf_of", interrupted)
    done = finished(bundle)
    assert done.finished_at is not None
    assert sorted(made) == sorted(set(made))
    assert len(made) == 6
    assert len(opened(done).namelist()) == 7


def test_what_a_dead_worker_left_is_taken_up_and_not_before(
    world: World, clerk: User, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = actions.ask_bundle(release=world.october, by=clerk)

    def dies(release: Release, unit: int, document: Document) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(sheet_files, "pdf_of", dies)
        actions.make_bundle(bundle=bundle)
    assert not finished(bundle).finished_at, "its piece may still be in work"
    assert not actions.is_bundle_broken_off(SheetBundle.objects.get(pk=bundle.pk))
    long_ago = timezone.now() - timedelta(hours=1)
    SheetBundle.objects.update(asked_at=long_ago)
    SheetChunk.objects.exclude(heard_at=None).update(heard_at=long_ago)
    assert actions.is_bundle_broken_off(SheetBundle.objects.get(pk=bundle.pk))
    sent: list[int] = []
    monkeypatch.setattr(bundles, "_send", sent.append)
    actions.resume_bundles()
    assert sent == [bundle.pk]
    assert finished(bundle).finished_at is not None
    actions.resume_bundles()
    assert sent == [bundle.pk]


def test_a_sheet_that_cannot_be_made_ends_the_bundle_with_its_sentence(
    world: World, clerk: User, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = actions.ask_bundle(release=world.october, by=clerk)
    real = letters.laid_out

    def heavy(document: Document) -> MadeLetter:
        if "Văn Giang" in document.title:
            raise NotRenderedError("Văn bản này quá nặng, mã 0123abcd.")
        return real(document)

    with monkeypatch.context() as failing:
        failing.setattr(letters, "laid_out", heavy)
        failed = finished(bundle)
    assert failed.failure == "Văn bản này quá nặng, mã 0123abcd."
    before = len(made)
    assert finished(actions.ask_bundle(release=world.october, by=clerk)).finished_at is not None
    assert len(made) == 6
    assert before > 0, "nothing was lost: the sheets made before stay"


def test_cancelled_it_stops_and_leaves_no_file(
    world: World, clerk: User, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = actions.ask_bundle(release=world.october, by=clerk)
    real = sheet_files.pdf_of

    def cancelled(release: Release, unit: int, document: Document) -> bytes:
        if len(made) == 3:
            actions.cancel_bundle(bundle=bundle, by=clerk)
        return real(release, unit, document)

    monkeypatch.setattr(sheet_files, "pdf_of", cancelled)
    stopped = finished(bundle)
    assert stopped.cancelled_at is not None
    assert not stopped.file
    assert len(made) == 4
    with pytest.raises(actions.Refused, match="không còn đang lập"):
        actions.cancel_bundle(bundle=bundle, by=clerk)


def test_a_new_version_meanwhile_ends_it(world: World, clerk: User, made: list[str]) -> None:
    bundle = actions.ask_bundle(release=world.october, by=clerk)
    corrected = [factories.Row(world.province, points="80")]
    factories.publish(world.office, "2024-10", corrected, version=2, reason="Sai số")
    assert "không phải bản đang công bố" in finished(bundle).failure
    with pytest.raises(actions.Refused, match="chỉ lập phiếu từ bản đang công bố"):
        actions.ask_bundle(release=world.october, by=clerk)


def test_who_may_not_and_what_has_no_letter(world: World, clerk: User, made: list[str]) -> None:
    with pytest.raises(actions.Refused, match="không có quyền lập bộ phiếu kết quả"):
        actions.ask_bundle(release=world.october, by=factories.user("khach"))
    Office.objects.update(letter_kind=Office.LetterKind.NONE)
    with pytest.raises(actions.Refused, match="không ra văn bản"):
        actions.ask_bundle(release=Release.objects.get(pk=world.october.pk), by=clerk)


@pytest.fixture
def page(world: World, clerk: User) -> Iterator[tuple[Client, str]]:
    client = Client()
    client.force_login(clerk)
    yield client, f"/quan-tri/dot/{world.october.pk}/phieu/"


def test_the_page_from_asking_to_the_file(world: World, page: tuple[Client, str], made: list[str]) -> None:
    client, address = page
    assert "Lập bộ phiếu" in client.get(address).content.decode()
    assert client.post(address, {"make": "1"}).status_code == 302
    bundle = SheetBundle.objects.get()
    running = client.get(address).content.decode()
    assert "Đã lập 0/6 phiếu" in running
    assert '<noscript><meta http-equiv="refresh"' in running
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div id="tien-do"')
    assert 'value="0" max="6"' in part
    done = finished(bundle)
    answer = client.get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    text = client.get(address).content.decode()
    assert "6 phiếu, ZIP" in text
    file = client.get(f"{address}{done.pk}.zip")
    assert b"".join(file.streaming_content) == done.file.read()  # type: ignore[attr-defined]  # a FileResponse
    assert "phieu-ket-qua-hung-yen-2024-10-lan-1.zip" in file["Content-Disposition"]
    world.office.letterhead = {"issuer": ["VĂN PHÒNG"]}
    world.office.save()
    assert "đã đổi từ khi lập bộ phiếu này" in client.get(address).content.decode()
    factories.publish(
        world.office, "2024-10", [factories.Row(world.province, points="80")], version=2, reason="Sai số"
    )
    outdated = client.get(address).content.decode()
    assert "không còn công bố, đã có lần 2" in outdated
    assert 'name="make"' not in outdated


def test_the_page_stops_it_and_says_what_went_wrong(
    world: World, page: tuple[Client, str], made: list[str]
) -> None:
    client, address = page
    assert client.post(address, {"cancel": "1"}).status_code == 409
    client.post(address, {"make": "1"})
    assert client.post(address, {"cancel": "1"}).status_code == 302
    assert SheetBundle.objects.get().cancelled_at is not None
    client.post(address, {"make": "1"})
    SheetBundle.objects.filter(cancelled_at=None).update(failure="Văn bản này quá nặng.")
    assert "Văn bản này quá nặng." in client.get(address).content.decode()
    SheetBundle.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    client.post(address, {"make": "1"})
    SheetBundle.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    assert "Làm tiếp" in client.get(address).content.decode()


def test_a_formula_in_a_name_stays_text(world: World, clerk: User, made: list[str]) -> None:
    formula = factories.unit("=1+1", parent=world.province, slug="mot-cong-mot")
    november = factories.publish(world.office, "2024-11", [factories.Row(formula, points="80")])
    out = io.BytesIO()
    sheet_archive.write_archive(Release.objects.get(pk=november.pk), out)
    index = zipfile.ZipFile(out).read("000-muc-luc.csv").decode("utf-8-sig")
    assert ",'=1+1," in index
