"""What a director says about comparing the editions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from evidence.models import EvidenceRow
from partnerships.access import directs_all_of, get_partnership
from partnerships.lineages import BreakForm, get_lineage, mend
from partnerships.models import Item, Measure

from .trends import section_of


@require_POST
def break_lineage(request, slug, lineage):
    """Say that a promise, measure or row is not comparable with before from an edition on, and why."""
    line = _get_line_to_judge(request, slug, lineage)
    form = BreakForm(request.POST, line=line)
    if form.is_valid() and form.save(by=request.user):
        messages.success(request, f"The line is broken at {form.cleaned_data['edition'].label}.")
        return redirect(f"{line.address}#comparing")
    context = {"partnership": line.partnership, "section": section_of(line), "line": line, "form": form}
    return render(request, "dashboards/trends/break_lineage.html", context, status=422)


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
    return get_lineage(partnership, lineage, [Item, Measure, EvidenceRow])
