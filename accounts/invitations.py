"""Bringing in new people: an invitation by e-mail, and a link by which they choose a password themselves."""

import logging
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from .models import VALID_FOR, Invitation, InvitationState, Membership, User

logger = logging.getLogger(__name__)

PAUSE = timedelta(minutes=5)
"""Before this has passed, an invitation is not sent once more."""

_signer = signing.TimestampSigner(salt="accounts.invitation")


class TooSoon(Exception):
    """The invitation was sent a moment ago."""


def token_of(invitation: Invitation) -> str:
    """What stands in a link made now: the invitation's id and the moment, signed. It is stored nowhere."""
    return _signer.sign(invitation.public_id)


def invitation_of(token: str) -> tuple[Invitation, InvitationState] | None:
    """The invitation of a link and what became of it; None where the link is not one of ours.

    A link that has expired never works again: what is sent anew is another one.
    """
    try:
        public_id = _signer.unsign(token)
    except signing.BadSignature:
        return None
    found = Invitation.objects.select_related("user", "invited_by").filter(public_id=public_id).first()
    return (found, found.state(link_expired=_has_expired(token))) if found else None


def _has_expired(token: str) -> bool:
    try:
        _signer.unsign(token, max_age=VALID_FOR)
    except signing.SignatureExpired:
        return True
    return False


def person_at(email: str, name: str) -> User:
    """Whoever signs in with this address, in whatever case it is written; else somebody new, with no password."""
    try:
        with transaction.atomic():
            return User.objects.filter(email__iexact=email).first() or User.objects.create_user(
                email, name=name
            )
    except IntegrityError:  # somebody else invited them at the same moment
        return User.objects.get(email__iexact=email)


def invite(person: User, *, by: User) -> Invitation | None:
    """The invitation that waits for this person at their address, made where there is none; to be sent then.

    None for somebody who has a password.
    """
    if person.has_usable_password():
        return None
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        waiting = person.invitations.waiting()
        waiting.exclude(email__iexact=person.email).update(withdrawn_at=timezone.now())
        return waiting.first() or Invitation.objects.create(user=person, email=person.email, invited_by=by)


def send(invitation: Invitation, request: HttpRequest, *, by: User | None = None) -> bool:
    """Send a link, which works for two weeks; whether the e-mail could be sent.

    `by` is who asks for it, None for the person invited. Raises TooSoon where it was sent a moment ago.
    """
    now = timezone.now()
    due = Invitation.objects.waiting().filter(Q(sent_at=None) | Q(sent_at__lt=now - PAUSE), pk=invitation.pk)
    if not due.update(sent_at=now):
        raise TooSoon
    link = request.build_absolute_uri(reverse("invitation", args=[token_of(invitation)]))
    context = {"by": by or invitation.invited_by, "link": link, "days": VALID_FOR.days}
    if _send("invitation", invitation.user, context):
        return True
    Invitation.objects.filter(pk=invitation.pk, sent_at=now).update(sent_at=None)
    return False


def tell(person: User, membership: Membership, request: HttpRequest, *, by: User) -> bool:
    """Tell somebody who signs in here already of a new membership; whether the e-mail could be sent."""
    link = request.build_absolute_uri(reverse("home"))
    return _send("membership", person, {"by": by, "membership": membership, "link": link})


def tell_of_end(membership: Membership) -> bool | None:
    """Tell somebody that their membership has ended, by whom, and who takes their place; whether it could be sent.

    None where there is nobody to tell: they never came, or cannot sign in any more.
    """
    person = membership.user
    if not (person.is_active and person.has_usable_password()):
        return None
    return _send("membership_ended", person, {"by": membership.ended_by, "membership": membership})


def accept(person: User) -> bool:
    """They have a password: the link is used up. Whether it was not yet."""
    return bool(person.invitations.waiting().update(accepted_at=timezone.now()))


def accept_with(form: Any, invitation: Invitation) -> bool:
    """Save the password that was chosen, once, however many use the link."""
    with transaction.atomic():
        if accepted := accept(invitation.user):
            form.save()
    return accepted


def withdraw_where_nothing_waits(person: User) -> None:
    """The link of somebody who never came and no longer belongs anywhere stops working."""
    if not person.is_staff and not person.memberships.standing().exists():
        person.invitations.waiting().update(withdrawn_at=timezone.now())


def _send(name: str, person: User, context: dict[str, Any]) -> bool:
    memberships = Membership.objects.standing().filter(user=person).select_related("organization")
    context = {**context, "person": person, "memberships": memberships}
    subject = render_to_string(f"accounts/email/{name}_subject.txt", context)
    body = render_to_string(f"accounts/email/{name}.txt", context)
    try:
        EmailMessage(f"Accord: {' '.join(subject.split())}", body, to=[person.email]).send()
    except OSError:  # whoever asked for it is told, and asks again
        logger.exception("An e-mail to %r could not be sent.", person.email)
        return False
    return True
