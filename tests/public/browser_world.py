"""`python -m tests.public.browser_world`: fills an empty database with what the browser tests look at."""

from __future__ import annotations

from datetime import date

import django


def fill() -> None:
    from django.core.files.base import ContentFile

    from scores.models import Letter, Level, UnitSuccession
    from tests import factories

    world = factories.world()
    letter = Letter(
        release=world.october,
        kind="province",
        title="V/v Công bố kết quả",
        sha256="ab" * 32,
        pages=2,
        check_code="7F3K-9QXM-2HTD",
    )
    letter.pdf.save("letter.pdf", ContentFile(b"%PDF-1.7 letter"), save=False)
    letter.save()
    successor = factories.unit(
        "Tỉnh Hưng Yên", Level.PROVINCE, slug="tinh-hung-yen-moi", first_day=date(2025, 7, 1)
    )
    UnitSuccession.objects.create(
        predecessor=world.province,
        successor=successor,
        day=date(2025, 7, 1),
        legal_basis="Nghị quyết thử",
    )
    departments = [
        factories.unit(f"Sở {name}", Level.DEPARTMENT, world.province) for name in ("Y tế", "Tư pháp")
    ]
    rows = [
        factories.Row(unit, "TDGQ", rate=rate)
        for unit, rate in zip(departments, ("90.05", "97.21"), strict=True)
    ]
    factories.publish(world.office, "2024-11", [*rows, factories.Row(world.province, points="88")])
    district = world.october.results.filter(unit__slug="huyen-kim-dong")[0].unit
    corrected = [factories.Row(unit, "TDGQ", rate="91.5") for unit in departments]
    factories.publish(
        world.office,
        "2024-11",
        [*corrected, factories.Row(world.province, points="88.5")],
        version=2,
        reason="Nguồn sửa số của hai sở",
    )
    factories.publish(world.office, "2025-01", [factories.Row(world.province, points="75.05")], partial=True)
    own = factories.office("Huyện Kim Động", district, slug="kim-dong", order=1)
    withdrawn = factories.publish(own, "2024-10", [factories.Row(district, points="50")])
    factories.withdraw(withdrawn, "Nguồn đo sai toàn bộ")
    giang = world.october.results.filter(unit__slug="huyen-van-giang")[0].unit
    own = factories.office("Huyện Văn Giang", giang, slug="van-giang", order=3)
    for period, total, groups in (("2024-11", "84", ("14.2", "19.1")), ("2024-12", "85.2", ("15.7", "18.8"))):
        figures = zip(("total", "CKMB", "TDGQ"), (total, *groups), strict=True)
        rows = [factories.Row(giang, code, points=points) for code, points in figures]
        factories.publish(own, period, rows)
    country = factories.unit("Cả nước", Level.COUNTRY)
    named = [
        "Tỉnh Cao Bằng",
        "Thành phố Hà Nội",
        "Tỉnh Nghệ An",
        "Tỉnh Gia Lai",
        "Thành phố Đà Nẵng",
        "Tỉnh Cà Mau",
    ]
    provinces = [factories.unit(name, Level.PROVINCE, country) for name in named]
    ranked = [
        factories.Row(unit, points=points)
        for unit, points in zip(provinces, ("91.2", "84", "73.55", "61", "44.1", None), strict=True)
    ]
    factories.publish(factories.office("Cả nước", country, slug="ca-nuoc", order=2), "2025-07", ranked)
    world.office.publishing_day = 10
    world.office.save()


if __name__ == "__main__":
    django.setup()
    fill()
