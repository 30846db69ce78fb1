"""What any test may ask for."""

import copy
import functools
import gc
import os
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from simple_history.manager import HistoryManager

from actionsteps.models import ActionPlan
from assessments.models import Assessment, Cycle
from partnerships.models import Edition, Partnership
from tests import factories
from tests.replaying import can_be_replayed, replayed
from tests.sheet import Sheet

# How long an example takes says how busy the machine is, and nothing about what holds.
# Each run tries the same examples, so that a change and not chance turns it red; `explore` looks for others.
hypothesis.settings.register_profile("accord", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "accord"))

# simple-history makes this class anew for each history row that it writes.
HistoryManager.from_queryset = functools.cache(HistoryManager.from_queryset)


def pytest_collection_modifyitems(config, items):
    """What asks for the county has a database; on PostgreSQL runs what may behave otherwise than on SQLite."""
    for item in items:
        if "county_records" in item.fixturenames and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
    if connection.vendor != "sqlite":
        left_out = [item for item in items if not _depends_on_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _depends_on_the_database(item):
    if item.get_closest_marker("one_database"):
        return False
    database = item.get_closest_marker("django_db")
    is_transactional = database is not None and database.kwargs.get("transaction")
    marked = any(item.get_closest_marker(name) for name in ("both_databases", "stricter_database", "browser"))
    return is_transactional or marked


def pytest_terminal_summary(terminalreporter):
    """One line for the end of `make test`, which runs the tests twice."""
    is_worker = hasattr(terminalreporter.config, "workerinput")
    if (summary := os.environ.get("TEST_SUMMARY")) and not is_worker:
        counts = {
            outcome: len(terminalreporter.stats.get(outcome, [])) for outcome in ("passed", "failed", "error")
        }
        words = ", ".join(
            f"{count} {outcome}" for outcome, count in counts.items() if count or outcome == "passed"
        )
        with Path(summary).open("a") as file:
            file.write(f"{words} on {connection.display_name}\n")


RECORDS = ("accounts", "partnerships", "evidence", "assessments", "actionsteps")
LOCKING = (
    Edition,
    Assessment,
    ActionPlan,
)  # once adopted, final or released, they refuse the rows that belong to them


def pytest_collection_finish():
    """What is imported by now stays: looking through it for garbage again and again took a tenth of the time.

    What a test leaves is looked through seldom too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef):
    """What only writes records is built once in a process."""
    if can_be_replayed(fixturedef):
        fixturedef.func = replayed(fixturedef.func)


@pytest.fixture(autouse=True)
def first_years(monkeypatch):
    """In each test the factory's periods begin with the same year, long before those that tests name themselves."""
    monkeypatch.setattr(factories, "_years", count(2001))


@pytest.fixture(autouse=True)
def no_files_left():
    yield
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After a transactional test the tables are again as they were made.

    Django would delete every row, which the locks refuse on SQLite, and then make anew what each installed app
    wants to find, permissions and locks among it, which takes longer than most tests.
    """
    with closing(sqlite3.connect(":memory:")) as as_made, pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            restore = restoring_sqlite(as_made) if connection.vendor == "sqlite" else emptying_postgresql()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: restore())
        yield


def restoring_sqlite(as_made):
    """The function that copies the whole database as it is now back over what a test made of it."""
    connection.ensure_connection()
    connection.connection.backup(as_made)

    def restore():
        connection.ensure_connection()
        as_made.backup(connection.connection)

    return restore


def emptying_postgresql():
    """The function that empties the tables that are empty now; locks and foreign keys stand aside."""
    deletions = [
        f"DELETE FROM {connection.ops.quote_name(table)};"
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False)
        if not holds_rows(table)
    ]

    def restore():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(" ".join(["SET LOCAL session_replication_role = replica;", *deletions]))

    return restore


def holds_rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)})")
        return cursor.fetchone()[0]


@pytest.fixture(scope="session")
def county_records(django_db_setup, django_db_blocker):
    """Every row that `load_fixtures` makes but the history, read once: loading takes seconds, putting the rows
    back a moment."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_fixtures", "county", verbosity=0)
        models = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label in RECORDS and not model.__name__.startswith("Historical")
        ]
        # What a record names comes after the record.
        models.sort(key=lambda model: (RECORDS.index(model._meta.app_label), bool(model._meta.auto_created)))
        records = [(model, list(model._base_manager.order_by("pk"))) for model in models]
        transaction.set_rollback(True)
    return records


def as_draft(row):
    draft = copy.copy(row)
    draft.status = "draft"
    return draft


def put_back(county_records):
    """The county's rows as `load_fixtures` made them; gives Clayton's partnership."""
    open_still = {}
    with transaction.atomic():
        for model, rows in county_records:
            if model is Cycle:  # of adopted editions only, whose text is all there by now
                Edition._base_manager.bulk_update(open_still.pop(Edition), ["status"])
            if model in LOCKING:
                open_still[model] = rows
                rows = [as_draft(row) for row in rows]
            model._base_manager.bulk_create(rows)
        for model, rows in open_still.items():
            model._base_manager.bulk_update(rows, ["status"])
    return Partnership.objects.get(slug="clayton")


@pytest.fixture
def clayton(db, county_records):
    """Clayton's partnership, in a database that holds the county fixtures and nothing else."""
    return put_back(county_records)


@pytest.fixture
def sheet(db):
    return Sheet()


@pytest.fixture
def liaison(client, sheet):
    client.force_login(sheet.liaison)
    return client


@pytest.fixture
def director(client, sheet):
    client.force_login(sheet.director)
    return client
