"""Small published worlds for tests of what readers see: units, an index, releases with frozen results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from scores import publication
from scores.models import (
    Entry,
    IndexVersion,
    Indicator,
    Level,
    NoDataReason,
    Office,
    RatingBand,
    Release,
    Result,
    State,
    Target,
    Unit,
)
from scores.period import Period
from scores.vietnamese import slug

PUBLISHED_AT = datetime(2024, 11, 5, 2, 30, tzinfo=UTC)


def user(username: str) -> User:
    return User.objects.get_or_create(username=username)[0]


def unit(name: str, level: Level = Level.DISTRICT, parent: Unit | None = None, **fields: Any) -> Unit:
    found = Unit.objects.filter(slug=fields.get("slug", slug(name))).first()
    return found or Unit.objects.create(
        slug=fields.pop("slug", slug(name)), name=name, level=level, parent=parent, **fields
    )


def office(name: str, own: Unit, **fields: Any) -> Office:
    found, _ = Office.objects.get_or_create(
        slug=fields.pop("slug", slug(name)), defaults={"name": name, **fields}
    )
    found.units.add(own)
    return found


_INDICATORS: list[tuple[str, str, str, str, str | None, str, str]] = [
    # code, number, parent, role, maximum, kinds, name
    ("total", "", "", "total", "100", "points", "Tổng điểm"),
    ("CKMB", "1", "", "group", "18", "points rate", "Công khai, minh bạch"),
    ("1.1", "1.1", "CKMB", "component", "6", "points rate", "TTHC công bố đúng hạn"),
    ("TDGQ", "2", "", "group", "20", "points rate", "Tiến độ giải quyết"),
    ("5.3", "5.3", "", "component", "2", "points rate count", "Khai thác, sử dụng lại dữ liệu số hóa"),
    ("5.4", "5.4", "", "component", "2", "points rate count count_of", "Chứng thực bản sao điện tử"),
    ("BSDT", "", "", "count", None, "count", "Bản sao điện tử"),
]


def index(code: str = "766-2022") -> IndexVersion:
    """The index with a total, two groups, three components, a count, five ratings and one target."""
    version, made = IndexVersion.objects.get_or_create(
        code=code,
        defaults={"name": "Bộ chỉ số thử", "decision": "Quyết định thử", "valid_from": date(2022, 8, 1)},
    )
    if not made:
        return version
    for order, (key, number, parent, role, maximum, kinds, name) in enumerate(_INDICATORS):
        Indicator.objects.create(
            version=version,
            code=key,
            number=number,
            parent=Indicator.objects.get(version=version, code=parent) if parent else None,
            order=order,
            role=role,
            name=name,
            short_name=name,
            maximum=Decimal(maximum) if maximum else None,
            measure={"5.3": "hồ sơ", "5.4": "đơn vị", "BSDT": "bản"}.get(key, ""),
            **{f"has_{kind}": True for kind in kinds.split()},
        )
    for name, bound in [("Xuất sắc", 90), ("Tốt", 80), ("Khá", 70), ("Trung bình", 50), ("Yếu", 0)]:
        RatingBand.objects.create(version=version, name=name, lower_bound=bound)
    Target.objects.create(
        indicator=version.indicators.get(code="1.1"),
        operator=Target.Operator.AT_LEAST,
        value=90,
        source="Văn bản thử",
        valid_from=date(2022, 8, 1),
    )
    return version


@dataclass
class Row:
    """One figure of one unit: `Row(unit, points="88.68")`; without any figure it has no data."""

    unit: Unit
    indicator: str = "total"
    points: str | None = None
    rate: str | None = None
    count: int | None = None
    count_of: int | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def entry(self, release: Release, typed_by: User, indicators: Mapping[str, Indicator]) -> Entry:
        empty = self.points is None and self.rate is None and self.count is None
        return Entry(
            release=release,
            unit=self.unit,
            indicator=indicators[self.indicator],
            points=Decimal(self.points) if self.points is not None else None,
            rate=Decimal(self.rate) if self.rate is not None else None,
            count=self.count,
            count_of=self.count_of,
            no_data_reason=NoDataReason.NO_DATA if empty else "",
            typed_by=typed_by,
            **self.more,
        )


def draft(office: Office, period: str, rows: Iterable[Row], **fields: Any) -> Release:
    """An open release with entries, as someone typed them."""
    author = user("nguoi-nhap")
    if fields.get("version", 1) > 1:
        fields = {"correction_kind": "entry", **fields}
    release = Release.objects.create(
        office=office,
        period=Period.parse(period),
        index_version=fields.pop("index_version", None) or index(),
        created_by=author,
        **fields,
    )
    indicators = {indicator.code: indicator for indicator in release.index_version.indicators.all()}
    Entry.objects.bulk_create([row.entry(release, author, indicators) for row in rows])
    return release


def publish(office: Office, period: str, rows: Iterable[Row], **fields: Any) -> Release:
    """A published release: its entries frozen as results, the version before it replaced."""
    return freeze(draft(office, period, rows, **fields))


def freeze(release: Release) -> Release:
    """Make a draft public past all actions, for tests of what readers see."""
    office, approver = release.office, user("nguoi-duyet")
    release = Release.objects.get(pk=release.pk)
    Release.objects.filter(pk=release.pk).update(
        state=State.APPROVED,
        submitted_by=user("nguoi-nhap"),
        submitted_at=PUBLISHED_AT,
        approved_by=approver,
        approved_at=PUBLISHED_AT,
    )
    Result.objects.bulk_create(publication.results_of(release))
    in_force = Release.objects.filter(office=office, period=release.period, state=State.PUBLISHED)
    in_force.update(state=State.REPLACED)
    Release.objects.filter(pk=release.pk).update(
        state=State.PUBLISHED, published_by=approver, published_at=PUBLISHED_AT
    )
    return Release.objects.get(pk=release.pk)


def withdraw(release: Release, reason: str) -> Release:
    Release.objects.filter(pk=release.pk).update(
        state=State.WITHDRAWN,
        withdrawn_by=user("nguoi-duyet"),
        withdrawn_at=PUBLISHED_AT,
        withdrawal_reason=reason,
    )
    return Release.objects.get(pk=release.pk)


@dataclass(frozen=True)
class World:
    """A province with five districts over two months: a tie, a missing value, changes up and down."""

    office: Office
    province: Unit
    september: Release
    october: Release


DISTRICTS = ["Huyện Kim Động", "Thị xã Mỹ Hào", "Huyện Văn Giang", "Huyện Tiên Lữ", "Thành phố Hưng Yên"]
_SEPTEMBER = ["87.1", "88.64", None, "80.2", "86.95"]
_OCTOBER = ["88.68", "86.2", "86.2", "79.7", None]


def world() -> World:
    country = unit("Cả nước", Level.COUNTRY)
    province = unit("Tỉnh Hưng Yên", Level.PROVINCE, country, code="H31")
    districts = [
        unit(name, Level.DISTRICT, province, official_order=place) for place, name in enumerate(DISTRICTS, 17)
    ]
    publisher = office("Tỉnh Hưng Yên", province, slug="hung-yen")
    releases = []
    for period, totals, own in [("2024-09", _SEPTEMBER, "86.5"), ("2024-10", _OCTOBER, "87.29")]:
        rows = [Row(district, points=points) for district, points in zip(districts, totals, strict=True)]
        rows += [Row(districts[0], "TDGQ", rate="98.66"), Row(districts[1], "TDGQ", rate="100")]
        rows += own_rows(province, own)
        releases.append(publish(publisher, period, rows, source_note="Cổng Dịch vụ công quốc gia"))
    return World(publisher, province, *releases)


def own_rows(province: Unit, total: str) -> list[Row]:
    """What a province says of itself: its total, groups, components, one of them without data, a count."""
    ranked: dict[str, Any] = {"national_rank": 2, "national_of": 63}
    return [
        Row(province, points=total, more=ranked),
        Row(province, "CKMB", points="15.7", rate="87.3", more={"national_average": Decimal("10.9")}),
        Row(province, "1.1", rate="49.22", more={"national_average": Decimal("50.36")}),
        Row(province, "TDGQ", points="19.8", rate="98.97", more={"national_average": Decimal("17.6")}),
        Row(province, "5.3"),
        Row(province, "5.4", count=86, count_of=90),
        Row(province, "BSDT", count=310630),
    ]
