#!/usr/bin/env python3
"""Django's commands for this portal; `./manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    try:
        execute_from_command_line(sys.argv)
    except (OperationalError, ProgrammingError) as error:
        # SQLite and PostgreSQL say in these words that nobody has made the tables yet.
        if "no such table" in str(error) or 'relation "' in str(error):
            sys.exit("Cơ sở dữ liệu chưa có bảng. Chạy ./manage.py migrate rồi thử lại.")
        raise


if __name__ == "__main__":
    main()
