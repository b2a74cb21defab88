"""The private page of one unit before publication, `/xac-nhan/<token>/`: its own row, and its answer.

The token is all the proof there is: 128 random bits in the address, given to the unit by the office. No
session and no cookie take part, so another site has nothing of the reader's to borrow and a CSRF token would
guard nothing: whoever can forge the request knows the token, and whoever knows it need not forge.

Looking records an opening and nothing else. A link that does not open, whatever the reason, gives the same
bytes as one that never was; only one that ran out says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from scores import actions, confirmations, publication, vietnamese, working_days
from scores.client_address import client_address, network
from scores.confirmations import Found, LinkState
from scores.figure_text import figures_text
from scores.models import ConfirmationLink, Indicator, Objection, Release, Result, State, Unit, UnitAnswer

_PRIVATE = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
_NETWORK_BITS = {4: 24, 6: 48}


@dataclass(frozen=True)
class Line:
    """One figure of the unit: now, in the last published period, and what lies between them."""

    indicator: Indicator
    figure: str
    no_data: bool
    before: str
    change: str
    direction: str
    """`up`, `down`, `level`, or empty where there is no change to show."""
    why_no_change: str
    note: str


class AnswerForm(forms.Form):
    """Agree, or object with a reason; signed by typing a name and a position."""

    kind = forms.ChoiceField(
        choices=UnitAnswer.Kind.choices,
        error_messages={"required": "Chọn “Đồng ý” hoặc “Có ý kiến”."},
    )
    indicators = forms.ModelMultipleChoiceField(Indicator.objects.none(), required=False)
    text = forms.CharField(required=False, max_length=2000)
    name = forms.CharField(max_length=100, error_messages={"required": "Ghi họ tên người trả lời."})
    position = forms.CharField(
        max_length=150, error_messages={"required": "Ghi chức vụ, ví dụ: Chánh Văn phòng."}
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, indicators: QuerySet[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicators"].queryset = indicators  # type: ignore[attr-defined]  # of a choice among rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        disputes = bool(cleaned.get("text") or cleaned.get("indicators"))
        if cleaned.get("kind") == UnitAnswer.Kind.OBJECTS and not cleaned.get("text"):
            self.add_error("text", "Ghi ý kiến: số nào sai, theo đơn vị là bao nhiêu, căn cứ vào đâu.")
        if cleaned.get("kind") == UnitAnswer.Kind.AGREES and disputes:
            self.add_error(
                "kind", "Đã chọn “Đồng ý” nhưng phần ý kiến có nội dung. Chọn “Có ý kiến”, hoặc xóa phần đó."
            )
        return cleaned

    def said(self) -> actions.Said:
        given = self.cleaned_data
        return actions.Said(
            kind=given["kind"],
            name=given["name"],
            position=given["position"],
            text=given["text"],
            indicators=list(given["indicators"]),
        )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    found = confirmations.find(token)
    response = _answered(request, token, found)
    for header, value in _PRIVATE.items():
        response[header] = value
    return response


def _answered(request: HttpRequest, token: str, found: Found | None) -> HttpResponse:
    if found is not None and found.state == LinkState.EXPIRED:
        return render(request, "confirming/expired.html", {"office": found.link.release.office}, status=410)
    if found is not None and request.method == "POST":
        return _reply(request, token, found)
    if found is None or found.state != LinkState.OPEN:
        return _gone(request)
    if request.method == "GET":
        actions.keep_opening(link=found.link, network=network_of(request))
    return _page(request, found, AnswerForm(indicators=_indicators(found.link)))


def _reply(request: HttpRequest, token: str, found: Found) -> HttpResponse:
    if found.state not in (LinkState.OPEN, LinkState.ANSWERED):
        return _gone(request)
    form = AnswerForm(request.POST, indicators=_indicators(found.link))
    if not form.is_valid():
        return _page(request, found, form) if found.state == LinkState.OPEN else _gone(request)
    try:
        answer = actions.answer_link(token=token, said=form.said(), seen=form.cleaned_data["seen"])
    except actions.FiguresChanged as refusal:
        form.add_error(None, str(refusal))
        fresh = confirmations.find(token)
        return _page(request, fresh or found, form, status=409)
    except actions.Refused:
        return _gone(request)
    due = Objection.objects.filter(answer=answer).values_list("due", flat=True).first()
    ctx = {"answer": answer, "link": answer.link, "due": due and working_days.named(due)}
    return render(request, "confirming/receipt.html", ctx)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "confirming/gone.html", status=404)


def _page(request: HttpRequest, found: Found, form: AnswerForm, status: int = 200) -> HttpResponse:
    link = found.link
    until = localtime(link.until)
    ctx = {
        "link": link,
        "release": link.release,
        "unit_name": link.unit.name_on(link.release.period.last_day),
        "until": f"{until:%H:%M} {working_days.named(until.date())}",
        "lines": row_of(link.release, link.unit),
        "before": link.release.period.before,
        "objections": confirmations.objections(link.release).filter(unit=link.unit),
        "form": form,
        "chosen": [str(pk) for pk in form["indicators"].value() or []],
        "seen": found.figures_hash,
    }
    return render(request, "confirming/row.html", ctx, status=status)


def _indicators(link: ConfirmationLink) -> QuerySet[Indicator]:
    found = Indicator.objects.filter(entries__release=link.release, entries__unit=link.unit)
    return found.distinct().order_by("order", "pk")


def row_of(release: Release, unit: Unit) -> list[Line]:
    """The figures of one unit as they would be published now, without rank: that would tell of others."""
    earlier = Result.objects.filter(
        release__office=release.office,
        release__period=release.period.before,
        release__state=State.PUBLISHED,
        unit=unit,
    )
    before = {row.indicator_id: row for row in earlier.order_by()}
    own = [result for result in publication.results_of(release) if result.unit_id == unit.pk]
    return [_line(result, before.get(result.indicator_id)) for result in own]


def _line(result: Result, before: Result | None) -> Line:
    change = result.change
    return Line(
        indicator=result.indicator,
        figure=figures_text(result, result.indicator),
        no_data=bool(result.no_data_reason),
        before="" if before is None else figures_text(before, result.indicator),
        change="" if change is None else vietnamese.decimal(abs(change), places=2),
        direction="" if change is None else "level" if change == 0 else "up" if change > 0 else "down",
        why_no_change=result.no_change_reason,
        note=result.note,
    )


def network_of(request: HttpRequest) -> str:
    """The network a request comes from, `203.0.113.0/24` or `2001:db8:1::/48`: no machine, no person."""
    address = client_address(request)
    return "không rõ" if address is None else network(address, _NETWORK_BITS)
