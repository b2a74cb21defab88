"""Where one figure comes from: release version, cell of a file or the person who typed it, answers, steps."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from scores.admin import wording
from scores.admin.access import page, release_for
from scores.admin.grid_sheet import Sheet
from scores.admin.provenance_history import history
from scores.admin.provenance_row import RowAround, row_around
from scores.admin.uploads import answer_words
from scores.figure_text import figures_text
from scores.models import Answer, Entry, Figures, Finding, Indicator, Level, Release, Result, Unit, Upload


@dataclass(frozen=True)
class Doubt:
    """What a check said of the figure's cell, and who answered what to it."""

    finding: Finding
    answer: Answer | None


@dataclass(frozen=True)
class Correction:
    """What a person said of a cell, in words."""

    answer: Answer

    @property
    def words(self) -> str:
        return answer_words.words(self.answer.key, self.answer.value)


@dataclass(frozen=True)
class Source:
    """The cell of a file a figure was read from, or who typed it; empty for a figure that is gone."""

    upload: Upload | None = None
    sheet: str = ""
    cell: str = ""
    typed_by: str = ""

    @property
    def row(self) -> RowAround | None:
        return None if self.upload is None else row_around(self.upload, self.sheet, self.cell)

    @property
    def doubts(self) -> list[Doubt]:
        if self.upload is None:
            return []
        answers = {answer.key: answer for answer in self.upload.answers.select_related("by")}
        found = self.upload.findings.filter(sheet=self.sheet, cell=self.cell).order_by("order")
        return [Doubt(finding, answers.get((finding.question or {}).get("key", ""))) for finding in found]

    @property
    def corrections(self) -> list[Correction]:
        """What was typed in place of this cell's content, or said of it."""
        if self.upload is None:
            return []
        key = f"cell:{self.sheet}!{self.cell}"
        given = self.upload.answers.filter(key=key).select_related("by").order_by("at")
        return [Correction(answer) for answer in given]


def provenance(request: HttpRequest, pk: int, slug: str, code: str) -> HttpResponse:
    """The chain of one figure on one page."""
    release = release_for(request, pk)
    indicator = get_object_or_404(release.index_version.indicators, code=code)
    unit = _unit(release, slug)
    result = release.results.filter(unit=unit, indicator=indicator).first()
    entry = (
        release.entries.filter(unit=unit, indicator=indicator)
        .select_related("upload__by", "typed_by")
        .first()
    )
    changes = history(release, unit, indicator)
    figure: Figures | None = result or entry
    if figure is None and not changes:
        raise Http404
    name = result.unit_name if result else unit.name_on(release.period.last_day)
    context = {
        "release": release,
        "unit": unit,
        "indicator": indicator,
        "name": name,
        "figure": "" if figure is None else figures_text(figure, indicator),
        "national": "" if figure is None else wording.national_text(figure),
        "result": result,
        "before": _before(release, unit, indicator),
        "source": _of_result(result) if result else _of_entry(entry),
        "changes": changes,
        "steps": _steps(release),
    }
    return page(request, "staff/provenance.html", f"{name} · {indicator.short_name}", context)


def _unit(release: Release, slug: str) -> Unit:
    """A unit the release speaks of: of the office then, or with a figure of it."""
    unit = release.office.units_for(release.period).filter(slug=slug).first()
    if unit is None:
        unit = Unit.objects.filter(slug=slug, results__release=release).distinct().first()
    if unit is None:
        raise Http404
    return unit


def _before(release: Release, unit: Unit, indicator: Indicator) -> str:
    standing = Sheet(release, Level(unit.level)).before.get(unit.pk, {}).get(indicator.pk)
    return "" if standing is None else figures_text(standing, indicator)


def _of_entry(entry: Entry | None) -> Source:
    if entry is None:
        return Source()
    typed_by = "" if entry.typed_by is None else wording.name_of(entry.typed_by)
    return Source(entry.upload, entry.sheet, entry.cell, typed_by)


def _of_result(result: Result) -> Source:
    """What the published row itself says: `<upload id>!<sheet>!<cell>` or `typed:<user id>`."""
    kind, _, typed_by = result.source.partition(":")
    if kind == "typed" and typed_by.isdecimal():
        person = User.objects.filter(pk=int(typed_by)).first()
        return Source(typed_by="" if person is None else wording.name_of(person))
    upload_id, _, place = result.source.partition("!")
    sheet, _, cell = place.rpartition("!")
    upload = Upload.objects.filter(office=result.office_id, pk=UUID(upload_id)).select_related("by").first()
    return Source(upload, sheet, cell)


def _steps(release: Release) -> list[tuple[str, str, str, str]]:
    """What was done with the release as a whole: (what, who, when, comment), oldest first."""
    words = {
        "start": "Lập đợt",
        "correct": "Lập bản đính chính",
        "confirm_all": "Xác nhận các chỗ cần xem của tệp",
        "accept_upload": "Nhận số liệu từ tệp",
        "submit": "Trình duyệt",
        "send_back": "Trả lại",
        "approve": "Duyệt",
        "publish": "Công bố",
        "withdraw": "Thu hồi",
    }
    events = release.events.filter(action__in=words).select_related("by").order_by("pk")
    return [
        (words[event.action], wording.name_of(event.by), wording.moment(event.at), event.comment)
        for event in events
    ]
