"""Work that is not published changes no byte of what readers can reach, whatever they send along (G1–G6).

Every public address of the resolver is asked, in many ways, before and after an office's drafts are filled
with figures and words that occur nowhere else. An address without an entry in `ADDRESSES` fails.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from scores import actions, queries
from scores.actions.common import record
from scores.models import (
    Answer,
    ConfirmationLink,
    Finding,
    Letter,
    LetterBlock,
    Membership,
    Objection,
    Office,
    Release,
    Role,
    State,
    UnitAnswer,
    Upload,
)
from scores.queries.prepared import Prepared
from tests import factories
from tests.public import reading

POINTS, RATE, COUNT, WORD = "13.57", "46.81", 24681357, "CHIM-HOANG-YEN"
CANARIES = [
    *(POINTS, "13,57", RATE, "46,81", str(COUNT), "24.681.357", WORD, WORD.lower()),
    *("Chim Hoàng Yến", "chim-hoang-yen", "chim hoang yen"),
]
TOKEN = "k" * 43
LETTER = 766766
CODE = "7F3K-9QXM-2HTD"
NAMES = ["uploads/chim-hoang-yen.xlsx", "held/chim-hoang-yen", "letters/chim-hoang-yen.pdf"]

MONTHS = ["2024-11", "2024-10", "2024-09"]
ADDRESSES: dict[str, list[str]] = {
    "home": ["/"],
    "rankings": ["/xep-hang/"],
    "ranking": [
        *(f"/xep-hang/hung-yen/{month}/district/" for month in MONTHS),
        *(f"/xep-hang/hung-yen/{month}/commune/" for month in MONTHS),
        *(f"/xep-hang/hung-yen/{month}/district/?sap-xep=-points&tim=huyen" for month in MONTHS),
        *(f"/xep-hang/hung-yen/{month}/district/?chi-so=TDGQ" for month in MONTHS),
    ],
    "ranking-file": [
        f"/xep-hang/hung-yen/{month}/district.{end}" for month in MONTHS for end in ("csv", "json", "xlsx")
    ],
    "ranking-card": [f"/xep-hang/hung-yen/{month}/district/chia-se.png" for month in MONTHS],
    "releases": ["/ky/"],
    "office-releases": ["/ky/hung-yen/"],
    "rankings-of": ["/xep-hang/hung-yen/"],
    "rankings-in": [f"/xep-hang/hung-yen/{month}/" for month in MONTHS],
    "release-file": [
        f"/ky/hung-yen/{month}/tung-chi-so.{end}" for month in MONTHS for end in ("csv", "xlsx")
    ],
    "release-card": [f"/ky/hung-yen/{month}/chia-se.png" for month in MONTHS],
    "release": [f"/ky/hung-yen/{month}/" for month in MONTHS],
    "units": ["/don-vi/", "/don-vi/?tim=huyen", "/don-vi/?tim=chim+hoang+yen"],
    "unit": ["/don-vi/huyen-kim-dong/", "/don-vi/tinh-hung-yen/"],
    "unit-card": ["/don-vi/huyen-kim-dong/chia-se.png", "/don-vi/tinh-hung-yen/chia-se.png"],
    "unit-sheet": [f"/don-vi/huyen-kim-dong/phieu/hung-yen/{month}.pdf" for month in MONTHS],
    "unit-chart": ["/don-vi/huyen-kim-dong/bieu-do.svg", "/don-vi/tinh-hung-yen/bieu-do.svg"],
    "unit-reasons-file": [
        f"/don-vi/{slug}/vi-sao.{end}"
        for slug in ("tinh-hung-yen", "huyen-kim-dong")
        for end in ("csv", "json")
    ],
    "unit-groups": [f"/don-vi/tinh-hung-yen/tung-nhom/766-2022.{end}" for end in ("csv", "json", "xlsx")],
    "unit-groups-chart": ["/don-vi/tinh-hung-yen/tung-nhom/766-2022.svg"],
    "unit-reasons": ["/don-vi/tinh-hung-yen/vi-sao.svg", "/don-vi/huyen-kim-dong/vi-sao.svg"],
    "unit-file": [f"/don-vi/tinh-hung-yen/so-lieu.{end}" for end in ("csv", "json", "xlsx")],
    "unit-totals": [f"/don-vi/tinh-hung-yen/tong-diem.{end}" for end in ("csv", "json", "xlsx")],
    "compare": [
        "/so-sanh/?don-vi=huyen-kim-dong&don-vi=thi-xa-my-hao",
        "/so-sanh/?don-vi=huyen-kim-dong&tim=huyen",
        "/so-sanh/?tim=chim+hoang+yen",
        "/so-sanh/",
    ],
    "compare-file": [
        f"/so-sanh/{table}.{end}?don-vi=huyen-kim-dong&don-vi=thi-xa-my-hao"
        for table in ("ky-moi-nhat", "tung-nhom", "theo-thang")
        for end in ("csv", "json", "xlsx")
    ],
    "compare-picture": ["/so-sanh/theo-thang.svg?don-vi=huyen-kim-dong&don-vi=thi-xa-my-hao"],
    "maps": ["/ban-do/"],
    "map": [f"/ban-do/hung-yen/{month}/" for month in MONTHS],
    "map-picture": [f"/ban-do/hung-yen/{month}.svg" for month in MONTHS],
    "calendar": ["/lich/"],
    "calendar-file": [
        f"/lich/{table}.{end}" for table in ("sap-toi", "da-cong-bo") for end in ("csv", "json")
    ],
    "letters": ["/van-ban/"],
    "letter-file": [f"/van-ban/{LETTER}.pdf", "/van-ban/987654.pdf"],
    "indicators": ["/chi-so/"],
    "indicators-file": [f"/chi-so/766-2022.{end}" for end in ("csv", "json", "xlsx")],
    "data": ["/du-lieu/"],
    "dictionary": ["/du-lieu/tu-dien.json"],
    "dcat": ["/du-lieu/danh-muc.jsonld"],
    "history": [f"/du-lieu/hung-yen.{end}" for end in ("csv", "excel.csv", "json", "xlsx")],
    "corrections": ["/dinh-chinh/"],
    "corrections-file": [f"/dinh-chinh/danh-sach.{end}" for end in ("csv", "json", "xlsx")],
    "differences-file": [f"/ky/hung-yen/{month}/khac-biet.csv" for month in MONTHS],
    "corrections-feed": ["/dinh-chinh/atom.xml"],
    "office-feed": ["/ky/hung-yen/atom.xml"],
    "unit-feed": ["/don-vi/huyen-kim-dong/atom.xml", "/don-vi/tinh-hung-yen/atom.xml"],
    "sitemap": ["/sitemap.xml"],
    "robots": ["/robots.txt"],
    "verify": ["/xac-minh/", f"/xac-minh/?ma={CODE}", "/xac-minh/?ma=2222-2222-2222"],
    "confirm": [f"/xac-nhan/{TOKEN}/"],
    "healthz": ["/healthz"],
    "api-rankings": [
        f"/api/v1/rankings/?office=hung-yen&period={month}&level={level}"
        for month in MONTHS
        for level in ("district", "commune", "province")
    ],
    "api-releases": ["/api/v1/releases/", "/api/v1/releases/?office=hung-yen"],
    "api-units": ["/api/v1/units/", "/api/v1/units/?search=chim+hoang+yen", "/api/v1/units/?level=district"],
    "api-unit": ["/api/v1/units/tinh-hung-yen/", "/api/v1/units/huyen-kim-dong/"],
    "api-indicators": ["/api/v1/indicators/"],
    "api": ["/api/v1/"],
    "api-openapi": ["/api/v1/openapi.json"],
}
NOWHERE = [
    *("/khong-co/", "/ky/hung-yen/2031-01/", "/media/", "/files/", "/static/"),
    *(f"/{room}{name}" for room in ("", "media/", "files/", "static/", "var/files/") for name in NAMES),
]
ASKED_WITH = [
    *("?lan=1", "?lan=2", "?chi-so=BSDT"),
    "?preview=1&period=2024-11&thang=11&version=2&state=draft&format=json",
]
HEADERS: list[dict[str, str]] = [
    {"HTTP_ACCEPT": "application/json"},
    {"HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_X_FORWARDED_HOST": "kho.test", "HTTP_X_ORIGINAL_URL": "/quan-tri/", "HTTP_X_HTTP_METHOD": "PUT"},
    {"HTTP_HX_REQUEST": "true", "HTTP_REFERER": "http://testserver/quan-tri/"},
    {"HTTP_AUTHORIZATION": "Bearer x", "HTTP_CACHE_CONTROL": "no-cache"},
]

_WHO_IT_IS = r"django_session|FROM \"auth_user\""

Seen = tuple[int, dict[str, str], Any]
Crawl = dict[str, Seen]


def public_names() -> set[str]:
    return {pattern.name or str(pattern.pattern) for pattern in _public(get_resolver().url_patterns)}


def _public(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif not str(pattern.pattern).startswith("quan-tri/"):
            yield from _public(pattern.url_patterns)


def test_every_public_address_is_crawled() -> None:
    assert public_names() == set(ADDRESSES)


def every() -> list[str]:
    return [address for addresses in ADDRESSES.values() for address in addresses] + NOWHERE


def seen(response: Any, address: str) -> Seen:
    body: Any = response.getvalue()
    headers = dict(response.headers)
    if address.partition("?")[0].endswith(".xlsx") and response.status_code == 200 and body:
        # A workbook's container holds the time it was made; its cells are what counts.
        headers.pop("Content-Length", None)
        body = reading.xlsx_rows(body) if "Content-Encoding" not in headers else ""
    return response.status_code, headers, body


def ask_plainly(client: Client) -> Crawl:
    return {address: seen(client.get(address), address) for address in every()}


def ask_in_every_way(client: Client) -> Crawl:
    """Also the first address of each kind with every parameter, header and method."""
    found = ask_plainly(client)
    for address, *_ in ADDRESSES.values():
        for query in ASKED_WITH:
            asked = address + (query if "?" not in address else query.replace("?", "&"))
            found[asked] = seen(client.get(asked), address)
        for number, headers in enumerate(HEADERS):
            found[f"{number} {address}"] = seen(client.get(address, **headers), address)  # type: ignore[arg-type]  # headers, not options
        found[f"HEAD {address}"] = seen(client.head(address), address)
        found[f"OPTIONS {address}"] = seen(client.options(address), address)
        etag = found[address][1].get("ETag", '"x"')
        found[f"unchanged {address}"] = seen(client.get(address, HTTP_IF_NONE_MATCH=etag), address)
    return found


@pytest.fixture(scope="module")
def inside(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[factories.World]:
    """A published world whose pages were read once, and a person who works there."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = factories.world()
        person = factories.user("nguoi-nhap")
        Membership.objects.create(user=person, office=world.office, role=Role.ADMINISTRATOR)
        Letter.objects.create(
            pk=LETTER,
            release=world.october,
            kind=Office.LetterKind.PROVINCE,
            title="Công bố kết quả",
            pdf=default_storage.save("letters/cong-bo.pdf", ContentFile(b"%PDF-1.7")),
            sha256="a" * 64,
            pages=1,
            check_code=CODE,
        )
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def before(inside: factories.World, django_db_blocker: DjangoDbBlocker) -> Crawl:
    with django_db_blocker.unblock():
        return ask_in_every_way(Client())


