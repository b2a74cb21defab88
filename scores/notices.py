"""What was made public when, as one line each: a first publication, a correction, a withdrawal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from scores import queries
from scores.models import Office, Release, State
from scores.standing import standing


@dataclass(frozen=True)
class Notice:
    """One version of a release as it became public, or its withdrawal."""

    release: Release

    @property
    def at(self) -> datetime:
        when = self.release.withdrawn_at or self.release.published_at
        assert when is not None  # noqa: S101  # the database holds it for whatever was ever public
        return when

    @property
    def withdrawn(self) -> bool:
        return self.release.state == State.WITHDRAWN

    @property
    def kind(self) -> str:
        """`Công bố`, `Đính chính lần 2` or `Thu hồi`."""
        if self.withdrawn:
            return "Thu hồi"
        return "Công bố" if self.release.version == 1 else f"Đính chính lần {self.release.version}"

    @property
    def reason(self) -> str:
        return self.release.withdrawal_reason if self.withdrawn else self.release.reason

    @property
    def title(self) -> str:
        """`Tỉnh Hưng Yên, tháng 10/2024` behind what was done, where that was not just publishing."""
        what = f"{self.release.office.name}, {self.release.label}"
        return what if self.kind == "Công bố" else f"{self.kind}: {what}"

    @property
    def sentence(self) -> str:
        """The figures in one sentence, or the reason for what was done."""
        if self.reason:
            return self.reason
        return render_to_string("components/headline.html", {"now": standing(self.release)}).strip()

    @property
    def path(self) -> str:
        """The page of this very version, whatever comes after it."""
        office, period = self.release.office.slug, self.release.period
        return f"{reverse('release', args=[office, period])}?lan={self.release.version}"


def of_office(office: Office) -> list[Notice]:
    """All that an office made public, newest first."""
    return _newest_first(queries.on_record().filter(office=office))


def corrections() -> list[Notice]:
    """Everything that was corrected or withdrawn, of all offices, newest first."""
    return _newest_first(queries.on_record().filter(Q(version__gt=1) | Q(state=State.WITHDRAWN)))


def _newest_first(releases: Iterable[Release]) -> list[Notice]:
    return sorted(map(Notice, releases), key=lambda notice: (notice.at, notice.release.pk), reverse=True)
