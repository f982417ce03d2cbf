"""Settings every environment shares. Values a province changes come from the environment."""

from __future__ import annotations

import os
from pathlib import Path

import fontpkg_be_vietnam_pro

from config.database import database_from_url
from config.mail import mail_from_url

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("NSCL_VAR", BASE_DIR / "var"))

SECRET_KEY = os.environ.get("NSCL_SECRET_KEY", "")
# Seals personal codes; empty: derived from the secret key.
NSCL_SEAL_KEY = os.environ.get("NSCL_SEAL_KEY", "")
# Signs each day's events: a file, or 64 hexadecimal digits; empty: made once and kept in the folder.
NSCL_SIGNING_KEY = os.environ.get("NSCL_SIGNING_KEY", "")
NSCL_SIGNING_DIR = VAR_DIR / "signing"
DEBUG = False
ALLOWED_HOSTS = os.environ.get("NSCL_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("NSCL_ORIGINS", "").split(",") if o]

# Demo mode marks every page and lets officials in without a second factor.
NSCL_DEMO = os.environ.get("NSCL_DEMO", "") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_include_bootstrap",
    "django_tasks",
    "django_tasks_db",
    "nscl.apps.core",
    "nscl.apps.reference",
    "nscl.apps.accounts",
    "nscl.apps.catalog",
    "nscl.apps.registry",
    "nscl.apps.programme",
    "nscl.apps.budget",
    "nscl.apps.assessment",
    "nscl.apps.traceability",
    "nscl.apps.monitoring",
    "nscl.apps.reporting",
    "nscl.apps.api",
]

MIDDLEWARE = [
    "nscl.apps.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nscl.apps.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nscl.apps.accounts.middleware.ActorMiddleware",
    "nscl.apps.core.middleware.BlankPageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "nscl.apps.core.templatetags.nscl",
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nscl.apps.core.context.page",
            ],
        },
    }
]

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL", ""), VAR_DIR / "nscl.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "nscl.apps.core.views.errors.csrf_failure"
MFA_ADAPTER = "nscl.apps.accounts.adapter.MFAAdapter"
ACCOUNT_ADAPTER = "nscl.apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "NSCL"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", Path(fontpkg_be_vietnam_pro.__file__).parent / "files"),
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# EMAIL_BACKEND, EMAIL_HOST …; without a server nothing is sent and the pages say so.
globals().update(mail_from_url(os.environ.get("NSCL_MAIL_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("NSCL_MAIL_FROM", "nscl@localhost")
# Where letters and e-mails lead; empty: the address the officer's browser uses.
NSCL_SITE_URL = os.environ.get("NSCL_SITE_URL", "").rstrip("/")

# Bytes of one document of events, unpacked; the reader's own limit is the most.
NSCL_LARGEST_CAPTURE = int(os.environ.get("NSCL_LARGEST_CAPTURE") or 64 * 2**20)
# For trials: subscribers may sit inside one's own network; in earnest only on the open net.
NSCL_WEBHOOK_ALLOW_PRIVATE = os.environ.get("NSCL_WEBHOOK_ALLOW_PRIVATE", "") == "1"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
NSCL_FILES_DIR = VAR_DIR / "files"
NSCL_CACHE_DIR = VAR_DIR / "cache"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # The links by which enterprises answer are secrets: a log line shows only that there was one.
    "filters": {"mask_links": {"()": "nscl.apps.assessment.link_masking.MaskLinks"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["mask_links"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
