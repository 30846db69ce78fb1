"""Settings for tests: the demo's, with a fast password hash and an error for every N+1 query."""

import os
import tempfile

os.environ.setdefault("ACCORD_DEMO", "1")

from config.settings import *  # noqa: F403
from config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
FILES_DIR = (
    f"{tempfile.gettempdir()}/accord-test-files-{os.getpid()}"  # emptied after each test (conftest.py)
)
STORAGES["evidence"]["OPTIONS"] = {"location": FILES_DIR}
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
ZEAL_ALLOWLIST = [{"model": "sessions.Session"}]  # Django reads it twice to sign somebody in or out
# A file, as in use: in memory, SQLite would let only one connection work at a time. The disk need not keep it.
# Beside it there is no database at all: a test that has not asked for one fails, and never opens the developer's.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = f"{tempfile.gettempdir()}/no-such-folder/accord.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": f"{tempfile.gettempdir()}/accord-test-{os.getpid()}.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
