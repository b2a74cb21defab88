"""Open data as a whole: all that an office published in one file, what each column means, what there is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from scores import columns, data_catalogue, queries
from scores.columns import Column, figure, plain
from scores.error_pages import Missing
from scores.exports import ENDINGS, FORMATS, as_file, dumps
from scores.models import Level, Office, Release
from scores.serving import kept
from scores.standing import rankings_by_office
from scores.unit_columns import MAXIMUM

MEANINGS = {
    "office": "Phần cuối địa chỉ của cơ quan công bố; không đổi.",
    "period": "Kỳ: tháng 2024-10, quý 2025-Q3, năm 2026.",
    "partial": "“có” khi số liệu chỉ tính một phần của kỳ.",
    "as_of": "Ngày lấy số liệu của kỳ chưa hết (năm-tháng-ngày), nếu nguồn có ghi.",
    "version": "Lần công bố đang có hiệu lực: 1, rồi 2, 3… sau mỗi lần đính chính.",
    "level": "Cấp: country, province, department (sở, ngành), district (đến 30/6/2025), commune.",
    "indicator": "Mã chỉ số trong bộ chỉ số; total là tổng điểm.",
    "number": "Số mục của chỉ số trong bộ chỉ số hoặc biểu.",
    "name": "Tên chỉ số.",
    "line": "Số thứ tự trong bảng, đếm tiếp cả khi đồng hạng.",
    "rank": "Hạng trong các đơn vị cùng cấp; bằng điểm thì cùng hạng: 1, 2, 2, 4.",
    "of": "Số đơn vị được xếp hạng.",
    "tied": "“có” khi đơn vị khác có cùng hạng.",
    "unit": "Tên đơn vị vào ngày cuối kỳ.",
    "code": "Mã của đơn vị trên Cổng Dịch vụ công quốc gia, nếu có.",
    "slug": "Phần cuối địa chỉ của đơn vị; không đổi. Đơn vị mới sau sắp xếp có địa chỉ khác.",
    "points": "Điểm như đã công bố.",
    "maximum": "Điểm tối đa của chỉ số.",
    "rate": "Tỷ lệ phần trăm như đã công bố.",
    "count": "Số lượng như đã công bố.",
    "count_of": "Tổng số mà số lượng được tính trên đó.",
    "measure": "Đơn vị tính của số lượng.",
    "no_data_reason": "Vì sao không có số: không có số liệu, không phát sinh, không áp dụng. Khác với số 0.",
    "change": "Thay đổi so với kỳ liền trước, của số được xếp hạng.",
    "no_change_reason": "Vì sao không so sánh với kỳ liền trước.",
    "rank_change": "Số bậc tăng (dương) hoặc giảm (âm), khi danh sách xếp hạng hai kỳ như nhau.",
    "no_rank_change_reason": "Vì sao không so sánh hạng.",
    "rating": "Xếp loại theo tổng điểm.",
    "national_average": "Trung bình cả nước theo Cổng Dịch vụ công quốc gia.",
    "national_rank": "Hạng toàn quốc theo Cổng Dịch vụ công quốc gia.",
    "national_of": "Số tỉnh, thành phố được xếp hạng toàn quốc.",
    "target": "Chỉ tiêu phải đạt.",
    "target_met": "“đạt” hoặc “chưa đạt” chỉ tiêu.",
    "revised": "[r] khi số của dòng khác với lần công bố trước của cùng kỳ.",
    "note": "Ghi chú của cơ quan công bố.",
    "figure": "So sánh đơn vị: số của chỉ số đứng đầu cột, hoặc vì sao không có số.",
    "role": "Vai trò của dòng trong bộ chỉ số: tổng điểm, nhóm, thành phần, số liệu kèm theo, đề mục.",
    "day": "Ngày công bố, đính chính hoặc thu hồi (năm-tháng-ngày).",
    "expected": "Ngày công bố dự kiến, theo ngày trong tháng mà cơ quan đã thông báo.",
    "days_late": "Số ngày công bố chậm (dương) hoặc sớm (âm) so với dự kiến.",
    "punctuality": "Công bố chậm, sớm hay đúng ngày, bằng lời.",
    "afterwards": "Kỳ này về sau được đính chính hoặc thu hồi ngày nào.",
    "what": "Việc đã làm: đính chính lần mấy, hoặc thu hồi.",
    "kind": "Loại đính chính.",
    "reason": "Lý do đính chính hoặc thu hồi.",
    "address": "Địa chỉ trên trang này của đúng lần công bố ấy.",
    "old": "Số liệu của lần công bố trước, như trang ghi.",
    "new": "Số liệu của lần công bố này, như trang ghi.",
    "old_rank": "Hạng ở lần công bố trước, trên số đơn vị.",
    "new_rank": "Hạng ở lần công bố này, trên số đơn vị.",
    "points_before": "Điểm ở lần công bố trước.",
    "points_after": "Điểm ở lần công bố này.",
    "rate_before": "Tỷ lệ phần trăm ở lần công bố trước.",
    "rate_after": "Tỷ lệ phần trăm ở lần công bố này.",
    "count_before": "Số lượng ở lần công bố trước.",
    "count_after": "Số lượng ở lần công bố này.",
    "rank_before": "Hạng ở lần công bố trước.",
    "rank_after": "Hạng ở lần công bố này.",
}
"""Key of a column, in whatever file it stands, to what it means."""


def _as_of(release: Release) -> str:
    return release.as_of.isoformat() if release.as_of else ""


HISTORY = [
    plain("office", "Cơ quan công bố", lambda row: row.release.office.slug),
    plain("period", "Kỳ", lambda row: str(row.period)),
    plain("partial", "Một phần kỳ", lambda row: "có" if row.release.partial else "không"),
    plain("as_of", "Tính đến ngày", lambda row: _as_of(row.release)),
    Column("version", "Lần công bố", lambda row: row.release.version, lambda row: str(row.release.version)),
    plain("level", "Cấp", lambda row: row.level),
    plain("indicator", "Mã chỉ số", lambda row: row.indicator.code),
    plain("number", "Số mục", lambda row: row.indicator.number),
    plain("name", "Chỉ số", lambda row: row.indicator.name),
    Column("line", "Số thứ tự", lambda row: row.line, lambda row: str(row.line)),
    *(columns.RANK, columns.OF, columns.TIED, columns.UNIT, columns.CODE, columns.SLUG),
    figure("points", "Điểm"),
    MAXIMUM,
    figure("rate", "Tỷ lệ (%)"),
    figure("count", "Số lượng"),
    figure("count_of", "Trên tổng số"),
    plain("measure", "Đơn vị tính", lambda row: row.indicator.measure),
    *(columns.NO_DATA, columns.CHANGE, columns.NO_CHANGE, columns.RANK_CHANGE, columns.NO_RANK_CHANGE),
    *(columns.RATING, columns.AVERAGE, columns.NATIONAL_RANK, columns.NATIONAL_OF),
    *(columns.TARGET, columns.TARGET_MET, columns.NOTE, columns.REVISED),
]
"""One row a unit, indicator and period; the same columns for every office and whatever it published."""


@kept()
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is to download, how to ask for it, and what each column means."""
    offices = rankings_by_office()
    example: dict[str, Any] = {"office": "hung-yen", "period": "2024-10", "level": Level.DISTRICT}
    if offices:
        office, levels = offices[0]
        example = {"office": office.slug, "period": levels[0].releases[0].period, "level": levels[0].level}
    publishers = queries.publishing_offices()  # those too that rank nobody
    # A name must not end the script it stands in.
    described = dumps(data_catalogue.schema_org(data_catalogue.datasets())).decode().replace("<", "\\u003c")
    ctx = {
        "offices": offices,
        "publishers": publishers,
        "example": example,
        "endings": ENDINGS,
        "all_endings": FORMATS,
        "meanings": MEANINGS,
        "described": described,
    }
    return render(request, "data.html", ctx)


