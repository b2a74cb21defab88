"""Every staff page opened once: Vietnamese throughout, no script or style inline, nothing changed."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from scores import actions
from scores.models import IndexVersion, Indicator, Office, Release, Unit
from tests import people
from tests.admin import sheets
from tests.people import People

AsPerson = Callable[[User], Client]
MODELS = {
    "scores_unit": Unit,
    "scores_indexversion": IndexVersion,
    "scores_indicator": Indicator,
    "scores_office": Office,
    "auth_user": User,
}
SAID_IN_VAIN = ("!", "vui lòng", "rất tiếc", "không hợp lệ")
ENGLISH = re.compile(
    r"\b(save|delete|home|log ?(?:in|out)|add|change[sd]?|history|search|filter|password|username|user|users|"
    r"view|remove|error|errors|please|welcome|none|true|false|today|yesterday|all|any|select(?:ed)?|enter|"
    r"required|field|this|that|is|are|was|with|and|or|of|by|from|successfully|result|results|show|close|"
    r"continue|another|currently|site|admin|administration|staff|superuser|status|page|file|upload|submit|"
    r"raw|hash|algorithm|salt|iterations|forgotten|again|your|you|value|valid|invalid|number|date|time)\b",
    re.IGNORECASE,
)
OUR_OWN_CODES = {"total", "json", "xlsx", "email"}


class Said(HTMLParser):
    """What a reader or a screen reader is told: text, and the attributes that are read out or shown."""

    READ = ("title", "alt", "placeholder", "aria-label", "value", "data-inline-formset")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inline: list[str] = []
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = tag
        if tag == "script" and "src" not in given:
            self.inline.append(str(given))
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "input" and given.get("type") in ("hidden", "radio", "checkbox", "text"):
            given.pop("value", None)
        if tag in ("option", "li", "link"):
            given.pop("value", None)
        self.words += [_shown(name, value or "") for name, value in given.items() if name in self.READ]

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style", "textarea", "code"):
            return
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def _shown(name: str, value: str) -> str:
    """Of an inline's settings only the two texts are shown."""
    if name == "data-inline-formset":
        return " ".join(re.findall(r'"(?:addText|deleteText)": "([^"]*)"', value))
    return value


def english(page: str) -> list[str]:
    text = " ".join(Said(page).words)
    text = re.sub(r"\S+@\S+|https?://\S+|[\w-]+\.(?:xlsx|json)", " ", text)
    return [found[0] for found in ENGLISH.finditer(text) if found[0].lower() not in OUR_OWN_CODES]


@pytest.fixture
def upload_address(draft: Release, staff: People) -> str:
    data = sheets.totals(101, 87, 86)
    upload = actions.record_upload(release=draft, data=data, name="thang-10.xlsx", by=staff.enters)
    return reverse("admin:upload_result", args=[draft.pk, upload.pk])


def reference_pages() -> Iterator[str]:
    for name, model in MODELS.items():
        first = model._default_manager.order_by("pk")[0].pk
        yield reverse(f"admin:{name}_changelist")
        yield reverse(f"admin:{name}_add")
        yield reverse(f"admin:{name}_change", args=[first])
        yield reverse(f"admin:{name}_history", args=[first])
    yield reverse("admin:scores_unit_changelist") + "?q=xa+mot&level=commune&con=co&co-quan=huyen-thu"
    yield reverse("admin:auth_user_password_change", args=[User.objects.order_by("pk")[0].pk])


def own_pages(draft: Release, upload_address: str) -> Iterator[str]:
    yield from (
        reverse(f"admin:{name}")
        for name in ("index", "releases", "start", "catalogue", "password_change", "password_change_done")
    )
    yield from (reverse(f"admin:{name}") for name in ("bring", "trial"))
    one = ("release", "upload", "type", "describe", "submit", "send_back", "approve", "publish", "correct")
    yield from (reverse(f"admin:{name}", args=[draft.pk]) for name in one)
    yield reverse("admin:type_unit", args=[draft.pk, "xa-mot"])
    yield reverse("admin:grid", args=[draft.pk, "commune"])
    yield reverse("admin:provenance", args=[draft.pk, "xa-mot", "total"])
    yield upload_address
    yield f"{upload_address}so-lieu/"


