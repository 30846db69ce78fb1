"""Slides in the browser, from the same record as the State of the Partnership."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.access import get_partnership
from reports.documents import Before
from reports.gather import NotForPublic, state_of_the_partnership
from reports.models import DocumentKind
from reports.offers import desk_of
from reports.slides import slides_of, told_in_slides

KIND = DocumentKind.STATE_OF_THE_PARTNERSHIP


@require_safe
def slides(request, slug, public_id):
    """For whoever reads the report on the screen. They are shown to everybody, so small counts are hidden, and what
    else may tell one is named before."""
    partnership = get_partnership(request.user, slug)
    offer = desk_of(request.user, partnership).offer_of(KIND, public_id)
    if offer is None or offer.assessment is None:
        raise Http404("No such slides.")
    if not offer.may_be_looked_at:
        raise PermissionDenied(offer.refusal)
    back = f"{reverse('document', args=[slug, KIND])}?of={public_id}"
    context = {"partnership": partnership, "section": "reports", "back": back}
    try:
        report = state_of_the_partnership(offer.assessment)
    except NotForPublic as refused:
        before = Before(refused.reasons, gives_away=True)
        around = {"before": before, "frame": "partnerships/base.html", "name": "Slides"}
        return render(request, "reports/before.html", context | around, status=409)
    shown = {"report": report, "slides": slides_of(report)}
    html = render_to_string("reports/slides/slides.html", context | shown, request)
    if "anyway" not in request.GET and (told := told_in_slides(html, report, partnership)):
        return render(request, "reports/slides/before.html", context | {"told": told})
    return HttpResponse(html)
