from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from evidence.access import editions_kept, may_enter
from evidence.counting import count_rows
from evidence.entry.beside import for_those_who_enter
from evidence.public.marks import questioned, with_marks
from evidence.public.reader import read_by_public, tables_with_reading
from evidence.requests.accepting import in_hand
from evidence.rows.agreed import AgreedLines, lines_of, with_agreed
from evidence.rows.due import Urgency, by_urgency, due
from evidence.tables import editions_with_evidence, newest_with_values, status_counts
from partnerships.access import get_partnership
from partnerships.models import in_force_or_newest


@require_safe
def evidence(request, slug):
    """The evidence tables of one edition: the newest with values, unless `?edition=` names another.

    An edition whose tables have no row yet shows the measures that are to be answered.
    """
    partnership = get_partnership(request.user, slug)
    editions = editions_with_evidence(partnership)
    label = request.GET.get("edition")
    edition = newest_with_values(edition for edition in editions if label in (None, edition.label))
    agreed_in = edition or in_force_or_newest(_kept(partnership, label))
    if label and agreed_in is None:
        raise Http404("No evidence is kept for such an edition.")
    if edition:
        categories, public = tables_with_reading(partnership, edition)
    else:
        categories, public = [], read_by_public(partnership)
    enters = may_enter(request.user, partnership)
    owed = due(categories, timezone.localdate())
    agreed = lines_of(partnership, agreed_in) if agreed_in else AgreedLines()
    categories = with_agreed(with_marks(categories, public), agreed)
    if enters:
        categories = for_those_who_enter(categories)
    context = {
        "partnership": partnership,
        "section": "evidence",
        "editions": editions,
        "edition": edition,
        "categories": categories,
        "has_columns": any(category.periods for category in categories),
        "row_count": count_rows(row.record for category in categories for row in category.rows),
        "counts": status_counts(categories),
        "enters": enters,
        "minimum": public.minimum,
        "is_hidden": any(cell.not_public for table in categories for row in table.rows for cell in row.cells),
        "questioned": questioned(categories, public),
        "requests": in_hand(partnership) if enters else [],
        "due": by_urgency(owed),
        "due_count": len(owed),
        "overdue": sum(one.urgency == Urgency.OVERDUE for one in owed),
        "agreed_in": agreed_in,
        "unanswered": agreed.unanswered,
    }
    return render(request, "evidence/evidence.html", context)


def _kept(partnership, label):
    """The editions that rows may be added to; of them the one so named, where one is."""
    return [edition for edition in editions_kept(partnership) if label in (None, edition.label)]
