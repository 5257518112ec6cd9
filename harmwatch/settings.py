"""Settings, each from the environment or with a default that suits a first try on a laptop.

``.env.example`` and ``docs/operations.md`` name every variable read here; a test holds them to it.
"""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from harmwatch import addresses, values

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(env("HARMWATCH_ENV_FILE", default="") or BASE_DIR / ".env")

VAR_DIR = Path(env("HARMWATCH_VAR_DIR", default="") or BASE_DIR / "var")
DEBUG = values.yes_or_no(env, "HARMWATCH_DEBUG", default=False)
# Where the web server listens and how many processes serve and read; a proxy in front speaks HTTPS.
HOST = env("HARMWATCH_HOST", default="127.0.0.1")
PORT = values.whole_number(env, "HARMWATCH_PORT", 8000)
WEB_PROCESSES = values.whole_number(env, "HARMWATCH_WEB_PROCESSES", 2)
WORKER_PROCESSES = values.whole_number(env, "HARMWATCH_WORKER_PROCESSES", 2)
SITE_URL = values.site_url(env, "HARMWATCH_SITE_URL", f"http://127.0.0.1:{PORT}")
ALLOWED_HOSTS = env.list("HARMWATCH_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Databases and queue: whatever is named, else the embedded servers under var/.
EMBEDDED_DATABASE = not env("DATABASE_URL", default="")
EMBEDDED_BROKER = not env("CELERY_BROKER_URL", default="")
# Invented reports must never get into a database that someone named by themselves, unless they ask for them.
DEMONSTRATION = values.yes_or_no(env, "HARMWATCH_DEMONSTRATION", default=EMBEDDED_DATABASE)
database_url = env("DATABASE_URL", default="") or addresses.embedded_database_url(VAR_DIR)
if not database_url.startswith(("postgresql://", "postgres://")):
    raise ImproperlyConfigured(
        "HarmWatch keeps its record in PostgreSQL: give DATABASE_URL as postgresql://user:password@host:5432/name, "
        "or leave it out for the embedded server."
    )
DATABASES = {"default": env.db_url_config(database_url)}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="") or addresses.embedded_broker_url(VAR_DIR)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = WORKER_PROCESSES
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 800_000  # kB: after large imports and texts; a new process starts lean
# A form must answer although the broker is away: publishing gives up soon, the sweep queues the report later.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "queue-forgotten-reports": {"task": "incidents.intake.tasks.queue_forgotten_reports", "schedule": 60.0},
    "keep-reading-copy": {"task": "incidents.statistics.tasks.keep_reading_copy", "schedule": 60.0},
    "shorten-journal": {
        "task": "incidents.statistics.tasks.shorten_journal",
        "schedule": crontab(hour="3", minute="29"),
    },
    "erase-replies": {"task": "incidents.review.tasks.erase_replies", "schedule": crontab(minute="41")},
    "weigh-reports": {"task": "incidents.review.tasks.weigh_reports", "schedule": crontab(minute="7")},
    "issue-last-month": {"task": "incidents.summaries.tasks.issue_last_month", "schedule": crontab(minute="17")},
}


def _secret_key() -> str:
    """The key from the environment or from ``var/secret_key``, which the set-up makes; never from the repository."""
    if key := str(env("HARMWATCH_SECRET_KEY", default="")):
        return key
    kept = VAR_DIR / "secret_key"
    return kept.read_text().strip() if kept.exists() else addresses.make_secret_key(kept)


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # plain autodiscovery would import leaflet's admin, which needs GDAL
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "leaflet",
    "incidents",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "harmwatch.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "incidents.dashboard.digits.DigitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "harmwatch.urls"
WSGI_APPLICATION = "harmwatch.wsgi.application"
ASGI_APPLICATION = "harmwatch.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "incidents.dashboard.context.site",
            ],
        },
    }
]

# Accounts: no one signs up; an administrator makes accounts, a second factor can be switched on by each person.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "incidents.review.accounts.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:queue"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 10 / 60
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_ON_SUCCESS = True
AXES_IPWARE_META_PRECEDENCE_ORDER: list[str] = []
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # asks to lock out by address, which we neither read nor keep
    "security.W005",  # HTTPS for all subdomains, and
    "security.W021",  # for good in every browser, are for the owner of the whole domain to promise
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
# One written time zone for months and days; the dates of incidents carry no time and need none.
TIME_ZONE = values.time_zone(env, "HARMWATCH_TIME_ZONE", "Asia/Damascus")
FORMAT_MODULE_PATH = ["harmwatch.formats"]
# The digits of Arabic pages where the address names none: Western (latn) or Arabic-Indic (arab).
DIGITS = values.one_of(env, "HARMWATCH_DIGITS", ("latn", "arab"))

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("HARMWATCH_STATIC_ROOT", default="") or VAR_DIR / "static")
MEDIA_ROOT = Path(env("HARMWATCH_MEDIA_ROOT", default="") or VAR_DIR / "media")  # private: attachments, issued PDFs
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "harmwatch.compression.ReadersStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
# Days that the way to reply to whoever asked for a correction is kept after the answer; then it is erased.
REPLY_KEPT_DAYS = values.whole_number(env, "HARMWATCH_REPLY_KEPT_DAYS", 30)

# Attachments of one submission, in megabytes: each file, and all together.
ATTACHMENTS_MAX = values.whole_number(env, "HARMWATCH_ATTACHMENTS_MAX", 10)
ATTACHMENT_MAX_BYTES = values.whole_number(env, "HARMWATCH_ATTACHMENT_MAX_MB", 25) * 1_000_000
ATTACHMENTS_MAX_BYTES = values.whole_number(env, "HARMWATCH_ATTACHMENTS_MAX_MB", 60) * 1_000_000

# The columnar copy of a large record, from which pages are counted; see docs/operations.md. 0: never.
READING_COPY_FROM = values.whole_number(env, "HARMWATCH_READING_COPY_FROM", 50_000, least=0)
READING_COPY_MEMORY_MB = values.whole_number(env, "HARMWATCH_READING_COPY_MEMORY_MB", 400, least=100)

# Map: no tile server by default; the base is our own boundaries.
TILES_URL = values.tiles_url(env, "HARMWATCH_TILES_URL")
TILES_ATTRIBUTION = env("HARMWATCH_TILES_ATTRIBUTION", default="")
LEAFLET_CONFIG = {"RESET_VIEW": False, "SCALE": None}

# The day of the month on which the month before is issued; no later than the 28th, which every month has.
SUMMARY_DAY = values.whole_number(env, "HARMWATCH_SUMMARY_DAY", 5, most=28)
CODE_PREFIX = env("HARMWATCH_CODE_PREFIX", default="SY")

# Security. HTTPS is asked for once the site's address says https.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *addresses.origins(TILES_URL)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Other sites learn nothing; "no-referrer" would send our own forms with "Origin: null", which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Strict"
if SITE_URL.startswith("https://"):
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Address and user agent of a visitor are written nowhere: only warnings and errors of our own are logged.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "incidents": {"level": "INFO"},
        "harmwatch": {"level": "INFO"},
        "axes": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},  # an address that is not found may hold someone's receipt code
    },
}
