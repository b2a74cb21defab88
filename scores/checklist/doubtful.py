"""What a person may let stand, saying why: doubtful figures, files left, a letter not to be made."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from scores import letters
from scores.checklist.draft import Doubt, Draft
from scores.checklist.items import Confirmed, Item, Severity, digest
from scores.letters.letterhead import LetterFacts, complete
from scores.models import Answer, Finding, Office, Upload

_SEVERAL = {
    "sum-of-groups": "Tổng điểm khác tổng các nhóm ở {} đơn vị.",
    "sum-of-parts": "Điểm nhóm khác tổng các nhóm bên trong ở {} chỗ.",
    "rate-of-counts": "Tỷ lệ khác với kết quả chia hai số đếm ở {} chỗ.",
    "part-above-whole": "Số đạt được lớn hơn tổng số ở {} chỗ.",
    "sum-of-counts": "Số đếm khác tổng các dòng bên dưới ở {} chỗ.",
    "counts-of-units": "Số của cơ quan khác tổng các đơn vị ở {} chỗ.",
    "jump": "{} số liệu chênh nhiều so với kỳ trước.",
    "column-jumps": "{} chỉ số chênh nhiều so với kỳ trước ở quá nửa số đơn vị.",
    "zero-total": "{} đơn vị có tổng điểm bằng 0.",
}


def doubtful_figures(draft: Draft) -> Iterator[Item]:
    """Sums, jumps, copies, scales: one item a kind, so that one reason answers for all of its places."""
    settled = {one.key for one in confirmed_with_files(draft)}
    kinds: dict[str, list[Doubt]] = {}
    for one in draft.doubts:
        if one.key not in settled:
            kinds.setdefault(one.code, []).append(one)
    for code, several in kinds.items():
        yield _doubt_item(draft, code, several)


def _doubt_item(draft: Draft, code: str, several: list[Doubt]) -> Item:
    keys = sorted(one.key for one in several)
    units = {one.unit_id for one in several}
    unit = draft.context.unit_by_id[units.pop() or 0] if len(units) == 1 and None not in units else None
    key, link = f"{code}:{digest(keys)}", draft.typing(unit)
    if len(several) == 1:
        return Item(key, Severity.CONFIRM, several[0].sentence, link)
    sentence = _SEVERAL.get(code, "{} chỗ cần xem.").format(len(several))
    return Item(key, Severity.CONFIRM, sentence, link, tuple(one.sentence for one in several))


def confirmed_with_files(draft: Draft) -> list[Confirmed]:
    """Doubts that were confirmed, with a comment, when the file they come from was received."""
    files = {entry.upload_id for entry in draft.entries if entry.upload_id}
    answers = Answer.objects.filter(upload__in=files).exclude(comment="").select_related("by")
    given = {answer.key: answer for answer in answers.order_by("at", "pk")}
    return [
        Confirmed(
            one.key, one.sentence, answer.comment, answer.by.get_full_name() or answer.by.get_username()
        )
        for one in (draft.doubts if given else ())
        if (answer := given.get(one.key))
    ]


def files_left(draft: Draft) -> Iterator[Item]:
    """Files of this version that wait to be accepted; those to be mended, if newer than all figures.

    A file that must be mended does not block: it may be the wrong file, and files are never taken away.
    """
    release = draft.release
    newest = max((entry.changed_at for entry in draft.entries), default=None)
    files = Upload.objects.filter(
        office=release.office, period=release.period, accepted_at=None, at__gte=release.created_at
    )
    blocks = Count("findings", filter=Q(findings__severity=Finding.Severity.BLOCKS))
    for upload in files.annotate(blocking=blocks).select_related("by").order_by("at"):
        name = upload.by.get_full_name() or upload.by.get_username()
        if upload.blocking and newest and upload.at < newest:
            continue
        state = f"còn {upload.blocking} chỗ phải sửa nên chưa nhận" if upload.blocking else "chưa nhận"
        yield Item(
            f"{'file-to-mend' if upload.blocking else 'file-waiting'}:{upload.pk}",
            Severity.CONFIRM,
            f"Tệp “{upload}” {name} tải lên {state}. Nhận số liệu của tệp, hoặc ghi vì sao không dùng tệp "
            "này.",
            reverse("admin:upload_result", args=[release.pk, upload.pk]),
        )


def letter_impossible(draft: Draft) -> Iterator[Item]:
    release = draft.release
    if letters.kind_of(release) == Office.LetterKind.NONE:
        return
    try:
        complete(release.office.letterhead)
        LetterFacts.read(release.letter_facts)
    except ValueError as error:
        yield Item(
            f"letter-impossible:{digest([str(error)])}",
            Severity.CONFIRM,
            f"Chưa lập được văn bản của đợt này: {error} Sửa thể thức văn bản của cơ quan, hoặc ghi vì sao "
            "công bố khi chưa có văn bản.",
            reverse("admin:scores_office_change", args=[release.office_id]),
        )
