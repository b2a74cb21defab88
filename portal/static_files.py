"""Which of the packages' static files the portal gives out."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig


class OnlyWhatIsAskedFor(StaticFilesConfig):
    """Without what no page names: scripts that stand beside their own short form, htmx of other editions.

    To pack these took a third of the time that collecting takes, which is a good part of every first start.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("jquery.js", "select2.full.js", "xregexp.js", "htmx-2.js", "htmx-4*", "htmax-4*"),
    ]
