"""`python -m bench`: builds a database of its own, prints the figures, throws the database away.

`python -m bench saving` prints only what fifty people saving at once come to, on whichever database DATABASE_URL
names; `python -m bench memory` only what a web process takes, `python -m bench many` the documents of all districts
in one go, `python -m bench documents` what finishing each kind of document takes beyond printing it,
`python -m bench evidence` the pages of evidence, `python -m bench steps` those of action steps,
`python -m bench review` a school review, `python -m bench plans` a state's plan and a district's profile,
`python -m bench verdicts` one determination and the list of what came of reviews, `python -m bench public`
the pages that everybody reads.
`python -m bench entering`, which is part of no other, types a year of evidence in a browser: about eight minutes.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases

PARTS = (
    "all",
    "documents",
    "entering",
    "evidence",
    "many",
    "memory",
    "plans",
    "public",
    "review",
    "saving",
    "steps",
    "verdicts",
)


def main():
    part = sys.argv[1] if len(sys.argv) > 1 else "all"
    if part not in PARTS:
        sys.exit(f"There is no part “{part}”. There is: {', '.join(PARTS)}.")
    os.environ.setdefault("ACCORD_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    with TemporaryDirectory(prefix="accord-bench-") as folder:
        if connection.vendor == "sqlite":
            # A file, as in use: in memory, SQLite would let only one connection work at a time.
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            measure_all(part)
        finally:
            teardown_databases(databases, verbosity=0)


def measure_all(part):
    """Not in Django's test environment, which watches every template: that would be measured too."""
    from .run import run

    with override_settings(
        ALLOWED_HOSTS=["testserver", "127.0.0.1"],
        ROOT_URLCONF="bench.urls",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        run(part)


if __name__ == "__main__":
    main()
