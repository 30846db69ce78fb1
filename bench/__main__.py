"""`python -m bench`: builds a database of its own, prints the figures, throws the database away."""

import os

import django
from django.test.utils import setup_databases, setup_test_environment, teardown_databases


def main():
    os.environ.setdefault("ACCORD_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        from .run import run

        run()
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
