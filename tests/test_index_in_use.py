"""What releases rest on in the index cannot be edited behind them; all else stays open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError

from scores import publication
from scores.models import IndexVersion, Indicator, IndicatorAlias, RatingBand, Release, State, Target
from scores.reference import files
from scores.reference.load_index import load_index
from tests import factories
from tests.factories import World
from tests.index_in_use import add_indicator, add_target, of_index, of_quarter

pytestmark = pytest.mark.django_db

OPEN: list[tuple[str, Callable[[World], object]]] = [
    ("ending an edition", lambda w: IndexVersion.objects.update(valid_to=date(2024, 12, 31))),
    ("its decision", lambda w: IndexVersion.objects.update(decision="Quyết định 766/QĐ-TTg")),
    ("nothing new", lambda w: Indicator.objects.bulk_update(Indicator.objects.all(), ["maximum", "name"])),
    ("how a rate is checked", lambda w: of_index("1.1").update(part=of_index("5.3").get())),
    ("a further count", lambda w: add_indicator(w.october.index_version, role="count", has_count=True)),
    ("a spelling", lambda w: IndicatorAlias.objects.create(indicator=of_index("1.1").get(), text="Mới")),
    ("an edition of its own", lambda w: RatingBand.objects.filter(version__code="766-moi").update(name="A")),
    ("a target from November", lambda w: add_target(valid_from=date(2024, 11, 1))),
    ("a target until August", lambda w: add_target(valid_from=date(2020, 1, 1), valid_to=date(2024, 8, 31))),
    ("a target after a quarter", lambda w: of_quarter(w, valid_from=date(2024, 10, 1))),
    ("a target that ends later", lambda w: Target.objects.update(valid_to=date(2024, 10, 31))),
    ("by whose word a target is", lambda w: Target.objects.update(source="Quyết định khác")),
]


@pytest.fixture
def world() -> World:
    return factories.world()


def recomputed(world: World) -> list[list[object]]:
    again = (world.october, world.september)
    return [publication.published_values(row) for release in again for row in publication.results_of(release)]


@pytest.mark.parametrize(("what", "write"), OPEN, ids=[what for what, _ in OPEN])
def test_what_no_result_comes_from_stays_open(
    what: str, write: Callable[[World], object], world: World
) -> None:
    factories.index("766-moi")
    before = recomputed(world)
    write(world)
    assert recomputed(world) == before


def test_an_edition_of_drafts_only_is_edited_until_one_is_submitted(world: World) -> None:
    anew = factories.index("766-moi")
    release = factories.draft(
        world.office, "2024-11", [factories.Row(world.province, points="80")], index_version=anew
    )
    anew.bands.filter(name="Tốt").update(lower_bound=85)
    submitted = {"submitted_by": release.created_by, "submitted_at": factories.PUBLISHED_AT}
    Release.objects.filter(pk=release.pk).update(state=State.SUBMITTED, **submitted)
    with pytest.raises(IntegrityError, match="rating_band_in_use"):
        anew.bands.filter(name="Tốt").update(lower_bound=86)


FILES = {
    "index_versions": [
        "code,name,decision,valid_from,valid_to,quarterly",
        "766-2022,Bộ chỉ số thử,Quyết định 766,2022-08-01,2025-12-31,no",
    ],
    "indicators": [
        "version,code,number,parent,role,name,short_name,maximum,figures,measure,lower_is_better,part,whole",
        "766-2022,total,,,total,Tổng điểm,Tổng điểm,100,points,,,,",
        "766-2022,CKMB,1,,group,Đổi tên,Đổi tên,18,points rate,,,,",
        "766-2022,moi,,,group,Nhóm mới,Nhóm mới,10,points,,,,",
        "766-2022,moi.1,,moi,component,Dòng mới,Dòng mới,10,points,,,,",
        "766-2022,dem,,total,count,Số đếm mới,Số đếm mới,,count,hồ sơ,,,",
    ],
    "indicator_aliases": ["version,code,text", "766-2022,CKMB,Minh bạch", "766-2022,moi,Nhóm mới"],
    "targets": [
        "version,code,operator,value,source,valid_from,valid_to",
        "766-2022,CKMB,>=,90,Văn bản,2024-01-01,",
        "766-2022,CKMB,>=,95,Văn bản,2025-01-01,",
    ],
    "rating_bands": [
        "version,name,lower_bound",
        "766-2022,Tốt,80",
        "766-2022,Khá giỏi,70",
    ],
}


def test_loading_again_leaves_and_names_what_releases_rest_on(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, lines in FILES.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    before = recomputed(world)
    loaded = load_index(edited=[])
    assert loaded.in_use == [
        *("Tổng điểm", "1 Đổi tên", "Nhóm mới", "Dòng mới"),
        *("chỉ tiêu CKMB từ 2024-01-01", "mức xếp loại Khá giỏi"),
    ]
    assert recomputed(world) == before
    assert IndexVersion.objects.get(code="766-2022").valid_to == date(2025, 12, 31)
    assert of_index("dem").get().parent == of_index("total").get()
    assert [str(target) for target in of_index("CKMB").get().targets.all()] == [">= 95.00%"]
    assert of_index("CKMB").get().aliases.get().text == "Minh bạch"
    assert load_index(edited=[]).in_use == loaded.in_use
