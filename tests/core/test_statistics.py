import pytest
from django.db import connection

from core import statistics
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_sqlite_knows_how_many_rows_a_table_has():
    for _ in range(3):
        make.make_organization()
    statistics.refresh()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'accounts_organization'")
        assert cursor.fetchone()[0].split()[0] == "3"


def test_pages_are_compressed(client):
    page = client.get("/accounts/login/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
