"""Letters that may be handed out, and what they belong to."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from scores.models import SLIP, Letter, Release, State, Unit
from scores.queries.releases import on_record, published_results


def letters() -> list[Letter]:
    """Letters of releases in force and the issued ones they replace, newest period and version first."""
    found = public_letters().filter(Q(release__state=State.PUBLISHED) | ~Q(number=""))
    order = {letter: (letter.release.period, -letter.release.office.order, letter.pk) for letter in found}
    return sorted(order, key=lambda letter: order[letter], reverse=True)


def letters_of(release: Release) -> list[Letter]:
    """The letters of one version, the notice before those that put right slips of it."""
    return list(public_letters().filter(release=release).order_by("pk"))


def public_letters() -> QuerySet[Letter]:
    """Letters that may be handed out: of releases in force and of those replaced; about slips once issued."""
    found = Letter.objects.filter(release__state__in=[State.PUBLISHED, State.REPLACED])
    return (
        found.exclude(kind=SLIP, number="")
        .select_related("release__office", "replaces", "rectifies")
        .prefetch_related("replacements", "rectifications", "signed_files")
    )


def release_of_letter(pk: int) -> Release | None:
    """The release of a letter whose figures were public once, withdrawn or not."""
    return on_record().filter(letters=pk).first()


def letters_of_unit(unit: Unit) -> list[Letter]:
    """Letters in force that carry figures of a unit."""
    releases = set(published_results().filter(unit=unit).order_by().values_list("release_id", flat=True))
    return [letter for letter in letters() if letter.release_id in releases]
