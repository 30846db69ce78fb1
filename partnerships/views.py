"""The agreement, as its members read it, and what a director says about comparing its editions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from .access import directs_all_of, get_partnership
from .document import gather_document
from .lineages import BreakForm, get_line, mend
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


@require_POST
def break_lineage(request, slug, lineage):
    """Say that a promise or measure is not comparable with before from an edition on, and why."""
    line = _get_line_to_judge(request, slug, lineage)
    form = BreakForm(request.POST, line=line)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, f"The line is broken at {form.cleaned_data['edition'].label}.")
        return redirect(f"{line.address}#comparing")
    context = {"partnership": line.partnership, "section": "trends", "line": line, "form": form}
    return render(request, "partnerships/break_lineage.html", context, status=422)


@require_POST
def mend_lineage(request, slug, lineage):
    """Take a break back."""
    line = _get_line_to_judge(request, slug, lineage)
    label = request.POST.get("edition", "")
    if mend(line, label, by=request.user):
        messages.success(request, f"{label} is compared with earlier editions again.")
    else:
        messages.info(request, "Nothing to take back: the line is not broken there any more.")
    return redirect(f"{line.address}#comparing")


def _get_line_to_judge(request, slug, lineage):
    partnership = get_partnership(request.user, slug)
    if not directs_all_of(request.user, partnership.agreement):
        raise PermissionDenied(
            "What is comparable is said for every partnership of the agreement: by a director of all of them."
        )
    return get_line(partnership, lineage)
