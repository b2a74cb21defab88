"""Rows of the index that releases rest on are kept: a rating or target edited later would be another result.

A release rests on its edition of the index from its submission on. What no result and no published page comes
from stays open: an edition's end and its decision, spellings, how a rate is checked while a file is read.
"""

from __future__ import annotations

from scores.database_triggers import Rule, month_of

_IN_USE = (
    "EXISTS (SELECT 1 FROM scores_release r "
    "WHERE r.index_version_id = {row}.version_id AND r.state NOT IN ('draft', 'dropped'))"
)
_QUARTERLY = "(SELECT quarterly FROM scores_indexversion WHERE id = {row}.version_id)"
_IN_USE_WHERE = (
    "EXISTS (SELECT 1 FROM scores_release r JOIN scores_indicator i ON i.version_id = r.index_version_id "
    "WHERE i.id = {row}.indicator_id AND r.state NOT IN ('draft', 'dropped') AND {this})"
)
"""For a target: there is a release `r` of its edition for which this holds."""

_LAST_MONTH = (
    "CASE WHEN length(r.period) = 4 THEN r.period || '-12' "
    "WHEN r.period LIKE '%Q1' THEN substr(r.period, 1, 5) || '03' "
    "WHEN r.period LIKE '%Q2' THEN substr(r.period, 1, 5) || '06' "
    "WHEN r.period LIKE '%Q3' THEN substr(r.period, 1, 5) || '09' "
    "WHEN r.period LIKE '%Q4' THEN substr(r.period, 1, 5) || '12' "
    "ELSE r.period END"
)
"""The month in which the period of a release `r` ends, as text."""


def _covers(target: str) -> str:
    """Whether a target counts in that month; one that ends within it is taken to."""
    return (
        f"({month_of(f'{target}.valid_from')} <= {_LAST_MONTH} "
        f"AND ({target}.valid_to IS NULL OR {month_of(f'{target}.valid_to')} >= {_LAST_MONTH}))"
    )


_ANEW = "Lập phiên bản mới của bộ chỉ số cho các kỳ sau."

INDEX_RULES = (
    Rule(
        name="index_version_in_use",
        table="scores_indexversion",
        events=("UPDATE",),
        changed=("code", "name", "valid_from", "quarterly"),
        condition=_IN_USE.replace("{row}.version_id", "{row}.id"),
        message=(
            "Đã có đợt trình duyệt hoặc công bố theo phiên bản bộ chỉ số này nên không sửa được. " + _ANEW
        ),
        since=16,
    ),
    Rule(
        name="indicator_in_use",
        table="scores_indicator",
        events=("UPDATE", "DELETE"),
        changed=(
            *(
                "version_id",
                "code",
                "number",
                "parent_id",
                '"order"',
                "role",
                "name",
                "short_name",
                "maximum",
            ),
            *("has_points", "has_rate", "has_count", "has_count_of", "measure", "lower_is_better"),
        ),
        condition=_IN_USE,
        message=(
            "Chỉ số thuộc phiên bản đã có đợt trình duyệt hoặc công bố nên không sửa, không xóa được. "
            + _ANEW
        ),
        since=16,
    ),
    Rule(
        name="only_counts_added_in_use",
        table="scores_indicator",
        events=("INSERT",),
        # A further count of the monthly index is in no form, no total and no reason of earlier months.
        condition=f"({{row}}.role <> 'count' OR {_QUARTERLY}) AND {_IN_USE}",
        message=(
            "Phiên bản bộ chỉ số này đã có đợt trình duyệt hoặc công bố nên không thêm chỉ số được, "
            f"trừ số liệu kèm theo của bộ chỉ số tháng. {_ANEW}"
        ),
        since=16,
    ),
    Rule(
        name="rating_band_in_use",
        table="scores_ratingband",
        events=("INSERT", "UPDATE", "DELETE"),
        changed=("version_id", "name", "lower_bound"),
        condition=_IN_USE,
        message=(
            "Phiên bản bộ chỉ số này đã có đợt trình duyệt hoặc công bố nên mức xếp loại không thêm, "
            f"không sửa, không xóa được. {_ANEW}"
        ),
        since=16,
    ),
    Rule(
        name="target_in_use",
        table="scores_target",
        events=("INSERT", "UPDATE", "DELETE"),
        changed=("indicator_id", "operator", "value", "valid_from"),
        condition=_IN_USE_WHERE.replace("{this}", _covers("{row}")),
        message=(
            "Chỉ tiêu này áp dụng cho kỳ đã trình duyệt hoặc công bố nên không thêm, không sửa, "
            "không xóa được. Chỉ tiêu mới thì áp dụng từ kỳ sau."
        ),
        since=16,
    ),
    Rule(
        name="target_ends_after_use",
        table="scores_target",
        events=("UPDATE",),
        changed=("valid_to",),
        condition=_IN_USE_WHERE.replace("{this}", f"{_covers('OLD')} <> {_covers('NEW')}"),
        message=(
            "Ngày cuối này làm thay đổi chỉ tiêu của kỳ đã trình duyệt hoặc công bố. "
            "Chọn ngày cuối sau các kỳ đó."
        ),
        since=16,
    ),
)
