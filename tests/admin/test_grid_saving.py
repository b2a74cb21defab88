"""The grid: who may open it, cells saved one by one and in blocks, conflicts, others' changes, history."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from scores import actions, permissions
from scores.admin.grid import BATCH
from scores.models import Entry, Level, Membership, Office, Release, Role, Unit
from scores.period import Period
from tests import factories, people
from tests.admin.conftest import OCTOBER
from tests.people import People

AsPerson = Callable[[User], Client]
JSON_VIEWS = ["grid_save", "grid_changes", "grid_keep", "grid_paste", "grid_history"]


class Grid:
    """The grid of the communes, in one person's browser."""

    def __init__(self, client: Client, release: Release) -> None:
        self.client, self.release = client, release

    def address(self, name: str = "grid", level: str = "commune") -> str:
        return reverse(f"admin:{name}", args=[self.release.pk, level])

    def ask(self, name: str, body: object) -> HttpResponse:
        return self.client.post(self.address(name), body, content_type="application/json")  # type: ignore[return-value]  # the test client's response

    def save(self, *cells: dict[str, Any]) -> dict[str, Any]:
        answer = self.ask("grid_save", {"cells": list(cells)})
        assert answer.status_code == 200, answer.content.decode()
        found: dict[str, Any] = answer.json()  # type: ignore[attr-defined]  # as above
        return found


def cell(
    text: str, unit: str = "xa-mot", column: str = "total:points", revision: int = 0, seen: str = ""
) -> Any:
    return {"unit": unit, "column": column, "text": text, "revision": revision, "seen": seen}


@pytest.fixture
def grid(draft: Release, staff: People, as_person: AsPerson) -> Grid:
    return Grid(as_person(staff.enters), draft)


@pytest.fixture
def other(draft: Release, staff: People, as_person: AsPerson) -> Grid:
    return Grid(as_person(staff.administers), draft)


def entry(release: Release, unit: str = "xa-mot", code: str = "total") -> Entry | None:
    return release.entries.filter(unit__slug=unit, indicator__code=code).first()


def points(release: Release, unit: str = "xa-mot", code: str = "total") -> Decimal | None:
    found = entry(release, unit, code)
    return None if found is None else found.points


@pytest.mark.parametrize(
    ("name", "status"),
    [("enters", 200), ("administers", 200), ("approves", 409), ("stranger", 404), ("superuser", 404)],
)
def test_who_may_save(name: str, status: int, draft: Release, staff: People, as_person: AsPerson) -> None:
    grid = Grid(as_person(getattr(staff, name)), draft)
    answer = grid.ask("grid_save", {"cells": [cell("70", revision=1, seen="88,68")]})
    assert answer.status_code == status
    assert (points(draft) == 70) == (status == 200)
    if status == 409:
        assert "không có quyền nhập số liệu" in answer.json()["said"]  # type: ignore[attr-defined]  # the test client's response
        assert "Bạn không có quyền" in grid.client.get(grid.address()).content.decode()


@pytest.mark.parametrize("name", ["stranger", "superuser"])
def test_a_foreign_grid_is_not_there(name: str, draft: Release, staff: People, as_person: AsPerson) -> None:
    grid = Grid(as_person(getattr(staff, name)), draft)
    for view in ["grid", "grid_changes", "grid_history"]:
        assert grid.client.get(grid.address(view)).status_code == 404, view
    for view in ["grid_save", "grid_keep", "grid_paste"]:
        assert grid.ask(view, {}).status_code == 404, view


def test_nobody_gets_in_signed_out(draft: Release) -> None:
    for view in ["grid", *JSON_VIEWS]:
        assert Client().get(reverse(f"admin:{view}", args=[draft.pk, "commune"])).status_code == 302, view


@pytest.mark.parametrize("level", ["nowhere", "department", "country"])
def test_a_level_without_units_is_not_there(level: str, grid: Grid) -> None:
    assert grid.client.get(grid.address(level=level)).status_code == 404


