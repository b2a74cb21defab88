"""What the web server starts."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
portal = get_wsgi_application()

# They need settings and models, which the line above has loaded.
from scores.garbage import looked_for_rarely  # noqa: E402
from scores.given_again import GiveAgain  # noqa: E402
from scores.public_token import TokenOfNow  # noqa: E402

application = GiveAgain(portal, TokenOfNow())
looked_for_rarely()
