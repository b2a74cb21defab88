"""`load_demo`: reference data, the real notices and tables, and three accounts to try with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from scores import demo
from scores.reference.load import load_reference


class Command(BaseCommand):
    help = "Nạp danh mục, các thông báo và bảng số liệu thật, và tài khoản dùng thử. Chạy lại được."

    def handle(self, *args: Any, **options: Any) -> None:
        load_reference()
        accounts = demo.make_accounts()
        for release in demo.load():
            self.stdout.write(f"Đã công bố: {release}")
        self.stdout.write("Tài khoản dùng thử ở /quan-tri/ (mật khẩu mới mỗi lần chạy):")
        for username, password, purpose in accounts:
            self.stdout.write(f"  {username:10}  {password}  {purpose}")
        self.stdout.write("Xem: /  ·  /xep-hang/hung-yen/2024-10/district/  ·  /ky/hung-yen/2024-10/")
