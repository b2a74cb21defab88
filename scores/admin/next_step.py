"""What a person can do with a release now: one next step, the others, and who is waited for."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from scores import letter_drafts, moments, permissions
from scores.actions import TRANSITIONS
from scores.admin.wording import names_of
from scores.models import OPEN_STATES, Finding, Release, State, Upload
from scores.permissions import Act

LABELS = {
    "upload": "Tải tệp lên",
    "type": "Gõ số liệu",
    "describe": "Nguồn và văn bản",
    "letter_blocks": "Lời văn",
    "submit": "Trình duyệt",
    "drop": "Bỏ bản này",
    "send_back": "Trả lại",
    "approve": "Duyệt",
    "publish": "Công bố",
    "unschedule": "Bỏ hẹn giờ",
    "correct": "Đính chính",
    "withdraw": "Thu hồi",
}
_DRAWN_UP = ("upload", "type", "describe", "letter_blocks")
_AWAITS = {
    "submit": "Đang nhập số liệu.",
    "approve": "Số liệu đã trình, chờ duyệt.",
    "publish": "Đã duyệt, chờ công bố.",
}
_BACK = ("unschedule", "send_back")
_OFFERED = {
    State.DRAFT: ("submit", "drop"),
    State.SUBMITTED: ("approve", "send_back"),
    State.APPROVED: ("publish", "unschedule", "send_back"),
    State.PUBLISHED: ("correct", "withdraw"),
    State.WITHDRAWN: ("correct",),
}


@dataclass(frozen=True)
class Step:
    """Something to do: how the button is called and where it leads."""

    action: str
    label: str
    url: str


@dataclass(frozen=True)
class Steps:
    """What is next for one person; `waiting` says whom the release waits for where nothing is."""

    next: Step | None
    others: list[Step]
    waiting: str


def step(release: Release, action: str) -> Step:
    return Step(action, LABELS[action], reverse(f"admin:{action}", args=[release.pk]))


def steps(release: Release, user: User) -> Steps:
    """The steps a person may take now; those that are not allowed are left out, `waiting` says why."""
    state = State(release.state)
    possible = [action for action in _OFFERED.get(state, ()) if not why_not(release, user, action)]
    offered = [step(release, action) for action in possible]
    if state == State.DRAFT and permissions.may(user, Act.ENTER, release.office):
        return _draft_steps(release, offered)
    if state in (State.PUBLISHED, State.WITHDRAWN):
        return Steps(None, offered, "")
    forward = [offer for offer in offered if offer.action not in _BACK]
    others = [offer for offer in offered if offer.action in _BACK]
    return Steps(forward[0] if forward else None, others, "" if forward else waiting_for(release, user))


def _draft_steps(release: Release, offered: list[Step]) -> Steps:
    """First figures, then submission; a file that was read and not yet accepted comes before both."""
    drawn_up = [
        step(release, action)
        for action in _DRAWN_UP
        if action != "letter_blocks" or letter_drafts.has_words(release)
    ]
    submit = [step for step in offered if step.action == "submit"]
    others = [*drawn_up, *(step for step in offered if step.action == "drop")]
    if release.entries.exists():
        return Steps(submit[0], others, "") if submit else Steps(others[0], others[1:], "")
    read = _waiting_upload(release)
    if read is None:
        return Steps(others[0], others[1:], "")
    look = reverse("admin:upload_result", args=[release.pk, read.pk])
    return Steps(Step("accept", "Xem kết quả đọc tệp", look), others, "")


def _waiting_upload(release: Release) -> Upload | None:
    uploads = Upload.objects.filter(office=release.office, period=release.period, accepted_at=None)
    return uploads.exclude(findings__severity=Finding.Severity.BLOCKS).order_by("-at").first()


def why_not(release: Release, user: User, action: str) -> str:
    """Why a person may not do this now, in a sentence; empty if they may."""
    act, sources = _rule(action)
    if release.state not in sources:
        return f"Đợt này đang ở trạng thái “{release.get_state_display()}” nên không {act} được."
    if not permissions.may(user, act, release.office):
        return f"Bạn không có quyền {act} ở cơ quan {release.office}. {whom(act, release)}"
    if action == "approve" and user.pk in permissions.contributors(release):
        return f"Bạn đã nhập hoặc trình số liệu kỳ này nên không duyệt được. {whom(act, release)}"
    if action == "unschedule" and release.publish_at is None:
        return "Đợt này không hẹn giờ công bố."
    if action == "publish" and release.publish_at and release.publish_at > timezone.now():
        return (
            f"Đợt này đã hẹn công bố lúc {moments.to_come(release.publish_at, timezone.now())}. "
            "Bỏ hẹn trước nếu muốn công bố sớm hơn."
        )
    if action == "correct" and _being_corrected(release):
        return "Kỳ này đang có một bản đính chính chưa công bố. Làm tiếp trên bản đó."
    if action == "correct" and release.replaced_by is not None:
        return "Kỳ này đã có lần công bố sau. Đính chính từ lần mới nhất."
    return ""


def _rule(action: str) -> tuple[Act, tuple[State, ...]]:
    if action == "correct":
        return Act.CORRECT, (State.PUBLISHED, State.WITHDRAWN)
    if action == "unschedule":
        return Act.PUBLISH, (State.APPROVED,)
    if action in _DRAWN_UP:
        return Act.ENTER, (State.DRAFT,)
    return TRANSITIONS[action].act, TRANSITIONS[action].sources


def _being_corrected(release: Release) -> bool:
    versions = Release.objects.filter(office=release.office, period=release.period)
    return versions.filter(state__in=OPEN_STATES).exists()


def waiting_for(release: Release, user: User) -> str:
    """Whom an open release waits for, as said to a person who cannot go on with it; one with a set time
    waits for nobody."""
    onward = {State.DRAFT: "submit", State.SUBMITTED: "approve", State.APPROVED: "publish"}
    action = onward.get(State(release.state))
    if action is None or release.publish_at is not None:
        return ""
    if permissions.may(user, TRANSITIONS[action].act, release.office):
        return why_not(release, user, action)
    return f"{_AWAITS[action]} {whom(TRANSITIONS[action].act, release)}"


def whom(act: Act, release: Release) -> str:
    people = permissions.who_may(act, release.office)
    if act == Act.APPROVE:
        people = people.exclude(pk__in=permissions.contributors(release))
    names = names_of(people)
    return f"Người {act} được: {names}." if names else f"Cơ quan chưa có người {act} được."
