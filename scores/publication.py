"""From the entries of an approved release to the results that will be frozen.

Everything a reader sees beside the figures themselves is worked out here, once: line, rank, change, rating,
whether a target is met. Nothing is written; `actions.publish` does that.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scores import catalogue, ranking, vietnamese
from scores.models import Entry, Figures, Indicator, Level, RatingBand, Release, Result, State, Target, Unit
from scores.period import Period
from scores.ranking import Standing

FIGURE_KINDS = ("points", "rate", "count")
_WORDS = {">=": "từ {} trở lên", ">": "trên {}", "=": "{}"}


@dataclass(frozen=True)
class Before:
    """What the same office published for the period before, or why nothing can be compared with it."""

    results: dict[tuple[int, int], Result]
    lists: dict[tuple[int, str], frozenset[int]]
    reason: str = ""


@dataclass(frozen=True)
class UnitFacts:
    """What results repeat of a unit, as it was when the release was published, else as it is now."""

    name: str
    official_order: int
    first_day: date | None

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands among units of the same figure."""
        return self.official_order, vietnamese.sort_key(self.name)


def ranked_kind(rows: Iterable[Figures]) -> str | None:
    """Which figure a list is ranked by: points where any unit has them, else rates, else counts."""
    rows = list(rows)
    for kind in FIGURE_KINDS:
        if any(getattr(row, kind) is not None for row in rows):
            return kind
    return None


def results_of(release: Release) -> list[Result]:
    """The results a release would be published with; unsaved, in the order of indicators and lines."""
    own = release.office.unit_for(release.period)
    before = _before(release)
    bands = list(release.index_version.bands.all())
    targets = _targets(release)
    lists: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    entries = list(
        release.entries.select_related("indicator", "unit", "upload")
        .prefetch_related("unit__names")
        .order_by("indicator__order", "unit__official_order")
    )
    units = _unit_facts(release, {entry.unit_id: entry.unit for entry in entries})
    for entry in entries:
        lists[entry.indicator_id, entry.unit.level].append(entry)
    results = [
        result
        for listed in lists.values()
        for result in _list_results(release, listed, own, before, bands, targets, units)
    ]
    _mark_revised(release, results)
    return results


def _mark_revised(release: Release, results: Iterable[Result]) -> None:
    """Mark in a correction what says something else than the version before."""
    before = release.version_before
    if before is None:
        return
    said = {(row.indicator_id, row.unit_id): row.said for row in before.results.all()}
    for row in results:
        row.revised = said.get((row.indicator_id, row.unit_id)) != row.said


def strangers(release: Release) -> list[Unit]:
    """The units a release has figures of although they are not under its office on the period's last day."""
    found = Unit.objects.filter(entries__release=release).distinct()
    in_force = release.office.units_for(release.period).order_by().values("pk")
    return list(found.exclude(pk__in=in_force))


def _unit_facts(release: Release, units: Mapping[int, Unit]) -> dict[int, UnitFacts]:
    """The facts of a release's units: those it was published with, whatever the catalogue says since."""
    day = release.period.last_day
    facts = {
        pk: UnitFacts(unit.name_on(day), unit.official_order, unit.first_day) for pk, unit in units.items()
    }
    if release.published_at is None:
        return facts
    first_days = catalogue.first_days_then(release.published_at)
    published = release.results.order_by().values_list("unit_id", "unit_name", "official_order").distinct()
    for pk, name, order in published:
        if pk in units:
            first_day = first_days.get(catalogue.key_of(units[pk]), units[pk].first_day)
            facts[pk] = UnitFacts(name, order, first_day)
    return facts