@pytest.fixture(autouse=True)
def _database(db: None) -> Iterator[None]:
    """Drafts are gone after each test; no answer kept before hides what is made now."""
    caches["pages"].clear()
    yield


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="nguoi-nhap"))
    return client


def draw_up(world: factories.World, state: str) -> list[Release]:
    """A new month and a correction, in a state of their way, full of canaries wherever words may stand."""
    districts = world.october.results.filter(level="district", indicator__code="total")
    rows = [factories.Row(row.unit, points=POINTS) for row in districts.select_related("unit")]
    rows += [
        factories.Row(world.province, points=POINTS),
        factories.Row(world.province, "CKMB", rate=RATE, more={"note": WORD}),
        factories.Row(world.province, "BSDT", count=COUNT),
    ]
    facts = {"number": WORD, "bases": [WORD]}
    common: dict[str, Any] = {"source_note": WORD, "letter_facts": facts}
    drafts = [
        factories.draft(world.office, "2024-11", rows, **common),
        factories.draft(world.office, "2024-10", rows, version=2, reason=WORD, **common),
    ]
    for draft in drafts:
        _surround(draft)
    Release.objects.filter(pk__in=[draft.pk for draft in drafts]).update(**_steps(state))
    return drafts


def _steps(state: str) -> dict[str, Any]:
    entered = {"submitted_by": factories.user("nguoi-nhap"), "submitted_at": factories.PUBLISHED_AT}
    approved = {"approved_by": factories.user("nguoi-duyet"), "approved_at": factories.PUBLISHED_AT}
    later = {"publish_at": timezone.now() + timedelta(hours=1), "scheduled_by": factories.user("nguoi-duyet")}
    return {
        "draft": {},
        "submitted": {"state": State.SUBMITTED, **entered},
        "approved": {"state": State.APPROVED, **entered, **approved},
        "scheduled": {"state": State.APPROVED, **entered, **approved, **later},
    }[state]


