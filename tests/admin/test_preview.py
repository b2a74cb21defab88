"""The preview of a release: the very pages, files and letter published later, and nothing left behind."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from scores import actions, checklist
from scores.models import Event, Level, Office, Release, Unit
from scores.preview import FILE_PREFIX, MARK
from tests import factories, people
from tests.factories import Row
from tests.people import People

AsPerson = Callable[[User], Client]
CaptureCallbacks = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
RANKING = "xep-hang/hung-yen/2024-11/district"
ADDRESSES = [
    *("", "ky/", "ky/hung-yen/2024-11/", "van-ban/", "xep-hang/", "du-lieu/"),
    *(f"{RANKING}/", f"{RANKING}/?chi-so=TDGQ", f"{RANKING}/?sap-xep=-change", f"{RANKING}/?tim=my"),
    *(f"{RANKING}.{ending}" for ending in ("csv", "xlsx", "json")),
    *(f"{RANKING}.{ending}?chi-so=TDGQ" for ending in ("csv", "xlsx", "json")),
    "xep-hang/hung-yen/2024-11/province/?chi-so=1.1",
    *("don-vi/tinh-hung-yen/", "don-vi/huyen-kim-dong/", "don-vi/thi-xa-my-hao/"),
    *("api/v1/releases/", "api/v1/units/huyen-kim-dong/"),
    "api/v1/rankings/?office=hung-yen&period=2024-11&level=district",
    "api/v1/rankings/?office=hung-yen&period=2024-11&level=district&indicator=TDGQ",
    "api/v1/rankings/?office=hung-yen&period=2024-11&level=province&indicator=CKMB",
    *("ky/hung-yen/2024-10/", "ky/hung-yen/2024-12/", "xep-hang/hung-yen/2024-11/commune/"),
]

SHEET = "don-vi/huyen-kim-dong/phieu/hung-yen/2024-11.pdf"


@pytest.fixture
def world(db: None, tmp_path: Path, settings: pytest.FixtureRequest) -> factories.World:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's own fixture
    world = factories.world()
    Office.objects.filter(pk=world.office.pk).update(letter_kind=Office.LetterKind.PROVINCE)
    return world


@pytest.fixture
def staff(world: factories.World) -> People:
    return people.at(world.office)


@pytest.fixture
def november(world: factories.World) -> Release:
    districts = Unit.objects.filter(level=Level.DISTRICT).order_by("official_order")
    points = ["87.5", "91.25", None, "79.7", "81"]
    rows = [Row(district, points=text) for district, text in zip(districts, points, strict=True)]
    rows += [Row(districts[0], "TDGQ", rate="97.5"), Row(districts[1], "TDGQ", rate="99.9")]
    rows += factories.own_rows(world.province, "88.4")
    office = Office.objects.get(pk=world.office.pk)
    return factories.draft(office, "2024-11", rows, source_note="Cổng Dịch vụ công quốc gia")


def root(release: Release) -> str:
    return reverse("admin:preview_page", args=[release.pk])


def submitted(release: Release) -> Release:
    why = checklist.one_reason(release, "Đúng như Cổng Dịch vụ công quốc gia")
    return actions.submit(release=release, by=User.objects.get(username="nhap"), reasons=why)


def approved(release: Release) -> Release:
    return actions.approve(release=submitted(release), by=User.objects.get(username="duyet"))


def draft(release: Release) -> Release:
    return release


def everything() -> dict[str, tuple[int, str]]:
    """Number of rows and a digest of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def said(content: bytes, kind: str, prefix: str = "/") -> object:
    """What an answer says, apart from mark, address, moment of publication, the letter's number and code.

    And apart from the tags for sharing, which no preview has: nobody is to show a draft around.
    """
    if kind.endswith("sheet"):
        sheet = load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        return [[cell.value for cell in row] for row in sheet.iter_rows()]
    text = content.decode()
    text = re.sub(r'<div class="preview-mark".*?</aside>\s*', "", text, flags=re.DOTALL)
    text = re.sub(r'<link rel="stylesheet" href="[^"]*preview\.css">\s*', "", text)
    text = re.sub(r'<meta (?:property="og|name="twitter):[^>]*>\s*', "", text)
    text = text.replace(f'"{prefix}', '"/').replace(f"8000{prefix}", "8000/")
    text = re.sub(r"\d+ giờ \d\d", "h giờ m", text)
    text = re.sub(r"van-ban/\d+\.pdf", "van-ban/n.pdf", text)
    text = re.sub(r' · <a href="/xac-minh/\?ma=[^"]*">xác minh</a>', "", text)
    if kind.startswith("application/json"):
        answer = {name: value for name, value in json.loads(text).items() if name != "preview"}
        return re.sub(r'"published_at": "[^"]*"', "", json.dumps(answer))
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("way", [draft, approved])
def test_what_is_previewed_is_what_is_published(
    way: Callable[[Release], Release],
    november: Release,
    staff: People,
    as_person: AsPerson,
    django_capture_on_commit_callbacks: CaptureCallbacks,
) -> None:
    release = way(november)
    reader, client, below = Client(), as_person(staff.approves), root(release)
    previews = {address: client.get(below + address) for address in ADDRESSES}
    letter = _letter_text(client.get(f"{below}van-ban/0.pdf").content)
    if way is draft:
        submitted(release)
    if way is not approved:
        actions.approve(release=release, by=staff.approves)
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(release=release, by=staff.approves)
    for address, preview in previews.items():
        public = reader.get(f"/{address}")
        assert preview.status_code == public.status_code, address
        kind = public["Content-Type"]
        assert said(preview.content, kind, below) == said(public.content, kind), address
        assert {"no-store", "private"} <= set(preview["Cache-Control"].split(", ")), address
        assert "noindex" in preview["X-Robots-Tag"], address
        assert "Access-Control-Allow-Origin" not in preview, address
    published = reader.get(f"/van-ban/{release.letters.get().pk}.pdf")
    public_text = _letter_text(b"".join(published.streaming_content))  # type: ignore[attr-defined]  # a FileResponse
    assert letter.pop("mark") == letter["pages"]
    assert public_text.pop("mark") == 0
    assert {**letter, "text": ""} == {**public_text, "text": ""}
    unstamped = [re.sub(r" · \w{12} · ", "", str(found["text"])) for found in (letter, public_text)]
    assert unstamped[0] == unstamped[1]
    assert "88,4/100" in unstamped[0]


