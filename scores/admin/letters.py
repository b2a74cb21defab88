"""Letters as the clerk works on them: number and day, how it will read before it is saved, slips of form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from scores import actions, permissions, vietnamese
from scores.admin.access import page, person, release_for, sent
from scores.admin.forms import NOT_A_DAY, refusals_shown
from scores.admin.next_step import whom
from scores.admin.reference import DayInput
from scores.letters.letterhead import LetterFacts, complete
from scores.models import REPORT, SLIP, Letter
from scores.permissions import Act


class IssueForm(forms.Form):
    """Number, notation and day as they stand on the issued letter."""

    number = forms.CharField(
        label="Số",
        max_length=10,
        help_text="Chỉ ghi số, ví dụ 355.",
        error_messages={"required": "Ghi số của văn bản, ví dụ 355."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    notation = forms.CharField(
        label="Ký hiệu", required=False, max_length=60, help_text="Phần sau dấu gạch chéo."
    )
    issued_on = forms.DateField(
        label="Ngày ban hành",
        widget=DayInput,
        error_messages={"required": "Ghi ngày ban hành, ví dụ 05/11/2024.", "invalid": NOT_A_DAY},
    )


class RectifyForm(forms.Form):
    """Where the letter has a slip of form, what it says there and what it should."""

    place = forms.CharField(
        label="Chỗ sai",
        max_length=200,
        help_text="Ví dụ: mục Nơi nhận, trang 2.",
        error_messages={"required": "Ghi chỗ sai nằm ở đâu trong văn bản."},
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    wrong = forms.CharField(
        label="Đã viết",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi nguyên văn đoạn đã viết."},
    )
    right = forms.CharField(
        label="Sửa lại là",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi đoạn đúng."},
    )


def letters(request: HttpRequest) -> TemplateResponse:
    """The letters of a person's offices, those without a number first."""
    offices = permissions.offices_of(request.user)
    found = Letter.objects.filter(release__office__in=offices).select_related("release__office")
    listed = sorted(found, key=lambda letter: (letter.is_issued, -letter.pk))
    return page(request, "staff/letters.html", "Văn bản", {"letters": listed})


def letter(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """One letter: number and day are looked at as they will read, then saved with a second button."""
    found = letter_for(request, pk, letter_pk)
    user = person(request)
    form = IssueForm(sent(request), initial=_known(found))
    refused = looked_at = False
    if request.method == "POST" and form.is_valid():
        looked_at = "look" in request.POST
        if not looked_at:
            with refusals_shown(form):
                issued = actions.issue_letter(letter=found, by=user, **form.cleaned_data)
                messages.success(request, f"Đã ghi: {issued.document_name} số {issued.code}.")
                return redirect("admin:letter", pk, letter_pk)
            refused = True
    context = {
        "release": found.release,
        "letter": found,
        "form": form,
        "reads": _reads(found, form) if looked_at else [],
        "may_rectify": found.is_issued and found.kind != SLIP,
        "why_not": why_not(request, found, Act.ISSUE),
    }
    issued_as = f"{found.document_name} số {found.code}"
    title = issued_as if found.is_issued else f"Văn bản · {found.release.label}"
    return page(request, "staff/letter.html", title, context, status=409 if refused else 200)


def rectify(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    found = letter_for(request, pk, letter_pk)
    form = RectifyForm(sent(request))
    refused = False
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            slip = actions.rectify_letter(letter=found, by=person(request), **form.cleaned_data)
            messages.success(request, "Đã lập công văn đính chính. Ghi số và ngày khi ban hành.")
            return redirect("admin:letter", pk, slip.pk)
        refused = True
    context = {
        "release": found.release,
        "letter": found,
        "form": form,
        "why_not": why_not(request, found, Act.RECTIFY),
    }
    title = "Đính chính văn bản"
    return page(request, "staff/letter_rectify.html", title, context, status=409 if refused else 200)


def letter_for(request: HttpRequest, pk: int, letter_pk: int) -> Letter:
    """A letter of one of the person's offices; Http404 for any other."""
    release = release_for(request, pk)
    found = release.letters.select_related("release__office", "replaces", "rectifies").filter(pk=letter_pk)
    letter = found.first()
    if letter is None:
        raise Http404
    return letter


def _known(letter: Letter) -> dict[str, Any]:
    """What stands already, else what the PDF has printed and the office's own notation."""
    if letter.is_issued:
        return {"number": letter.number, "notation": letter.notation, "issued_on": letter.issued_on}
    printed = LetterFacts.read(letter.release.letter_facts if letter.kind != SLIP else {})
    head = complete(letter.release.office.letterhead)
    notation = head["report_number_suffix"] if letter.kind == REPORT else head["number_suffix"]
    return {"number": printed.number, "notation": notation, "issued_on": printed.issued_on}


def _reads(letter: Letter, form: IssueForm) -> list[str]:
    """The head of the letter and how others will cite it, with what was typed."""
    typed = form.cleaned_data
    shown = Letter(number=typed["number"].lstrip("0"), notation=typed["notation"].strip())
    head = complete(letter.release.office.letterhead)
    place = f"{head['place']}, {vietnamese.long_day(typed['issued_on'])}".removeprefix(", ")
    cited = f"{letter.document_name} số {shown.code} ngày {vietnamese.day(typed['issued_on'])}"
    issuer = head["issuer_in_text"]
    return [f"Số: {shown.code}", place, f"{cited} của {issuer}" if issuer else cited]


def why_not(request: HttpRequest, letter: Letter, act: Act) -> str:
    """Why a person may not do this with a letter, and who may; empty if they may."""
    office = letter.release.office
    if permissions.may(request.user, act, office):
        return ""
    return f"Bạn không có quyền {act} ở cơ quan {office}. {whom(act, letter.release)}"