def _surround(draft: Release) -> None:
    """All that gathers around a draft: files, findings, answers, mails, units' objections, the record."""
    person = User.objects.create(username=f"chim-hoang-yen-{draft.pk}", first_name=WORD)
    Membership.objects.create(user=person, office=draft.office, role=Role.ENTRY)
    upload = Upload.objects.create(
        office=draft.office,
        period=draft.period,
        file=default_storage.save(NAMES[0], ContentFile(WORD.encode())),
        original_name=f"{WORD}.xlsx",
        sha256=hashlib.sha256(str(draft.pk).encode()).hexdigest(),
        size=1,
        by=person,
        reading={"sheets": [{"name": WORD, "rows_read": 1, "figures": 1}]},
        progress={"stage": "reading", "done": 1, "of": 2, "at": timezone.now().isoformat()},
    )
    for name in NAMES[1:]:
        default_storage.save(name, ContentFile(WORD.encode()))
    Finding.objects.create(upload=upload, order=1, severity="warns", code="canary", message=WORD, raw=POINTS)
    Answer.objects.create(upload=upload, key=f"unit:{WORD}", value=WORD, comment=WORD, by=person)
    actions.queue(to=["chim@hoang-yen.test"], subject=WORD, body=WORD, about=draft)
    record(draft, person, "answer", comment=WORD, data={"new": POINTS})
    words = {"kind": "province", "block": "closing", "how": "edited", "text": f"{WORD} {POINTS}"}
    LetterBlock.objects.create(release=draft, by=person, **words)
    now = timezone.now()
    unit = draft.entries.order_by("pk")[0].unit
    link = ConfirmationLink.objects.create(
        release=draft,
        unit=unit,
        token_hash=hashlib.sha256(f"{WORD}{draft.pk}".encode()).hexdigest(),
        figures_hash="0" * 64,
        until=now + timedelta(days=1),
        reply_days=3,
        made_by=person,
        made_at=now,
    )
    answer = UnitAnswer.objects.create(
        link=link, kind="objects", text=WORD, name=WORD, position=WORD, figures_hash="0", at=now, hash="1"
    )
    Objection.objects.create(release=draft, unit=unit, answer=answer, text=WORD, at=now, due=now.date())


