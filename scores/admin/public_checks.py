"""What staff are told about the comparison of the public forms with the frozen results."""

from __future__ import annotations

from dataclasses import dataclass

from scores import vietnamese
from scores.admin import wording
from scores.models import PublicCheck, Release, State

SHOWN = 50


@dataclass(frozen=True)
class CheckedForms:
    """The last comparison in words; `differences` as the model keeps them, the first fifty."""

    check: PublicCheck

    @property
    def sentence(self) -> str:
        forms, compared = len(self.check.forms), vietnamese.count(self.check.compared)
        found = len(self.check.differences)
        result = f"{vietnamese.count(found)} chỗ khác" if found else "khớp"
        return f"Đã so {forms} hình thức, {compared} số với kết quả công bố: {result}."

    @property
    def when(self) -> str:
        return wording.moment(self.check.at)

    @property
    def forms(self) -> list[tuple[str, str]]:
        return [(form, vietnamese.count(figures)) for form, figures in self.check.forms.items()]

    @property
    def differences(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.check.differences
        return found[:SHOWN]

    @property
    def not_shown(self) -> int:
        return max(0, len(self.check.differences) - SHOWN)


def checked_forms(release: Release) -> CheckedForms | None:
    """The last comparison of a release; None where there was none."""
    check = release.public_checks.first()
    return None if check is None else CheckedForms(check)


def is_awaited(release: Release) -> bool:
    """Whether readers see a release that nobody has compared yet."""
    return release.state == State.PUBLISHED and not release.public_checks.exists()
