"""`/chi-so/`: the index explained from its rows, with each edition's lines as a file."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from scores import vietnamese
from scores.error_pages import Missing
from scores.listing import Field, Listing
from scores.models import IndexVersion, Indicator, Target
from scores.serving import kept
from scores.templatetags.figures import target_in_words

_BOLD = {Indicator.Role.TOTAL, Indicator.Role.GROUP, Indicator.Role.HEADING}


@kept()
@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """Every edition of the index, those of months first."""
    versions = [(version, _listing(version)) for version in _versions()]
    return render(request, "indicators.html", {"versions": versions})


@kept()
@require_safe
def indicators_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    version = _versions().filter(code=code).first()
    if version is None:
        raise Missing(f"Không có phiên bản bộ chỉ số nào mang mã “{code}”.")
    return _listing(version).file(f"bo-chi-so-{code}", ending)


def _versions() -> QuerySet[IndexVersion]:
    return IndexVersion.objects.prefetch_related("indicators__targets", "bands").order_by(
        "quarterly", "-valid_from"
    )


def _listing(version: IndexVersion) -> Listing[Indicator]:
    """The lines of an edition; the form has no points at all, so no column of them."""
    scored = any(line.maximum is not None for line in version.indicators.all())
    return Listing(
        caption="Các chỉ số",
        title=f"Các chỉ số của {version.name}",
        fields=[
            Field("number", "Số mục", lambda line: line.number, css="col-number", label="", nothing=""),
            Field("name", "Chỉ số", lambda line: line.name, _named, css="col-name", label=""),
            Field("indicator", "Mã", lambda line: line.code, _code, css="col-measure"),
            Field("role", "Vai trò", lambda line: line.get_role_display(), on_page=False),
            Field("measure", "Đơn vị tính", lambda line: line.measure, on_page=False),
            Field(
                "maximum",
                "Điểm tối đa",
                lambda line: line.maximum,
                _most,
                css="num col-points",
                label="",
                nothing="",
                on_page=scored,
            ),
            Field("target", "Chỉ tiêu", _targets, _marked_targets, css="col-note", nothing=""),
        ],
        rows=list(version.indicators.all()),
        address=reverse("indicators-file", args=[version.code, "csv"]).removesuffix(".csv"),
        css="index-table",
        row_css=lambda line: "heading" if line.role in _BOLD else "",
    )


def _named(line: Indicator) -> str:
    return format_html("{} <small>({})</small>", line.name, line.measure) if line.measure else line.name


def _code(line: Indicator) -> str:
    return format_html("<code>{}</code>", line.code)


def _most(line: Indicator) -> str:
    if line.maximum is None:
        return ""
    return format_html('<span class="figure">{}</span>', vietnamese.decimal(line.maximum))


def _targets(line: Indicator) -> str:
    return "; ".join(f"{target_in_words(target)} ({_days(target)})" for target in line.targets.all())


def _marked_targets(line: Indicator) -> str:
    return format_html_join(
        "; ",
        '<span title="{}">{} <small>({})</small></span>',
        ((target.source, target_in_words(target), _days(target)) for target in line.targets.all()),
    )


def _days(target: Target) -> str:
    until = f"đến {vietnamese.day(target.valid_to)}" if target.valid_to else "đến nay"
    return f"{vietnamese.day(target.valid_from)} {until}"
