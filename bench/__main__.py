"""`make bench`: reading beside openpyxl, storing, letters beside LibreOffice, serving; 1 past a limit."""

from __future__ import annotations

import os
import sys
import tempfile

LIMIT = 2.0
"""How many times what openpyxl needs to visit the cells reading may take."""
LETTER_LIMIT = 0.5
"""What part of LibreOffice's time for the same letter ours may take."""


def main() -> int:
    from bench import reading, serving

    served = serving.main()
    ratio = reading.main()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "TRIAL": "1", "DJANGO_SETTINGS_MODULE": "portal.settings"}
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from bench import child, letters, storing, unit_sheets

        child.main()
        storing.main()
        letter_ratio = letters.main()
        unit_sheets.main()
    return int(ratio > LIMIT or letter_ratio > LETTER_LIMIT or not served)


if __name__ == "__main__":
    sys.exit(main())
