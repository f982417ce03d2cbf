"""What `python3 run.py` uses: this machine only, demo data, no outside service."""

import os

from config.mail import mail_from_url
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR

# Kept in var/, made once per folder, so that sessions survive a restart and no key is in the code.
_key = VAR_DIR / "secret-key"
if not _key.exists():
    import secrets

    _key.parent.mkdir(parents=True, exist_ok=True)
    _key.write_text(secrets.token_urlsafe(50), encoding="ascii")
SECRET_KEY = _key.read_text(encoding="ascii")
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)  # nothing is collected here; its absence warns
NSCL_DEMO = True
ALLOWED_HOSTS = ["*"]
# E-mails are written to a folder, never sent, unless a server is named; the pages say which.
globals().update(mail_from_url(os.environ.get("NSCL_MAIL_URL", "") or (VAR_DIR / "mail").absolute().as_uri()))
