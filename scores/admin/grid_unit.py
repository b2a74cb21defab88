"""The plain way to type, without JavaScript: all figures of one unit in one form."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scores import actions
from scores.admin import next_step
from scores.admin.access import page, person, release_for
from scores.admin.grid_cells import Column
from scores.admin.grid_saving import Answer, Became, Wish, save
from scores.admin.grid_sheet import RowSays, Sheet
from scores.models import Level, Release, Unit


@dataclass(frozen=True)
class Box:
    """One box of the form: what stands in it, what stood there, and what is said about it."""

    column: Column
    text: str
    seen: str
    revision: int
    before: str
    doubt: str
    answer: Answer | None


def of_unit(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The form; on POST every box that can be saved is, and the others say why not."""
    release = release_for(request, pk)
    sheet, unit = _sheet_and_unit(release, slug)
    answers: dict[str, Answer] = {}
    refusal = ""
    if request.method == "POST":
        try:
            made = save(sheet, _wishes(request, sheet, unit), person(request))
        except actions.Refused as refused:
            refusal = str(refused)
        else:
            answers = {answer.wish.column.key: answer for answer in made}
            saved = sum(answer.became == Became.SAVED for answer in made)
            messages.success(request, f"Đã lưu {saved} số liệu." if saved else "Không có số nào thay đổi.")
            if saved == len(made):
                done = "_done" in request.POST
                return redirect(reverse("admin:release", args=[pk]) if done else request.path)
            sheet = sheet.read_again()
    boxes = _boxes(request, sheet, unit, answers, keep=bool(refusal))
    context = {
        "release": release,
        "unit": unit,
        "added": sheet.row(unit)["sum"],
        "lines": [
            (indicator, list(of)) for indicator, of in groupby(boxes, lambda box: box.column.indicator)
        ],
        "wrong": sum(1 for answer in answers.values() if answer.became != Became.SAVED),
        "refusal": refusal,
        "why_not": next_step.why_not(release, person(request), "type"),
    }
    return page(request, "staff/grid_unit.html", sheet.name(unit), context, status=409 if refusal else 200)


def _sheet_and_unit(release: Release, slug: str) -> tuple[Sheet, Unit]:
    unit = release.office.units_for(release.period).filter(slug=slug).first()
    if unit is None:
        raise Http404
    return Sheet(release, Level(unit.level)), unit


def _wishes(request: HttpRequest, sheet: Sheet, unit: Unit) -> list[Wish]:
    """The boxes in which something else stands than was shown."""
    wishes = []
    for column in sheet.possible:
        text = request.POST.get(column.key)
        seen = request.POST.get(f"{column.key}:seen", "")
        if text is None or text.strip() == seen:
            continue
        revision = request.POST.get(f"{column.indicator.code}:revision", "")
        wishes.append(Wish(unit, column, text, int(revision) if revision.isdecimal() else 0, seen))
    return wishes


def _boxes(
    request: HttpRequest, sheet: Sheet, unit: Unit, answers: dict[str, Answer], *, keep: bool
) -> list[Box]:
    """What was typed and not saved stays; beside it stands what somebody else saved meanwhile, if so."""
    says: RowSays = sheet.row(unit)
    boxes = []
    for column in sheet.possible:
        cell = says["cells"].get(column.key)
        standing = cell["text"] if cell else ""
        answer = answers.get(column.key)
        open_answer = answer if answer and answer.became != Became.SAVED else None
        typed = request.POST.get(column.key, standing) if keep or open_answer else standing
        boxes.append(
            Box(
                column=column,
                text=typed,
                seen=standing,
                revision=cell["revision"] if cell else 0,
                before=sheet.before_text(unit, column),
                doubt=cell["doubt"] if cell else "",
                answer=open_answer,
            )
        )
    return boxes
