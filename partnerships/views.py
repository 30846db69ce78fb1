"""The agreement, as its members read it."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .access import get_partnership
from .document import gather_document
from .models import Edition, EditionStatus


@require_safe
def agreement(request, slug):
    """The edition asked for by its label, or else the one in force."""
    partnership = get_partnership(request.user, slug)
    editions = list(
        Edition.objects.filter(agreement=partnership.agreement)
        .exclude(status=EditionStatus.DRAFT)
        .select_related("agreement__lead")
        .newest_first()
    )
    edition = _choose(editions, request.GET.get("edition"))
    context = {
        "partnership": partnership,
        "section": "agreement",
        "edition": edition,
        "others": [other for other in editions if other != edition],
        "document": gather_document(edition, partnership) if edition else None,
    }
    return render(request, "partnerships/agreement.html", context)


def _choose(editions, label):
    if label is not None:
        for edition in editions:
            if edition.label == label:
                return edition
        raise Http404("No such edition.")
    return in_force_or_newest(editions)


def in_force_or_newest(editions):
    """Of editions, given the newest first: the one in force today, else the newest adopted, else the newest."""
    today = timezone.localdate()
    in_force = (edition for edition in editions if edition.is_in_force_on(today))
    adopted = (edition for edition in editions if edition.status == EditionStatus.ADOPTED)
    return next(in_force, None) or next(adopted, None) or next(iter(editions), None)
