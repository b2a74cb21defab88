"""What a page says when it is shared: the words of its picture, its title and its sentence, from results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape

from django.template.loader import render_to_string
from django.utils import timezone

from scores import columns, vietnamese
from scores.models import Indicator, Release, Result, State
from scores.portrait import Portrait
from scores.standing import LevelStanding, Standing, counted_groups
from scores.templatetags.figures import main_figure, national_rank, uncapital

MOST_LINES = 6


@dataclass(frozen=True)
class Line:
    """One row of a picture. Shares are of the bar's whole length; None where nothing is to be drawn."""

    rank: str
    name: str
    figure: str
    share: Decimal | None
    average: Decimal | None = None


@dataclass(frozen=True)
class Card:
    """`above` says whose and of when, `below` since when it is public and whether it still holds."""

    above: str
    title: str
    below: str
    figure: str = ""
    facts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    more: str = ""
    """What the lines leave out; empty where they are all."""

    @property
    def headline(self) -> str:
        return f"{self.title}: {self.figure}" if self.figure else self.title

    @property
    def sentence(self) -> str:
        """What stands beside the title where the picture does not: the same figures in one line."""
        said = self.facts or [
            " ".join(filter(None, (line.rank, line.name, line.figure))) for line in self.lines
        ]
        return f"{self.above}. {'; '.join(said)}. {self.below}.".replace(". .", ".").replace("..", ".")


def of_release(now: Standing) -> Card:
    """The office's own figures with its groups; the first ranking where it has none of its own."""
    total = now.total
    if total is None or not total.has_figure:
        if now.leader is not None:
            return of_ranking(now.release, now.leader)
        said = sum(1 for row in now.own if row.has_figure)
        title = _written("headline", {"now": now})
        facts = [f"{said} chỉ số có số liệu"] if said else []
        return Card(above=_above(now.release), title=title, facts=facts, below=_below(now.release))
    return Card(
        above=_above(now.release),
        title=total.unit_name,
        figure=main_figure(total),
        facts=_facts(total, now.release),
        lines=_groups(now.groups),
        below=_below(now.release),
    )


def of_ranking(release: Release, short: LevelStanding) -> Card:
    """The sentence over a ranking and its first rows."""
    shown = short.rows[:MOST_LINES]
    left_out = [f"{len(shown)} trong {len(short.rows)} đơn vị" if len(short.rows) > len(shown) else ""]
    left_out += [f"{short.without_figures} không có số liệu" if short.without_figures else ""]
    return Card(
        above=_above(release),
        title=_written("ranking_title", {"short": short, "release": release, "content": short.content}),
        lines=[Line(columns.rank_text(row), row.unit_name, main_figure(row), _share(row)) for row in shown],
        more=", ".join(filter(None, left_out)),
        below=_below(release),
    )


def of_unit(found: Portrait) -> Card | None:
    """A unit's newest figure, rank and change; None while nothing of it is published."""
    newest = found.newest
    if newest is None:
        return None
    same = [row for row in found.results if row.release_id == newest.release_id]
    is_total = newest.indicator.role == Indicator.Role.TOTAL
    return Card(
        above=_above(newest.release),
        title=found.unit.name if is_total else f"{found.unit.name}, {newest.indicator.short_name}",
        figure=main_figure(newest),
        facts=_facts(newest, newest.release),
        lines=_groups(counted_groups(same)),
        below=_below(newest.release),
    )


def _above(release: Release) -> str:
    return f"{release.office.name} công bố · {release.label}"


def _below(release: Release) -> str:
    day = vietnamese.day(timezone.localdate(release.published_at))
    if release.state == State.REPLACED and release.replaced_by is not None:
        newer = release.replaced_by
        since = vietnamese.day(timezone.localdate(newer.published_at))
        return f"Lần {release.version}, đã được thay thế bằng lần {newer.version} ngày {since}"
    return f"Công bố {day}" + (f", lần {release.version}, đã đính chính" if release.version > 1 else "")


def _written(component: str, context: dict[str, object]) -> str:
    """A sentence of the page, as text."""
    return " ".join(unescape(render_to_string(f"components/{component}.html", context)).split()).rstrip(".")


def _facts(row: Result, release: Release) -> list[str]:
    found = []
    if national_rank(row):
        found.append(f"Hạng {national_rank(row)} toàn quốc")
    elif row.rank is not None:
        found.append(f"Hạng {row.rank}{' (đồng hạng)' if row.tied else ''} trên {row.of} đơn vị")
    if row.rating:
        found.append(f"Xếp loại {row.rating}")
    if row.change is not None:
        ranks = "" if row.rank_change is None else f", {columns.rank_change_text(row)}"
        said = columns.change_in_words(row)
        found.append(f"{said[:1].upper()}{said[1:]} so với kỳ trước{ranks}")
    elif row.has_figure and not release.partial and row.no_change_reason:
        found.append(f"Không có mức thay đổi: {uncapital(row.no_change_reason)}")
    return found


def _groups(rows: Iterable[Result]) -> list[Line]:
    return [
        Line(
            rank="",
            name=row.indicator.short_name,
            figure=vietnamese.points_of(row.points, row.indicator.maximum),
            share=_share(row),
            average=None if row.national_average is None else row.national_average / row.indicator.maximum,
        )
        for row in rows
        if row.points is not None and row.indicator.maximum
    ]


def _share(row: Result) -> Decimal | None:
    """How much of the maximum was reached; None for counts, which have none, and without a figure."""
    value, most = (
        (row.points, row.indicator.maximum or Decimal(100)) if row.points is not None else (row.rate, 100)
    )
    return None if value is None else min(Decimal(value) / most, Decimal(1))
