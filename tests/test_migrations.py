"""The one migration of each app makes the same database as the models, with all its locks."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def empty_database(tmp_path, django_db_blocker):
    """The address of a database in which nothing is."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    name = f"accord_migrated_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
        cursor.execute(f"DROP DATABASE {name}")


def manage(database, *arguments):
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_migrating_from_nothing_installs_every_table_and_lock(empty_database):
    done = manage(empty_database, "migrate", "-v0")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    checked = manage(empty_database, "check", "--database", "default", "--fail-level", "WARNING")
    assert "no issues" in checked.stdout
    loaded = manage(empty_database, "load_fixtures", "county")
    assert loaded.stdout == "Loaded: county.\n"


def test_a_database_of_the_old_layout_is_left_as_it_is(tmp_path):
    old = tmp_path / "old.sqlite3"
    made = manage(f"sqlite:///{old}", "shell", "-v0", "-c", OLD)
    assert made.returncode == 0
    before = old.read_bytes()
    done = manage(f"sqlite:///{old}", "migrate")
    assert done.returncode == 1
    assert "made by an earlier Accord" in done.stderr
    assert old.read_bytes() == before


OLD = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE partnerships_organization (id integer)")
"""
