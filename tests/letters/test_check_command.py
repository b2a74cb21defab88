"""`letter --check`: each rule with what was measured, and how it ends."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from scores.models import Office
from tests.letters.notices_as_rows import province
from tests.letters.published import publish, unit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def _checked(**letterhead: object) -> str:
    """What the command prints of a letter without appendices; CommandError as it ends."""
    office = Office.objects.get(slug="hung-yen")
    office.letterhead = {**office.letterhead, **letterhead}
    office.save()
    own = unit_of(office, "2024-10", "tỉnh Hưng Yên")
    publish(office, "2024-10", [row for row in province(office) if row[0] == own])
    out = StringIO()
    try:
        call_command("letter", "--office", "hung-yen", "--period", "2024-10", "--check", stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}\n{error}"
    return f"{out.getvalue()}\nkhông lỗi"


def test_a_letter_that_keeps_the_decree_is_told_rule_by_rule() -> None:
    said = _checked()

    assert "CHƯA ĐẠT" not in said
    assert "đạt       Lề trái 30–35 mm, chữ và bảng không lấn ra: 30 mm" in said
    assert said.endswith("quy định đạt.\n\nkhông lỗi")


def test_a_rule_that_is_broken_ends_it_with_an_error() -> None:
    said = _checked(superior="Ủy ban nhân dân tỉnh")

    assert said.count("CHƯA ĐẠT") == 1
    assert "CHƯA ĐẠT  Cơ quan chủ quản in hoa, cỡ 12–13, đứng: " in said
    assert not said.endswith("không lỗi")
