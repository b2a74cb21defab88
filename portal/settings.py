"""The one settings file; what differs between machines comes from the environment.

Without any variable it runs on SQLite with tasks in the same process, for a trial on one machine.
"""

from __future__ import annotations

import re
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
TRIAL = env.bool("TRIAL", default="DATABASE_URL" not in env.ENVIRON)
"""A trial keeps everything in one folder and may use a key that is no secret; real use may not."""

SECRET_KEY = env.str("SECRET_KEY", default="trial" * 10 if TRIAL else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Put a long random text there, "
        'for example from: python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
"""Our own proxy stands before us and says who asks, and whether over TLS. Else nobody is believed."""
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
"""How readers reach the site; stands in letters and feeds, never taken from a request."""

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
"""Uploads, letters, the trial's database: all that is not in the repository."""
DATA_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "portal.static_files.OnlyWhatIsAskedFor",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "scores",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "scores.api_limit.LimitApi",
    "scores.serving.ServeKept",
    "scores.admin.private.stay_private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'trial.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers wait for each other instead of failing with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening a connection costs as much as a good part of a page, on SQLite too.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_broker = env.str("CELERY_BROKER_URL", default="")
CELERY_TASK_ALWAYS_EAGER = not _broker
CELERY_BROKER_URL = _broker or "memory://localhost/"  # not used then, but no host is warned about
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_IGNORE_RESULT = True
# A worker that dies gives its task back; the actions behind the tasks can all be run twice.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True

INTAKE_MEMORY_MB = env.int("INTAKE_MEMORY_MB", default=768)
INTAKE_CPU_SECONDS = env.int("INTAKE_CPU_SECONDS", default=60)
INTAKE_WAIT_SECONDS = env.int("INTAKE_WAIT_SECONDS", default=120)
"""What reading one uploaded file may cost. The whole country, 3,321 units × 25, takes about a fifth of it."""
INTAKE_AT_ONCE_KB = env.int("INTAKE_AT_ONCE_KB", default=300)
"""Smaller files are read while the page waits; larger ones by the worker, where there is a broker."""
INTAKE_SILENT_SECONDS = env.int("INTAKE_SILENT_SECONDS", default=180)
"""A reading not heard of for so long has broken off. A live one is silent for INTAKE_WAIT_SECONDS at most."""
LETTER_MEMORY_MB = env.int("LETTER_MEMORY_MB", default=1024)
LETTER_CPU_SECONDS = env.int("LETTER_CPU_SECONDS", default=60)
LETTER_WAIT_SECONDS = env.int("LETTER_WAIT_SECONDS", default=120)
"""What laying out one letter may cost. One of 3,321 units takes 440 MB, 240 of them before it begins."""
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
"""Where clamd listens: a path on this machine, else host:port. Empty: files are not scanned."""
CLAMD_TIMEOUT_SECONDS = env.float("CLAMD_TIMEOUT_SECONDS", default=20)
"""How long the scanner may take for one file; after that the file is refused."""
if CLAMD_ADDRESS and not re.fullmatch(r"/.+|[^/\s]+:\d{1,5}", CLAMD_ADDRESS):
    raise ImproperlyConfigured(
        "CLAMD_ADDRESS is neither a path such as /run/clamav/clamd.ctl nor host:port such as clamav:3310."
    )

SIGNING_ROOTS = env.str("SIGNING_ROOTS", default="")
"""A file or folder of certificates (PEM or DER) that signers' certificates must lead to. Empty: who
vouches for a signer is not checked, and every page says so."""
SIGNED_LARGEST_MB = env.int("SIGNED_LARGEST_MB", default=20)
"""The largest signed letter, and the largest file that `/xac-minh/` looks at."""

EMAIL_URL = env.str("EMAIL_URL", default="")
MAIL_SERVER = bool(EMAIL_URL)
"""`smtp+tls://user:password@host:587`, or smtp:, smtp+ssl:. Without a mail server mails are listed unsent."""
if MAIL_SERVER:
    vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
"""Seconds the mail server may take for one line of the talk."""
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="") or "Chỉ số 766 <khong-tra-loi@localhost>"
MAIL_ATTEMPTS = env.int("MAIL_ATTEMPTS", default=6)
"""After so many a mail waits for a person; with the growing pauses six take about four hours."""

SCHEDULE_AHEAD_DAYS = env.int("SCHEDULE_AHEAD_DAYS", default=60)
"""How far ahead a publication may be scheduled: a time further off is a slip of the date."""

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["portal.formats"]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
"""Sentences of Django and its admin that its own Vietnamese lacks, or says in a way we would not."""

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
BUILT_STATIC = DATA_DIR / "built-static"
"""Web fonts made from their package by `build_static`."""
BUILT_STATIC.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", BUILT_STATIC]
MEDIA_ROOT = DATA_DIR / "files"
"""Uploads and letters. Nothing below it is served by path; views hand files out."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names with a digest of the content: kept by readers for ever, and never an old style with a new page.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Nobody asks for the other names; to pack those files too would double what a start costs.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Public answers, shared by all processes of this machine; see `scores.serving`.
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "pages",
        "TIMEOUT": 7 * 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

GIVEN_AGAIN_MB = env.int("GIVEN_AGAIN_MB", default=32)
"""How much of the public answers a web process has in its memory; see `scores.given_again`."""

READ_ONCE_KEPT = env.int("READ_ONCE_KEPT", default=24)
"""How much of what pages of a ranking share a web process has in its memory: three things each, 24 are eight
rankings of up to 0.7 MB (168 units); see `scores.read_once`."""

API_PER_MINUTE = env.int("API_PER_MINUTE", default=60)
"""Questions one address may ask the API in any minute; 0 for no limit."""
API_COUNTS = CELERY_BROKER_URL if _broker.startswith("redis") else "memory://"
"""Where they are counted: in Redis for all processes, without it by each process for itself."""

LOGIN_URL = "admin:login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not TRIAL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Whoever asks without TLS is sent to TLS; the machine's own health check asks without.
SECURE_SSL_REDIRECT = not TRIAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 0 if TRIAL else env.int("HSTS_SECONDS", default=365 * 24 * 3600)
# Whether the office's other sites speak TLS, and the browsers' own list, are not this portal's to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "scores.error_pages.refused_post"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its small marks so
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