def differences(after: Crawl, before: Crawl) -> list[str]:
    return [how for how in after if after[how] != before[how]]


def assert_no_canary(answers: Crawl) -> None:
    for how, (_, headers, body) in answers.items():
        text = f"{headers} {body.decode(errors='replace') if isinstance(body, bytes) else body}"
        # The search box repeats what was asked for.
        if "chim+hoang+yen" not in how:
            assert [canary for canary in CANARIES if canary in text] == [], how


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "scheduled"])
def test_a_draft_changes_nothing_public(inside: factories.World, before: Crawl, state: str) -> None:
    draw_up(inside, state)
    after = ask_in_every_way(Client()) if state == "scheduled" else ask_plainly(Client())
    assert differences(after, before) == []
    assert_no_canary(after)


def test_who_is_signed_in_sees_what_everybody_sees(
    inside: factories.World, before: Crawl, staff: Client
) -> None:
    """No session, no user, no cookie: what a person of the office is given may be kept for all."""
    draw_up(inside, "approved")
    for address in every():
        with CaptureQueriesContext(connection) as asked:
            answer = staff.get(address)
        read = [query["sql"] for query in asked if re.search(_WHO_IT_IS, query["sql"])]
        assert read == [], address
        assert not answer.cookies, address
        assert "cookie" not in answer.headers.get("Vary", "").lower(), address
        assert seen(answer, address) == before[address], address


