"""Settings of the tests: nothing of ``make run`` is touched and nothing of the operator's environment leaks in.

The database is an embedded server of this test run alone, in a temporary folder; ``HARMWATCH_TEST_DATABASE_URL``
names another one. ``tests/conftest.py`` starts it when the first test asks for a database.
"""

import os
import tempfile

for name in [name for name in os.environ if name.startswith("HARMWATCH_") and not name.startswith("HARMWATCH_TEST_")]:
    if name != "HARMWATCH_REQUIRE_BROWSER":
        del os.environ[name]
os.environ["HARMWATCH_ENV_FILE"] = os.devnull
os.environ["HARMWATCH_VAR_DIR"] = os.environ.get("HARMWATCH_TEST_VAR_DIR") or tempfile.mkdtemp(
    prefix=f"harmwatch-test-{os.getpid()}-"
)
os.environ["HARMWATCH_SECRET_KEY"] = "a key for tests alone, which signs nothing that outlives them"
os.environ["DATABASE_URL"] = os.environ.get("HARMWATCH_TEST_DATABASE_URL", "")
os.environ["CELERY_BROKER_URL"] = "memory://"

from harmwatch.settings import *  # noqa: E402, F403
from harmwatch.settings import STORAGES, VAR_DIR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick: hundreds of accounts are made
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none, and warnings are errors
