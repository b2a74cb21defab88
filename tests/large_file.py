"""`python -m tests.large_file` brings a file too large to be read at once: its address, then its page.

With an address it prints that page only. Runs against database, broker and worker of the settings.
"""

from __future__ import annotations

import random
import sys

# The world sets Django up, and the client can be made after it only.
from tests.races.rounds import World  # isort: skip

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.workbooks import Row, with_part, workbook

ROWS: list[Row] = [
    ["THÁNG 1/2023"],
    ["Tên đơn vị", "Tổng điểm"],
    ["Xã Một", 88],
    ["Xã Hai", 87],
    ["Xã Ba", 86],
]


def large() -> bytes:
    """Three figures and a picture that no zip makes smaller."""
    picture = random.Random(766).randbytes(settings.INTAKE_AT_ONCE_KB * 1024)
    return with_part(workbook({"Bảng": ROWS}), "xl/media/image1.png", picture)


def send() -> str:
    world = World()
    release = world.draft()
    body = {"file": SimpleUploadedFile("bảng.xlsx", large()), "whole": "1"}
    answer = signed_in(world.staff.enters).post(reverse("admin:upload", args=[release.pk]), body)
    return answer["Location"]


def signed_in(person: User) -> Client:
    client = Client(headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    client.force_login(person)
    return client


def main() -> None:
    if len(sys.argv) == 1:
        address = send()
        print(address)
    else:
        address = sys.argv[1]
    page = signed_in(User.objects.get(username="nhap")).get(address)
    print(page.status_code, page.content.decode())


if __name__ == "__main__":
    main()
