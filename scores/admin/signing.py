"""The signed letter: the file to sign goes out, the signed one comes in and is looked through."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from scores import actions, letters
from scores.admin.access import page, person, sent
from scores.admin.forms import refusals_shown
from scores.admin.letters import letter_for, why_not
from scores.permissions import Act


class SignedForm(forms.Form):
    file = forms.FileField(
        label="Tệp PDF đã ký",
        help_text="Tệp nhận từ phần mềm ký, không mở ra lưu lại.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": "Chọn tệp PDF đã ký.",
            "empty": "Tệp rỗng. Chọn tệp PDF nhận từ phần mềm ký.",
            "missing": "Chọn tệp PDF đã ký.",
        },
    )


def signed(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """What is kept of a letter's signatures, and where the signed file is brought."""
    found = letter_for(request, pk, letter_pk)
    form = SignedForm(sent(request), request.FILES or None)
    refused = False
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        with refusals_shown(form):
            kept, note = actions.accept_signed(
                letter=found, by=person(request), data=file.read(), name=file.name or ""
            )
            messages.success(request, f"Đã nhận bản ký: {len(kept.signatures)} chữ ký, tệp còn nguyên vẹn.")
            if note:
                messages.warning(request, note)
            return redirect("admin:letter_signed", pk, letter_pk)
        refused = True
    context: dict[str, Any] = {
        "release": found.release,
        "letter": found,
        "form": form,
        "why_not": why_not(request, found, Act.SIGNED),
    }
    return page(request, "staff/signing.html", "Bản đã ký", context, status=409 if refused else 200)


def to_sign(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """The PDF to sign: the letter without the line that says it is not signed."""
    found = letter_for(request, pk, letter_pk)
    try:
        pdf = letters.for_signing(found)
    except ValueError as error:  # its figures were never published
        raise Http404 from error
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"de-ky-{found.release.office.slug}-{found.release.period}-{found.kind}.pdf".lower()
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
