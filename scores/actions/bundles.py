"""All unit sheets of a release as one archive, made in pieces by whoever is free.

Asking writes down the pieces; workers take one after the other, each piece by one of them. What a worker has
left lying for too long another takes, and sheets are kept as they are made, so nothing is made twice.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import uuid
from datetime import datetime, timedelta
from threading import Thread

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files import File
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from scores import sheet_archive, sheet_files, tasks
from scores.actions.common import Refused, held, require
from scores.letters import has_sheets, letter_of, unit_ids, unit_sheets
from scores.models import Release, SheetBundle, SheetChunk, State
from scores.permissions import Act

logger = logging.getLogger(__name__)
AT_ONCE = 2
"""How many workers share a bundle, where there are so many."""
_PIECE = 20


@transaction.atomic
def ask_bundle(*, release: Release, by: User) -> SheetBundle:
    """Have the archive made; the one in work, if there is one, and anew if that has broken off."""
    require(by, Act.BUNDLE, release.office)
    release = held(release)
    _refuse_without_sheets(release)
    bundle = release.sheet_bundles.filter(finished_at=None, cancelled_at=None, failure="").first()
    if bundle is None:
        units = unit_ids(release)
        bundle = SheetBundle.objects.create(
            release=release, by=by, rests_on=rests_on(release), units=len(units)
        )
        pieces = [units[start : start + _PIECE] for start in range(0, len(units), _PIECE)]
        SheetChunk.objects.bulk_create(
            SheetChunk(bundle=bundle, number=number, units=piece)
            for number, piece in enumerate([*pieces, []])  # the last is the packing
        )
    elif not is_bundle_broken_off(bundle):
        return bundle
    pk = bundle.pk
    transaction.on_commit(lambda: _send(pk))
    return bundle


def cancel_bundle(*, bundle: SheetBundle, by: User) -> None:
    """Stop the work; sheets made meanwhile stay kept for the next time."""
    require(by, Act.BUNDLE, bundle.release.office)
    if not _end(bundle, cancelled_at=timezone.now()):
        raise Refused("Bộ phiếu này không còn đang lập nên không hủy được. Mở lại trang để xem.")


def make_bundle(*, bundle: SheetBundle) -> None:
    """Take piece after piece until none is free; may be called by several at once, and again at any time."""
    me = uuid.uuid4().hex
    while (chunk := _take(bundle, me)) is not None:
        try:
            finished = _make(chunk, me)
        except ValueError as error:
            # A sentence for people: a letter that is too heavy, a letterhead that is wrong, a new version.
            _end(bundle, failure=str(error)[:500])
            return
        if not finished:
            return


def resume_bundles() -> None:
    """Go on with bundles that nobody has been heard of for too long."""
    for bundle in SheetBundle.objects.filter(finished_at=None, cancelled_at=None, failure=""):
        if is_bundle_broken_off(bundle):
            logger.warning("bundle %s has broken off and is taken up again", bundle.pk)
            _send(bundle.pk)


def is_bundle_broken_off(bundle: SheetBundle) -> bool:
    """Whether a bundle in work has not been heard of for too long."""
    if not bundle.in_work:
        return False
    heard = [chunk.heard_at for chunk in bundle.chunks.all() if chunk.heard_at is not None]
    return max([bundle.asked_at, *heard]) < _silent_since()


def rests_on(release: Release) -> str:
    """Digest of what the sheets of a release say beside its figures, so that a change of it is seen."""
    letter = letter_of(release)
    said = {
        "version": release.version,
        "results": release.results_hash,
        "letter": [letter.code, str(letter.issued_on)] if letter else None,
        "letter_facts": release.letter_facts,
        "letterhead": release.office.letterhead,
        "site": settings.SITE_URL,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _refuse_without_sheets(release: Release) -> None:
    if release.state != State.PUBLISHED:
        raise Refused(
            f"{release} đang ở trạng thái “{release.get_state_display()}”; chỉ lập phiếu từ bản đang công bố."
        )
    if not has_sheets(release):
        raise Refused(f"{release.office} không ra văn bản cho {release.label} nên không có phiếu đi kèm.")


def _take(bundle: SheetBundle, me: str) -> SheetChunk | None:
    """The next piece nobody has; the packing only when all others are done. None where there is none free."""
    while SheetBundle.objects.filter(pk=bundle.pk, finished_at=None, cancelled_at=None, failure="").exists():
        undone = SheetChunk.objects.filter(bundle=bundle, done_at=None).order_by("number")
        free = undone.filter(Q(heard_at=None) | Q(heard_at__lt=_silent_since())).first()
        if free is None or (not free.units and undone.count() > 1):
            return None
        same = SheetChunk.objects.filter(pk=free.pk, done_at=None, taken_by=free.taken_by)
        if same.update(taken_by=me, heard_at=timezone.now()):
            return free
    return None


def _make(chunk: SheetChunk, me: str) -> bool:
    """Make a piece's sheets, or pack; False where it was taken away meanwhile or nobody wants it any more."""
    bundle = SheetBundle.objects.select_related("release__office", "release__index_version").get(
        pk=chunk.bundle_id
    )
    if not chunk.units:
        return _pack(bundle)
    mine = SheetChunk.objects.filter(pk=chunk.pk, taken_by=me, bundle__cancelled_at=None)
    sheets = zip(chunk.units, unit_sheets(bundle.release, chunk.units), strict=True)
    for made, (unit, (_, document)) in enumerate(sheets, start=1):
        sheet_files.pdf_of(bundle.release, unit, document)
        if not mine.update(made=made, heard_at=timezone.now()):
            return False
    return bool(mine.update(done_at=timezone.now()))


def _pack(bundle: SheetBundle) -> bool:
    with tempfile.TemporaryFile() as packed:
        sheet_archive.write_archive(bundle.release, packed)
        size = packed.tell()
        packed.seek(0)
        digest = hashlib.file_digest(packed, "sha256").hexdigest()
        packed.seek(0)
        bundle.file.save("", File(packed), save=False)
    name = str(bundle.file.name)
    if _end(bundle, finished_at=timezone.now(), file=name, sha256=digest, size=size):
        bundle.chunks.filter(units=[]).update(done_at=timezone.now())
        return True
    bundle.file.storage.delete(name)
    return False


def _end(bundle: SheetBundle, **how: object) -> bool:
    """End a bundle in one way, once; False where it has ended already."""
    running = SheetBundle.objects.filter(pk=bundle.pk, finished_at=None, cancelled_at=None, failure="")
    return bool(running.update(**how))


def _silent_since() -> datetime:
    """A worker that is alive says so after every sheet, and one takes so long at most."""
    return timezone.now() - timedelta(seconds=settings.LETTER_WAIT_SECONDS + 60)


def _send(pk: int) -> None:
    """To the workers; without a queue, beside the page that asked, which need not wait."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        Thread(target=_beside, args=(pk,), name=f"bundle-{pk}").start()
        return
    for _ in range(AT_ONCE):
        tasks.make_bundle.delay(pk)


def _beside(pk: int) -> None:
    try:
        tasks.make_bundle.delay(pk)
    except Exception:
        logger.exception("bundle %s broke off; it is taken up again", pk)
    finally:
        connection.close()
