"""The page that opens a correction: its kind, who asked for it, why, and what becomes of the letter."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from scores import actions, letters
from scores.admin import next_step, overview
from scores.admin.access import page, person, release_for, sent
from scores.admin.forms import refusals_shown
from scores.models import STATED_KINDS, Objection, Release


class CorrectForm(forms.Form):
    """Why there will be another version; all of it is shown to readers."""

    kind = forms.ChoiceField(
        label="Loại đính chính",
        choices=[("", "Chọn loại"), *((kind.value, kind.label) for kind in STATED_KINDS)],
        error_messages={"required": "Chọn loại đính chính; loại hiện trên trang công khai."},
    )
    asked_by = forms.CharField(
        label="Ai đề nghị (có thể để trống)",
        required=False,
        max_length=300,
        help_text="Ví dụ: UBND xã Dị Chế, Công văn số 21/UBND-VP. Hiện trên trang công khai.",
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    reason = forms.CharField(
        label="Sai ở đâu, vì sao",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Ghi lý do đính chính: sai ở đâu, vì sao. Lý do hiện trên trang công khai."
        },
    )


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    release = release_for(request, pk)
    user = person(request)
    form = CorrectForm(sent(request), initial=_asked_for(release))
    refused = False
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            draft = actions.correct(release=release, by=user, **form.cleaned_data)
            messages.success(request, "Đã lập bản đính chính. Sửa số liệu rồi trình duyệt như thường lệ.")
            return redirect("admin:release", draft.pk)
        refused = True
    context = {
        "release": release,
        "form": form,
        "why_not": next_step.why_not(release, user, "correct"),
        "levels": overview.levels(release),
        "dependents": actions.dependents(release),
        "letter": what_letter(release),
    }
    title = f"{next_step.LABELS['correct']} · {release.label}"
    return page(request, "staff/correct.html", title, context, status=409 if refused else 200)


def what_letter(release: Release) -> str:
    """Which letter the next version will have: one that replaces an issued one, or simply its own."""
    kind = letters.kind_of(release)
    if kind == release.office.LetterKind.NONE:
        return ""
    issued = letters.newest_issued(release, kind, below=release.version + 1)
    if issued is not None:
        return (
            f"{letters.reference(issued)} đã ban hành. Số liệu sai là sai nội dung nên văn bản của lần sau "
            f"là văn bản thay thế {letters.reference(issued)}, kèm bảng số liệu thay đổi "
            "(khoản 3 Điều 18 Nghị định 30/2020/NĐ-CP)."
        )
    return (
        "Văn bản của lần này chưa ghi số và ngày nên coi là chưa ban hành: văn bản của lần sau là văn bản "
        "công bố bình thường. Nếu văn bản đã ban hành, văn thư ghi số và ngày trước khi đính chính."
    )


def _asked_for(release: Release) -> dict[str, str]:
    """What an objection that was answered with a correction says already."""
    answered = Objection.objects.filter(release=release, outcome=Objection.Outcome.CORRECTED)
    last = answered.select_related("unit").order_by("answered_at").last()
    if last is None:
        return {}
    return {"kind": "objection", "asked_by": ", ".join(filter(None, [last.unit.name, last.letter]))}
