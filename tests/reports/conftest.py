from dataclasses import dataclass
from functools import cache

import pytest
from django.db import connection, transaction

from assessments.models import Assessment
from core import locks
from reports import documents, gather, pdf, render
from reports.parts import Readers
from tests.conftest import put_back

from .parts import with_parts
from .samples import subject_of


@dataclass(frozen=True)
class Printed:
    report: gather.StateOfThePartnership | None
    html: str
    pdf: pdf.Pdf


@pytest.fixture(scope="session")
def printed(county_records, django_db_blocker):
    """A function that prints the sample of a kind for its readers, once for all tests."""

    @cache
    def print_once(kind, readers):
        with django_db_blocker.unblock(), transaction.atomic():
            html = documents.DOCUMENTS[kind].html(readers, **subject_of(kind, county_records))
            transaction.set_rollback(True)
        return Printed(None, html, pdf.print_pdf(html))

    return print_once


@pytest.fixture(scope="session")
def clayton_printed(county_records, django_db_blocker):
    """The State of the Partnership of Clayton, September 2023, with its appendix, printed once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        put_back(county_records)
        assessment = Assessment.objects.with_partnership().get(partnership__slug="clayton")
        report = with_parts(gather.state_of_the_partnership(assessment))
        transaction.set_rollback(True)
    html = render.state_of_the_partnership(report)
    return Printed(report, html, pdf.print_pdf(html))


@pytest.fixture(scope="session")
def clayton_agreement(county_records, django_db_blocker):
    """The whole agreement of Clayton for its parties, printed once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        partnership = put_back(county_records)
        edition = documents.edition_in_force(partnership)
        whole = gather.whole_agreement(partnership, edition, Readers("parties"))
        html = render.agreement(whole)
        transaction.set_rollback(True)
    return Printed(None, html, pdf.print_pdf(html))


@pytest.fixture
def unlocked(db):
    """For tests of what a report says: they write text after the assessment, which the locks refuse.

    The locks are back when the test's transaction is rolled back.
    """
    locks.remove(connection)
