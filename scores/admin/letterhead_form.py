"""An office with its letterhead as fields to fill in, one for each part, not the JSON it is kept as."""

from __future__ import annotations

from typing import Any

from django import forms

from scores.letters import letterhead
from scores.models import Office

PREFIX = "head_"
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


def _choice(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for type checkers
    """Parts of the letterhead that have no field here stay as they are."""

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
    head_requests = _lines("Các đề nghị", f"Mỗi dòng một đề nghị. {_PLACES}", 6)
    head_numbered_requests = _choice("Đánh số các đề nghị")
    head_closing = _text("Câu kết")
    head_signature = _lines("Quyền hạn, chức vụ người ký", "Chữ in hoa, mỗi dòng một dòng in.", 2)
    head_signer = _text("Họ tên người ký", "Để trống thì chừa chỗ.")
    head_receivers = _lines("Nơi nhận", rows=6)
    head_trailing_zeros = _choice("Điểm luôn có số lẻ", "17,0/18 điểm thay cho 17/18 điểm.")
    head_paper = _choice("Văn bản giấy", "Phụ lục ghi số, ngày; văn bản điện tử để trống.")
    head_unsigned_line = _choice("In dòng “bản chưa ký” ở chân trang")

    class Meta:
        model = Office
        exclude = ("letterhead",)  # noqa: DJ006  # the admin's fieldsets name the fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = {**letterhead.DEFAULTS, **self.instance.letterhead}
        for name, field in self.fields.items():
            if name.startswith(PREFIX):
                field.initial = _shown(stored[name.removeprefix(PREFIX)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = {
            name.removeprefix(PREFIX): cleaned[name]
            for name in self.fields
            if name.startswith(PREFIX) and name in cleaned
        }
        letter = {**self.instance.letterhead}
        for key, value in typed.items():
            letter[key] = _read(key, value, letter.get(key))
        defaults: dict[str, Any] = {**letterhead.DEFAULTS}
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


LETTER_FIELDS = [name for name in OfficeForm.base_fields if name.startswith(PREFIX)]
