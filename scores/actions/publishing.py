"""Making public: results frozen, the version before replaced, the letter asked for."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from scores import letters, moments, publication, tasks
from scores.actions.common import Refused, lock, move, record
from scores.actions.concerned import tell
from scores.actions.settling import Reasons, require_seen, settled
from scores.models import Office, Release, Result, State


@transaction.atomic
def publish(
    *,
    release: Release,
    by: User,
    comment: str = "",
    reasons: Reasons | None = None,
    seen: str | None = None,
) -> Release:
    """Make an approved release public; with a correction, what compares with it is issued again.

    Refused before the time it is scheduled for, while the checklist blocks, or while a doubt that nobody
    has confirmed on its way here has no reason in `reasons`.
    """
    from scores.actions.corrections import issue_dependents_again  # which publishes in its turn

    release = lock(release, by, "publish")
    require_seen(release, seen)
    _require_time(release)
    data = settled(release, by, reasons or {}, release.content_hash)
    release = make_public(release, by, comment, data)
    if release.version > 1:
        issue_dependents_again(release, by)
    return release


def _require_time(release: Release) -> None:
    """By the database's clock, which the rule `scheduled_release_waits` goes by too."""
    waits = Release.objects.filter(pk=release.pk, publish_at__gt=Now())
    if release.publish_at is not None and waits.exists():
        raise Refused(
            f"Đợt này đã hẹn công bố lúc {moments.in_words(release.publish_at)}. Bỏ hẹn trước nếu muốn công "
            "bố sớm hơn."
        )


def make_public(
    release: Release, by: User, comment: str, data: Mapping[str, object] | None = None
) -> Release:
    """Freeze the results of an approved release and put it in place of the one that was public."""
    results = publication.results_of(release)
    Result.objects.bulk_create(results, batch_size=500)
    _replace(release, by)
    release = move(
        release,
        "publish",
        by,
        comment,
        published_by=by,
        published_at=timezone.now(),
        publish_at=None,
        scheduled_by=None,
        data=data,
        results_hash=publication.results_digest(results),
    )
    tell(release, "publish", by)
    # The figures are public whatever becomes of the letter: a failure is logged, the letter made again.
    lettered = letters.kind_of(release) != Office.LetterKind.NONE
    follow = tasks.make_letter if lettered else tasks.check_public
    transaction.on_commit(lambda: follow.delay(release.pk), robust=True)
    return release


def _replace(release: Release, by: User) -> None:
    """The version that was public until now stays readable, marked as replaced."""
    public = Release.objects.filter(office=release.office, period=release.period, state=State.PUBLISHED)
    for replaced in public:
        Release.objects.filter(pk=replaced.pk).update(state=State.REPLACED)
        record(replaced, by, "replace", from_state=State.PUBLISHED, to_state=State.REPLACED)
