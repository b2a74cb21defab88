"""Documents of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from scores.models.releases import Release
from scores.models.units import Office

if TYPE_CHECKING:
    from scores.models.signed_files import SignedFile

SLIP = "slip"
"""The kind of a letter that puts right a slip of form in an issued one, Nghị định 30/2020 Điều 18 khoản 3."""
REPORT = "report"
"""The kind of a quarter's letter: a report (báo cáo), which no office chooses for its months."""


def document_name(kind: str) -> str:
    """What a kind of letter is by the decree: `Công văn`, `Báo cáo`."""
    return "Báo cáo" if kind == REPORT else "Công văn"


class Letter(models.Model):
    """A letter made from the published results: unsigned until the clerk brings back the signed file.

    It is issued once the clerk has recorded its number and day. From then on it stands as it is: wrong
    content is replaced by the letter of the next version (`replaces`), a slip of form put right by a short
    letter of its own (`rectifies`).
    """

    release = models.ForeignKey(Release, verbose_name="đợt", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(
        "loại",
        max_length=12,
        choices=[
            *Office.LetterKind.choices,
            (REPORT, "Báo cáo quý, kèm biểu mẫu thống kê"),
            (SLIP, "Công văn đính chính"),
        ],
    )
    title = models.CharField("trích yếu", max_length=400)
    number = models.CharField("số", max_length=60, blank=True)
    notation = models.CharField("ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    register = models.CharField("sổ văn bản đi", max_length=100, blank=True)
    """Within which a number stands once: office, kind of document and year, `hung-yen/cong-van/2024`."""
    replaces = models.ForeignKey(
        "self",
        verbose_name="thay thế văn bản",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
    )
    rectifies = models.ForeignKey(
        "self",
        verbose_name="đính chính văn bản",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rectifications",
    )
    place = models.CharField("chỗ sai sót", max_length=200, blank=True)
    wrong = models.TextField("đã viết", blank=True)
    right = models.TextField("sửa lại là", blank=True)
    months = models.JSONField("các đợt tháng đã dùng", default=list, blank=True)
    """Of a report, the ids of the releases whose totals it tells month by month, in the months' order."""
    pdf = models.FileField("bản PDF chưa ký", upload_to="letters/")
    sha256 = models.CharField("mã băm SHA-256", max_length=64)
    pages = models.PositiveSmallIntegerField("số trang")
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)
    check_code = models.CharField("mã kiểm tra", max_length=14, blank=True, db_index=True)
    """Printed at its foot, `7F3K-9QXM-2HTD`; empty for letters made before there was one."""

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                name="letter_once_per_kind",
                fields=["release", "kind"],
                condition=Q(rectifies__isnull=True),
                violation_error_message="Đợt này đã có văn bản loại đó.",
            ),
            models.UniqueConstraint(
                name="letter_number_once",
                fields=["register", "number"],
                condition=~Q(number=""),
                violation_error_message="Số này đã ghi cho văn bản khác cùng loại trong năm.",
            ),
            models.CheckConstraint(
                name="letter_number_and_day",
                condition=Q(number="", notation="", register="", issued_on__isnull=True)
                | (~Q(number="") & ~Q(register="") & Q(issued_on__isnull=False)),
                violation_error_message="Số và ngày ban hành phải cùng có hoặc cùng trống.",
            ),
            models.CheckConstraint(
                name="letter_slip_is_whole",
                condition=(~Q(kind=SLIP) & Q(rectifies__isnull=True, place="", wrong="", right=""))
                | (
                    Q(kind=SLIP, rectifies__isnull=False, replaces__isnull=True)
                    & ~Q(place="")
                    & ~Q(wrong="")
                    & ~Q(right="")
                ),
                violation_error_message=(
                    "Công văn đính chính phải nêu văn bản nào, chỗ nào sai, đã viết gì và sửa lại là gì."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def document_name(self) -> str:
        return document_name(self.kind)

    @property
    def is_issued(self) -> bool:
        return bool(self.number)

    @property
    def code(self) -> str:
        """Number and notation as written, `05/VPUB-PVHCC&KSTT`; empty while not issued."""
        number = self.number.zfill(2) if self.number.isdecimal() else self.number
        return f"{number}/{self.notation}".rstrip("/") if number else ""

    @property
    def replaced_by(self) -> Letter | None:
        """The newest letter that stands in its place."""
        return max(self.replacements.all(), key=lambda letter: letter.pk, default=None)

    @property
    def signed(self) -> SignedFile | None:
        """The signed file handed out as the original; None while there is only the unsigned copy."""
        return max(self.signed_files.all(), key=lambda file: file.pk, default=None)

    @property
    def handed_out_sha256(self) -> str:
        """Digest of what readers get: the signed file, else the unsigned copy."""
        return self.signed.sha256 if self.signed else self.sha256

    @property
    def issued_rectifications(self) -> list[Letter]:
        """The issued letters that put right a slip of this one, oldest first."""
        return sorted((one for one in self.rectifications.all() if one.is_issued), key=lambda one: one.pk)