def test_another_offices_unit_is_not_saved(grid: Grid, staff: People) -> None:
    for wrong in (cell("1", unit="tinh-khac"), cell("1", column="nothing:points"), {"unit": "xa-mot"}):
        assert grid.ask("grid_save", {"cells": [wrong]}).status_code == 400
    assert grid.ask("grid_save", "no json at all").status_code == 400
    assert grid.ask("grid_save", {"cells": [cell("1")] * (BATCH + 1)}).status_code == 400


def test_csrf_is_asked_for(draft: Release, staff: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff.enters)
    assert Grid(client, draft).ask("grid_save", {"cells": [cell("70")]}).status_code == 403


def test_a_cell_is_saved_as_a_file_would_be_read(grid: Grid, staff: People) -> None:
    answer = grid.save(cell(" 17,25 điểm ", column="CKMB:points"))
    assert [one["became"] for one in answer["cells"]] == ["saved"]
    assert answer["latest"].startswith("nhap gõ Xã Một · Công khai, minh bạch: 17,25, ")
    shown = answer["rows"]["xa-mot"]["cells"]["CKMB:points"]
    assert (shown["text"], shown["revision"]) == ("17,25", 1)
    assert shown["who"].startswith("nhap gõ, ")
    assert answer["rows"]["xa-mot"]["sum"] == "cộng 1/2 nhóm: 17,25"
    found = entry(grid.release, code="CKMB")
    assert found is not None
    assert (found.points, found.typed_by) == (Decimal("17.25"), staff.enters)


def test_what_cannot_be_saved_keeps_nobody_else_out(grid: Grid) -> None:
    answer = grid.save(
        cell("81,5", column="CKMB:points"),
        cell("98,5", column="CKMB:rate"),
        cell("7", unit="xa-hai", column="CKMB:points"),
    )
    refused, *saved = answer["cells"]
    assert refused["became"] == "refused"
    assert refused["said"] == "81,5 lớn hơn mức tối đa 18. Có phải 8,15 hoặc 18 không?"
    assert [one["became"] for one in saved] == ["saved", "saved"]
    found = entry(grid.release, code="CKMB")
    assert found is not None
    assert (found.points, found.rate) == (None, Decimal("98.5"))


def test_a_block_is_one_event_with_all_old_and_new(grid: Grid) -> None:
    before = grid.release.events.count()
    grid.save(cell("80", revision=1, seen="88,68"), cell("81", unit="xa-hai", revision=1, seen="88,64"))
    event = grid.release.events.latest("pk")
    assert "Sửa gần nhất: nhap gõ 2 số liệu, " in grid.client.get(grid.address()).content.decode()
    assert (grid.release.events.count(), event.action) == (before + 1, "type_entries")
    told = [(one["unit"], one["old"]["points"], Decimal(one["new"]["points"])) for one in event.data["cells"]]
    assert told == [("xa-mot", "88.68", Decimal(80)), ("xa-hai", "88.64", Decimal(81))]
    page = grid.client.get(reverse("admin:release", args=[grid.release.pk])).content.decode()
    assert "Xã Một · Tổng điểm: 88,68 → 80" in page


def test_what_is_there_already_is_not_written_again(grid: Grid) -> None:
    before = grid.release.events.count()
    assert grid.save(cell("88.68", revision=1, seen="88,68"))["cells"][0]["became"] == "saved"
    assert grid.release.events.count() == before


def test_typing_makes_a_contributor_who_may_not_approve(
    office: Office, staff: People, as_person: AsPerson
) -> None:
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    Grid(as_person(staff.administers), release).save(cell("80"), cell("81", unit="xa-hai"))
    assert staff.administers.pk in permissions.contributors(release)


