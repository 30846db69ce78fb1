"""Documents of a whole agreement: the county summary of each period, and many partnerships' documents at once."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.downloads import as_download
from core.workbooks.uploading import XLSX
from partnerships.access import directs_all_of, get_agreement_led, reads_all_of
from reports.changes import with_changes
from reports.documents import DOCUMENTS, Readers
from reports.gather.county import county_summary, periods_of
from reports.models import DocumentKind, Publication, WorkerHeartbeat
from reports.on_screen import on_screen
from reports.workbooks.county import county_workbook

from .asking import ask
from .runs import many_of


@require_safe
def agreement_documents(request, slug):
    """For everybody of the lead agency; the summaries for those who read all partnerships."""
    agreement = get_agreement_led(request.user, slug)
    summaries = _summaries(agreement) if reads_all_of(request.user, agreement) else []
    context = {
        "agreement": agreement,
        "summaries": summaries,
        "may_make": directs_all_of(request.user, agreement),
        "worker_runs": WorkerHeartbeat.objects.alive().exists(),
        **many_of(request.user, agreement),
    }
    return render(request, "reports/agreement_documents.html", context)


def _summaries(agreement):
    """(period, its documents), the newest period first."""
    documents = Publication.objects.filter(agreement=agreement, kind=DocumentKind.COUNTY_SUMMARY)
    made = with_changes(documents.for_readers().with_subject())
    return [(period, [one for one in made if one.period_id == period.pk]) for period in periods_of(agreement)]


def _get_summed_up(request, slug, period):
    """(agreement, period), for whoever reads the summaries."""
    agreement = get_agreement_led(request.user, slug)
    if not reads_all_of(request.user, agreement):
        raise PermissionDenied("The county summary is for those who read all partnerships.")
    return agreement, _get_period(agreement, period)


@require_safe
def preview_county_summary(request, slug, period):
    """The summary as it would be made now, on the screen. Nothing is kept of it."""
    agreement, found = _get_summed_up(request, slug, period)
    before, html = DOCUMENTS[DocumentKind.COUNTY_SUMMARY].look(Readers(), agreement=agreement, period=found)
    back = reverse("agreement-documents", args=[agreement.slug])
    return on_screen(request, html, {"before": before, "back": back, "name": "the documents"})


@require_safe
def county_summary_workbook(request, slug, period):
    """As the record stands now."""
    agreement, found = _get_summed_up(request, slug, period)
    content = county_workbook(county_summary(agreement, found))
    return as_download(content, XLSX, f"{agreement.slug} county summary {found.label}.xlsx")


def _get_period(agreement, key):
    found = next((one for one in periods_of(agreement) if one.key == key), None)
    if found is None:
        raise Http404("Nobody was asked in this period.")
    return found


@require_POST
def make_county_summary(request, slug, period):
    agreement = get_agreement_led(request.user, slug)
    found = _get_period(agreement, period)
    if not directs_all_of(request.user, agreement):
        raise PermissionDenied("The county summary is made by those who direct all partnerships.")
    kind, subject = DocumentKind.COUNTY_SUMMARY, {"agreement": agreement, "period": found}
    readers = Readers(DOCUMENTS[kind].audiences[0])
    return ask(request, kind, readers, subject, {"frame": "base.html", "agreement": agreement})