def _list_results(
    release: Release,
    entries: Sequence[Entry],
    own: Unit,
    before: Before,
    bands: Sequence[RatingBand],
    targets: dict[int, Target],
    units: Mapping[int, UnitFacts],
) -> Iterator[Result]:
    """The results of one indicator at one level, which together make one ranking."""
    indicator, level = entries[0].indicator, Level(entries[0].unit.level)
    kind = ranked_kind(entries)
    by_unit = {entry.unit_id: entry for entry in entries}
    figures = {
        pk: None if kind is None else _exact(getattr(entry, kind))
        for pk, entry in by_unit.items()
        if pk != own.pk
    }
    placed = ranking.standings(figures, lower_is_better=indicator.lower_is_better)
    order = {pk: units[pk].place for pk in by_unit}
    same_list = before.lists.get((indicator.pk, level)) == frozenset(placed)
    for line, pk in enumerate(ranking.in_order(list(by_unit), placed, order), start=1):
        result = _result(release, by_unit[pk], units[pk], level, line, placed.get(pk))
        _compare(result, kind, before, same_list, units[pk].first_day)
        if indicator.role == Indicator.Role.TOTAL:
            result.rating = ranking.rating(result.points, bands)
        _hold_against(result, targets.get(indicator.pk))
        yield result


