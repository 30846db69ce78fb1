"""Who of the lead agency looks after which partnership. It changes nobody's access and hides nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from accounts.models import Membership, Role, User
from core.conflicts import Conflict, Resolution, marks_of, resolutions_of
from core.history import delete_as, save_as
from partnerships.models import Agreement, Caretaker, Partnership

from .belonging import reaches


def who_may_look_after(
    agreement: Agreement, partnerships: Iterable[Partnership]
) -> dict[str, list[Membership]]:
    """By its place in addresses, who enters for the lead agency in each partnership, by name. In two queries."""
    memberships = Membership.objects.standing().filter(organization=agreement.lead_id, user__is_active=True)
    entering = memberships.exclude(role=Role.VIEWER).select_related("user").prefetch_related("narrowed_to")
    people = list(entering.order_by("user__sort_key", "pk"))
    return {one.slug: [who for who in people if reaches(who, one.pk)] for one in partnerships}


def caretakers_of(partnerships: Iterable[Partnership]) -> dict[str, list[Membership]]:
    """By its place in addresses, who looks after each partnership today, by name. In one query."""
    found = defaultdict(list)
    rows = Caretaker.objects.standing().filter(partnership__in=partnerships)
    rows = rows.select_related("partnership", "membership__user").order_by("membership__user__sort_key", "pk")
    for row in rows:
        found[row.partnership.slug].append(row.membership)
    return found


def marked(of: Mapping[str, Iterable[Membership]], partnerships: Iterable[Partnership]) -> dict[str, object]:
    """What is compared of each of some partnerships: who looks after it."""
    return {one.slug: sorted(who.public_id for who in of.get(one.slug, ())) for one in partnerships}


def caretakers_seen(now: Mapping[str, Iterable[Membership]], partnerships: Iterable[Partnership]) -> str:
    """Marks of who looks after each today (`caretakers_of`), for a form to carry."""
    return marks_of(marked(now, partnerships))


@transaction.atomic
def divide(
    agreement: Agreement,
    partnerships: Collection[Partnership],
    wanted: Mapping[str, list[Membership]],
    *,
    seen: str,
    by: User,
) -> int:
    """Let those named look after partnerships of an agreement, and nobody else; says of how many that changed.

    `wanted` is by the partnership's place in addresses, of those whom `who_may_look_after` names. Raises Conflict
    with the partnerships that somebody else divided otherwise since the page was shown; then nothing is changed.
    """
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    standing = caretakers_of(partnerships)
    outcomes = resolutions_of(seen, marked(standing, partnerships), marked(wanted, partnerships))
    if changed := [one for one in partnerships if outcomes[one.slug] is Resolution.CONFLICT]:
        raise Conflict(changed)
    mine = [one for one in partnerships if outcomes[one.slug] is Resolution.MINE]
    rows = {
        (row.partnership_id, row.membership_id): row for row in Caretaker.objects.filter(partnership__in=mine)
    }
    for one in mine:
        chosen = {who.pk: who for who in wanted.get(one.slug, ())}
        for (partnership, membership), row in rows.items():
            if partnership == one.pk and membership not in chosen:
                delete_as(row, by=by)
        for key, who in chosen.items():
            if (one.pk, key) not in rows:
                save_as(Caretaker(partnership=one, membership=who), by=by)
    return len(mine)


def hand_over(membership: Membership, successor: Membership, *, by: User) -> None:
    """Whoever takes somebody's place looks after what they looked after."""
    theirs = set(successor.cares_for.values_list("partnership", flat=True))
    for row in membership.cares_for.all():
        if row.partnership_id not in theirs:
            save_as(Caretaker(partnership_id=row.partnership_id, membership=successor), by=by)
