"""The commands on a database in which nothing is yet: what is missing, and which command brings it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scores.models import Office


@pytest.mark.django_db
def test_without_a_catalogue_the_way_to_it_is_named() -> None:
    Office.objects.all().delete()
    with pytest.raises(CommandError, match="Danh mục còn trống: chạy"):
        call_command("release", "submit", office="hung-yen", period="2024-10", by="ai-do")


def test_without_tables_the_way_to_them_is_named(tmp_path: Path) -> None:
    environment = {"DATA_DIR": str(tmp_path), "TRIAL": "1"}
    command = [sys.executable, "manage.py", "verify_releases"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Cơ sở dữ liệu chưa có bảng. Chạy ./manage.py migrate rồi thử lại.\n"
