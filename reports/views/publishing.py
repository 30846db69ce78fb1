"""What of a partnership is public: a director looks at what would be, publishes it, and withdraws it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.access import directs, get_partnership
from partnerships.models import Edition, EditionStatus
from reports.models import PublicRecord
from reports.public import publishing as domain
from reports.public.forms import ChoiceForm, WithdrawForm
from reports.public.papers import papers_offered
from reports.public.parts import parts_offered
from reports.public.site import context_of


def _get_directed(user, slug):
    partnership = get_partnership(user, slug)
    if not directs(user, partnership):
        raise PermissionDenied("What is public is decided by the directors of the lead agency.")
    return partnership


@require_http_methods(["GET", "HEAD", "POST"])
def publishing(request, slug):
    """GET shows what would become public; POST publishes that, and shows it anew where it is no longer the same."""
    partnership = _get_directed(request.user, slug)
    choice = _choice(request, partnership)
    if request.method != "POST":
        return _page(request, partnership, choice)
    looked = domain.Looked(request.POST.get("seen", ""), "anyway" in request.POST)
    try:
        domain.publish(partnership, choice.parts, choice.chosen_papers, by=request.user, looked=looked)
    except domain.NotPublished as refused:
        status = 409 if refused.is_stale else 422
        return _page(request, partnership, choice, refused.preview, problem=refused.why, status=status)
    messages.success(request, "Published. Everybody who knows the address reads it now.")
    return redirect("publishing", slug)


def _choice(request, partnership):
    of_lead = Edition.objects.filter(agreement__lead=partnership.agreement.lead_id)
    now = domain.public_now(partnership)
    return ChoiceForm(
        request.POST if request.method == "POST" else request.GET,
        offered=parts_offered(of_lead.filter(status=EditionStatus.ADOPTED)),
        papers=papers_offered(partnership),
        now=now.content if now else None,
    )


def _page(request, partnership, choice, preview=None, *, problem="", withdrawing=None, status=200):
    preview = preview or domain.preview(partnership, choice.parts, choice.chosen_papers)
    records = PublicRecord.objects.filter(partnership=partnership).defer("content")
    context = {
        "partnership": partnership,
        "section": "reports",
        "choice": choice,
        "problem": problem,
        "preview": preview,
        **context_of(preview.new.content, timezone.localtime(preview.read_at)),
        "records": records.select_related("published_by", "withdrawn_by"),
        "address": request.build_absolute_uri(reverse("public-overview", args=[partnership.slug])),
        "withdrawing": withdrawing or WithdrawForm(),
    }
    return render(request, "reports/publishing.html", context, status=status)


@require_POST
def withdraw_public(request, slug):
    """What is public is public no more, from this moment on."""
    partnership = _get_directed(request.user, slug)
    form = WithdrawForm(request.POST)
    record = domain.public_now(partnership)
    if record is None:
        messages.info(request, "Nothing is public any more: somebody was faster.")
        return redirect("publishing", slug)
    if not form.is_valid():
        return _page(request, partnership, _choice(request, partnership), withdrawing=form, status=422)
    if domain.withdraw(record, form.cleaned_data["why"], by=request.user):
        messages.success(request, "Withdrawn. Nobody reads it any more.")
    return redirect("publishing", slug)
