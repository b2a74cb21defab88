"""`load_reference`: index versions, indicators, targets, ratings, units and offices."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from scores.reference.load import FiguresInTheWay, load_reference


class Command(BaseCommand):
    help = "Nạp danh mục: bộ chỉ số, chỉ tiêu, mức xếp loại, đơn vị, cơ quan công bố. Chạy lại được."

    def handle(self, *args: object, **options: object) -> None:
        try:
            loaded = load_reference()
        except FiguresInTheWay as error:
            raise CommandError(str(error)) from error
        for kind, number in loaded.rows.items():
            self.stdout.write(f"{number:5d} {kind}")
        self._name("mục người quản trị đã sửa", loaded.kept)
        self._name(
            "mục của bộ chỉ số đã dùng để trình duyệt hoặc công bố (muốn đổi thì lập phiên bản mới)",
            loaded.in_use,
        )

    def _name(self, kind: str, left: list[str]) -> None:
        if left:
            self.stdout.write(f"Giữ nguyên {len(left)} {kind}:")
        for name in left:
            self.stdout.write(f"      {name}")
