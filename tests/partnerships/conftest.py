"""An agreement with one draft in which every kind of text stands, and its administrator."""

from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.models import (
    ConferencePoint,
    Endorsement,
    GlossaryTerm,
    PrintedHeading,
    Section,
    SignatoryRole,
)
from tests import factories as make


@contextmanager
def refused(words):
    """The database refuses what is done inside, in these words."""
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield


@pytest.fixture
def administrator(db):
    return make.make_administrator(name="Ada Miller")


@pytest.fixture
def admin_pages(administrator):
    client = Client()
    client.force_login(administrator)
    return client


@pytest.fixture
def text(db):
    """Categories 1 (items 1, 2, heading 3 with a and b; two lines of evidence, one with a line beneath) and 2."""
    edition = make.make_edition(label="2023-2024", effective_to=date(2024, 6, 30))
    one, two = (
        make.make_category(edition, title="Staffing", lead_in="We will:"),
        make.make_category(edition, title="Data"),
    )
    items = [make.make_item(one, text="Hire together."), make.make_item(one, text="Share plans.")]
    heading = make.make_item(one, text="Develop:", is_rated=False)
    items += [heading, make.make_item(one, parent=heading, text="tools")]
    items += [make.make_item(one, parent=heading, text="surveys"), make.make_item(two, text="Share data.")]
    fill = make.make_measure(one, label="Fill percentage")
    fill.items.add(items[0])
    return SimpleNamespace(
        edition=edition,
        one=one,
        two=two,
        items=items,
        fill=fill,
        beneath=make.make_measure(one, label="of teachers", parent=fill),
        section=Section.objects.create(edition=edition, heading="Mission", text="To *support*.", position=1),
        term=GlossaryTerm.objects.create(edition=edition, term="SSD", stands_for="Special School District"),
        endorsement=Endorsement.objects.create(edition=edition, text="We endorse the mission.", position=1),
        role=SignatoryRole.objects.create(
            edition=edition, side="partner", title="Superintendent", position=1
        ),
        point=ConferencePoint.objects.create(
            edition=edition, kind="question", text="Why are we here?", position=1
        ),
        heading=PrintedHeading.objects.create(
            edition=edition, place="contents", part="glossary", title="Key Terms", position=1
        ),
        partnership=make.make_partnership(agreement=edition.agreement),
    )


@pytest.fixture
def adopted(text):
    make.adopt(text.edition)
    return text


def form_of(page):
    """What a browser would send back for the form of an administration page, unchanged."""
    data = {}
    forms = [page.context["adminform"].form]
    for rows in page.context["inline_admin_formsets"]:
        forms += [rows.formset.management_form, *rows.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = value
    if page.context.get("seen"):
        data["seen"] = page.context["seen"]
    return data


def queries_of(client, url):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