def test_two_people_in_one_cell_both_see_and_both_stay_in_the_record(grid: Grid, other: Grid) -> None:
    other.save(cell("70,5", revision=1, seen="88,68"))
    met = grid.save(cell("71", revision=1, seen="88,68"))["cells"][0]
    assert (met["became"], met["theirs"], met["revision"]) == ("conflict", "70,5", 2)
    assert met["said"].startswith("Người khác (quan-tri) đã sửa ô này lúc ")
    assert met["said"].endswith("(88,68 → 70,5). Bạn nhập 71. Giữ số nào?")
    assert points(grid.release) == Decimal("70.5")

    assert grid.save(cell("71", revision=2, seen="70,5"))["cells"][0]["became"] == "saved"
    assert points(grid.release) == 71
    told = [(change["who"], change["old"], change["new"]) for change in history(grid)]
    assert told[:2] == [("nhap", "70,5", "71"), ("quan-tri", "88,68", "70,5")]


def test_who_keeps_the_others_figure_leaves_their_own_in_the_record(grid: Grid, other: Grid) -> None:
    other.save(cell("70,5", revision=1, seen="88,68"))
    grid.save(cell("71", revision=1, seen="88,68"))
    assert grid.ask("grid_keep", cell("71")).status_code == 200
    assert points(grid.release) == Decimal("70.5")
    assert history(grid)[0]["how"] == "giữ số này, bỏ số mình vừa gõ là 71"


def history(grid: Grid, column: str = "total:points") -> list[dict[str, str]]:
    answer = grid.client.get(grid.address("grid_history"), {"don-vi": "xa-mot", "cot": column})
    found: list[dict[str, str]] = answer.json()["changes"]
    return found


def test_the_same_figure_from_two_people_is_no_conflict(grid: Grid, other: Grid) -> None:
    other.save(cell("70,5", revision=1, seen="88,68"))
    assert grid.save(cell("70.50", revision=1, seen="88,68"))["cells"][0]["became"] == "saved"


def test_another_kind_of_the_same_indicator_is_no_conflict(grid: Grid, other: Grid) -> None:
    other.save(cell("87,3", column="CKMB:rate"))
    assert grid.save(cell("15,7", column="CKMB:points"))["cells"][0]["became"] == "saved"
    found = entry(grid.release, code="CKMB")
    assert found is not None
    assert (found.points, found.rate) == (Decimal("15.7"), Decimal("87.3"))


def test_clearing_and_typing_anew_is_noticed_by_an_old_page(grid: Grid, other: Grid) -> None:
    cleared = other.save(cell("", revision=1, seen="88,68"))
    assert cleared["latest"].startswith("quan-tri xóa Xã Một · Tổng điểm: 88,68 → để trống, ")
    assert entry(grid.release) is None
    other.save(cell("60"))
    met = grid.save(cell("71", revision=1, seen="88,68"))["cells"][0]
    assert (met["became"], met["theirs"]) == ("conflict", "60")


def test_a_cleared_cell_met_by_a_second_person(grid: Grid, other: Grid) -> None:
    other.save(cell("", revision=1, seen="88,68"))
    met = grid.save(cell("71", revision=1, seen="88,68"))["cells"][0]
    assert "(88,68 → trống). Bạn nhập 71." in met["said"]
    assert grid.save(cell("71"))["cells"][0]["became"] == "saved"


def test_others_changes_are_heard_of(grid: Grid, other: Grid, staff: People) -> None:
    Entry.objects.filter(release=grid.release).update(changed_at="2024-01-01T00:00:00+00:00")
    since = now().isoformat()
    quiet = grid.client.get(grid.address("grid_changes"), {"tu": since}).json()
    assert (quiet["rows"], quiet["closed"]) == ({}, "")
    other.save(cell("70,5", unit="xa-hai", revision=1, seen="88,64"), cell("", revision=1, seen="88,68"))
    heard = grid.client.get(grid.address("grid_changes"), {"tu": since}).json()
    assert set(heard["rows"]) == {"xa-mot", "xa-hai"}
    assert heard["rows"]["xa-hai"]["cells"]["total:points"]["text"] == "70,5"
    assert "total:points" not in heard["rows"]["xa-mot"]["cells"]
    people.say_no_data(grid.release, staff.enters)
    actions.submit(release=grid.release, by=staff.enters)
    closed = grid.client.get(grid.address("grid_changes"), {"tu": since}).json()["closed"]
    assert "đang ở trạng thái “Chờ duyệt”" in closed
    assert grid.client.get(grid.address("grid_changes"), {"tu": "hôm qua"}).status_code == 400


