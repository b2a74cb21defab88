"""“Thư”: what was mailed to whom about an office's releases, and what could not be sent."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from scores import actions, permissions
from scores.admin.access import page, person
from scores.models import Mail

_PER_PAGE = 50


def mails(request: HttpRequest) -> HttpResponse:
    """Newest first; those that need a person are counted above the list."""
    mine = mails_for(request)
    state = request.GET.get("trang-thai", "")
    found = mine.filter(state=state) if state in Mail.State.values else mine
    context = {
        "listed": Paginator(found, _PER_PAGE).get_page(request.GET.get("trang")),
        "own_offices": set(permissions.offices_of(request.user).values_list("pk", flat=True)),
        "states": Mail.State.choices,
        "chosen": state,
        "stuck": mine.filter(state=Mail.State.FAILED).count(),
        "has_server": settings.MAIL_SERVER,
        "may_send_again": {Mail.State.FAILED, Mail.State.UNSENT} if settings.MAIL_SERVER else set(),
    }
    return page(request, "staff/mails.html", "Thư", context)


@require_POST
def send_mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    mail = mails_for(request).filter(pk=pk).first()
    if mail is None:
        raise Http404
    try:
        actions.send_again(mail=mail)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Thư gửi {mail.to} đã vào hàng chờ gửi.")
    return redirect("admin:mails")


def mails_for(request: HttpRequest) -> QuerySet[Mail]:
    """The mails about the offices a person administers; a superuser's are all."""
    found = Mail.objects.select_related("about__office")
    if person(request).is_superuser:
        return found
    return found.filter(about__office__in=permissions.administered_offices(request.user))
