"""What the agreement names as evidence and no row answers yet."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.words import in_words
from evidence.access import get_partnership_to_enter
from evidence.rows.agreed import add_rows_for, unanswered_measures
from partnerships.access import get_partnership

from .rows import get_edition, rows_page


@require_safe
def agreed(request, slug, edition):
    """What the agreement's page says beside measures that no row answers yet. For all who read it."""
    partnership = get_partnership(request.user, slug)
    edition = get_edition(partnership, edition)
    if not request.htmx:
        return redirect("evidence", slug)
    context = {"partnership": partnership, "edition": edition}
    context |= {"unanswered": unanswered_measures(partnership, edition)}
    return render(request, "evidence/_agreed_marks.html", context)


@require_POST
def answer_measures(request, slug, edition):
    """Rows for measures that none answers: those whose lineages are sent as `measure`, or all."""
    partnership = get_partnership_to_enter(request.user, slug)
    edition = get_edition(partnership, edition)
    named = request.POST.getlist("measure") or None
    added = add_rows_for(partnership, edition, named, by=request.user)
    if len(added) == 1:
        where = f"{edition.words.category} {added[0].category.number}"
        messages.success(request, f"The row “{added[0]}” stands in {where}.")
    elif added:
        numbers = dict.fromkeys(row.category.number for row in added)
        where = f"{edition.words.category.of(len(numbers))} {in_words(numbers)}"
        messages.success(request, f"{len(added)} rows were added, in {where}.")
    else:
        messages.info(request, "Nothing was added: a row answers that already.")
    place = f"row-{added[0].lineage}" if len(added) == 1 else ""
    return redirect(rows_page(partnership, edition, place))