def test_what_is_kept_for_all_is_not_made_for_one(
    inside: factories.World, before: Crawl, staff: Client
) -> None:
    """The first to ask is signed in and sends what would poison a store; the next gets what everybody got."""
    draw_up(inside, "approved")
    for address in every():
        staff.get(address, HTTP_X_FORWARDED_HOST="kho.test", HTTP_HX_REQUEST="true", HTTP_ACCEPT="text/x")
    assert differences(ask_plainly(Client()), before) == []


def read_by(monkeypatch: pytest.MonkeyPatch, **reads: Callable[..., Any]) -> None:
    """Put other reads in place of those all pages begin from, in every module of `queries` that has them."""
    modules = [queries, *(module for _, module in inspect.getmembers(queries, inspect.ismodule))]
    for name, read in reads.items():
        for module in modules:
            if hasattr(module, name):
                monkeypatch.setattr(module, name, read)
    # Prepared questions have asked those reads already, and keep what they made of them.
    monkeypatch.setattr(Prepared, "written", property(vars(Prepared)["written"].func))


def test_errors_say_nothing_of_it(inside: factories.World, monkeypatch: pytest.MonkeyPatch) -> None:
    draw_up(inside, "draft")

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(f"{WORD} {POINTS}")

    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answers = {
        "400": seen(client.get("/ky/hung-yen/2024-10/?lan=x"), ""),
        "host": seen(client.get("/", HTTP_HOST="kho.test"), ""),
        "405": seen(client.post("/ky/hung-yen/2024-11/", {"x": "y"}), ""),
        "api 400": seen(client.get("/api/v1/rankings/?office=hung-yen&period=2024-13&level=x"), ""),
    }
    read_by(monkeypatch, published=broken, on_record=broken)
    for address in ("/", "/ky/", "/ky/hung-yen/2024-11/", "/api/v1/releases/", "/xep-hang/"):
        answers[address] = seen(client.get(address), "")
    assert [status for status, _, _ in answers.values()] == [400, 400, 405, 400, 500, 500, 500, 500, 500]
    assert_no_canary(answers)
    for _, _, body in answers.values():
        assert b"Traceback" not in body
        assert b"RuntimeError" not in body


def test_an_office_with_only_a_draft_looks_like_one_with_nothing(inside: factories.World) -> None:
    district = factories.unit("Huyện Kim Động")
    office = factories.office("Huyện Kim Động", district, slug="kim-dong")
    addresses = ["/ky/kim-dong/2024-11/", "/ky/kim-dong/2024-12/", "/", "/xep-hang/", "/ky/", "/du-lieu/"]
    addresses += ["/api/v1/releases/?office=kim-dong"]
    client = Client()
    before = {address: seen(client.get(address), address) for address in addresses}
    caches["pages"].clear()
    factories.draft(office, "2024-11", [factories.Row(district, points=POINTS)])
    assert {address: seen(client.get(address), address) for address in addresses} == before
    assert before["/ky/kim-dong/2024-11/"][0] == 404


def test_the_crawl_would_see_a_leak(
    inside: factories.World, before: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one read behind all pages made careless: the crawl must find the canaries in every room."""
    draw_up(inside, "approved")
    careless = Release.objects.exclude(state=State.REPLACED).select_related("office", "index_version")
    read_by(
        monkeypatch,
        on_record=lambda: careless.all(),
        published=lambda: careless.exclude(version=1, period="2024-10").all(),
    )
    client = Client(raise_request_exception=False)
    after = {
        address: seen(client.get(address), address)
        for address in ("/ky/", "/ky/hung-yen/2024-11/", "/api/v1/releases/")
    }
    assert differences(after, before) == list(after)
    with pytest.raises(AssertionError):
        assert_no_canary(after)
