"""What the API says of a release, a unit, a figure, an edition of the index: the objects of its answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from scores.addresses import absolute_to
from scores.exports import number
from scores.models import IndexVersion, Indicator, Release, Result, Unit


def moment(value: datetime | None) -> str | None:
    return None if value is None else timezone.localtime(value).isoformat(timespec="seconds")


def release(release: Release) -> dict[str, Any]:
    return {
        "office": {"slug": release.office.slug, "name": release.office.name},
        "period": str(release.period),
        "partial": release.partial,
        "as_of": release.as_of.isoformat() if release.as_of else None,
        "version": release.version,
        "published_at": moment(release.published_at),
        "correction": _correction(release) if release.version > 1 else None,
    }


def _correction(release: Release) -> dict[str, Any]:
    return {
        "kind": release.get_correction_kind_display(),
        "asked_by": release.correction_asked_by or None,
        "reason": release.reason,
    }


def ranked(row: Result) -> dict[str, Any]:
    return {
        "line": row.line,
        "rank": row.rank,
        "of": row.of,
        "tied": row.tied,
        "unit": {"slug": row.unit.slug, "name": row.unit_name, "code": row.unit.code or None},
        **{key: value for key, value in figures(row).items() if key not in {"rank", "of", "tied"}},
    }


def figures(row: Result) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "of": row.of,
        "tied": row.tied,
        "points": number(row.points),
        "rate": number(row.rate),
        "count": row.count,
        "count_of": row.count_of,
        "national_average": number(row.national_average),
        "national_rank": row.national_rank,
        "national_of": row.national_of,
        "no_data_reason": row.get_no_data_reason_display() if row.no_data_reason else None,
        "change": number(row.change),
        "no_change_reason": row.no_change_reason or None,
        "rank_change": row.rank_change,
        "rating": row.rating or None,
        "revised": row.revised,
    }


def unit(unit: Unit) -> dict[str, Any]:
    return {
        "slug": unit.slug,
        "name": unit.name,
        "level": unit.level,
        "code": unit.code or None,
        "parent": unit.parent.slug if unit.parent else None,
        "first_day": unit.first_day.isoformat() if unit.first_day else None,
        "last_day": unit.last_day.isoformat() if unit.last_day else None,
        "url": absolute_to("unit", unit.slug),
    }


def index_version(version: IndexVersion) -> dict[str, Any]:
    return {
        "version": version.code,
        "name": version.name,
        "decision": version.decision,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
        "ratings": [{"name": band.name, "from": number(band.lower_bound)} for band in version.bands.all()],
        "indicators": [_indicator(indicator) for indicator in version.indicators.all()],
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "number": indicator.number or None,
        "parent": indicator.parent.code if indicator.parent else None,
        "role": indicator.role,
        "name": indicator.name,
        "short_name": indicator.short_name,
        "maximum": number(indicator.maximum),
        "figures": [
            kind for kind in ("points", "rate", "count", "count_of") if getattr(indicator, f"has_{kind}")
        ],
        "measure": indicator.measure or None,
        "targets": [
            {
                "operator": target.operator,
                "value": number(target.value),
                "source": target.source,
                "valid_from": target.valid_from.isoformat(),
                "valid_to": target.valid_to.isoformat() if target.valid_to else None,
            }
            for target in indicator.targets.all()
        ],
    }
