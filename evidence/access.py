"""Who may enter evidence. Who may read it: everybody who may see the partnership."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from partnerships.access import get_partnership, is_of_either_side
from partnerships.comparison import edition_order
from partnerships.models import Edition, EditionStatus, Partnership
from partnerships.reach import reaches

from .models import EvidenceRow


def may_enter(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """The directors and liaisons of the lead agency, and the liaisons of the partner. An administrator as such does
    not: what a partnership says is said by its own people."""
    return is_of_either_side(user, partnership)


def get_partnership_to_enter(user: User | AnonymousUser, slug: str) -> Partnership:
    """The partnership at an address, for those who enter its evidence. Readers get a 403, everybody else a 404."""
    partnership = get_partnership(user, slug)
    _must_enter(user, partnership)
    return partnership


def get_row_to_enter(
    user: User | AnonymousUser, slug: str, edition: str, lineage: str, *, locks: bool = False
) -> EvidenceRow:
    """A row of the partnership at an address, by its edition's label and its lineage; in one query.

    Not a draft's, whose rows are prepared until it is adopted. Readers get a 403, everybody else a 404. With
    `locks` nobody else writes its values until the transaction ends.
    """
    rows = EvidenceRow.objects.exclude(edition__status=EditionStatus.DRAFT).select_related(
        "partnership__agreement__lead",
        "partnership__partner",
        "category__edition",
        "edition",
        "parent",
        "last_period",
    )
    if locks:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = get_object_or_404(rows, partnership__slug=slug, edition__label=edition, lineage=lineage)
    if not reaches(user, row.partnership):
        raise Http404("No such row.")
    _must_enter(user, row.partnership)
    return row


def _must_enter(user: User | AnonymousUser, partnership: Partnership) -> None:
    if not may_enter(user, partnership):
        raise PermissionDenied("Evidence is entered by the directors and liaisons of the two sides.")


def get_row(partnership: Partnership, lineage: str) -> EvidenceRow:
    """The row at an address, as it stands in the newest edition that is no draft; or a 404."""
    rows = EvidenceRow.objects.for_partnership(partnership).filter(lineage=lineage)
    found = list(
        rows.exclude(edition__status=EditionStatus.DRAFT).select_related("edition", "category", "parent")
    )
    if not found:
        raise Http404("No such row.")
    return max(found, key=lambda row: edition_order(row.edition))


def editions_kept(partnership: Partnership) -> QuerySet[Edition]:
    """The editions that evidence is kept for, the newest first. Rows of a draft are an administrator's."""
    editions = Edition.objects.filter(agreement=partnership.agreement_id).exclude(status=EditionStatus.DRAFT)
    return editions.select_related("agreement").newest_first()
