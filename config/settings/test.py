"""Tests: jobs run at once, passwords hash fast, files go to a folder of the test run."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
_folder = Path(tempfile.mkdtemp(prefix="nscl-test-"))
NSCL_FILES_DIR = _folder / "files"
NSCL_CACHE_DIR = _folder / "cache"
NSCL_SIGNING_DIR = _folder / "signing"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
NSCL_DEMO = False
WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads of a test see one database and wait for each other as in real use.
    DATABASES["default"]["TEST"] = {"NAME": _folder / "test.sqlite3"}  # noqa: F405
