"""The check screen of a file: what was read, what was found, what a person answers, and acceptance."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from scores import actions
from scores.admin import next_step
from scores.admin.access import page, person, release_for, upload_for
from scores.models import Finding, Release, Upload

COMMENT = 300
"""As long as a comment on answers may be."""
_NEEDS_COMMENT = "Ghi đã đối chiếu các chỗ cần xem với nguồn nào, rồi bấm nhận."


@dataclass(frozen=True)
class Found:
    """A finding as the screen shows it: the sentence does not say again where it is."""

    finding: Finding
    subject: str
    sentence: str
    choices: list[dict[str, str]] = field(default_factory=list)
    free_text: bool = False

    @property
    def key(self) -> str:
        return self.finding.question["key"] if self.finding.question else ""


def found(finding: Finding, file_name: str) -> Found:
    where = f"Tệp “{file_name}”"
    where += f", trang “{finding.sheet}”" if finding.sheet else ""
    where += f", ô {finding.cell}" if finding.cell else ""
    rest = finding.message.removeprefix(where)
    told = re.fullmatch(r"(?: \((?P<subject>.+?)\))?: (?P<sentence>.+)", rest, re.DOTALL)
    subject, sentence = "", finding.message
    if rest != finding.message and told is not None:
        subject, sentence = told["subject"] or "", told["sentence"][0].upper() + told["sentence"][1:]
    question = finding.question or {}
    if question.get("asks") == "confirm":
        return Found(finding, subject, sentence)
    return Found(finding, subject, sentence, question.get("choices", []), question.get("free_text", False))


def upload_result(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    release = release_for(request, pk)
    return _result(request, release, upload_for(release, upload_pk))


def _result(
    request: HttpRequest, release: Release, upload: Upload, refusal: str = "", status: int = 200
) -> HttpResponse:
    """What was read from a file and what was found in it, in groups; with what was typed, if refused."""
    by_severity: dict[str, list[Found]] = {severity: [] for severity in Finding.Severity.values}
    for finding in upload.findings.all():
        by_severity[finding.severity].append(found(finding, upload.original_name))
    sheets = upload.reading.get("sheets", [])
    context: dict[str, Any] = {
        "release": release,
        "upload": upload,
        "sheets": sheets,
        "figures": sum(sheet["figures"] for sheet in sheets),
        "left_out": upload.reading.get("left_out", []),
        "blocks": by_severity[Finding.Severity.BLOCKS],
        "warns": by_severity[Finding.Severity.WARNS],
        "unconfirmed": len(actions.unconfirmed(upload)),
        "accepted": release.entries.filter(upload=upload).count(),
        "why_not": next_step.why_not(release, person(request), "upload"),
        "refusal": refusal,
        "comment": request.POST.get("comment", ""),
        "comment_length": COMMENT,
    }
    return page(request, "staff/upload_result.html", f"Kết quả đọc tệp {upload}", context, status=status)


@require_POST
def accept(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Confirm what was doubtful, in the person's name, and write the figures into the draft."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    user, comment = person(request), request.POST.get("comment", "").strip()[:COMMENT]
    try:
        if actions.unconfirmed(upload):
            if not comment:
                return _result(request, release, upload, _NEEDS_COMMENT, 409)
            actions.confirm_all(upload=upload, release=release, by=user, comment=comment)
        written = actions.accept_upload(upload=upload, release=release, by=user)
    except actions.Refused as refusal:
        return _result(request, release, upload, str(refusal), 409)
    messages.success(request, f"Đã nhận {written} số liệu từ tệp “{upload}”. Xem lại bảng rồi trình duyệt.")
    return redirect("admin:release", release.pk)


@require_POST
def answer(request: HttpRequest, pk: int, upload_pk: UUID) -> HttpResponse:
    """Answer one question; the file is read again with the answer."""
    release = release_for(request, pk)
    upload = upload_for(release, upload_pk)
    key, value = request.POST.get("key", ""), request.POST.get("value") or request.POST.get("text", "")
    try:
        actions.answer(upload=upload, release=release, key=key, value=value[:COMMENT], by=person(request))
    except actions.Refused as refusal:
        return _result(request, release, upload, str(refusal), 409)
    messages.success(request, "Đã ghi câu trả lời và đọc lại tệp.")
    return redirect("admin:upload_result", release.pk, upload.pk)
