"""The peer's side of `capture.py --peer`: run by the Python of the peer's own environment, see README.md.

Asks nothing of this project. Reads documents (XML 1.2) from a folder, hands each to the peer's own parser in
one transaction, and prints one JSON object: documents, seconds.
"""

from __future__ import annotations

import argparse
import io
import json
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sites",
    "rest_framework",
    "rest_framework.authtoken",
    "quartet_epcis",
    "quartet_capture",
    "quartet_masterdata",
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", help="postgresql:///name?host=/socket/folder")
    parser.add_argument("folder", type=Path, help="documents to capture, one a file")
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--together", type=int, default=1, help="documents in one transaction")
    parser.add_argument("--migrate", action="store_true", help="make the tables and leave")
    wanted = parser.parse_args()
    set_up(wanted.database)
    if wanted.migrate:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return
    documents = [path.read_bytes() for path in sorted(wanted.folder.glob("*.xml"))]
    capture(documents.pop(0))  # warm
    seconds = timed(documents, wanted.clients, wanted.together)
    print(json.dumps({"documents": len(documents), "seconds": seconds}))


def set_up(url: str) -> None:
    import django
    from django.conf import settings

    parts = urlsplit(url)
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path.lstrip("/"),
                "USER": parts.username or "",
                "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
                "PORT": parts.port or "",
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=APPS,
        SECRET_KEY="only-for-this-run",
        SITE_ID=1,
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGGING_CONFIG=None,
    )
    django.setup()


def capture(*documents: bytes) -> None:
    from django.db import transaction
    from quartet_epcis.parsing.parser import QuartetParser

    with transaction.atomic():
        for document in documents:
            parser = QuartetParser(io.BytesIO(document))
            parser.parse()
            parser.clear_cache()


def timed(documents: list[bytes], clients: int, together: int) -> float:
    """Seconds for all documents, shared out among the clients."""
    if clients == 1:
        begun = time.perf_counter()
        for start in range(0, len(documents), together):
            capture(*documents[start : start + together])
        return time.perf_counter() - begun
    start = threading.Barrier(clients + 1)

    def client(part: list[bytes]) -> None:
        from django.db import connection

        connection.ensure_connection()
        start.wait()
        for one in part:
            capture(one)

    threads = [threading.Thread(target=client, args=(documents[n::clients],)) for n in range(clients)]
    for one in threads:
        one.start()
    start.wait()
    begun = time.perf_counter()
    for one in threads:
        one.join()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
