"""What a release holds, as staff look it over: figures by level, what is missing, who moved most."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Count, Q

from scores import differences, publication, vietnamese
from scores.admin import wording
from scores.differences import Difference
from scores.figure_text import figures_text
from scores.models import Entry, Indicator, Level, Release, Result, State, Unit, Upload

MOVERS = 3


@dataclass(frozen=True)
class Line:
    """One figure: what it is, what it was in the period before, where it comes from."""

    indicator: Indicator
    figure: str
    no_data: bool
    national: str
    before: str
    source: str
    entry: Entry


@dataclass
class UnitLines:
    """The figures of one unit, in the order of the index."""

    unit: Unit
    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class LevelLines:
    """The figures of one level, in official order, and the units that have none."""

    level: Level
    units: list[UnitLines]
    missing: list[str]

    @property
    def figures(self) -> int:
        return sum(len(unit.lines) for unit in self.units)

    @property
    def silent(self) -> list[str]:
        """The units of which nothing but “no data” is written down, by name."""
        return [unit.name for unit in self.units if all(line.no_data for line in unit.lines)]

    @property
    def sentence(self) -> str:
        without = sum(line.no_data for unit in self.units for line in unit.lines)
        said = f"{len(self.units)} đơn vị, {self.figures - without} số liệu"
        return f"{said}, {without} chỗ không có số liệu" if without else said


def levels(release: Release) -> list[LevelLines]:
    """All entries of a release by level and unit."""
    before = _before(release)
    day = release.period.last_day
    by_level: dict[str, dict[int, UnitLines]] = defaultdict(dict)
    entries = release.entries.select_related("unit", "indicator", "upload", "typed_by")
    for entry in entries.prefetch_related("unit__names").order_by(
        "unit__official_order", "unit__sort_key", "unit__pk", "indicator__order"
    ):
        units = by_level[entry.unit.level]
        unit = units.setdefault(entry.unit_id, UnitLines(entry.unit, entry.unit.name_on(day)))
        unit.lines.append(_line(entry, before.get((entry.unit_id, entry.indicator_id))))
    return [
        LevelLines(Level(level), list(by_level[level].values()), _missing(release, level, by_level[level]))
        for level in Level.values
        if level in by_level
    ]


def _line(entry: Entry, before: Result | None) -> Line:
    return Line(
        indicator=entry.indicator,
        figure=figures_text(entry, entry.indicator),
        no_data=bool(entry.no_data_reason),
        national=wording.national_text(entry),
        before="" if before is None else figures_text(before, entry.indicator),
        source=wording.source_text(entry),
        entry=entry,
    )


def _before(release: Release) -> dict[tuple[int, int], Result]:
    published = Result.objects.filter(
        release__office=release.office, release__period=release.period.before, release__state=State.PUBLISHED
    )
    return {(row.unit_id, row.indicator_id): row for row in published.order_by()}


def _missing(release: Release, level: str, present: dict[int, UnitLines]) -> list[str]:
    """The units of a level that the office publishes and that have no figure, by name."""
    expected = release.office.units_for(release.period).filter(level=level).exclude(pk__in=list(present))
    day = release.period.last_day
    return [unit.name_on(day) for unit in expected.prefetch_related("names")]


@dataclass(frozen=True)
class Movers:
    """The figures that change most against the period before, in words: up and down, the most first."""

    up: list[str]
    down: list[str]


def movers(release: Release) -> Movers:
    """Of the totals; of all figures where the release has no total."""
    changed = [result for result in publication.results_of(release) if result.change]
    totals = [result for result in changed if result.indicator.role == Indicator.Role.TOTAL]
    ordered = sorted(totals or changed, key=lambda result: (-abs(result.change or 0), result.unit_name))
    up = [result for result in ordered if (result.change or 0) > 0][:MOVERS]
    down = [result for result in ordered if (result.change or 0) < 0][:MOVERS]
    return Movers(*([_moved(result, named=not totals) for result in some] for some in (up, down)))


def _moved(result: Result, *, named: bool) -> str:
    change = result.change or Decimal(0)
    kind, unit = _kind(result)
    now = Decimal(getattr(result, kind))
    of = f" ({result.indicator.short_name})" if named else ""
    word = "tăng" if change > 0 else "giảm"
    return (
        f"{result.unit_name}{of}: từ {vietnamese.decimal(now - change)} {word} "
        f"{vietnamese.decimal(abs(change))} thành {vietnamese.decimal(now)}{unit}"
    )


def _kind(result: Result) -> tuple[str, str]:
    """The field a result was compared by, and what its figures are counted in."""
    if result.points is not None:
        return "points", " điểm"
    if result.rate is not None:
        return "rate", "%"
    return "count", f" {result.indicator.measure}".rstrip()


def differences_to_public(release: Release) -> list[Difference]:
    """What would change for readers if a correction were published now."""
    public = Release.objects.filter(
        office=release.office, period=release.period, state=State.PUBLISHED
    ).first()
    old = [] if public is None else public.results.select_related("indicator").order_by("line")
    return differences.between(old, publication.results_of(release))


def sources(release: Release) -> list[str]:
    """Where the figures come from, most first: files with who brought them when, and people who typed."""
    entries = release.entries.order_by()
    counts = {"number": Count("pk"), "without": Count("pk", filter=~Q(no_data_reason=""))}
    files = entries.exclude(upload=None).values_list("upload").annotate(**counts)
    uploads = {
        upload.pk: upload for upload in Upload.objects.filter(entries__release=release).select_related("by")
    }
    said = [
        (
            number,
            f"{_counted(number, without)} từ tệp “{uploads[pk]}”, {wording.name_of(uploads[pk].by)} tải lên "
            f"lúc {wording.moment(uploads[pk].at)}",
        )
        for pk, number, without in files
    ]
    typed = entries.exclude(typed_by=None).values_list("typed_by").annotate(**counts)
    people = User.objects.in_bulk([pk for pk, _, _ in typed])
    said += [
        (number, f"{wording.name_of(people[pk])} gõ {_counted(number, without)}")
        for pk, number, without in typed
    ]
    return [sentence for _, sentence in sorted(said, key=lambda one: (-one[0], one[1]))]


def _counted(places: int, without: int) -> str:
    """How many places hold a figure, and how many say that there is none."""
    figures = [f"{places - without} số"] if places > without else []
    return ", ".join([*figures, *([f"{without} chỗ không có số liệu"] if without else [])])
