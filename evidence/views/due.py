"""What of a partnership's evidence is still due, and what is not entered yet."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evidence.access import may_enter
from evidence.rows.due import by_urgency, due, not_entered
from evidence.tables import category_tables, editions_with_evidence, newest_with_values
from partnerships.access import get_partnership


@require_safe
def still_due(request, slug):
    """Of the edition that the evidence page shows. For all who read the partnership."""
    partnership = get_partnership(request.user, slug)
    edition, today = newest_with_values(editions_with_evidence(partnership)), timezone.localdate()
    context = {
        "partnership": partnership,
        "section": "evidence",
        "edition": edition,
        "enters": may_enter(request.user, partnership),
    }
    if edition:
        tables = category_tables(partnership, edition)
        owed = due(tables, today)
        context |= {"count": len(owed), "due": by_urgency(owed), "not_entered": not_entered(tables, today)}
    return render(request, "evidence/due.html", context)
