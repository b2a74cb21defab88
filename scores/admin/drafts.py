"""Drawing up a release: begin it, say where its figures come from."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate

from scores import actions
from scores.admin import next_step, period_words
from scores.admin.access import page, person, release_for, sent
from scores.admin.forms import DescribeForm, StartForm, refusals_shown
from scores.period import MONTH, Period

_RECENT = 6


def start(request: HttpRequest) -> HttpResponse:
    user = person(request)
    asked = {"office": request.GET.get("co-quan", ""), "period": _readable(request.GET.get("ky", ""))}
    form = StartForm(sent(request), user=user, initial={k: v for k, v in asked.items() if v})
    if request.method == "POST" and form.is_valid():
        with refusals_shown(form):
            release = actions.start(by=user, **form.cleaned_data)
            return redirect("admin:upload", release.pk)
    context = {"form": form, "recent": _recent_periods()}
    return page(request, "staff/start.html", "Lập đợt mới", context)


def _readable(text: str) -> str:
    try:
        return period_words.typed(Period.parse(text))
    except ValueError:
        return text


def _recent_periods() -> list[str]:
    """The last months that have passed, as they are typed."""
    today = localdate()
    month = Period(MONTH, today.year, today.month).before
    found = []
    for _ in range(_RECENT):
        found.append(period_words.typed(month))
        month = month.before
    return found


def describe(request: HttpRequest, pk: int) -> HttpResponse:
    release = release_for(request, pk)
    user = person(request)
    facts = release.letter_facts
    form = DescribeForm(
        sent(request),
        initial={
            "source_note": release.source_note,
            "number": facts.get("number", ""),
            "date": facts.get("date"),
            "bases": "\n".join(facts.get("bases", [])),
            "seen": actions.mark_of_description(release),
        },
    )
    if request.method == "POST" and form.is_valid():
        note, known = form.cleaned_data["source_note"], form.letter_facts()
        with refusals_shown(form):
            seen = form.cleaned_data["seen"]
            actions.describe(release=release, by=user, source_note=note, letter_facts=known, seen=seen)
            messages.success(request, "Đã lưu nguồn số liệu và dữ kiện của văn bản.")
            return redirect("admin:release", release.pk)
    context = {
        "release": release,
        "form": form,
        "why_not": next_step.why_not(release, user, "describe"),
    }
    return page(request, "staff/describe.html", f"Nguồn và văn bản · {release.label}", context)