def _exact(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _result(
    release: Release, entry: Entry, unit: UnitFacts, level: Level, line: int, standing: Standing | None
) -> Result:
    copied = {field.name: getattr(entry, field.name) for field in Figures._meta.get_fields()}
    return Result(
        release=release,
        unit=entry.unit,
        indicator=entry.indicator,
        office=release.office,
        period=release.period,
        level=level,
        unit_name=unit.name,
        official_order=unit.official_order,
        line=line,
        rank=standing.rank if standing else None,
        of=standing.of if standing else None,
        tied=standing.tied if standing else False,
        source=f"{entry.upload_id}!{entry.sheet}!{entry.cell}"
        if entry.upload_id
        else f"typed:{entry.typed_by_id}",
        **copied,
    )


def _before(release: Release) -> Before:
    """The published figures of the period before, unless they must not be compared with these."""
    earlier = release.period.before
    if release.partial:
        return Before({}, {}, "Số liệu một phần kỳ, không so sánh với kỳ trước")
    previous = _public_then(release, earlier)
    if previous is None:
        return Before({}, {}, f"Chưa có số liệu {earlier.label}")
    if previous.partial:
        return Before({}, {}, f"Số liệu {earlier.label} chỉ là một phần kỳ")
    if previous.index_version_id != release.index_version_id:
        return Before({}, {}, f"{earlier.label.capitalize()} tính theo phiên bản khác của bộ chỉ số")
    results = list(previous.results.all())
    lists: dict[tuple[int, str], set[int]] = defaultdict(set)
    for result in results:
        if result.rank is not None:
            lists[result.indicator_id, result.level].add(result.unit_id)
    return Before(
        {(result.unit_id, result.indicator_id): result for result in results},
        {key: frozenset(units) for key, units in lists.items()},
    )


def _public_then(release: Release, earlier: Period) -> Release | None:
    """The version of the earlier period that was public when this release was published, or is now."""
    versions = Release.objects.filter(office=release.office, period=earlier, published_at__isnull=False)
    if release.published_at is None:
        return versions.filter(state=State.PUBLISHED).first()
    versions = versions.filter(published_at__lte=release.published_at)
    return versions.exclude(withdrawn_at__lt=release.published_at).order_by("published_at").last()


def _compare(
    result: Result, kind: str | None, before: Before, same_list: bool, first_day: date | None
) -> None:
    """Give the change, or say why there is none; the same for the rank."""
    earlier = result.period.before
    then = before.results.get((result.unit_id, result.indicator_id))
    now = None if kind is None else _exact(getattr(result, kind))
    if now is None:
        result.no_change_reason = result.get_no_data_reason_display() or vietnamese.NO_DATA
    elif first_day is not None and first_day > earlier.last_day:
        # Nothing can be compared, whatever was published before.
        result.no_change_reason = f"Đơn vị mới từ ngày {vietnamese.day(first_day)}"
    elif before.reason:
        result.no_change_reason = before.reason
    elif then is None:
        result.no_change_reason = f"Chưa có số liệu {earlier.label}"
    else:
        result.change = ranking.change(now, _exact(getattr(then, str(kind))))
        if result.change is None:
            result.no_change_reason = f"Không có số liệu {earlier.label} để so sánh"
    if result.change is None:
        result.no_rank_change_reason = result.no_change_reason
    elif result.rank is None or then is None or then.rank is None:
        result.no_rank_change_reason = "Không xếp hạng"
    elif not same_list:
        result.no_rank_change_reason = "Danh sách đơn vị xếp hạng khác kỳ trước"
    else:
        result.rank_change = then.rank - result.rank


def _targets(release: Release) -> dict[int, Target]:
    """The target of each indicator in force on the period's last day."""
    day = release.period.last_day
    rows = Target.objects.filter(indicator__version=release.index_version, valid_from__lte=day)
    return {target.indicator_id: target for target in rows.exclude(valid_to__lt=day).order_by("valid_from")}


def _hold_against(result: Result, target: Target | None) -> None:
    if target is None or result.rate is None:
        return
    result.target = _WORDS[target.operator].format(vietnamese.rate(target.value))
    result.target_met = ranking.meets(result.rate, target.operator, target.value)


_DIGESTED = (
    *("points", "rate", "count", "count_of", "national_average", "national_rank", "national_of"),
    *("no_data_reason", "note"),
)
_ALSO_IN_RESULTS = (
    *("level", "unit_name", "line", "official_order", "rank", "of", "tied", "change", "no_change_reason"),
    *("rank_change", "no_rank_change_reason", "rating", "target", "target_met", "source"),
)


def content_digest(release: Release) -> str:
    """SHA-256 of what is submitted and approved: the working figures, and what people changed in its letter.

    Where nothing of the letter was changed it is the digest of the figures alone.
    """
    rows = release.entries.select_related("unit", "indicator").order_by("indicator__code", "unit__slug")
    figures = _digest(rows, _DIGESTED)
    changed = release.letter_blocks.order_by("kind", "block").values_list("kind", "block", "how", "text")
    return _hashed([figures, *(list(block) for block in changed)]) if changed else figures


def unit_digests(release: Release) -> dict[int, str]:
    """SHA-256 of each unit's working figures, by the unit's id; a unit without figures has none."""
    by_unit: dict[int, list[Entry]] = defaultdict(list)
    for entry in release.entries.select_related("unit", "indicator").order_by("indicator__code"):
        by_unit[entry.unit_id].append(entry)
    return {unit_id: _digest(entries, _DIGESTED) for unit_id, entries in by_unit.items()}


def results_digest(results: Iterable[Result]) -> str:
    """SHA-256 of all that is published, in a fixed order; the same for stored and recomputed results."""
    ordered = sorted(results, key=lambda result: (result.indicator.code, result.unit.slug))
    return _digest(ordered, (*_DIGESTED, *_ALSO_IN_RESULTS))


def published_values(result: Result) -> list[object]:
    """All that is published of one result, for comparing; that it is revised follows from two digests."""
    return _values(result, (*_DIGESTED, *_ALSO_IN_RESULTS, "revised"))


def shown_values(result: Result) -> list[object]:
    """The same but for where the figure came from: what makes one version another to readers."""
    return _values(result, (*_DIGESTED, *(name for name in _ALSO_IN_RESULTS if name != "source")))


def short_hash(release: Release) -> str:
    """The beginning of the digest of a release's figures, as staff compare it: `3f9a 51c2 07be`."""
    digest = release.content_hash or content_digest(release)
    return " ".join(digest[place : place + 4] for place in (0, 4, 8))


def _values(row: Entry | Result, names: Sequence[str]) -> list[object]:
    return [_plain(getattr(row, name)) for name in names]


def _digest(rows: Iterable[Entry | Result], names: Sequence[str]) -> str:
    return _hashed([[row.indicator.code, row.unit.slug, *_values(row, names)] for row in rows])


def _hashed(lines: Sequence[object]) -> str:
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    # 8 and 8.00 are the same figure, whatever the database handed back.
    return f"{value:.2f}" if isinstance(value, Decimal) else value
