"""`python -m tests.one_month`: Tiên Lữ's August 2024, published as the demonstration does it.

Runs against the database, the broker and the worker of the settings; all months would take ten times as long.
"""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from scores import demo  # noqa: E402  # the settings come first
from scores.reference.load import load_reference  # noqa: E402


def main() -> None:
    load_reference()
    demo.make_accounts()
    demo.RELEASES = tuple(
        plan for plan in demo.RELEASES if (plan.office, plan.period) == ("tien-lu", "2024-08")
    )
    demo.load()


if __name__ == "__main__":
    main()
