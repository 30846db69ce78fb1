"""A fixture that only writes records is built once in a process: later tests get the same rows and a copy of its
value.

Much of a test's time went into saving the same few dozen records, each with its history row. What a fixture wrote
the first time is written again by its bare SQL, in the same order, so that locks are met as they were.

This holds on SQLite, whose keys begin anew when a test's transaction is rolled back, and only where a test comes to
the fixture with as many records as the one before; else, and where anything else happens, the fixture is run.
"""

import pickle
from copy import copy
from functools import wraps
from inspect import isgeneratorfunction
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from tests import factories

SAME_FOR_ALL_TESTS = {"db", "county_records"}


CHANGES_NO_ROW = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "PRAGMA", "ANALYZE")
"""A pragma in a transaction checks or hints; what ANALYZE finds makes queries quicker and no other."""


class Recording(NamedTuple):
    statements: list[tuple[str, Any, bool]]
    value: bytes
    years: Any
    """Where the factory's periods go on."""


def can_be_replayed(fixturedef):
    """Whether nothing that differs from test to test goes into a fixture."""
    return (
        fixturedef.func.__module__.startswith("tests")
        and fixturedef.scope == "function"
        and SAME_FOR_ALL_TESTS.issuperset(fixturedef.argnames)
        and not isgeneratorfunction(fixturedef.func)
        and not hasattr(fixturedef.func, "recordings")
    )


def replayed(build):
    """The fixture's function, which plays back where it can what it did in an earlier test."""
    recordings = {}

    @wraps(build)
    def build_or_replay(**arguments):
        if connection.vendor != "sqlite" or not connection.in_atomic_block:
            return build(**arguments)
        begin = where_we_are()
        if begin not in recordings:
            value, recordings[begin] = record(build, arguments)
            return value
        if (recording := recordings[begin]) is None:
            return build(**arguments)
        with connection.cursor() as cursor:
            for sql, parameters, many in recording.statements:
                (cursor.executemany if many else cursor.execute)(sql, parameters)
        factories._years = copy(recording.years)
        return pickle.loads(recording.value)

    build_or_replay.recordings = recordings
    return build_or_replay


def where_we_are():
    """How many rows each table has had, the year that comes next, and the day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        return tuple(cursor.fetchall()), repr(factories._years), timezone.localdate()


def record(build, arguments):
    """The fixture's value, and what it takes to have the same again: None where that is more than rows."""
    statements, others = [], []

    def note(execute, sql, parameters, many, context):
        result = execute(sql, parameters, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            statements.append((sql, parameters, many))
        elif not sql.startswith(CHANGES_NO_ROW):
            others.append(sql)  # it went back, or changed more than rows: dropped a trigger
        return result

    waiting = len(connection.run_on_commit)
    with connection.execute_wrapper(note):
        value = build(**arguments)
    if not statements or others or len(connection.run_on_commit) > waiting:
        return value, None
    try:
        return value, Recording(statements, pickle.dumps(value), copy(factories._years))
    except (
        pickle.PicklingError,
        AttributeError,
        TypeError,
    ):  # it holds more than records: a client, a function
        return value, None