def _letter_text(pdf: bytes) -> dict[str, object]:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return {
        "pages": len(pages),
        "mark": sum(MARK in page for page in pages),
        "text": re.sub(r"\s+", " ", " ".join(page.replace(MARK, "") for page in pages)).strip(),
    }


def test_every_page_and_file_is_marked(november: Release, staff: People, as_person: AsPerson) -> None:
    client, below = as_person(staff.enters), root(november)
    for address in ADDRESSES:
        answer = client.get(below + address)
        kind = answer["Content-Type"]
        if kind.startswith("text/html"):
            assert answer.content.decode().count(MARK) == 1, address
        elif kind.startswith("application/json"):
            assert json.loads(answer.content)["preview"] == MARK, address
        if "Content-Disposition" in answer:
            assert f'filename="{FILE_PREFIX}' in answer["Content-Disposition"], address
    workbook = load_workbook(io.BytesIO(client.get(f"{below}{RANKING}.xlsx").content))
    header = workbook.worksheets[0].oddHeader
    assert header is not None
    assert header.center.text == MARK
    assert MARK in workbook.properties.title


def test_a_units_sheet_is_marked(november: Release, staff: People, as_person: AsPerson) -> None:
    client, below = as_person(staff.enters), root(november)
    assert f'href="{below}{SHEET}"' in client.get(f"{below}don-vi/huyen-kim-dong/").content.decode()
    answer = client.get(below + SHEET)
    sheet = _letter_text(answer.content)
    assert sheet["mark"] == sheet["pages"] == 1
    assert "87,5/100 điểm" in str(sheet["text"])
    assert FILE_PREFIX in answer["Content-Disposition"]
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert Client().get(f"/{SHEET}").status_code == 404
    public = client.get(below + SHEET.replace("2024-11", "2024-10"))
    assert public["Location"] == f"/{SHEET.replace('2024-11', '2024-10')}"
    assert client.get(below + SHEET.replace("kim-dong", "khong-co")).status_code == 404


def test_a_preview_leaves_nothing_behind(
    november: Release,
    staff: People,
    as_person: AsPerson,
    tmp_path: Path,
    django_capture_on_commit_callbacks: CaptureCallbacks,
) -> None:
    client = as_person(staff.enters)
    before, events = everything(), Event.objects.count()
    assert len(before) > 20
    with django_capture_on_commit_callbacks() as callbacks:
        for address in [*ADDRESSES, "van-ban/0.pdf", SHEET]:
            client.get(root(november) + address)
        client.get(reverse("admin:preview", args=[november.pk]))
    assert everything() == before
    assert Event.objects.count() == events
    assert callbacks == []
    assert list(tmp_path.rglob("*")) == []


def test_links_of_a_preview_stay_in_it(november: Release, staff: People, as_person: AsPerson) -> None:
    client, below = as_person(staff.enters), root(november)
    overview = reverse("admin:preview", args=[november.pk])
    outside = (settings.STATIC_URL, overview, "/quan-tri/", "#", "?")
    links = set()
    for address in ("", "ky/hung-yen/2024-11/", f"{RANKING}/", "don-vi/tinh-hung-yen/", "du-lieu/"):
        links |= set(re.findall(r'(?:href|action)="([^"]+)"', client.get(below + address).content.decode()))
    inside = {link for link in links if link.startswith(below)}
    assert {link for link in links - inside if not link.startswith(outside)} == set()
    assert len(inside) > 20
    for link in sorted(inside):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_a_preview_is_not_for_sharing(november: Release, staff: People, as_person: AsPerson) -> None:
    """A picture travels alone, without the mark of a preview: there is none, and no page names one."""
    client, below = as_person(staff.enters), root(november)
    for address in ("ky/hung-yen/2024-11/", f"{RANKING}/", "don-vi/tinh-hung-yen/"):
        page = client.get(below + address)
        assert (page.status_code, b"og:" in page.content) == (200, False)
        assert client.get(f"{below}{address}chia-se.png").status_code == 404


