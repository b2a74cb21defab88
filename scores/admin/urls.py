"""Addresses of the staff's own pages, each with whom it is for."""

from __future__ import annotations

from django.urls import URLPattern, path

from scores.admin import (
    bundles,
    catalogue,
    correcting,
    downloads,
    drafts,
    letter_blocks,
    letter_form,
    letters,
    mails,
    preview,
    release_page,
    signing,
    work,
)
from scores.admin.access import door
from scores.admin.confirmation_urls import confirmation_urls
from scores.admin.grid_urls import typing_urls
from scores.admin.steps import step
from scores.admin.uploads.urls import upload_urls
from scores.permissions import Act, Circle

_STEPS = {
    "submit": ("trinh", Act.SUBMIT),
    "drop": ("bo", Act.DROP),
    "send_back": ("tra-lai", Act.SEND_BACK),
    "approve": ("duyet", Act.APPROVE),
    "publish": ("cong-bo", Act.PUBLISH),
    "unschedule": ("bo-hen", Act.PUBLISH),
    "withdraw": ("thu-hoi", Act.WITHDRAW),
}


def staff_urls() -> list[URLPattern]:
    view = door
    one = "dot/<int:pk>/"
    return [
        path("danh-muc/", view(catalogue.catalogue, Circle.STAFF), name="catalogue"),
        path("thu/", view(mails.mails, Circle.ADMINISTRATORS), name="mails"),
        path(
            "thu/<int:pk>/gui-lai/",
            view(mails.send_mail_again, Circle.ADMINISTRATORS),
            name="send_mail_again",
        ),
        path("van-ban/", view(letters.letters, Circle.STAFF), name="letters"),
        path("dot/", view(work.releases, Circle.STAFF), name="releases"),
        path("dot/lap/", view(drafts.start, Circle.STAFF), name="start"),
        path(one, view(release_page.release, Circle.OFFICE), name="release"),
        path(f"{one}xem-truoc/", view(preview.overview, Circle.OFFICE), name="preview"),
        path(f"{one}xem-truoc/trang/", view(preview.public_page, Circle.OFFICE), name="preview_page"),
        path(
            f"{one}xem-truoc/trang/<path:address>",
            view(preview.public_page, Circle.OFFICE),
            name="preview_page",
        ),
        *upload_urls(view),
        *typing_urls(view),
        *confirmation_urls(view),
        path(f"{one}mau/", view(downloads.template, Circle.OFFICE), name="staff-template"),
        path(
            f"{one}tep/<uuid:upload_pk>/danh-dau/",
            view(downloads.marked, Circle.OFFICE),
            name="staff-upload-marked",
        ),
        path(f"{one}dinh-chinh/", view(correcting.correct, Act.CORRECT), name="correct"),
        path(f"{one}van-ban/<int:letter_pk>/", view(letters.letter, Act.ISSUE), name="letter"),
        path(
            f"{one}van-ban/<int:letter_pk>/dinh-chinh/",
            view(letters.rectify, Act.RECTIFY),
            name="letter_rectify",
        ),
        path(
            f"{one}van-ban/<int:letter_pk>/the-thuc/",
            view(letter_form.form, Circle.OFFICE),
            name="letter_form",
        ),
        *[
            path(
                f"{one}van-ban/<int:letter_pk>/sieu-du-lieu.{form}",
                view(letter_form.described, Circle.OFFICE),
                {"form": form},
                name=f"letter_metadata_{form}",
            )
            for form in ("json", "xml")
        ],
        path(f"{one}van-ban/<int:letter_pk>/ban-ky/", view(signing.signed, Act.SIGNED), name="letter_signed"),
        path(
            f"{one}van-ban/<int:letter_pk>/ban-de-ky.pdf",
            view(signing.to_sign, Circle.OFFICE),
            name="letter_to_sign",
        ),
        path(
            f"{one}van-ban/<int:letter_pk>/ban-trinh.docx",
            view(downloads.letter, Circle.OFFICE),
            name="letter_word",
        ),
        path(f"{one}loi-van/", view(letter_blocks.letter_blocks, Act.ENTER), name="letter_blocks"),
        path(
            f"{one}loi-van/<slug:block>/",
            view(letter_blocks.letter_block, Act.ENTER),
            name="letter_block",
        ),
        path(f"{one}phieu/", view(bundles.sheets, Act.BUNDLE), name="bundle"),
        path(f"{one}phieu/<int:bundle_pk>.zip", view(bundles.archive, Circle.OFFICE), name="bundle_file"),
        path(f"{one}nguon/", view(drafts.describe, Act.ENTER), name="describe"),
        *[
            path(f"{one}{slug}/", view(step, act), {"action": action}, name=action)
            for action, (slug, act) in _STEPS.items()
        ],
    ]
