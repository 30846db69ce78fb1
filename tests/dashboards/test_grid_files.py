"""The grid as a workbook and as CSV."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from partnerships.models import Partnership
from tests import factories as make

from .county import County

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def county(client):
    county = County(2)
    for draft, level in zip(county.drafts, "12", strict=True):
        make.make_rating(draft, county.items[0], level)
        make.close(draft)
    client.force_login(make.make_director(county.partnership))
    return county


def file(client, county, kind, **parameters):
    response = client.get(f"/agreements/{county.edition.agreement.slug}/grid.{kind}", parameters)
    assert (
        f"Fall%202023.{kind}" in response["Content-Disposition"]
        or "Fall 2023" in response["Content-Disposition"]
    )
    return response.content


def rows_of(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_both_files_hold_what_the_page_shows_and_in_its_order(client, county):
    heads, *rows = rows_of(file(client, county, "csv", sort="-c1"))
    assert (heads[0], heads[-1]) == ("Partner", "1 Staffing, average")
    names = [one.partner.short_name for one in county.partnerships]
    assert [(row[0], row[2], row[-1]) for row in rows] == [
        (names[1], "Final", "2.00"),
        (names[0], "Final", "1.00"),
    ]
    sheet = load_workbook(BytesIO(file(client, county, "xlsx", sort="-c1"))).active
    assert [(row[0], row[-1]) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        (names[1], 2),
        (names[0], 1),
    ]


def test_a_filter_holds_for_the_files_too(client, county):
    assert len(rows_of(file(client, county, "csv", only="late"))) == 1


def test_a_name_is_no_formula(client, county):
    partner = Partnership.objects.get(pk=county.partnership.pk).partner
    partner.short_name = "=1+1"
    partner.save()
    assert "'=1+1" in [row[0] for row in rows_of(file(client, county, "csv"))]
    sheet = load_workbook(BytesIO(file(client, county, "xlsx"))).active
    assert ("=1+1", "s") in [(cell.value, cell.data_type) for cell in sheet["A"]]
