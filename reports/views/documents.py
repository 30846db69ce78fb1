"""Documents: which there are, making one, watching it, taking it home."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.models import Assessment
from partnerships.access import get_partnership, standing_in
from reports.models import Publication, PublicationStatus, WorkerHeartbeat
from reports.tasks import request_report


@require_safe
def reports(request, slug):
    partnership = get_partnership(request.user, slug)
    publications = Publication.objects.visible_to(request.user).without_file().select_related("requested_by")
    assessments = (
        Assessment.objects.visible_to(request.user)
        .filter(partnership=partnership)
        .asked()
        .with_partnership()
        .prefetch_related(Prefetch("publications", publications, to_attr="documents"))
        .newest_first()
    )
    context = {
        "partnership": partnership,
        "section": "reports",
        "assessments": assessments,
        "may_make": standing_in(request.user, partnership).may_edit,
        "worker_runs": WorkerHeartbeat.objects.alive().exists(),
    }
    return render(request, "reports/reports.html", context)


@require_POST
def make_report(request, slug, public_id):
    partnership = get_partnership(request.user, slug)
    visible = Assessment.objects.visible_to(request.user).filter(partnership=partnership).asked()
    assessment = get_object_or_404(visible, public_id=public_id)
    if not standing_in(request.user, partnership).may_edit:
        raise PermissionDenied("Reports are made by the liaison and the director.")
    if assessment.is_open and not assessment.is_writer:
        raise PermissionDenied("Until it is submitted, its report is made by those who write it.")
    publication = request_report(assessment, by=request.user)
    return redirect(f"{reverse('reports', args=[slug])}#document-{publication.public_id}")


@require_safe
@never_cache
def publication(request, public_id):
    """How far one document is. htmx asks again and again and gets an answer when there is news."""
    visible = Publication.objects.visible_to(request.user).without_file()
    document = get_object_or_404(
        visible.select_related(
            "requested_by",
            "assessment__by",
            "assessment__cycle__period",
            "assessment__partnership__agreement__lead",
            "assessment__partnership__partner",
        ),
        public_id=public_id,
    )
    partnership = document.assessment.partnership
    if not request.htmx:
        return redirect(f"{reverse('reports', args=[partnership.slug])}#document-{public_id}")
    worker_runs = WorkerHeartbeat.objects.alive().exists()
    if document.is_waiting and request.GET.get("worker") == str(worker_runs):
        return HttpResponse(status=204)
    context = {
        "document": document,
        "assessment": document.assessment,
        "partnership": partnership,
        "worker_runs": worker_runs,
        "may_make": standing_in(request.user, partnership).may_edit,
    }
    return render(request, "reports/_document.html", context)


@require_safe
@never_cache
def download(request, public_id):
    ready = Publication.objects.visible_to(request.user).filter(status=PublicationStatus.READY)
    publication = get_object_or_404(
        ready.select_related(
            "assessment__by", "assessment__partnership__partner", "assessment__cycle__period"
        ),
        public_id=public_id,
    )
    return HttpResponse(
        bytes(publication.content),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, publication.filename)},
    )
