"""`load_reference`: index versions, indicators, targets, ratings, units and offices."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from scores.reference.load import load_reference


class Command(BaseCommand):
    help = "Nạp danh mục: bộ chỉ số, chỉ tiêu, mức xếp loại, đơn vị, cơ quan công bố. Chạy lại được."

    def handle(self, *args: object, **options: object) -> None:
        for kind, number in load_reference().items():
            self.stdout.write(f"{number:5d} {kind}")
