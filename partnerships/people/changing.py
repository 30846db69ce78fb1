"""Bringing somebody into a partnership, putting somebody in another's place, and letting somebody go."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts.invitations import invite, person_at, withdraw_where_nothing_waits
from accounts.memberships import Held, memberships_of
from accounts.models import Invitation, Membership, Organization, Role, User
from core.conflicts import Conflict, Resolution, mark_of, resolution_of
from core.history import save_as
from partnerships.access import narrow, reach_all, standing_in
from partnerships.models import Partnership

from .caretaking import hand_over


class MembershipRefused(Exception):
    """Nobody was brought in. Its text says why."""


@dataclass(frozen=True)
class Task:
    """What somebody is to do: in which role for which organization, in all its partnerships or in those named."""

    organization: Organization
    role: str
    partnerships: tuple[Partnership, ...] | None
    """None for all that the organization takes part in, those to come included."""

    @classmethod
    def of(cls, membership: Membership) -> "Task":
        named = None if membership.reaches_all else tuple(named_in(membership))
        return cls(membership.organization, membership.role, named)

    @property
    def words(self) -> str:
        return f"{self.role} for {self.organization.short_name}"


@dataclass(frozen=True)
class BroughtIn:
    """A membership that was given, and the invitation to send where the person is new here."""

    membership: Membership
    invitation: Invitation | None


def named_in(membership: Membership) -> list[Partnership]:
    """The partnerships that a membership names, which are those it reaches unless it reaches all."""
    named = [one.partnership for one in membership.narrowed_to.all()]
    return sorted(named, key=lambda one: one.partner.sort_key)


def may_give(user: User, task: Task, *, lead: int) -> bool:
    """A director gives in the lead agency what they hold themselves, in another organization what they direct."""
    own = _directing(user, lead)
    if task.organization.pk == lead:
        return any(
            one.reaches_all
            or (task.partnerships is not None and {it.pk for it in task.partnerships} <= one.partnerships)
            for one in own
        )
    reached = list(_reached(task))
    return bool(reached) and all(standing_in(user, one).is_director for one in reached)


def may_end(user: User, membership: Membership, *, lead: int) -> bool:
    """Who could give it may end it; nobody ends their own."""
    return membership.user_id != user.pk and may_give(user, Task.of(membership), lead=lead)


@transaction.atomic
def bring_in(email: str, name: str, task: Task, *, by: User) -> BroughtIn:
    """Give somebody a membership; who has it for other partnerships has it for these as well.

    Somebody who is known by the address keeps the name they have. Raises Refused.
    """
    person = person_at(email, name)
    if not person.is_active:
        raise MembershipRefused(
            f"An administrator took away {person}'s sign-in. Ask an administrator to give it back."
        )
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    membership = person.memberships.standing().filter(organization=task.organization, role=task.role).first()
    if membership is None:
        membership = Membership(user=person, organization=task.organization, role=task.role, given_by=by)
        membership.reaches_all = task.partnerships is None
        save_as(membership, by=by)
        named: Iterable[Partnership] = ()
    else:
        named = membership.partnerships.all()
        if membership.reaches_all or set(task.partnerships or [None]) <= set(named):
            raise MembershipRefused(f"{person} is {task.words} already.")
    if task.partnerships is None:
        reach_all(membership)
    else:
        narrow(membership, {*named, *task.partnerships})
    return BroughtIn(membership, invite(person, by=by))


@transaction.atomic
def replace(membership: Membership, email: str, name: str, *, by: User) -> BroughtIn:
    """Put somebody in another's place, who leaves it. Raises Refused, and Membership.HasEnded."""
    if membership.user.email.lower() == email.lower():
        raise MembershipRefused("This is the address of the person who is to be replaced.")
    new = bring_in(email, name, Task.of(membership), by=by)
    membership.end(by=by, successor=new.membership)
    hand_over(membership, new.membership, by=by)
    withdraw_where_nothing_waits(membership.user)
    return new


@transaction.atomic
def end(membership: Membership, *, by: User) -> None:
    """Let somebody go; an invitation that still waits is taken back. Raises Membership.HasEnded."""
    membership.end(by=by)
    withdraw_where_nothing_waits(membership.user)


def reach_of(membership: Membership) -> list[int] | None:
    """The keys of the partnerships a membership names, in order; None where it reaches all."""
    if membership.reaches_all:
        return None
    return sorted(membership.narrowed_to.values_list("partnership", flat=True))


@transaction.atomic
def change_reach(membership: Membership, task: Task, *, seen: str) -> bool:
    """Let a membership reach what a task names; whether that is a change.

    `seen` is the mark of what it reached when the page was made.

    Raises Membership.HasEnded, and Conflict where somebody else changed it meanwhile.
    """
    now = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if now.ended_at is not None:
        raise Membership.HasEnded(now)
    wanted = None if task.partnerships is None else sorted(one.pk for one in task.partnerships)
    outcome = resolution_of(seen, mark_of(reach_of(now)), mark_of(wanted))
    if outcome is Resolution.CONFLICT:
        raise Conflict(now)
    if outcome is Resolution.MINE:
        if task.partnerships is None:
            reach_all(now)
        else:
            narrow(now, task.partnerships)
    return outcome is Resolution.MINE


def _directing(user: User, lead: int) -> list[Held]:
    return [one for one in memberships_of(user) if one.role == Role.DIRECTOR and one.organization == lead]


def _reached(task: Task) -> Iterable[Partnership]:
    if task.partnerships is not None:
        return task.partnerships
    key = task.organization.pk
    takes_part = (
        Q(agreement__lead=key) | Q(partner=key) | Q(partner__parent=key) | Q(parties__organization=key)
    )
    return Partnership.objects.filter(takes_part).select_related("agreement", "partner").distinct()
