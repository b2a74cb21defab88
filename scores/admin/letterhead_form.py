"""An office with its letterhead as fields to fill in, one for each part, not the JSON it is kept as."""

from __future__ import annotations

from typing import Any

from django import forms

from scores.admin.letterhead_fields import BlocksField, PercentField, RatesField
from scores.letters import letterhead
from scores.letters.blocks import NOTICE, REPORT
from scores.models import Office

PREFIX = "head_"
_USUAL = "Để trống thì dùng đề mục thường lệ."
_MANY = "Đề nghị có danh sách kèm theo: {nhung} là chữ “những” khi nêu từ hai nhóm, đơn vị."
_PLACES = "Chỗ điền sẵn: {ky} kỳ, {bo_chi_so} tên bộ chỉ số, {don_vi} cơ quan, {cac_uy_ban} UBND cấp dưới."


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


def _lines(label: str, help_text: str = "Mỗi dòng một mục.", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def _named(label: str) -> forms.IntegerField:
    wrong = f"Ghi một số từ 1 đến {letterhead.MOST_NAMED}."
    return forms.IntegerField(
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        label=label,
        required=False,
        min_value=1,
        max_value=letterhead.MOST_NAMED,
        widget=forms.NumberInput(attrs={"class": "vIntegerField"}),
    )


def _choice(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for type checkers
    """Parts of the letterhead that have no field here stay as they are."""

    # An address typed without its beginning is of the web as it is now.
    data_licence_url = Office._meta.get_field("data_licence_url").formfield(assume_scheme="https")
    head_superior = _text("Cơ quan chủ quản", "Chữ in hoa; để trống nếu không có.")
    head_issuer = _lines("Cơ quan ban hành", "Chữ in hoa, mỗi dòng một dòng in.", 2)
    head_issuer_in_text = _text("Cơ quan ban hành, viết trong câu", "Ví dụ: Văn phòng UBND tỉnh Hưng Yên.")
    head_place = _text("Địa danh")
    head_number_suffix = _text("Ký hiệu", "Phần sau số văn bản: VPUB-PVHCC&KSTT.")
    head_subject = _text("Trích yếu", _PLACES)
    head_index_name = _text("Tên bộ chỉ số trong văn bản", "Để trống thì dùng tên của phiên bản bộ chỉ số.")
    head_recipients = _lines("Kính gửi")
    head_bases = _lines("Căn cứ", "Mỗi dòng một văn bản.", 4)
    head_source = _text("Nguồn số liệu trong câu", "Đọc tiếp sau chữ “Theo”.")
    head_requests_opening = _text("Câu dẫn phần đề nghị")
    head_requests = _lines("Các đề nghị", f"Mỗi dòng một đề nghị. {_PLACES} {_MANY}", 6)
    head_numbered_requests = _choice("Đánh số các đề nghị")
    head_closing = _text("Câu kết")
    head_blocks = BlocksField("Các đoạn của văn bản", NOTICE)
    head_low_group_percent = PercentField(
        "Nhóm thấp so với điểm tối đa: dưới (%)", "Nhóm đạt dưới mức này của điểm tối đa được coi là thấp."
    )
    head_low_rates = RatesField()
    head_lowest_units = _named("Nêu mấy đơn vị có tổng điểm thấp nhất")
    head_movers = _named("Nêu mấy đơn vị tăng, mấy đơn vị giảm nhiều nhất")
    head_tell_none = _choice("Không có đơn vị, nhóm nào thì cũng nêu", "“Không có nhóm chỉ số nào thấp hơn…”")
    head_signature = _lines("Quyền hạn, chức vụ người ký", "Chữ in hoa, mỗi dòng một dòng in.", 2)
    head_signer = _text("Họ tên người ký", "Để trống thì chừa chỗ.")
    head_receivers = _lines("Nơi nhận", rows=6)
    head_trailing_zeros = _choice("Điểm luôn có số lẻ", "17,0/18 điểm thay cho 17/18 điểm.")
    head_paper = _choice("Văn bản giấy", "Phụ lục ghi số, ngày; văn bản điện tử để trống.")
    head_unsigned_line = _choice("In dòng “bản chưa ký” ở chân trang")
    head_report_number_suffix = _text("Ký hiệu", "Phần sau số báo cáo: BC-VPUB.")
    head_report_subject = _text("Trích yếu", _PLACES)
    head_report_recipients = _lines("Kính gửi", "Mỗi dòng một nơi; để trống thì không có “Kính gửi”.", 2)
    head_report_scope = _text("Nội dung báo cáo", "Đọc tiếp sau chữ “báo cáo”: kết quả {ky}.")
    head_report_blocks = BlocksField("Các đoạn của báo cáo", REPORT)
    head_report_index = _text("Đề mục kết quả theo tháng", _USUAL)
    head_report_form = _text("Đề mục biểu mẫu thống kê", _USUAL)
    head_report_tasks = _text("Đề mục bảng nhiệm vụ", _USUAL)
    head_report_task = _text("Tên nhiệm vụ trong bảng")
    head_report_closing = _text("Câu kết")
    head_report_receivers = _lines("Nơi nhận", "Mỗi dòng một mục; để trống thì như công văn.")

    class Meta:
        model = Office
        exclude = ("letterhead",)  # noqa: DJ006  # the admin's fieldsets name the fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {**letterhead.DEFAULTS, **self.instance.letterhead}
        for name, field in self.fields.items():
            if name.startswith(PREFIX):
                value = stored[name.removeprefix(PREFIX)]
                field.initial = value if isinstance(field, BlocksField | RatesField) else _shown(value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = {
            name.removeprefix(PREFIX): cleaned[name]
            for name in self.fields
            if name.startswith(PREFIX) and name in cleaned
        }
        letter = {**self.instance.letterhead}
        defaults: dict[str, Any] = {**letterhead.DEFAULTS}
        for key, value in typed.items():
            # A number taken out is the usual one again.
            letter[key] = defaults[key] if value is None else _read(key, value, letter.get(key))
        letter = {key: value for key, value in letter.items() if value != defaults[key]}
        try:
            letterhead.complete(letter)
        except ValueError as error:
            self.add_error(None, str(error))
        self.instance.letterhead = letter
        return cleaned


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return "\n".join(part["text"] if isinstance(part, dict) else part for part in value)
    return value


def _read(key: str, typed: Any, before: Any) -> Any:
    """What was typed in the shape it is kept; a request keeps its lists while its place stays the same."""
    if not isinstance(typed, str) or not isinstance({**letterhead.DEFAULTS}[key], list):
        return typed
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if key != "requests":
        return lines
    kept = [*(before or []), *({} for _ in lines)]
    return [{**old, "text": line} for line, old in zip(lines, kept, strict=False)]


REPORT_FIELDS = [name for name in OfficeForm.base_fields if name.startswith(f"{PREFIX}report_")]
LETTER_FIELDS = [
    name for name in OfficeForm.base_fields if name.startswith(PREFIX) and name not in REPORT_FIELDS
]
