"""Whatever table a document reads, a source of its kind looks at, and at all that a row of it says."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from assessments.models import DueDate
from core import locks
from evidence.models import Reconciliation
from partnerships.models import Addendum, Edition, NarrowedMembership
from reports.documents import DOCUMENTS
from reports.models import DocumentKind
from reports.record_source import columns_of
from reports.sources import OF_KIND, SOURCES

from .samples import OWN, newest_of_clayton, samples

OF_WHO_READS = {Membership, NarrowedMembership}
"""They say on whose side a person is."""
NEVER_PRINTED = {Reconciliation}
"""Asked for to learn whether an edition has any."""
NOT_PRINTED_THERE = {DocumentKind.AGREEMENT: {DueDate}}
NEVER_OF_BEFORE = {Addendum}
"""An addition counts in cycles that begin on its first day or later. Agreements, which print it, look at it."""


def of_an_edition():
    """What never changes once the edition is adopted: the database refuses it."""
    adopted = "partnerships_edition e WHERE e.id = {row}.edition_id AND e.status <> 'draft'"
    locked = {one.table for one in locks._registered if adopted in " ".join(one.condition.split())}
    return {model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in locked}


def looked_at(source):
    """Its table, and those that its columns lead to."""
    found = {source.model}
    for path in (*source.says, *source.moments):
        model = source.model
        for name in path.split("__")[:-1]:
            model = model._meta.get_field(name).related_model
            found.add(model)
    return found


def read_for(kind, subject):
    """The models whose tables the pages of a kind are gathered from, for each of its readers."""
    with CaptureQueriesContext(connection) as queries:
        for _, readers in (one for one in samples() if one[0] == kind):
            DOCUMENTS[kind].html(readers, **subject)
    asked = " ".join(query["sql"] for query in queries)
    models = (one for one in apps.get_models(include_auto_created=True) if not one._meta.proxy)
    return {model for model in models if f'"{model._meta.db_table}"' in asked}


def missed(kind, subject):
    looked = {model for source in OF_KIND[kind] for model in looked_at(source)}
    unchanging = of_an_edition() | {Edition} | OF_WHO_READS | NEVER_PRINTED | NEVER_OF_BEFORE
    found = read_for(kind, subject) - looked - unchanging - NOT_PRINTED_THERE.get(kind, set())
    return {one.__name__ for one in found}


@pytest.mark.slow
def test_every_table_that_a_document_of_clayton_reads_is_looked_at(clayton):
    kinds = [kind for kind in DOCUMENTS if kind not in OWN]
    assert {kind: found for kind in kinds if (found := missed(kind, newest_of_clayton(kind)))} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", OWN)
def test_every_table_that_another_document_reads_is_looked_at(kind):
    assert missed(kind, OWN[kind](None, kind)) == set()


def test_every_row_is_told_by_a_moment_or_by_all_its_columns():
    told = {one.model for one in SOURCES if one.moments or set(columns_of(one.model)) <= set(one.says)}
    assert {one.model for one in SOURCES} - told == {Edition}
