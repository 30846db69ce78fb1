"""What a partnership agrees on for itself, on its way to adoption: put to the parties, confirmed by each of them.

Where each partnership has its own (`Edition.rates_own_items`), that is written by all parties together, and so is
every amendment of it: it is adopted once each has confirmed it. While it is with them its text does not change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import Organization, User
from core.conflicts import Conflict
from core.history import save_as
from core.words import in_words, natural
from partnerships.access import directs, may_speak_for
from partnerships.models import (
    Addendum,
    AddendumConfirmation,
    AddendumEvent,
    AddendumEventKind,
    AddendumStatus,
    Edition,
    Partnership,
)

from .addenda import preview_addendum


class ProposalRefused(Exception):
    """It is not done, for the reason that its text gives."""


@dataclass(frozen=True)
class Voice:
    """A party, and what it said of an addition as it was put to the parties last."""

    party: Organization
    confirmation: AddendumConfirmation | None
    is_own: bool = False
    """Whether the person who asks speaks for it."""


def parties_of(partnership: Partnership) -> list[Organization]:
    """Who agrees on what a partnership has for itself: the partner, the lead agency, then the others by name."""
    return _in_order(partnership, Organization.objects.filter(parties__partnership=partnership))


def _in_order(partnership: Partnership, others: Iterable[Organization]) -> list[Organization]:
    named = sorted(others, key=lambda one: natural(one.short_name))
    return list(dict.fromkeys([partnership.partner, partnership.agreement.lead, *named]))


def voices_of(addendum: Addendum, user: User | None = None) -> list[Voice]:
    """Of each party, in two queries. While it is a draft nobody is asked, so nobody has confirmed it."""
    partnership = addendum.partnership
    said = {} if addendum.is_draft else {one.organization_id: one for one in _said(addendum)}
    return [
        Voice(
            party,
            said.get(party.pk),
            is_own=user is not None and may_speak_for(user, partnership, party),
        )
        for party in parties_of(partnership)
    ]


def _said(addendum: Addendum) -> QuerySet[AddendumConfirmation]:
    return addendum.confirmations.filter(proposal=addendum.proposal).select_related("by", "organization")


def why_not_confirmed(addendum: Addendum) -> Iterator[str]:
    """What stands against adopting it: who has not confirmed it, in a sentence. Nothing where nobody is to."""
    if not addendum.edition.rates_own_items or addendum.is_adopted:
        return
    if addendum.is_draft:
        yield "It has not been put to the parties yet: each of them confirms it before it is adopted."
    elif missing := [one.party.short_name for one in voices_of(addendum) if one.confirmation is None]:
        verb = "has" if len(missing) == 1 else "have"
        yield f"{in_words(missing)} {verb} not confirmed it yet."


def coming_of(partnership: Partnership, user: User) -> QuerySet[Addendum]:
    """What this person reads before it is adopted: what is with the parties; drafts, where they put it to them."""
    coming = Addendum.objects.filter(partnership=partnership, edition__rates_own_items=True)
    coming = coming.exclude(status=AddendumStatus.ADOPTED)
    return coming if puts_to_parties(user, partnership) else coming.filter(status=AddendumStatus.PROPOSED)


def puts_to_parties(user: User, partnership: Partnership) -> bool:
    """Who puts a text to the parties, and takes it back: directors of the lead agency, and administrators."""
    return user.is_staff or directs(user, partnership)


def to_confirm(addendum: Addendum, user: User) -> list[Organization]:
    """For which parties this person's word is waited for. One person speaks for one party."""
    if not addendum.is_proposed:
        return []
    return _waited_for(addendum, user, parties_of(addendum.partnership), _said(addendum))


def with_parties(addenda: QuerySet[Addendum]) -> QuerySet[Addendum]:
    """For `waits_for`: with their parties and what these have said. In three queries."""
    found = addenda.select_related("edition", "partnership__partner", "partnership__agreement__lead")
    return found.prefetch_related("partnership__parties__organization", "confirmations")


