"""“Kiến nghị”: what units dispute of a period, by when the office answers, and what it answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate

from scores import actions, confirmations, permissions, working_days
from scores.actions.confirmations import MOST_DAYS, REPLY_DAYS
from scores.admin.access import page, person, release_for, sent
from scores.admin.forms import refusals_shown
from scores.figure_text import figures_text
from scores.models import Indicator, Objection, Release, State, Unit
from scores.permissions import Act


class RecordForm(forms.Form):
    """What a unit wrote in a letter of its own."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị",
        to_field_name="slug",
        empty_label="Chọn đơn vị",
        error_messages={"required": "Chọn đơn vị.", "invalid_choice": "Chọn một đơn vị trong danh sách."},
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="Chỉ số",
        required=False,
        empty_label="Ý kiến chung, không riêng chỉ số nào",
    )
    letter = forms.CharField(
        label="Văn bản của đơn vị",
        max_length=200,
        help_text="Số, ngày, nơi gửi. Ví dụ: Công văn số 15/UBND ngày 08/11/2024 của UBND xã.",
        error_messages={"required": "Ghi số, ngày văn bản của đơn vị."},
    )
    text = forms.CharField(
        label="Nội dung kiến nghị",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ghi đơn vị kiến nghị gì."},
    )
    days = forms.IntegerField(
        label="Trả lời trong mấy ngày làm việc",
        initial=REPLY_DAYS,
        min_value=1,
        max_value=MOST_DAYS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Ghi từ 1 đến {MOST_DAYS} ngày làm việc."
        ),
    )

    def __init__(self, *args: Any, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(entries__release=release).distinct()
        indicators = Indicator.objects.filter(entries__release=release).distinct()
        self.fields["unit"].queryset = units.order_by("level", "official_order", "sort_key")  # type: ignore[attr-defined]  # of a choice among rows
        self.fields["indicator"].queryset = indicators.order_by("order", "pk")  # type: ignore[attr-defined]  # as above


class ReplyForm(forms.Form):
    """The office's answer; figures are changed elsewhere, if at all."""

    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=Objection.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn giữ nguyên hoặc đính chính."},
    )
    reply = forms.CharField(
        label="Trả lời đơn vị",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Đã kiểm tra gì, số đúng là bao nhiêu. Không hiện trên trang công khai.",
        error_messages={"required": "Ghi trả lời: đã kiểm tra gì, số đúng là bao nhiêu."},
    )


@dataclass(frozen=True)
class Waiting:
    """An objection without an answer, as “Việc của tôi” lists it."""

    objection: Objection
    due: str
    late: bool


def waiting(user: User) -> list[Waiting]:
    """The objections a person may answer, the most pressing first."""
    offices = [office for office in permissions.offices_of(user) if permissions.may(user, Act.ANSWER, office)]
    found = Objection.objects.filter(release__office__in=offices, outcome="")
    found = found.select_related("release__office", "unit", "indicator")
    return _waiting(found.order_by("due", "pk"))


def _waiting(found: Iterable[Objection]) -> list[Waiting]:
    today = localdate()
    return [Waiting(each, working_days.named(each.due), each.due < today) for each in found]


def objections_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The objections to a period's figures, and a form to write down another."""
    release = release_for(request, pk)
    form = RecordForm(sent(request), release=release)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            made = actions.record_objection(release=release, by=person(request), **form.cleaned_data)
            due = working_days.named(made.due)
            messages.success(request, f"Đã ghi kiến nghị của {made.unit}. Trả lời trước hết {due}.")
            return redirect("admin:objections", release.pk)
    found = list(confirmations.objections(release))
    context = {
        "release": release,
        "open": _waiting(objection for objection in found if not objection.outcome),
        "answered": [objection for objection in found if objection.outcome],
        "form": form,
        "may_record": permissions.may(person(request), Act.HEAR, release.office),
        "may_answer": permissions.may(person(request), Act.ANSWER, release.office),
    }
    return page(request, "staff/objections.html", f"Kiến nghị · {release.label}", context)


def objection(request: HttpRequest, pk: int, objection_pk: int) -> HttpResponse:
    """One objection beside the figures it is about, and the form to answer it."""
    release = release_for(request, pk)
    found = confirmations.objections(release).filter(pk=objection_pk).first()
    if found is None:
        raise Http404
    form = ReplyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            actions.answer_objection(objection=found, by=person(request), **form.cleaned_data)
            messages.success(request, "Đã trả lời kiến nghị.")
            return redirect("admin:objection", release.pk, found.pk)
        found.refresh_from_db()  # somebody else may have answered it meanwhile
    context = {
        "release": release,
        "objection": found,
        "due": working_days.named(found.due),
        "figures": _figures(found),
        "form": form,
        "may_answer": not found.outcome and permissions.may(person(request), Act.ANSWER, release.office),
        "correct": found.outcome == Objection.Outcome.CORRECTED and found.release.state == State.PUBLISHED,
    }
    title = f"Kiến nghị của {found.unit} · {release.label}"
    status = 409 if form.is_bound and form.non_field_errors() else 200
    return page(request, "staff/objection.html", title, context, status=status)


def _figures(objection: Objection) -> list[tuple[Indicator, str]]:
    """What the disputed version says of the unit: of the indicator, or of all."""
    rows = objection.release.entries.filter(unit=objection.unit).select_related("indicator")
    if objection.indicator is not None:
        rows = rows.filter(indicator=objection.indicator)
    return [(row.indicator, figures_text(row, row.indicator)) for row in rows.order_by("indicator__order")]
