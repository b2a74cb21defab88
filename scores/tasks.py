"""What the worker does: thin wrappers that take ids, so that a task can be sent again after a crash."""

from __future__ import annotations

from celery import shared_task

from scores.models import Release


@shared_task
def make_letter(release_id: int) -> None:
    """Make and keep the letter of a published release."""
    from scores import actions  # actions send tasks, so they cannot be imported above

    actions.keep_letter(release=Release.objects.get(pk=release_id))
