"""Addresses for those who read elsewhere: by the site's own name, never by the one asked with."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def absolute(path: str) -> str:
    """The whole address of a path; `SITE_URL` may end with a slash."""
    site: str = settings.SITE_URL
    return site.rstrip("/") + path


def absolute_to(view: str, *args: object) -> str:
    return absolute(reverse(view, args=args))
