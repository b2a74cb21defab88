"""A unit's sheet as readers get it: linked from its page, made once, and of nothing that is a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scores import letters
from scores.letters.unit_sheet import sheet_code
from scores.models import Office, Release, State
from tests import factories
from tests.factories import World
from tests.letters import paper
from tests.public import reading

PAGE, SHEET = "/don-vi/huyen-kim-dong/", "/don-vi/huyen-kim-dong/phieu/hung-yen/2024-10.pdf"


@pytest.fixture(autouse=True)
def _letters(world: World, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    Office.objects.update(letter_kind=Office.LetterKind.PROVINCE)


def test_the_page_leads_to_the_sheet_which_is_made_once(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f'href="{SHEET}"' in reading.page(client, PAGE)
    first = client.get(SHEET)
    assert first["Content-Type"] == "application/pdf"
    assert first["X-Robots-Tag"] == "noindex"
    assert "88,68/100 điểm" in paper.text(first.content)
    monkeypatch.setattr(letters, "laid_out", None)
    assert client.get(SHEET).content == first.content
    assert client.get(SHEET, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert "attachment" in client.get(f"{SHEET}?tai=1")["Content-Disposition"]


def test_what_it_says_anew_is_made_anew_and_the_old_file_goes(
    world: World, client: Client, tmp_path: Path
) -> None:
    first = client.get(SHEET)
    Office.objects.update(letterhead={"issuer": ["SỞ KHÁC"]})
    second = client.get(SHEET)
    assert second["ETag"] != first["ETag"]
    assert "SỞ KHÁC" in paper.text(second.content)
    assert len(list(tmp_path.glob("sheets/*/*.pdf"))) == 1


def test_its_code_and_its_file_are_known(world: World, client: Client) -> None:
    pdf = client.get(SHEET).content
    release = Release.objects.select_related("office").get(pk=world.october.pk)
    code = sheet_code(release, "huyen-kim-dong")
    assert code in paper.text(pdf)

    def asked(data: bytes, **more: str) -> str:
        file = SimpleUploadedFile("phieu.pdf", data)
        return client.post("/xac-minh/", {"tep": file, **more}).content.decode()

    by_code = reading.page(client, f"/xac-minh/?ma={code}")
    assert "Phiếu của bản đang công bố" in by_code
    assert "của Huyện Kim Động" in by_code
    assert f'href="{SHEET}"' in by_code
    assert "không khác một byte" in asked(pdf)
    assert f"không giống phiếu có mã {code}" in asked(pdf + b" ", ma=code)
    assert "không giống văn bản nào đã công bố" in asked(pdf + b" ")
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert "Không có văn bản nào mang mã" in reading.page(client, f"/xac-minh/?ma={other}")
    factories.publish(world.office, "2024-10", [], version=2, reason="Sai số")
    replaced = reading.page(client, f"/xac-minh/?ma={code}")
    assert "Không còn hiệu lực" in replaced
    assert "lần 2</a>" in replaced
    assert "không khác một byte" in asked(pdf), "a replaced one is still known"
    assert f'href="{SHEET}"' not in replaced


def test_there_is_none_of_drafts_of_replaced_versions_or_without_letters(
    world: World, client: Client, tmp_path: Path
) -> None:
    factories.draft(world.office, "2024-11", [factories.Row(world.province, points="80")])
    for address in (
        "/don-vi/tinh-hung-yen/phieu/hung-yen/2024-11.pdf",
        "/don-vi/huyen-kim-dong/phieu/hung-yen/2024-13.pdf",
        "/don-vi/xa-la/phieu/hung-yen/2024-10.pdf",
        "/don-vi/huyen-kim-dong/phieu/co-quan-la/2024-10.pdf",
    ):
        assert client.get(address).status_code == 404, address
    Release.objects.filter(pk=world.october.pk).update(state=State.REPLACED)
    assert client.get(f"{SHEET}?lan=1").status_code == 404
    Office.objects.update(letter_kind=Office.LetterKind.NONE)
    assert "phieu" not in reading.page(client, PAGE)
    assert client.get("/don-vi/huyen-kim-dong/phieu/hung-yen/2024-09.pdf").status_code == 404
    assert not list(tmp_path.glob("sheets/*"))
