"""“Danh mục”: what the reference data is and how much of it there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from scores import permissions
from scores.admin import mails
from scores.admin.access import page
from scores.models import IndexVersion, Indicator, Office, Unit


@dataclass(frozen=True)
class Shelf:
    """One kind of reference data: its name, a sentence, how many, where."""

    name: str
    sentence: str
    number: int
    url: str
    to_do: str = ""
    to_do_url: str = ""


_SHELVES: list[tuple[type[Model], str, str]] = [
    (Unit, "Đơn vị", "Tên, cấp, trực thuộc, thời gian hoạt động, tên cũ, cách viết khác, sáp nhập."),
    (IndexVersion, "Phiên bản bộ chỉ số", "Các lần ban hành, mức xếp loại và cây chỉ số."),
    (Indicator, "Chỉ số", "Điểm tối đa, loại số liệu, chỉ tiêu và cách viết trong tệp."),
    (Office, "Cơ quan công bố", "Đơn vị đứng tên, thể thức văn bản và người làm việc."),
]


def _shelf(model: type[Any], name: str, sentence: str) -> Shelf:
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    shelf = Shelf(name, sentence, model.objects.count(), url)
    waiting = Unit.objects.to_be_followed().count() if model is Unit else 0
    if not waiting:
        return shelf
    to_do = f"{waiting} đơn vị đã kết thúc, chưa có đơn vị kế thừa"
    return replace(shelf, to_do=to_do, to_do_url=f"{url}?tiep-noi=chua")


def catalogue(request: HttpRequest) -> HttpResponse:
    kinds: list[tuple[type[Any], str, str]] = list(_SHELVES)
    if permissions.may_edit_reference(request.user):
        kinds.append((User, "Tài khoản", "Người dùng, phân công theo cơ quan và mật khẩu."))
    shelves = [_shelf(*kind) for kind in kinds]
    if permissions.may_edit_reference(request.user):
        sentence = "Thư cổng gửi cho cán bộ: đã gửi, chờ gửi, chưa gửi được."
        shelves.append(Shelf("Thư", sentence, mails.mails_for(request).count(), reverse("admin:mails")))
    return page(request, "staff/catalogue.html", "Danh mục", {"shelves": shelves})
