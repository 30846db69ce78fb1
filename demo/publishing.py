"""What the public reads in the demo: Clayton and an example district, published by their directors."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from accounts.models import User
from actionsteps.feedback.deciding import release, seen_in
from actionsteps.models import Feedback
from partnerships.models import Partnership
from reports.documents import edition_in_force
from reports.models import DocumentKind, Language, Publication, PublicRecord
from reports.public import parts
from reports.public.publishing import publish
from reports.public.results import latest_result
from reports.tasks import AFTER_OTHERS, request_document

PUBLISHED_BY = {"clayton": "director@ssd.example", "example-1": "director@example.example"}
CHOSEN = [key for key in parts.LABELS if key != parts.COMMENTS]


def make_public() -> None:
    """Everything but the comments. What families said to Clayton stands in its printed plan: it is released too.

    Printing takes a while: the worker makes the documents, and then the record offers them.
    """
    for slug, email in PUBLISHED_BY.items():
        director = User.objects.get(email=email)
        partnership = _partnerships().get(slug=slug)
        if slug == "clayton":
            for feedback in Feedback.objects.statements().filter(partnership=partnership, released_at=None):
                release(feedback, feedback.text, seen=seen_in(feedback), by=director)
        record = publish(partnership, CHOSEN, by=director)
        _ask_for_documents(partnership, by=director, in_spanish=bool(record.content[parts.SPANISH]))
        offer_documents.using(priority=AFTER_OTHERS).enqueue(record.public_id)


def _partnerships():
    return Partnership.objects.select_related("agreement__lead", "partner")


def _ask_for_documents(partnership: Partnership, *, by: User, in_spanish: bool) -> None:
    """The State of the Partnership, with its sheet in Spanish where anything is translated, and the agreement."""
    if assessment := latest_result(partnership):
        request_document(DocumentKind.STATE_OF_THE_PARTNERSHIP, by=by, assessment=assessment)
        if in_spanish:
            request_document(DocumentKind.HANDOUT, by=by, language=Language.SPANISH, assessment=assessment)
    if edition := edition_in_force(partnership):
        request_document(DocumentKind.AGREEMENT, by=by, partnership=partnership, edition=edition)


@task()
def offer_documents(record: str) -> None:
    """Publish anew what was published with the record of this public id, and the documents beside it.

    Not where somebody published or withdrew meanwhile. It waits for what is still being made.
    """
    standing = PublicRecord.objects.in_force().filter(public_id=record).select_related("published_by").first()
    if standing is None:
        return
    partnership = _partnerships().get(pk=standing.partnership_id)
    if Publication.objects.of(partnership).waiting().exists():
        later = timezone.now() + timedelta(seconds=5)
        offer_documents.using(priority=AFTER_OTHERS, run_after=later).enqueue(record)
        return
    publish(partnership, CHOSEN, by=standing.published_by)
