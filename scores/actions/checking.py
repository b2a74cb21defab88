"""What became public, fetched back and compared; the outcome is kept for staff."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from scores import letters, public_check
from scores.actions.letters import keep_letter
from scores.models import Office, PublicCheck, Release, State

logger = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=10)
"""How long the task that follows a publication is waited for, letter and all."""


def check_public(*, release: Release) -> PublicCheck | None:
    """Compare every public form of a release with its frozen results; None unless it is the one in force.

    Outside any transaction of its own: the forms are fetched as readers get them. May be done again any time.
    """
    if Release.objects.get(pk=release.pk).state != State.PUBLISHED:
        return None
    found = public_check.compare(release)
    for difference in found.differences:
        logger.error("%s: %s", release, difference)
    return PublicCheck.objects.create(
        release=release,
        forms=found.figures,
        compared=sum(found.figures.values()),
        differences=[difference.as_dict() for difference in found.differences],
    )


def follow_up() -> None:
    """What follows a publication and never came: the task was lost, or the worker died with it.

    That it was compared is what tells that it came, so a letter that cannot be made is tried here once.
    """
    for release in Release.objects.filter(state=State.PUBLISHED, public_checks=None).order_by("published_at"):
        if release.published_at is not None and release.published_at < timezone.now() - PATIENCE:
            _make_letter(release)
            check_public(release=release)


def _make_letter(release: Release) -> None:
    if letters.kind_of(release) == Office.LetterKind.NONE:
        return
    try:
        keep_letter(release=release)
    except Exception:
        logger.exception("%s: the letter that was lost could not be made", release)
