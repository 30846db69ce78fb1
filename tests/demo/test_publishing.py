"""The demo's record offers its documents once the worker has made them."""

import pytest

from demo.publishing import offer_documents
from reports.models import DocumentKind, PublicationStatus
from reports.public import parts
from reports.public.publishing import public_now, publish, withdraw
from reports.tasks import request_document
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_what_was_made_is_offered_unless_somebody_published_or_withdrew_meanwhile():
    category = make.make_category()
    make.adopt(category.edition)
    partnership = make.make_partnership(agreement=category.edition.agreement)
    by = make.make_director(partnership)
    record = publish(partnership, [parts.AGREEMENT], by=by)
    subject = {"partnership": partnership, "edition": category.edition}
    made = request_document(DocumentKind.AGREEMENT, by=by, **subject)
    offer_documents.call(record.public_id)
    assert public_now(partnership) == record  # it is still being made
    made.settle(PublicationStatus.READY, content=b"%PDF", sha256="0" * 64, pages=1)
    offer_documents.call(record.public_id)
    (offered,) = public_now(partnership).content["documents"]
    assert offered["public_id"] == made.public_id
    assert withdraw(public_now(partnership), "Why", by=by)
    offer_documents.call(record.public_id)
    assert public_now(partnership) is None
