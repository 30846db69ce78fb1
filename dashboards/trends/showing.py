"""What a list of changes says of an item, made once for the same values."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.trends.changes import ItemChange
from core.kept import kept

CHANGES_KEPT = 512
"""In a process, those shown last: about 1 kB each, so 0.5 MB."""


def change_html(change: ItemChange) -> SafeString:
    levels = ((one.code, one.colour) if one else ("", "") for one in (change.before, change.now))
    place = change.partnership, change.item.lineage, change.item.reference
    return _change_html(*place, change.item.title, change.lead_in, change.item.text, change.was, *levels)


@kept(CHANGES_KEPT)
def _change_html(
    partnership: str,
    lineage: str,
    reference: str,
    title: str,
    lead_in: str,
    text: str,
    was: str,
    before: tuple[str, str],
    now: tuple[str, str],
) -> SafeString:
    """`before` and `now` are the code and the colour of a level."""
    context = {
        "partnership": partnership,
        "lineage": lineage,
        "reference": reference,
        "title": title,
        "lead_in": lead_in,
        "text": text,
        "was": was,
        "before": before,
        "now": now,
    }
    return render_to_string("dashboards/trends/_change.html", context)
