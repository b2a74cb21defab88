"""The template an office fills in: what is written into its open cells is read back, exactly and alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from scores import actions
from scores.intake import template, template_plan
from scores.intake.catalogue import CatalogueUnit, Context, Previous
from scores.intake.outcome import Reading
from scores.intake.reading import read
from scores.intake.stamp import stamp_in
from scores.intake.template_plan import Blank, Field, Used
from scores.intake.template_sheets import REASONS
from scores.models import Level
from scores.period import Period
from tests import people
from tests.workbooks import Row, Sheet, parts, workbook

ContextOf = Callable[[str, str], Context]
DATA = Path(__file__).parent.parent / "data"
SAVED = Path(__file__).parent / "saved" / "template-tien-lu-2024-08-libreoffice.xlsx"
OF_REASON = dict(zip(REASONS, ("no_data", "nothing_arose", "not_applicable"), strict=True))
PLAUSIBLE: dict[Field, Decimal | int] = {
    Field.POINTS: Decimal("88.68"),
    Field.RATE: Decimal("98.97"),
    Field.COUNT: 12,
}
FIELDS = ("points", "rate", "count", "count_of", "national_average", "national_rank")
Key = tuple[int, int]
Values = dict[str, Decimal | int | str]


@dataclass(frozen=True)
class Place:
    """An open cell of the template: where, whose figure, which."""

    sheet: str
    row: int
    column: int
    key: Key
    blank: Blank


@dataclass(frozen=True)
class Filled:
    """A template with the context it was made of and its open cells."""

    context: Context
    used: Used
    data: bytes
    places: list[Place]

    def with_values(self, values: dict[Place, Decimal | int | str]) -> bytes:
        book = load_workbook(io.BytesIO(self.data))
        for place, value in values.items():
            cell = book[place.sheet].cell(place.row, place.column)
            cell.value = float(value) if isinstance(value, Decimal) else value
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def read(self, data: bytes) -> Reading:
        """Read without the figures before: what moved since then is not what is asked here."""
        return read(data, "mẫu.xlsx", replace(self.context, previous={}))


MADE_OF = {
    "province": ("hung-yen", "2024-10", "2024-10-tinh-hung-yen.xlsx"),
    "district": ("tien-lu", "2024-08", "2024-08-huyen-tien-lu.xlsx"),
    "quarter": ("hung-yen", "2025-Q3", "2025-q3-tinh-hung-yen.xlsx"),
    "components": ("tinh-khong-neu-ten", "2023-11", "2023-11-chi-so-thanh-phan.xlsx"),
    "first month": ("gia-lai", "2026-03", ""),
}
_made: dict[str, Filled] = {}


@pytest.fixture
def made(context_of: ContextOf) -> Callable[[str], Filled]:
    """`made("province")`: a template that asks for what a real file had, with its figures for reference."""

    def make(kind: str) -> Filled:
        if kind not in _made:
            office, period, file = MADE_OF[kind]
            context = context_of(office, period)
            reading = read((DATA / file).read_bytes(), file, context) if file else None
            _made[kind] = filled(context, reading)
        return _made[kind]

    return make


def filled(context: Context, before: Reading | None) -> Filled:
    used: dict[tuple[str, int], frozenset[Field]] = {}
    previous: dict[Key, Previous] = {}
    for figure in before.figures if before else ():
        unit = context.unit_by_id[figure.unit_id]
        sheet = template_plan.OWN_SHEET if unit == context.own else unit.level
        held = {Field(name) for name in FIELDS if getattr(figure, name) is not None}
        used[sheet, figure.indicator_id] = used.get((sheet, figure.indicator_id), frozenset()) | held
        figures = (figure.points, figure.rate, figure.count, figure.count_of)
        previous[figure.unit_id, figure.indicator_id] = Previous(*figures)
    context = replace(context, previous=previous)
    data = template.build(context, context.period.label, "Bộ chỉ số", used)
    return Filled(context, used, data, list(places(context, used)))


def places(context: Context, used: Used) -> Iterator[Place]:
    units = {template_plan.as_letters_write(unit): unit for unit in context.units if unit != context.own}
    for sheet in template_plan.sheets(context, context.period.label, used):
        first = 7 if any(column.group for column in sheet.columns) else 6
        part = ""
        for row_number, row in enumerate(sheet.rows, first):
            part = str(row[0]) if row[0] in ("I", "II", "III") else part
            for column_number, (column, content) in enumerate(zip(sheet.columns, row, strict=True), 1):
                if not isinstance(content, Blank):
                    continue
                if column.group:
                    named = [item for item in context.indicators if column.group in item.names]
                    unit = units[str(row[sheet.names])]
                else:
                    named = [item for item in context.indicators if row[1] == item.name]
                    unit = context.own
                code = f"{part}.{row[0]}" if part else str(row[0])
                (indicator,) = [item for item in named if len(named) == 1 or item.code == code]
                yield Place(sheet.name, row_number, column_number, (unit.id, indicator.id), content)


def read_back(reading: Reading) -> dict[Key, Values]:
    names = (*FIELDS, "national_of", "no_data_reason", "note")
    return {
        (figure.unit_id, figure.indicator_id): {
            name: getattr(figure, name) for name in names if getattr(figure, name) not in (None, "")
        }
        for figure in reading.figures
    }


def cents(limit: Decimal | None) -> st.SearchStrategy[Decimal]:
    top = int((limit or Decimal(100)) * 100)
    return st.integers(0, top).map(lambda number: Decimal(number) / 100)


def figure_for(blank: Blank, draw: st.DataObject) -> tuple[Decimal | int | str, Values]:
    """What is written into a cell, and what must be read from it."""
    if blank.field is Field.NATIONAL_RANK:
        rank = draw.draw(st.integers(1, 63))
        return f"{rank:02d}/63", {"national_rank": rank, "national_of": 63}
    if blank.field is Field.NOTE:
        note = draw.draw(st.sampled_from(["Số liệu sơ bộ", "=2+3", "- chờ đối chiếu"]))
        return note, {"note": note}
    if blank.choices:
        answer = draw.draw(st.sampled_from(blank.choices))[1]
        return answer, {"count": answer}
    if blank.field is Field.COUNT:
        count = draw.draw(st.integers(0, 400_000))
        if blank.part_of:
            return f"{count}/{count + 5}", {"count": count, "count_of": count + 5}
        return count, {"count": count}
    number = draw.draw(cents(blank.maximum))
    return number, {str(blank.field): number}


# Shrinking a failure would write and read some hundred workbooks more.
slow = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
)


@pytest.mark.parametrize("kind", MADE_OF)
@slow
@given(draw=st.data())
def test_what_is_filled_in_is_read_back(
    kind: str, made: Callable[[str], Filled], draw: st.DataObject
) -> None:
    form = made(kind)
    by_key: dict[Key, list[Place]] = {}
    for place in form.places:
        by_key.setdefault(place.key, []).append(place)
    chosen = draw.draw(st.lists(st.sampled_from(list(by_key)), min_size=1, max_size=12, unique=True))
    written: dict[Place, Decimal | int | str] = {}
    expected: dict[Key, Values] = {}
    for key in chosen:
        main = [place for place in by_key[key] if place.blank.field in ("points", "rate", "count")]
        if draw.draw(st.integers(0, 4)) == 0:
            reason = draw.draw(st.sampled_from(REASONS))
            written[main[0]] = reason
            expected[key] = {"no_data_reason": OF_REASON[reason]}
            continue
        values: Values = {}
        for place in [main[0], *(place for place in by_key[key] if place != main[0])]:
            if place is not main[0] and draw.draw(st.booleans()):
                continue
            written[place], told = figure_for(place.blank, draw)
            values |= told
        expected[key] = values
    reading = form.read(form.with_values(written))
    assert read_back(reading) == expected
    assert not reading.blocked, reading.findings


def test_a_form_asks_for_all_its_lines_and_lets_a_yes_or_no_be_nothing_else(
    made: Callable[[str], Filled],
) -> None:
    form = made("quarter")
    carrying = {item.id: item for item in form.context.indicators if item.carries}
    asked = {place.key[1]: place for place in form.places if place.blank.field in ("rate", "count")}
    assert asked.keys() == carrying.keys()
    (answered,) = [place for place in asked.values() if place.blank.choices]
    assert carrying[answered.key[1]].code == "I.3"
    sheet = load_workbook(io.BytesIO(form.data))[answered.sheet]
    cell = sheet.cell(answered.row, answered.column).coordinate
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert rule.formula1.startswith(f"OR({cell}=0,{cell}=1,")
    assert "Chỉ ghi 0 (không), 1 (có)." in str(rule.error)


def test_a_whole_month_filled_in_raises_no_question(made: Callable[[str], Filled]) -> None:
    form = made("district")
    written: dict[Place, Decimal | int | str] = {
        place: PLAUSIBLE[place.blank.field]
        for place in form.places
        if place.blank.field is not Field.NOTE
        and not place.blank.part_of
        and form.context.own.id != place.key[0]
    }
    reading = form.read(form.with_values(written))
    assert reading.findings == ()
    assert len(reading.figures) == len(written) == 15 * 4
    listed = {row.text: row.why for row in reading.left_out}
    assert listed["Hướng dẫn"] == "trang hướng dẫn của mẫu, không có số liệu"
    reference = [text for text in listed if "kỳ trước" in text]
    assert "Tổng điểm Điểm kỳ trước (tháng 7/2024)" in reference
    assert len(reference) == 4


def test_nothing_filled_in_is_no_figure(made: Callable[[str], Filled]) -> None:
    for kind in MADE_OF:
        reading = made(kind).read(made(kind).data)
        assert reading.figures == ()
        assert [finding.code for finding in reading.findings] == ["no-figures"]


def test_only_figures_are_open_and_every_open_cell_is_guarded(made: Callable[[str], Filled]) -> None:
    for kind in MADE_OF:
        form = made(kind)
        book = load_workbook(io.BytesIO(form.data))
        unlocked, guarded = set(), set()
        for sheet in book.worksheets:
            assert sheet.protection.sheet
            assert not sheet.protection.password
            for row in sheet.iter_rows():
                unlocked |= {(sheet.title, cell.coordinate) for cell in row if not cell.protection.locked}
            for rule in sheet.data_validations.dataValidation:
                assert rule.showErrorMessage
                assert rule.error
                assert len(rule.error) <= 225
                assert len(rule.formula1) <= 255
                cells = (cell for area in rule.sqref.ranges for cell in area.cells)
                guarded |= {(sheet.title, sheet.cell(*place).coordinate) for place in cells}
        expected = {
            (place.sheet, book[place.sheet].cell(place.row, place.column).coordinate) for place in form.places
        }
        assert unlocked == guarded == expected


def test_saved_by_libreoffice(context_of: ContextOf) -> None:
    """Filled in and saved by LibreOffice 7.4: the figures and the stamp are what they were."""
    context = context_of("tien-lu", "2024-08")
    reading = read(SAVED.read_bytes(), SAVED.name, context)
    assert not reading.blocked
    points = [figure for figure in reading.figures if figure.points is not None]
    assert [figure.points for figure in points[:3]] == [Decimal(text) for text in ("80.01", "80.02", "80.03")]
    by_rate = [figure.rate for figure in reading.figures if figure.rate is not None]
    assert by_rate[:2] == [Decimal("98.01"), Decimal("98.02")]
    reasons = [figure for figure in reading.figures if figure.no_data_reason]
    assert [figure.no_data_reason for figure in reasons] == ["nothing_arose", "nothing_arose"]
    assert len(reading.figures) == 32
    stamp = stamp_in(SAVED.read_bytes())
    assert stamp is not None
    assert (stamp.office, stamp.period) == ("Huyện Tiên Lữ", "2024-08")


def test_a_template_of_another_office_or_period_is_refused(
    made: Callable[[str], Filled], context_of: ContextOf
) -> None:
    data = made("district").data
    for context, code, told in (
        (context_of("hung-yen", "2024-10"), "wrong-office", "mẫu này lập cho Huyện Tiên Lữ"),
        (context_of("tien-lu", "2024-07"), "wrong-period", "mẫu này lập cho tháng 8/2024"),
    ):
        reading = read(data, "mẫu.xlsx", context)
        assert any(found.code == code and told in found.message for found in reading.findings)
        assert reading.blocked


def test_a_changed_list_of_units_is_told(made: Callable[[str], Filled]) -> None:
    form = made("district")
    fewer = replace(form.context, units=form.context.units[:-1])
    told = [found for found in read(form.data, "mẫu.xlsx", fewer).findings if found.code == "units-changed"]
    assert [found.severity for found in told] == ["warns"]


def test_names_are_never_formulas(context_of: ContextOf) -> None:
    context = context_of("tien-lu", "2024-08")
    odd = tuple(
        CatalogueUnit(id=900 + number, name=name, level=Level.DEPARTMENT, names=(name,), code=f"@{number}")
        for number, name in enumerate(["=HYPERLINK(1)", "+cmd", "-2+3", "@SUM(A1)"])
    )
    form = filled(replace(context, units=(context.own, *odd)), None)
    assert not any(b"<f>" in part for name, part in parts(form.data).items() if "worksheets" in name)
    of_total = [place for place in form.places if place.column == 4]
    reading = form.read(form.with_values({place: Decimal("50") for place in of_total}))
    assert [figure.unit_id for figure in reading.figures] == [900, 901, 902, 903]


def test_an_offices_own_sheet_of_guidance_is_read(context_of: ContextOf) -> None:
    rows: list[Row] = [["Stt", "Tên cơ quan, đơn vị", "Tổng điểm"], [1, "Xã Thủ Sỹ", 88.68]]
    reading = read(workbook({"Hướng dẫn": Sheet(rows)}), "a.xlsx", context_of("tien-lu", "2024-08"))
    assert len(reading.figures) == 1


def test_of_a_release_as_last_published(db: None, tmp_path: Path) -> None:
    office = people.district_office()
    staff = people.at(office)
    unit = people.communes(office)[0]
    period = Period.parse("2024-10")
    draft = actions.start(office=office, period=period, by=staff.enters)
    rates = draft.index_version.indicators.get(code="TDGQ")
    actions.type_entry(
        release=draft, unit=unit, indicator=rates, by=staff.enters, figures={"rate": Decimal("97.5")}
    )
    people.say_no_data(draft, staff.enters, "TDGQ")
    actions.submit(release=draft, by=staff.enters)
    actions.approve(release=draft, by=staff.approves)
    actions.publish(release=draft, by=staff.approves)
    call_command(
        "template", office=office.slug, period="2024-11", out=tmp_path / "m.xlsx", stdout=io.StringIO()
    )
    book: Workbook = load_workbook(tmp_path / "m.xlsx")
    sheet = book["Cấp xã"]
    assert sheet["A2"].value == "THÁNG 11/2024"
    assert [cell.value for cell in sheet[5]] == ["Stt", "Tên cơ quan, đơn vị", "Tiến độ giải quyết", None]
    assert [cell.value for cell in sheet[6]][2:] == ["Tỷ lệ (%)", "Tỷ lệ (%) kỳ trước (tháng 10/2024)"]
    assert [cell.value for cell in sheet[7]] == [1, "UBND xã Một", None, 97.5]
    with pytest.raises(CommandError, match="đã công bố"):
        call_command("template", office=office.slug, period="2024-10", out=tmp_path / "m.xlsx")
