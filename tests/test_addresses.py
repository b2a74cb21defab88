"""Whole addresses, for mails, feeds, letters and links."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from scores.addresses import absolute, absolute_to


@pytest.mark.parametrize("site", ["https://chi-so.test", "https://chi-so.test/"])
def test_a_slash_at_the_end_of_the_site_is_not_doubled(settings: Settings, site: str) -> None:
    settings.SITE_URL = site
    assert absolute("/lich/") == "https://chi-so.test/lich/"
    assert absolute_to("unit", "huyen-kim-dong") == "https://chi-so.test/don-vi/huyen-kim-dong/"
