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
        if loaded.kept:
            self.stdout.write(f"Giữ nguyên {len(loaded.kept)} mục người quản trị đã sửa:")
        for name in loaded.kept:
            self.stdout.write(f"      {name}")
