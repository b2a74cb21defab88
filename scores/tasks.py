"""What the worker does: thin wrappers that take ids, so that a task can be sent again after a crash."""

from __future__ import annotations

from celery import shared_task
from django.contrib.auth.models import User

from scores.models import Release, SheetBundle, Upload


@shared_task
def make_letter(release_id: int) -> None:
    """Make and keep the letter of a published release; then, with or without it, compare what readers get."""
    from scores import actions  # actions send tasks, so they cannot be imported above

    try:
        actions.keep_letter(release=Release.objects.get(pk=release_id))
    finally:
        renew_reports.delay(release_id)
        check_public.delay(release_id)


@shared_task
def renew_reports(release_id: int) -> None:
    """Make the quarter's report again that tells the month of this release otherwise than it is public."""
    from scores import actions  # as above

    actions.renew_reports(release=Release.objects.get(pk=release_id))


@shared_task
def check_public(release_id: int) -> None:
    """Fetch back every public form of a release and compare it with the frozen results."""
    from scores import actions  # as above

    actions.check_public(release=Release.objects.get(pk=release_id))


@shared_task
def read_upload(upload_id: str, release_id: int, by_id: int) -> None:
    """Read a file that is too large to let a page wait for it; whoever asked must still be allowed to."""
    from scores import actions  # as above

    actions.read_asked(
        upload=Upload.objects.get(pk=upload_id),
        release=Release.objects.get(pk=release_id),
        by=User.objects.get(pk=by_id),
    )


@shared_task
def make_bundle(bundle_id: int) -> None:
    """Make unit sheets of a bundle, sharing them with whoever else was sent to it."""
    from scores import actions  # as above

    actions.make_bundle(bundle=SheetBundle.objects.get(pk=bundle_id))


@shared_task
def send_mails() -> None:
    """Send what waits in the outbox."""
    from scores import actions  # as above

    actions.send_waiting()


@shared_task
def run_due() -> None:
    """Do what has its time; the clock of `portal.celery` asks for it every minute."""
    from scores import due  # as above

    due.run()
