"""One worker of a bundle, as the task queue would start it: `python -m bench.sheet_worker BUNDLE`."""

from __future__ import annotations

import sys

import django


def main() -> None:
    django.setup()
    from scores import actions
    from scores.models import SheetBundle

    actions.make_bundle(bundle=SheetBundle.objects.get(pk=sys.argv[1]))


if __name__ == "__main__":
    main()
