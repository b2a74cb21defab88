"""The portal's settings with a data folder of their own, which is gone after the run.

Environment variables of real use would change what is tested; the database alone may be chosen from outside.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for name in (
    "CELERY_BROKER_URL",
    "CLAMD_ADDRESS",
    "SECRET_KEY",
    "BEHIND_PROXY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "SITE_URL",
):
    os.environ.pop(name, None)
os.environ["TRIAL"] = "1"
# One folder a process: the processes that share a run would delete each other's files.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="chi-so-766-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

Path(os.environ["DATA_DIR"], "static").mkdir()

from portal.settings import *  # noqa: E402, F403  # reads the environment set above

# Passwords need no protection here, and the real hasher takes a tenth of a second each.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tests share an address and a database that is rolled back; those of keeping answers say so.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
READ_ONCE_KEPT = 0

# Tests ask as often as they like; those of the limit set it.
API_PER_MINUTE = 0

# Nothing is collected for tests without a browser, so names have no digests.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
