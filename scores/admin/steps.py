"""The steps of a release: each has a page that shows what it is about, and a button that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from scores import actions
from scores.admin import next_step, overview
from scores.admin.access import page, person, release_for, sent
from scores.admin.forms import StepForm, refusals_shown
from scores.models import Release, State


@dataclass(frozen=True)
class StepPage:
    """How one step is asked for: what happens then, what is to be written, what is said afterwards."""

    run: Callable[[Release, User, str], Release]
    sentence: str
    comment: str
    needed: str
    done: str
    types_period: bool = False


STEPS = {
    "submit": StepPage(
        lambda release, by, text: actions.submit(release=release, by=by, comment=text),
        "Sau khi trình, số liệu đứng yên cho đến khi người duyệt duyệt hoặc trả lại.",
        "Lời nhắn cho người duyệt (có thể để trống)",
        "",
        "Đã trình. Người duyệt thấy đợt này ở đầu trang “Việc của tôi”.",
    ),
    "send_back": StepPage(
        lambda release, by, text: actions.send_back(release=release, by=by, comment=text),
        "Đợt này trở về trạng thái đang nhập; người nhập đọc ý kiến của bạn rồi sửa và trình lại.",
        "Cần sửa gì",
        "Ghi ý kiến để người nhập biết cần sửa gì.",
        "Đã trả lại cho người nhập.",
    ),
    "approve": StepPage(
        lambda release, by, text: actions.approve(release=release, by=by, comment=text),
        "Bạn xác nhận số liệu dưới đây là đúng. Công bố là bước sau.",
        "Ý kiến (có thể để trống)",
        "",
        "Đã duyệt. Đợt này chờ công bố.",
    ),
    "publish": StepPage(
        lambda release, by, text: actions.publish(release=release, by=by, comment=text),
        "Ngay khi bấm Công bố, ai cũng xem được. Số đã công bố không sửa được; sai thì phải đính chính.",
        "Ý kiến (có thể để trống)",
        "",
        "Đã công bố.",
        types_period=True,
    ),
    "withdraw": StepPage(
        lambda release, by, text: actions.withdraw(release=release, by=by, reason=text),
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
    form = StepForm(
        sent(request),
        release=release,
        comment=asked.comment,
        needed=asked.needed,
        types_period=asked.types_period,
    )
    refused = False
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            moved = asked.run(release, user, form.cleaned_data["comment"])
            messages.success(request, asked.done)
            return redirect("admin:release", moved.pk)
        refused = True
    label = next_step.LABELS[action]
    public = action in {"approve", "publish", "withdraw"} and (release.version > 1 or action == "withdraw")
    context = {
        "release": release,
        "differences": overview.differences_to_public(release) if public else None,
        "dependents": actions.dependents(release) if public else [],
        "form": form,
        "asked": asked,
        "action": action,
        "button": label,
        "why_not": next_step.why_not(release, user, action),
        "levels": overview.levels(release),
        "movers": overview.movers(release)
        if release.state in (State.DRAFT, State.SUBMITTED, State.APPROVED)
        else [],
    }
    return page(
        request, "staff/step.html", f"{label} · {release.label}", context, status=409 if refused else 200
    )
