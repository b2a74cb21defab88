"""The reads behind pages, files, API and letters. They see what is published, and nothing of a draft.

Every function starts from `published()` or `on_record()`; no other module filters releases by state.
"""

from scores.queries.documents import letters, letters_of, letters_of_unit, public_letters, release_of_letter
from scores.queries.rankings import (
    Content,
    Kind,
    contents,
    figures_before,
    levels_with_results,
    main_contents,
    ranked_levels,
    ranking,
    ranking_rows,
    rating_steps,
)
from scores.queries.releases import (
    find_release,
    leading_releases,
    newest_first,
    objection_counts,
    on_record,
    published,
    published_results,
    publishing_offices,
    releases_of,
    versions_of,
)
from scores.queries.units import (
    everything_of,
    form_lines,
    has_units,
    now_in_place_of,
    own_results,
    own_totals,
    releases_with_groups,
    totals_of,
    unit_results,
)

__all__ = [
    "Content",
    "Kind",
    "contents",
    "everything_of",
    "figures_before",
    "find_release",
    "form_lines",
    "has_units",
    "leading_releases",
    "letters",
    "letters_of",
    "letters_of_unit",
    "levels_with_results",
    "main_contents",
    "newest_first",
    "now_in_place_of",
    "objection_counts",
    "on_record",
    "own_results",
    "own_totals",
    "public_letters",
    "published",
    "published_results",
    "publishing_offices",
    "ranked_levels",
    "ranking",
    "ranking_rows",
    "rating_steps",
    "release_of_letter",
    "releases_of",
    "releases_with_groups",
    "totals_of",
    "unit_results",
    "versions_of",
]
