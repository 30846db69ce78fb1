"""The agreement, as its members read it, and what a director says about comparing its editions."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.access import enters_in, get_partnership
from partnerships.editions.document import gather_document
from partnerships.editions.proposals import coming_of
from partnerships.models import Edition, EditionStatus, in_force_or_newest


@require_safe
def agreement(request, slug):
    """The edition asked for by its label, or else the one in force."""
    partnership = get_partnership(request.user, slug)
    editions = list(
        Edition.objects.filter(agreement=partnership.agreement)
        .exclude(status=EditionStatus.DRAFT)
        .select_related("agreement__lead")
        .annotate(disagreements=Count("contradictions"))
        .newest_first()
    )
    edition = _choose(editions, request.GET.get("edition"))
    context = {
        "partnership": partnership,
        "section": "agreement",
        "edition": edition,
        "others": [other for other in editions if other != edition],
        "coming": coming_of(partnership, request.user) if edition and edition.rates_own_items else (),
        "contradictions": edition.disagreements if edition and _is_told(request.user, edition) else 0,
        "document": gather_document(edition, partnership) if edition else None,
    }
    return render(request, "partnerships/agreement.html", context)


def _is_told(user, edition):
    """Whether this person reads where the source of the text does not agree with itself."""
    return edition.disagreements and enters_in(user, edition.agreement)


def _choose(editions, label):
    if label is not None:
        for edition in editions:
            if edition.label == label:
                return edition
        raise Http404("No such edition.")
    return in_force_or_newest(editions)
