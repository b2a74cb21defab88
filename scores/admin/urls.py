"""Addresses of the staff's own pages; every one asks for a signed-in person of some office."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from scores.admin import catalogue, downloads, drafts, mails, preview, release_page, work
from scores.admin.grid_urls import typing_urls
from scores.admin.steps import STEPS, step
from scores.admin.uploads.urls import upload_urls

_SLUGS = {
    "submit": "trinh",
    "send_back": "tra-lai",
    "approve": "duyet",
    "publish": "cong-bo",
    "correct": "dinh-chinh",
    "withdraw": "thu-hoi",
}


def staff_urls(site: AdminSite) -> list[URLPattern]:
    view = site.admin_view
    one = "dot/<int:pk>/"
    return [
        path("danh-muc/", view(catalogue.catalogue), name="catalogue"),
        path("thu/", view(mails.mails), name="mails"),
        path("thu/<int:pk>/gui-lai/", view(mails.send_mail_again), name="send_mail_again"),
        path("dot/", view(work.releases), name="releases"),
        path("dot/lap/", view(drafts.start), name="start"),
        path(one, view(release_page.release), name="release"),
        path(f"{one}xem-truoc/", view(preview.overview), name="preview"),
        path(f"{one}xem-truoc/trang/", view(preview.public_page), name="preview_page"),
        path(f"{one}xem-truoc/trang/<path:address>", view(preview.public_page), name="preview_page"),
        *upload_urls(view),
        *typing_urls(view),
        path(f"{one}mau/", view(downloads.template), name="staff-template"),
        path(f"{one}tep/<uuid:upload_pk>/danh-dau/", view(downloads.marked), name="staff-upload-marked"),
        path(f"{one}nguon/", view(drafts.describe), name="describe"),
        *[path(f"{one}{_SLUGS[action]}/", view(step), {"action": action}, name=action) for action in STEPS],
    ]
