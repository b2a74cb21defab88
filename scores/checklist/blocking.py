"""What no reason makes good: nothing is handed on or published with it."""

from __future__ import annotations

from collections.abc import Iterator

from scores import publication
from scores.checklist.draft import Draft
from scores.checklist.items import Item, Severity
from scores.groups import adding_up
from scores.intake import checks
from scores.intake.catalogue import CatalogueUnit
from scores.models import Level, Release, State

_LETTER_PARTS_OF_ITS_OWN = {"number", "date"}


def no_figures(draft: Draft) -> Iterator[Item]:
    if not draft.entries:
        sentence = "Đợt này chưa có số liệu nào. Tải tệp lên hoặc nhập số liệu rồi trình."
        yield Item("no-figures", Severity.BLOCKS, sentence, draft.typing())


def missing_units(draft: Draft) -> Iterator[Item]:
    """Units with neither figure nor reason; levels that no figure touches are let be."""
    for missing, of_level in checks.missing_of_levels(draft.figures, draft.context):
        yield Item(
            f"missing-units:{missing[0].level}",
            Severity.BLOCKS,
            f"{Level(missing[0].level).label}: {len(missing)}/{len(of_level)} đơn vị chưa có số liệu và chưa "
            f"ghi lý do: {checks.names_of(missing)}. Bổ sung số liệu, hoặc ghi “Không có số liệu” cho từng "
            "đơn vị.",
            draft.typing(missing[0] if len(missing) == 1 else None),
        )


def missing_totals(draft: Draft) -> Iterator[Item]:
    """Units without a total that have all groups, or whose level is ranked by totals."""
    context, total = draft.context, draft.context.total
    if total is None:
        return
    units = [unit for unit in context.units if any(key[0] == unit.id for key in draft.figures)]
    ranked = {u.level for u in units if u.id != context.own.id and (u.id, total.id) in draft.figures}
    for unit in units:
        if (unit.id, total.id) in draft.figures:
            continue
        if _has_all_groups(unit, draft) or (unit.id != context.own.id and unit.level in ranked):
            yield Item(
                f"missing-total:{unit.slug}",
                Severity.BLOCKS,
                f"{unit.name} chưa có tổng điểm. Gõ tổng điểm, hoặc ghi “Không có số liệu”.",
                draft.typing(unit),
            )


def _has_all_groups(unit: CatalogueUnit, draft: Draft) -> bool:
    with_points = {
        indicator
        for (unit_id, indicator), figure in draft.figures.items()
        if unit_id == unit.id and figure.points is not None
    }
    groups = adding_up(draft.context.indicators, with_points)
    return bool(groups) and all(group.id in with_points for group in groups)


def nothing_new(draft: Draft) -> Iterator[Item]:
    """A later version that would tell readers what the public one tells them."""
    release = draft.release
    public = Release.objects.filter(
        office=release.office, period=release.period, state=State.PUBLISHED
    ).first()
    if public is None or _described(public) != _described(release):
        return
    fresh = {(row.unit_id, row.indicator_id): row for row in publication.results_of(release)}
    shown = {(row.unit_id, row.indicator_id): row for row in public.results.order_by("pk")}
    if fresh.keys() == shown.keys() and all(
        publication.shown_values(fresh[key]) == publication.shown_values(shown[key]) for key in fresh
    ):
        yield Item(
            "nothing-new",
            Severity.BLOCKS,
            f"Lần {release.version} chưa khác gì lần {public.version} đang công bố. Sửa chỗ cần đính chính "
            "rồi trình.",
            draft.typing(),
        )


def _described(release: Release) -> list[object]:
    facts = {key: said for key, said in release.letter_facts.items() if key not in _LETTER_PARTS_OF_ITS_OWN}
    letter = list(release.letter_blocks.order_by("kind", "block").values_list("block", "how", "text"))
    return [release.partial, release.as_of, release.snapshot_at, release.source_note, facts, letter]