def test_every_page_is_vietnamese_and_changes_nothing(
    draft: Release, upload_address: str, staff: People, as_person: AsPerson
) -> None:
    User.objects.filter(pk=staff.administers.pk).update(is_superuser=True)
    clients = [as_person(person) for person in (staff.administers, staff.enters, staff.approves)]
    before = rows()
    for client in clients:
        for address in [*own_pages(draft, upload_address), *reference_pages()]:
            answer = client.get(address)
            page = answer.content.decode()
            assert answer.status_code in (200, 403), address
            assert english(page) == [], address
            assert Said(page).inline == [], address
            assert [said for said in SAID_IN_VAIN if said in " ".join(Said(page).words).lower()] == [], (
                address
            )
    assert rows() == before


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_errors_of_forms_are_vietnamese(draft: Release, staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.administers)
    for name in MODELS:
        page = client.post(reverse(f"admin:{name}_add"), _formsets(client, name)).content.decode()
        assert "Không để trống mục này." in page, name
        assert english(page) == [], name
    for name in ("upload", "describe", "send_back"):
        page = client.post(reverse(f"admin:{name}", args=[draft.pk]), {"date": "x"}).content.decode()
        assert english(page) == [], name
    wrong = {"old_password": "a", "new_password1": "12345", "new_password2": "1234"}
    for typed in (wrong, {**wrong, "new_password2": "12345"}, {}):
        assert english(client.post(reverse("admin:password_change"), typed).content.decode()) == []


def _formsets(client: Client, name: str) -> dict[str, str]:
    """The counters that Django's inlines need; all else is left empty."""
    page = client.get(reverse(f"admin:{name}_add")).content.decode()
    found = re.findall(r'name="([\w-]+-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)" value="(\d+)"', page)
    return dict(found)


def test_what_visitors_meet_is_vietnamese(db: None, client: Client) -> None:
    login = reverse("admin:login")
    pages = [
        client.get(login),
        client.post(login, {}),
        client.post(login, {"username": "ai", "password": "sai"}),
        client.get("/quan-tri/khong-co/", follow=True),
        Client(enforce_csrf_checks=True).post(login, {"username": "ai"}),
    ]
    for answer in pages:
        assert english(answer.content.decode()) == []
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in pages[2].content.decode()
    assert pages[4].status_code == 403
    assert "Chưa lưu được vì phiên làm việc đã đổi." in pages[4].content.decode()


def test_signing_in_needs_an_office(staff: People, client: Client) -> None:
    for person, inside in ((staff.enters, True), (User.objects.create_user("khach"), False)):
        person.set_password("mat-khau-thu")
        person.save()
        typed = {"username": person.get_username(), "password": "mat-khau-thu"}
        answer = client.post(reverse("admin:login"), typed)
        assert (answer.status_code == 302) is inside
        if not inside:
            assert "chưa được phân công ở cơ quan nào" in answer.content.decode()


def test_leaving(staff: People, as_person: AsPerson) -> None:
    client = as_person(staff.enters)
    assert english(client.post(reverse("admin:logout")).content.decode()) == []
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_foreign_page_says_so_in_vietnamese(office: Office, as_person: AsPerson) -> None:
    staff = people.at(office)
    client = as_person(staff.enters)
    for address, status in ((reverse("admin:auth_user_changelist"), 403), ("/quan-tri/dot/999/", 404)):
        answer = client.get(address)
        assert answer.status_code == status
        assert english(answer.content.decode()) == []


def test_the_word_list_finds_what_it_looks_for() -> None:
    assert english('<p>Lưu <b>Delete</b> <img alt="Search"> <input type="submit" value="Save">') == [
        *("Delete", "Search", "Save"),
    ]
    assert Said('<a onclick="x()" style="color:red"><script>x()</script>').inline != []


def test_the_compiled_sentences_are_those_in_the_source() -> None:
    folder = settings.BASE_DIR / "portal" / "locale" / "vi" / "LC_MESSAGES"
    source = (folder / "django.po").read_text()
    with (folder / "django.mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]  # all of them, as read
    pairs = r'^msgid (?P<id>".+")\n(?:msgid_plural .+\n)?msgstr(?:\[0\])? (?P<said>".+")$'
    written = {
        _unquoted(found["id"]): _unquoted(found["said"]) for found in re.finditer(pairs, source, re.MULTILINE)
    }
    compiled_texts = {
        key[0] if isinstance(key, tuple) else key: value for key, value in known.items() if key != ""
    }
    assert compiled_texts == written
    assert len(written) > 100


def _unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\n", "\n")