def waits_for(user: User, addendum: Addendum) -> bool:
    """`to_confirm` of one of many, read `with_parties`: without a query."""
    if not addendum.is_proposed:
        return False
    others = [party.organization for party in addendum.partnership.parties.all()]
    said = [one for one in addendum.confirmations.all() if one.proposal == addendum.proposal]
    return bool(_waited_for(addendum, user, _in_order(addendum.partnership, others), said))


def _waited_for(
    addendum: Addendum, user: User, parties: Iterable[Organization], said: Iterable[AddendumConfirmation]
) -> list[Organization]:
    confirmed = {one.organization_id: one.by_id for one in said}
    if user.pk in confirmed.values():
        return []
    return [
        party
        for party in parties
        if party.pk not in confirmed and may_speak_for(user, addendum.partnership, party)
    ]


@transaction.atomic
def propose(addendum: Addendum, *, seen: str, by: User) -> None:
    """Put a draft to the parties, as it was seen (`fingerprint`). Raises Conflict where it is another text by now,
    and ProposalRefused where it is to be put right first."""
    if not addendum.edition.rates_own_items:
        raise ProposalRefused(
            "An addition to what everybody reads is not put to the parties: the two sides sign it."
        )
    # Whoever saves its text holds this row.
    Edition.objects.select_for_update(no_key=True).get(pk=addendum.edition_id)
    held = _hold(addendum)
    preview = preview_addendum(held)
    if not held.is_draft or preview.fingerprint != seen:
        raise Conflict(held)
    if preview.problems:
        raise ProposalRefused(f"It is not ready: {preview.problems[0]}")
    held.proposal += 1
    _move(held, AddendumStatus.PROPOSED, AddendumEventKind.PROPOSED, by=by)


@transaction.atomic
def take_back(addendum: Addendum, *, seen: int, by: User) -> None:
    """Open its text again. What was confirmed was that proposal, so each party is asked anew after the next one."""
    _move(_as_seen(addendum, seen), AddendumStatus.DRAFT, AddendumEventKind.TAKEN_BACK, by=by)


@transaction.atomic
def confirm(addendum: Addendum, party: Organization, *, seen: int, by: User) -> None:
    """Raises Conflict where another text is with the parties than the one seen, or none."""
    held = _as_seen(addendum, seen)
    try:
        with transaction.atomic():
            AddendumConfirmation.objects.create(
                addendum=held, organization=party, proposal=held.proposal, by=by
            )
    except IntegrityError:
        raise ProposalRefused(
            "It is confirmed already, or you have confirmed it for another party."
        ) from None
    AddendumEvent.objects.create(addendum=held, kind=AddendumEventKind.CONFIRMED, organization=party, by=by)


@transaction.atomic
def say_not_agreed(addendum: Addendum, party: Organization, *, words: str, seen: int, by: User) -> None:
    """A party says what is not as agreed: its text is open again, to be put right."""
    kind = AddendumEventKind.NOT_AGREED
    _move(_as_seen(addendum, seen), AddendumStatus.DRAFT, kind, words=words, party=party, by=by)


def _hold(addendum: Addendum) -> Addendum:
    held = Addendum.objects.select_for_update(of=("self",)).select_related("edition", "partnership")
    return held.get(pk=addendum.pk)


def _as_seen(addendum: Addendum, seen: int) -> Addendum:
    held = _hold(addendum)
    if not held.is_proposed or held.proposal != seen:
        raise Conflict(held)
    return held


def _move(
    addendum: Addendum,
    status: AddendumStatus,
    kind: AddendumEventKind,
    *,
    by: User,
    words: str = "",
    party: Organization | None = None,
) -> None:
    addendum.status = status
    save_as(addendum, by=by, reason=str(kind.label), update_fields=["status", "proposal"])
    AddendumEvent.objects.create(addendum=addendum, kind=kind, words=words, organization=party, by=by)
