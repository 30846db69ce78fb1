"""Settings for tests: the demo's, with a fast password hash and a watch for N+1 queries."""

import os

os.environ.setdefault("ACCORD_DEMO", "1")

from config.settings import *  # noqa: E402, F403

DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
