"""Where the source of an agreement's text contradicts itself: for those who enter."""

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.access import enters_in, get_agreement_seen
from partnerships.models import Contradiction, EditionStatus


@require_safe
def contradictions(request, slug):
    """All of an agreement, what is about the whole first. Readers get a 403, outsiders a 404."""
    agreement = get_agreement_seen(request.user, slug)
    if not enters_in(request.user, agreement):
        raise PermissionDenied("This is for those who enter.")
    place = F("item__category__position").asc(nulls_first=True)
    found = (
        Contradiction.objects.filter(edition__agreement=agreement)
        .exclude(edition__status=EditionStatus.DRAFT)
        .select_related("edition", "item")
        .order_by("-edition", place, "item__position", "position", "pk")
    )
    context = {"agreement": agreement, "contradictions": found}
    return render(request, "partnerships/contradictions.html", context)
