"""Texts that wait for a person's word on behalf of a party, in all of their partnerships at once: for home."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from partnerships.editions.proposals import waits_for, with_parties
from partnerships.models import Addendum, AddendumStatus

from .partnerships import PartnershipOutline


@dataclass(frozen=True)
class AmendmentWaiting:
    partnership: PartnershipOutline
    title: str
    address: str


def amendments_waiting(
    user: User, partnerships: Iterable[PartnershipOutline], *, first: Collection[int] = frozenset()
) -> list[AmendmentWaiting]:
    """Those of partnerships in `first` first. No query where nothing is with the parties."""
    outlines = {one.pk: one for one in partnerships if one.is_asked}
    if not outlines:
        return []
    proposed = Addendum.objects.filter(partnership__in=outlines, status=AddendumStatus.PROPOSED)
    found = [
        AmendmentWaiting(
            outlines[one.partnership_id],
            one.title,
            reverse("amendment", args=[outlines[one.partnership_id].slug, one.public_id]),
        )
        for one in with_parties(proposed)
        if waits_for(user, one)
    ]
    return sorted(found, key=lambda one: one.partnership.pk not in first)