@kept()
@require_safe
def history(request: HttpRequest, office: str, ending: str) -> HttpResponse:
    """Everything in force of an office, oldest period first."""
    found = Office.objects.filter(slug=office).first()
    if found is None:
        raise Missing(f"Không có cơ quan công bố nào ở địa chỉ “{office}”.")
    rows = queries.everything_of(found)
    if not rows:
        raise Missing(f"{found.name} chưa công bố số liệu nào.")
    title = f"{found.name}: mọi kết quả đã công bố"
    return licensed(as_file(HISTORY, rows, title, f"lich-su-{office}", ending), found)


@kept()
@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """What each column means, and the licences: `{"columns": {key: sentence}, "licences": {office: …}}`.

    A licence is null until the office has decided.
    """
    licences = {
        office.slug: {"name": office.data_licence, "url": office.data_licence_url or None}
        if office.data_licence
        else None
        for office in queries.publishing_offices()
    }
    said = dumps({"columns": MEANINGS, "licences": licences})
    return HttpResponse(said, content_type="application/json; charset=utf-8")


@kept()
@require_safe
def dcat(request: HttpRequest) -> HttpResponse:
    """The catalogue of the data after DCAT, for other portals to collect."""
    return HttpResponse(
        dumps(data_catalogue.dcat(data_catalogue.datasets())),
        content_type="application/ld+json; charset=utf-8",
    )


def licensed(response: HttpResponse, office: Office) -> HttpResponse:
    """A file of an office's data, naming its licence to programs: a table has no cell for it."""
    if office.data_licence_url:
        response["Link"] = f'<{iri_to_uri(office.data_licence_url)}>; rel="license"'
    return response
