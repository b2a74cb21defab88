"""`verify_releases`: recompute every published result and digest; exits 1 on any difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scores import confirmations, public_check, publication, record
from scores.models import Office, Release, State


class Command(BaseCommand):
    help = (
        "Tính lại mọi kết quả đã công bố, so mã băm và chuỗi nhật ký; có sai khác thì báo và thoát với mã 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--forms",
            action="store_true",
            help="So cả các hình thức công khai: trang, CSV, XLSX, JSON, API, văn bản; mỗi đợt vài giây.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        releases = Release.objects.filter(published_at__isnull=False).order_by("published_at")
        wrong = [line for release in releases for line in differences(release)]
        for release in Release.objects.all():
            wrong += [*record.state_faults(release), *confirmations.answer_faults(release)]
        wrong += [line for office in [*Office.objects.all(), None] for line in record.chain_faults(office)]
        if options["forms"]:
            wrong += [line for release in releases for line in wrong_forms(release)]
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"Có {len(wrong)} sai khác.", returncode=1)
        self.stdout.write(f"{len(releases)} đợt đã công bố: kết quả, mã băm và nhật ký đều khớp.")


def wrong_forms(release: Release) -> list[str]:
    """What readers are given otherwise than was frozen; of a release in force only."""
    if release.state != State.PUBLISHED:
        return []
    return [f"{release}: {difference}" for difference in public_check.compare(release).differences]


def differences(release: Release) -> Iterator[str]:
    """One sentence for each thing that is not as it was published."""
    name = f"{release}, lần {release.version}"
    stored = list(release.results.select_related("unit", "indicator"))
    if publication.content_digest(release) != release.content_hash:
        yield f"{name}: số liệu nhập hoặc lời văn đã sửa không còn như đã duyệt."
    if publication.results_digest(stored) != release.results_hash:
        yield f"{name}: kết quả lưu trữ không còn là kết quả đã công bố."
    recomputed = {
        (result.indicator_id, result.unit_id): publication.published_values(result)
        for result in publication.results_of(release)
    }
    for result in stored:
        if recomputed.pop((result.indicator_id, result.unit_id), None) != publication.published_values(
            result
        ):
            yield f"{name}: {result.unit_name}, {result.indicator}: tính lại ra kết quả khác."
    for _ in recomputed:
        yield f"{name}: thiếu một kết quả đã công bố."
