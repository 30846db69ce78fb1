"""Bring the database up to date and fill an empty one with the demo data.

The same as three calls of manage.py, in one process: starting Django is what takes the time.
"""

import io
import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_demo", stdout=io.StringIO())
    except CommandError as error:
        sys.exit(str(error))
