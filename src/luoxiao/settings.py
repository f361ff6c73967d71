"""Settings. Everything an installation may choose is read from LUOXIAO_* variables; docs/settings.md lists them."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

PACKAGE = Path(__file__).resolve().parent


def _home() -> Path:
    """The folder that holds the database, the files and the secret key of this installation."""
    default = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "luoxiao"
    home = Path(os.environ.get("LUOXIAO_HOME", default)).resolve()
    home.mkdir(parents=True, exist_ok=True)
    return home


def _secret_key(home: Path) -> str:
    """The key from the environment, or the one this installation made for itself on its first start."""
    if given := os.environ.get("LUOXIAO_SECRET_KEY"):
        return given
    kept = home / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


def _flag(name: str) -> bool:
    return os.environ.get(name, "") == "1"


# scheme: (STARTTLS, TLS from the start, usual port)
_MAIL_SCHEMES = {"smtp": (False, False, 25), "smtp+tls": (True, False, 587), "smtps": (False, True, 465)}


def _mail(said: str) -> dict[str, Any]:
    """Django's settings of a mail server from one address, such as smtp+tls://USER:PASSWORD@HOST:587.

    Empty: no server, letters are files in the outbox. A password is written as in any address, with %40 for @.
    Raises ValueError for an address without host or of another scheme.
    """
    if not said:
        return {"EMAIL_BACKEND": "luoxiao.core.outbox.Outbox"}
    url = urlsplit(said)
    if url.scheme not in _MAIL_SCHEMES or not url.hostname:
        raise ValueError("LUOXIAO_MAIL_URL: write smtp://, smtp+tls:// or smtps:// and the name of the mail server")
    starttls, tls, port = _MAIL_SCHEMES[url.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or port,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": tls,
    }


HOME = _home()
SECRET_KEY = _secret_key(HOME)
DEBUG = _flag("LUOXIAO_DEBUG")
ALLOWED_HOSTS = os.environ.get("LUOXIAO_HOSTS", "127.0.0.1,localhost").split(",")
HTTPS = _flag("LUOXIAO_HTTPS")
TRAIL_ANCHOR = os.environ.get("LUOXIAO_TRAIL_ANCHOR", "")
# A rehearsal runs on invented data and may stand on another day than today; every page then says 演练.
REHEARSAL = (HOME / "rehearsal-day").exists() or "LUOXIAO_TODAY" in os.environ

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "luoxiao.core",
    "luoxiao.organisations",
    "luoxiao.documents",
    "luoxiao.plan",
    "luoxiao.supervision",
    "luoxiao.indicators",
    "luoxiao.returns",
    "luoxiao.funds",
    "luoxiao.desk",
    "luoxiao.clock",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "luoxiao.core.middleware.origin",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "luoxiao.core.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "luoxiao.urls"
WSGI_APPLICATION = "luoxiao.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {"environment": "luoxiao.desk.jinja.environment"},
    }
]

# docs: reliability of SQLite under several writers rests on every one of these; tests/core reads them back.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
    " PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA journal_size_limit=67108864;",
}
POSTGRES_OPTIONS = {
    "options": "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
    " -c synchronous_commit=on"
}


def _database() -> dict[str, object]:
    found = dict(dj_database_url.parse(os.environ.get("LUOXIAO_DATABASE_URL", f"sqlite:///{HOME}/luoxiao.sqlite3")))
    found["OPTIONS"] = SQLITE_OPTIONS if str(found["ENGINE"]).endswith("sqlite3") else POSTGRES_OPTIONS
    found["CONN_MAX_AGE"] = None
    return found


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "luoxiao-language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000  # addresses carry the content's hash (desk/jinja.py)
MEDIA_ROOT = HOME / "files"
OUTBOX = HOME / "outbox"
globals().update(_mail(os.environ.get("LUOXIAO_MAIL_URL", "")))
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("LUOXIAO_MAIL_FROM", "luoxiao@localhost")
DATA_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "luoxiao.organisations.sign_in.Backend"]
PASSWORD_HASHERS = ["luoxiao.organisations.sign_in.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "workbench"
LOGOUT_REDIRECT_URL = "sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "luoxiao.desk.accounts.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password_old", "password_new", "password_again"]
AXES_DISABLE_ACCESS_LOG = True  # the trail is the record of sign-ins
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "luoxiao.desk.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
