"""The task queue; without CELERY_BROKER_URL tasks run in the process that asks for them."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A run that finds no worker for a minute is not made up for: the next one finds all that is due.
app.conf.beat_schedule = {
    "due": {"task": "scores.tasks.run_due", "schedule": 60.0, "options": {"expires": 60}},
}
