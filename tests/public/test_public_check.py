"""Every public form is fetched back and compared: what agrees is counted, what is broken is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.template import engines

from scores import actions, api_rows, cells, checklist, exports, public_check
from scores.letters import appendices
from scores.models import Level, Office, PublicCheck, Release, Result, State, Unit
from scores.public_check import fetching, pages, rankings
from scores.public_check.letter import PDF
from tests import factories, people
from tests.factories import Row

FORMS = {
    *(rankings.PAGE, rankings.API, pages.RELEASE, pages.UNIT, PDF),
    *(form for form, _ in rankings.FILES.values()),
}
BreakTemplate = Callable[[str, str, str], None]
TEMPLATES: Path = django_settings.BASE_DIR / "templates"


def publish(rows: Callable[[Unit, list[Unit]], list[Row]]) -> Release:
    """November of a province whose October is public, published as staff do it; its letter not made yet."""
    world = factories.world()
    Office.objects.filter(pk=world.office.pk).update(letter_kind=Office.LetterKind.PROVINCE)
    office = Office.objects.get(pk=world.office.pk)
    staff = people.at(office)
    districts = list(Unit.objects.filter(level=Level.DISTRICT).order_by("official_order"))
    draft = factories.draft(office, "2024-11", rows(world.province, districts))
    why = checklist.one_reason(draft, "Đúng như Cổng Dịch vụ công quốc gia")
    actions.submit(release=draft, by=staff.enters, reasons=why)
    approved = actions.approve(release=draft, by=staff.approves)
    return actions.publish(release=approved, by=staff.approves)


def totals(province: Unit, districts: list[Unit]) -> list[Row]:
    points = ["87.5", "91.25", None, "86.2", "86.2"]
    rows = [Row(unit, points=text) for unit, text in zip(districts, points, strict=True)]
    return [*rows, *factories.own_rows(province, "88.4")[:2]]


def everything(province: Unit, districts: list[Unit]) -> list[Row]:
    rows = [Row(districts[0], "TDGQ", rate="97.5"), Row(districts[1], "TDGQ", rate="99.9")]
    rows += [Row(districts[0], "5.4", count=3, count_of=1200), Row(districts[1], "BSDT", count=1520)]
    return [*totals(province, districts)[:5], *rows, *factories.own_rows(province, "88.4")]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def release(db: None) -> Release:
    return publish(totals)


@pytest.fixture
def broken_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BreakTemplate]:
    """Put a template with one thing changed before the real one; the engine stays, and so do its guards."""
    engine = engines["django"].engine  # type: ignore[attr-defined]  # Django's own backend has it
    (loader,) = engine.template_loaders

    def put(name: str, old: str, new: str) -> None:
        text = (TEMPLATES / name).read_text()
        assert old in text
        mutated = tmp_path / "templates" / name
        mutated.parent.mkdir(parents=True)
        mutated.write_text(text.replace(old, new))
        monkeypatch.setattr(engine, "dirs", [tmp_path / "templates", *engine.dirs])
        loader.reset()

    yield put
    monkeypatch.undo()
    loader.reset()


def found_in(release: Release) -> set[str]:
    return {difference.form for difference in public_check.compare(release).differences}


def test_what_agrees_is_counted(db: None) -> None:
    release = publish(everything)
    actions.keep_letter(release=release)
    check = actions.check_public(release=release)
    assert check is not None
    assert check.differences == []
    assert set(check.forms) == FORMS
    # Five districts with six figures each and more: a form that is not read would count next to nothing.
    assert all(figures > 20 for figures in check.forms.values()), check.forms
    assert check.compared == sum(check.forms.values())
    assert PublicCheck.objects.get() == check


def test_only_what_is_in_force_is_compared(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(state=State.REPLACED)
    assert actions.check_public(release=release) is None


def test_a_missing_letter_is_a_difference(release: Release) -> None:
    assert found_in(release) == {PDF}


@pytest.mark.parametrize(
    ("template", "old", "new", "forms"),
    [
        ("components/headline.html", "{{ now.total|main_figure }}", "87 điểm", {pages.RELEASE}),
        ("unit.html", '{% include "components/table.html" with table=history %}', "", {pages.UNIT}),
    ],
)
def test_a_broken_template_is_found(
    template: str,
    old: str,
    new: str,
    forms: set[str],
    release: Release,
    broken_template: BreakTemplate,
) -> None:
    broken_template(template, old, new)
    assert found_in(release) - {PDF} == forms


@pytest.mark.parametrize(
    ("cell", "wrong", "forms"),
    [
        ("points", lambda row: str(row.rank or 0), {rankings.PAGE, pages.UNIT}),
        ("change", lambda row: "▲ 1,00", {rankings.PAGE, pages.RELEASE, pages.UNIT}),
        ("rank", lambda row: str(row.line), {rankings.PAGE, pages.UNIT}),
        ("number", lambda row: "1,5", {rankings.PAGE, pages.RELEASE, pages.UNIT}),
    ],
)
def test_a_broken_cell_is_found(
    cell: str,
    wrong: Callable[[Result], str],
    forms: set[str],
    release: Release,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = cells.CELLS[cell]
    monkeypatch.setitem(cells.CELLS, cell, lambda row, text, known: right(row, wrong(row), known))
    assert found_in(release) - {PDF} == forms


def test_a_broken_file_is_found(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """One kind of file at a time rounds what it writes."""

    def rounded(make: exports.Export) -> exports.Export:
        def made(columns: Any, rows: Any, title: str) -> bytes:
            rows = list(rows)
            for row in rows:
                row.points = None if row.points is None else round(row.points)
            return make(columns, rows, title)

        return made

    for ending, (make, content_type) in list(exports.FORMATS.items()):
        with monkeypatch.context() as patch:
            patch.setitem(exports.FORMATS, ending, (rounded(make), content_type))
            assert found_in(release) - {PDF} == {rankings.FILES[ending][0]}


def test_a_broken_api_is_found(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    figures = api_rows.figures
    monkeypatch.setattr(api_rows, "figures", lambda row: {**figures(row), "rank_change": None, "points": 1})
    differences = public_check.compare(release).differences
    assert {found.form for found in differences} - {PDF} == {rankings.API}
    first = next(found for found in differences if found.unit == "Thị xã Mỹ Hào" and found.what == "điểm")
    assert (first.frozen, first.shown) == ("91.25", "1")


def test_a_letter_with_other_figures_is_found(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = appendices._cell
    with monkeypatch.context() as patch:
        patch.setattr(appendices, "_cell", lambda *args: cell(*args).replace("91,25", "91,52"))
        actions.keep_letter(release=release)
        differences = public_check.compare(release).differences
        assert [(found.form, found.frozen) for found in differences] == [(PDF, "91.52")]
    # The code is right again, the file is not.
    (lone,) = public_check.compare(release).differences
    assert (lone.form, lone.what) == (PDF, "dòng của bảng")
    assert "91,25" in lone.frozen


def test_a_letter_whose_file_was_changed_is_found(release: Release) -> None:
    letter = actions.keep_letter(release=release)
    with letter.pdf.open("ab") as file:
        file.write(b"%")
    assert {found.what for found in public_check.compare(release).differences} == {"mã băm SHA-256"}


def test_one_figure_altered_on_its_way_is_found(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands between the results and a reader: a cache, a proxy, a careless hand."""
    fetched = fetching.fetch

    def fetch(address: str) -> fetching.Fetched:
        answer = fetched(address)
        return fetching.Fetched(address, answer.content.replace(b"91,25", b"91,26"))

    monkeypatch.setattr(public_check.forms, "fetch", fetch)
    differences = [found for found in public_check.compare(release).differences if found.form != PDF]
    assert {(found.form, found.what, found.frozen, found.shown) for found in differences} == {
        (form, "điểm", "91.25", "91.26") for form in (rankings.PAGE, rankings.FILES["excel.csv"][0])
    }


def test_an_answer_that_is_none_is_a_difference(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal does not know the name that SITE_URL gives it, so readers get nothing."""
    monkeypatch.setattr("django.conf.settings.SITE_URL", "http://nobody.example")
    differences = public_check.compare(release).differences
    assert {found.form for found in differences} == FORMS
    assert {found.what for found in differences} == {"đọc lại", "văn bản"}
    assert "400" in differences[0].shown
