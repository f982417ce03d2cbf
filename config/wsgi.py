"""The web server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()


def settle() -> None:
    """Load all pages, and tell the garbage collector that what the program consists of stays.

    Otherwise it walks all of it every few hundred requests, a tenth of a second in which nobody is answered.
    """
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  (loads them)
    gc.collect()
    gc.freeze()


settle()
