"""The steps of a release: each has a page that shows what it is about, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from scores import actions, checklist, moments, publication
from scores.admin import next_step, overview
from scores.admin.access import page, person, release_for, sent
from scores.admin.forms import refusals_shown
from scores.admin.letter_blocks import changed_words
from scores.admin.step_forms import PublishForm, StepForm
from scores.models import Release


@dataclass(frozen=True)
class StepPage:
    """How one step is asked for: what happens then, what is to be written, what is said afterwards.

    `checked` steps show the checklist; `reasons` are asked for by those that record them.
    """

    run: Callable[[Release, User, Any], Release]
    sentence: str
    comment: str
    needed: str
    done: str
    form: type[StepForm] = StepForm
    checked: bool = False
    reasons: bool = False


def _submit(release: Release, by: User, form: StepForm) -> Release:
    return actions.submit(release=release, by=by, reasons=form.reasons(), **form.said())


def _publish(release: Release, by: User, form: PublishForm) -> Release:
    at = form.at()
    if at is None:
        return actions.publish(release=release, by=by, reasons=form.reasons(), **form.said())
    return actions.schedule(release=release, by=by, at=at, reasons=form.reasons(), **form.said())


STEPS = {
    "submit": StepPage(
        _submit,
        "Sau khi trình, số liệu đứng yên cho đến khi người duyệt duyệt hoặc trả lại.",
        "Lời nhắn cho người duyệt (có thể để trống)",
        "",
        "Đã trình. Người duyệt thấy đợt này ở đầu trang “Việc của tôi”.",
        checked=True,
        reasons=True,
    ),
    "drop": StepPage(
        lambda release, by, form: actions.drop(release=release, by=by, comment=form.cleaned_data["comment"]),
        "Bản này dừng lại ở đây, không sửa và không trình được nữa; số liệu và nhật ký của nó vẫn xem được. "
        "Kỳ này lập lại được từ đầu; bản đang công bố, nếu có, không thay đổi.",
        "Vì sao bỏ",
        "Ghi vì sao bỏ bản này, ví dụ: lập nhầm kỳ.",
        "Đã bỏ bản này.",
    ),
    "send_back": StepPage(
        lambda release, by, form: actions.send_back(
            release=release, by=by, comment=form.cleaned_data["comment"]
        ),
        "Đợt này trở về trạng thái đang nhập; người nhập đọc ý kiến của bạn rồi sửa và trình lại.",
        "Cần sửa gì",
        "Ghi ý kiến để người nhập biết cần sửa gì.",
        "Đã trả lại cho người nhập.",
    ),
    "approve": StepPage(
        lambda release, by, form: actions.approve(release=release, by=by, **form.said()),
        "Bạn xác nhận số liệu của đợt này là đúng. Công bố là bước sau.",
        "Ý kiến (có thể để trống)",
        "",
        "Đã duyệt. Đợt này chờ công bố.",
        checked=True,
    ),
    "publish": StepPage(
        _publish,
        "Đến lúc công bố, ai cũng xem được. Số đã công bố không sửa được; sai thì phải đính chính.",
        "Ý kiến (có thể để trống)",
        "",
        "Đã công bố.",
        form=PublishForm,
        checked=True,
        reasons=True,
    ),
    "unschedule": StepPage(
        lambda release, by, form: actions.unschedule(
            release=release, by=by, comment=form.cleaned_data["comment"]
        ),
        "Đợt này vẫn đã duyệt và chờ công bố; bạn hẹn giờ khác hoặc công bố ngay được.",
        "Vì sao (có thể để trống)",
        "",
        "Đã bỏ hẹn. Đợt này chờ công bố.",
    ),
    "withdraw": StepPage(
        lambda release, by, form: actions.withdraw(
            release=release, by=by, reason=form.cleaned_data["comment"]
        ),
        "Số liệu không còn hiện trên trang công khai; thay vào đó là một trang ghi đã thu hồi và lý do.",
        "Lý do thu hồi",
        "Ghi lý do thu hồi; lý do hiện trên trang công khai.",
        "Đã thu hồi.",
    ),
}


def step(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    release = release_for(request, pk)
    user = person(request)
    asked = STEPS[action]
    why_not = next_step.why_not(release, user, action)
    found = checklist.of(release) if asked.checked and not why_not else None
    form = asked.form(
        sent(request),
        release=release,
        comment=asked.comment,
        needed=asked.needed,
        doubts=found.to_confirm if found and asked.reasons else (),
        said_before=checklist.said_before(release) if asked.reasons else {},
    )
    refused = False
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            moved = asked.run(release, user, form)
            messages.success(request, _said(asked, moved))
            return redirect("admin:release", moved.pk)
        refused = True
    label = next_step.LABELS[action]
    context = {
        **_about(release, action),
        "release": release,
        "form": form,
        "asked": asked,
        "action": action,
        "button": label,
        "checklist": found,
        "why_not": why_not,
    }
    return page(
        request, "staff/step.html", f"{label} · {release.label}", context, status=409 if refused else 200
    )


def _about(release: Release, action: str) -> dict[str, Any]:
    """What a step is about: figures, movers, where they come from, what readers would find different."""
    public = action in {"approve", "publish", "withdraw"} and (release.version > 1 or action == "withdraw")
    compared = public or (action == "submit" and release.version > 1)
    return {
        "levels": overview.levels(release),
        "movers": overview.movers(release) if release.is_open else None,
        "sources": overview.sources(release),
        "short_hash": publication.short_hash(release),
        "seen": actions.mark_of_content(release),
        "words": changed_words(release),
        "differences": overview.differences_to_public(release) if compared else None,
        "dependents": actions.dependents(release) if public else [],
    }


def _said(asked: StepPage, moved: Release) -> str:
    if moved.publish_at is not None and asked.form is PublishForm:
        return f"Đã hẹn công bố lúc {moments.to_come(moved.publish_at, timezone.now())}."
    return asked.done