def test_a_preview_is_only_looked_at(november: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.administers)
    for address in (reverse("admin:preview", args=[november.pk]), root(november)):
        for ask in (client.post, client.put, client.delete, client.patch):
            assert ask(address).status_code == 405


@pytest.mark.parametrize("name", ["stranger", "superuser"])
def test_a_foreign_preview_is_not_there(
    name: str, november: Release, staff: People, as_person: AsPerson
) -> None:
    client = as_person(getattr(staff, name))
    for address in ("", RANKING + ".csv", "van-ban/0.pdf", "api/v1/releases/"):
        assert client.get(root(november) + address).status_code == 404
    assert client.get(reverse("admin:preview", args=[november.pk])).status_code == 404
    assert Client().get(root(november)).status_code == 302


def test_once_public_there_is_no_preview(world: factories.World, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    for address in (reverse("admin:preview", args=[world.october.pk]), root(world.october)):
        assert client.get(address)["Location"] == reverse("admin:release", args=[world.october.pk])


def test_what_cannot_be_published_says_why(
    world: factories.World, staff: People, as_person: AsPerson
) -> None:
    empty = factories.draft(world.office, "2024-12", [])
    answer = as_person(staff.enters).get(root(empty))
    assert answer.status_code == 409
    assert "chưa có số liệu nào" in answer.content.decode()
    overview = as_person(staff.enters).get(reverse("admin:preview", args=[empty.pk])).content.decode()
    assert "chưa có gì để xem trước" in overview


def test_a_correction_is_previewed_with_what_it_makes_anew(
    world: factories.World, staff: People, as_person: AsPerson
) -> None:
    """September's correction counts October's changes anew: the preview of one shows both."""
    september = actions.correct(release=world.september, by=staff.enters, kind="entry", reason="Sai ở nguồn")
    unit = Unit.objects.get(slug="huyen-kim-dong")
    total = september.index_version.indicators.get(code="total")
    actions.type_entry(
        release=september,
        unit=unit,
        indicator=total,
        by=staff.enters,
        figures={"points": Decimal("80")},
    )
    client = as_person(staff.enters)
    changed = client.get(f"{root(september)}xep-hang/hung-yen/2024-10/district/").content.decode()
    assert "▲ 8,68" in changed
    assert "▲ 1,58" in Client().get("/xep-hang/hung-yen/2024-10/district/").content.decode()
    old = client.get(f"{root(september)}ky/hung-yen/2024-09/").content.decode()
    assert "Sai ở nguồn" in old


def test_beside_the_month_before_the_biggest_change_comes_first(
    november: Release, staff: People, as_person: AsPerson
) -> None:
    page = as_person(staff.enters).get(reverse("admin:preview", args=[november.pk])).content.decode()
    rows = list(_rows(page))
    assert [row[0] for row in rows] == [
        *("Huyện Văn Giang", "Thị xã Mỹ Hào", "Huyện Kim Động", "Huyện Tiên Lữ", "Thành phố Hưng Yên")
    ]
    assert rows[0][1:6] == ["86,2", "2=", "Không có số liệu", "–", "Không có số liệu"]
    assert rows[1] == ["Thị xã Mỹ Hào", "86,2", "2=", "91,25", "1", "▲ 5,05", "–"]
    assert rows[4][1:4] == ["Không có số liệu", "–", "81"]
    other = as_person(staff.enters).get(
        reverse("admin:preview", args=[november.pk]), {"cap": "district", "chi-so": "TDGQ"}
    )
    assert next(_rows(other.content.decode()))[:4] == ["Huyện Kim Động", "98,66", "2", "97,5"]


def _rows(page: str) -> Iterator[list[str]]:
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    for row in body.split("<tr")[1:]:
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)
        yield [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


@pytest.mark.parametrize(("way", "step"), [(draft, "submit"), (submitted, "approve"), (approved, "publish")])
def test_the_preview_is_offered_where_it_is_decided(
    way: Callable[[Release], Release], step: str, november: Release, staff: People, as_person: AsPerson
) -> None:
    release = way(november)
    link = f'href="{reverse("admin:preview", args=[release.pk])}"'
    for name in ("release", step):
        page = as_person(staff.administers).get(reverse(f"admin:{name}", args=[release.pk]))
        assert link in page.content.decode(), name
