"""A partner's profile: its figures of a period beside those of the whole and the targets."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evidence.sampling.turns import asked_of
from partnerships.access import get_agreement_led, get_partnership, standing_in
from reports.access import documents_seen
from reports.changes import with_changes
from reports.documents import Readers
from reports.gather import profile_of
from reports.models import DocumentKind, Publication, WorkerHeartbeat
from reports.offers import offer_of_profile
from reports.profiles import profiles_of

NO_PROFILE = "There is no profile of this partnership and period."


@require_safe
def profile(request, slug):
    """For everybody of the partnership: each value as it stands, with what the public does not read of it."""
    partnership = get_partnership(request.user, slug)
    period = request.GET.get("period")
    found = profile_of(partnership, period=period)
    if found is None and period is None and partnership.agreement.has_plan and not partnership.is_whole:
        return render(request, "reports/no_profile.html", {"partnership": partnership, "section": "profile"})
    if found is None:
        raise Http404(NO_PROFILE)
    documents = Publication.objects.of(partnership).filter(
        kind=DocumentKind.PROFILE, edition=found.edition, period=found.period
    )
    standing = standing_in(request.user, partnership)
    listed = with_changes(documents_seen(request.user, documents.for_readers().with_subject(), []))
    context = {
        "partnership": partnership,
        "section": "profile",
        "profile": found,
        "asked_of": asked_of(partnership),
        "submission": partnership.agreement.submissions.filter(submitted_on__isnull=False).first(),
        "documents": listed,
        "may_make": standing.may_edit,
        "offer": offer_of_profile(found, standing),
        "readers": Readers(),
        "worker_runs": any(one.is_waiting for one in listed) and WorkerHeartbeat.objects.alive().exists(),
    }
    return render(request, "reports/profile.html", context)


@require_safe
def profiles(request, slug):
    """All partners of an agreement: what there is of the newest period, and whose profile is made."""
    agreement = get_agreement_led(request.user, slug)
    context = {"agreement": agreement, **profiles_of(request.user, agreement)}
    return render(request, "reports/profiles.html", context)
