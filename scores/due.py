"""What has to be done when its time comes, whoever asks for it: the worker's clock or `run_due`."""

from __future__ import annotations

import logging
from collections.abc import Callable

from scores import actions

logger = logging.getLogger(__name__)

JOBS: tuple[Callable[[], object], ...] = (
    actions.publish_due,
    actions.follow_up,
    actions.renew_outdated,
    actions.send_waiting,
    actions.resume_bundles,
    actions.read_lost,
)
"""Each finds in the database what is due, may be called at any time, and by several at once."""


def run() -> None:
    """Every job once; one that fails is logged and stops no other."""
    for job in JOBS:
        try:
            job()
        except Exception:
            logger.exception("%s failed; it is tried again at the next run", getattr(job, "__name__", job))
