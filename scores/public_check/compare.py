"""All forms of one release in force, one after another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from scores.models import Level, Release, Result
from scores.public_check import letter, pages, rankings
from scores.public_check.forms import Difference, Tally

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Comparison:
    """How many figures of which form were compared, and every difference."""

    figures: dict[str, int]
    differences: list[Difference]


def compare(release: Release) -> Comparison:
    """Fetch back every form of a release in force and hold it against the frozen results.

    Rankings of every level and indicator, the release's page, its letter, and some units' pages: the office's
    own, and first, middle and last of each level. A form that cannot be fetched or read is a difference.
    """
    tally = Tally()
    rows = list(
        release.results.select_related("unit", "indicator").order_by("level", "indicator__order", "line")
    )
    for (level, _), group in groupby(rows, key=lambda row: (row.level, row.indicator_id)):
        _check_ranking(tally, release, level, list(group))
    own = _of_unit(rows, release.office.unit_for(release.period).pk)
    _guarded(tally, pages.RELEASE, release, partial(pages.check_release_page, tally, release, own))
    for unit_id in _some_units(rows, own):
        of_unit = _of_unit(rows, unit_id)
        _guarded(tally, pages.UNIT, release, partial(pages.check_unit_page, tally, release, of_unit))
        _guarded(tally, rankings.API, release, partial(pages.check_unit_api, tally, release, of_unit))
    _guarded(tally, letter.PDF, release, partial(letter.check_letter, tally, release, rows))
    return Comparison(dict(tally.figures), tally.differences)


def _check_ranking(tally: Tally, release: Release, level: str, rows: list[Result]) -> None:
    what = (tally, release, level, rows[0].indicator, rows)
    _guarded(tally, rankings.PAGE, release, partial(rankings.check_page, *what))
    for ending, (form, _) in rankings.FILES.items():
        _guarded(tally, form, release, partial(rankings.check_file, *what, ending))
    _guarded(tally, rankings.API, release, partial(rankings.check_api, *what))


def _guarded(tally: Tally, form: str, release: Release, check: Callable[[], None]) -> None:
    try:
        check()
    except Exception as error:  # whatever breaks a form is what this check is there to find
        logger.exception("%s of %s could not be compared", form, release)
        tally.hold(form, "", "", "đọc lại", "được", f"không được: {error!r}")


def _of_unit(rows: list[Result], unit_id: int) -> list[Result]:
    return sorted((row for row in rows if row.unit_id == unit_id), key=lambda row: row.indicator.order)


def _some_units(rows: list[Result], own: list[Result]) -> list[int]:
    chosen = {row.unit_id for row in own[:1]}
    for level in Level.values:
        units = sorted({(row.official_order, row.unit_id) for row in rows if row.level == level})
        chosen |= {units[place][1] for place in (0, len(units) // 2, -1) if units}
    return sorted(chosen)