def test_nobody_types_into_what_is_submitted(grid: Grid, staff: People) -> None:
    actions.submit(release=grid.release, by=staff.enters)
    answer = grid.ask("grid_save", {"cells": [cell("1", revision=1, seen="88,68")]})
    assert answer.status_code == 409
    assert "Chờ duyệt" in answer.json()["said"]  # type: ignore[attr-defined]  # the test client's response
    assert points(grid.release) == Decimal("88.68")


def test_the_page_says_what_is_doubtful(published: Release, staff: People, as_person: AsPerson) -> None:
    november = actions.start(office=published.office, period=Period.parse("2024-11"), by=staff.enters)
    grid = Grid(as_person(staff.enters), november)
    page = grid.client.get(grid.address()).content.decode()
    assert 'data-b="88,68"' in page
    grid.save(cell("80"), cell("18", column="CKMB:points"), cell("20", column="TDGQ:points"))
    row = grid.save(cell("88", unit="xa-hai"))["rows"]
    assert row["xa-hai"]["cells"]["total:points"]["doubt"] == ""
    page = grid.client.get(grid.address()).content.decode()
    assert "Tổng 80, cộng 2 nhóm được 38." in page
    assert "Kỳ trước 88,68, chênh -8,68: quá 5." in page


def test_columns_in_use_come_first_and_others_are_added(grid: Grid) -> None:
    def keys(query: str = "") -> list[str]:
        columns = grid.client.get(grid.address() + query).context["columns"]
        return [column.key for column in columns]

    assert keys() == ["total:points"]
    assert keys("?cot=CKMB:rate&cot=5.4:count&cot=nothing") == ["total:points", "CKMB:rate", "5.4:count"]
    grid.save(cell("310.630", column="BSDT:count"))
    assert keys() == ["total:points", "BSDT:count"]


def test_an_empty_draft_begins_with_total_and_groups(
    office: Office, staff: People, as_person: AsPerson
) -> None:
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    grid = Grid(as_person(staff.enters), release)
    columns = grid.client.get(grid.address()).context["columns"]
    assert [column.key for column in columns] == ["total:points", "CKMB:points", "TDGQ:points"]


def test_two_thousand_cells_in_batches_and_a_session_that_ends(staff: People, as_person: AsPerson) -> None:
    district = factories.unit("Huyện Rộng", Level.DISTRICT)
    Unit.objects.bulk_create(
        Unit(
            slug=f"xa-{n}",
            name=f"Xã {n}",
            level=Level.COMMUNE,
            parent=district,
            official_order=n,
            sort_key=str(n),
        )
        for n in range(500)
    )
    office = factories.office("Huyện Rộng", district)
    Membership.objects.create(user=staff.enters, office=office, role=Role.ENTRY)
    release = actions.start(office=office, period=OCTOBER, by=staff.enters)
    keys = ["CKMB:points", "CKMB:rate", "TDGQ:points", "TDGQ:rate"]
    cells = [cell("12,5", unit=f"xa-{n}", column=key) for n in range(500) for key in keys]
    grid = Grid(as_person(staff.enters), release)
    for start in range(0, len(cells), BATCH):
        if start == 3 * BATCH:
            grid.client.logout()
            assert grid.ask("grid_save", {"cells": cells[start : start + BATCH]}).status_code == 302
            assert release.entries.count() == 3 * BATCH / 2
            grid = Grid(as_person(staff.enters), release)
        answer = grid.save(*cells[start : start + BATCH])
        assert {one["became"] for one in answer["cells"]} == {"saved"}
    written = release.entries.values_list("points", "rate")
    assert len(written) == 1000
    assert set(written) == {(Decimal("12.5"), Decimal("12.5"))}
