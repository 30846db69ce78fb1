"""Who belongs to a partnership: read, invite, replace, let go."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import invitations
from accounts.models import Membership
from actionsteps.models import ActionStep
from actionsteps.steps.lists import give
from core.conflicts import Conflict
from dashboards.theirs import decisions_naming, in_hand, steps_owned
from partnerships.access import get_agreement, get_partnership, partnerships_directed_by, standing_in
from partnerships.people.belonging import sides_seen_by, sides_with_people
from partnerships.people.changing import (
    MembershipRefused,
    bring_in,
    change_reach,
    end,
    may_end,
    named_in,
    replace,
)
from partnerships.people.forms import ChangedReachForm, InvitationForm, PersonForm

SHOWN_IN_HAND = 8
ROWS_A_PAGE = 60


@require_safe
@never_cache
def people(request, slug):
    """A director sees everybody of both sides; who belongs to one of them sees that side."""
    partnership = get_partnership(request.user, slug)
    standing = standing_in(request.user, partnership)
    sides = sides_with_people([partnership])[partnership.pk]
    context = {
        "partnership": partnership,
        "section": "people",
        "sides": sides_seen_by(request.user, partnership, sides),
        "sees_all": standing.is_director or request.user.is_staff,
        "sees_addresses": standing.may_edit or request.user.is_staff,
        "may_change": standing.is_director,
    }
    return render(request, "dashboards/people/people.html", context)


@require_safe
@never_cache
def agreement_people(request, slug):
    """For the directors of an agreement and administrators: the people of every partnership, side by side."""
    agreement = get_agreement(request.user, slug)
    partnerships = agreement.partnerships.visible_to(request.user)
    partnerships = partnerships.select_related("partner__parent", "agreement__lead")
    sides = sides_with_people(partnerships)
    rows = [(one, sides[one.pk][0]) for one in partnerships]
    nobody = [row for row in rows if not row[1].can_rate]
    only = request.GET.get("only") == "nobody"
    of_lead = {one.membership.pk: one for of_one in sides.values() for one in of_one[1].people}
    context = {
        "agreement": agreement,
        "page": Paginator(nobody if only else rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "count": len(rows),
        "nobody": len(nobody),
        "only": only,
        "of_lead": sorted(of_lead.values(), key=lambda one: one.person.sort_key),
        "may_change": not request.user.is_staff,
    }
    return render(request, "dashboards/people/agreement_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invite_person(request, slug):
    """GET shows the form for somebody new, POST brings them in and sends the invitation."""
    partnership = _directed(request, slug)
    form = InvitationForm(
        request.POST if request.method == "POST" else None,
        sides=sides_with_people([partnership])[partnership.pk],
        **_choices(request, partnership),
    )
    if form.is_valid():
        said = form.cleaned_data
        try:
            new = bring_in(said["email"], said["name"], said["task"], by=request.user)
        except MembershipRefused as refused:
            form.add_error("email", str(refused))
        else:
            _tell(request, new)
            return redirect("people", slug)
    context = {"partnership": partnership, "section": "people", "form": form}
    return render(request, "dashboards/people/invite.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def replace_person(request, slug, public_id):
    """GET shows what somebody has in hand; POST puts somebody else in their place."""
    partnership = _directed(request, slug)
    membership = _membership(partnership, public_id)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        _require_power_over(request, membership, partnership)
    if form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                steps = list(steps_owned(membership).values_list("pk", flat=True))
                new = replace(membership, said["email"], said["name"], by=request.user)
                give(ActionStep.objects.filter(pk__in=steps), new.membership.user, by=request.user)
        except MembershipRefused as refused:
            form.add_error("email", str(refused))
        except Membership.HasEnded:
            return _ended_before(request, slug)
        else:
            _tell(request, new)
            _tell_of_end(request, membership, f"{membership.user} has left.")
            return redirect("people", slug)
    return _person(request, partnership, membership, form=form, status=422 if form.is_bound else 200)


@require_POST
def reach_of_person(request, slug, public_id):
    """In which partnerships somebody does from now on what they do."""
    partnership = _directed(request, slug)
    membership = _membership(partnership, public_id)
    _require_power_over(request, membership, partnership)
    choices = _choices(request, partnership)
    form, status = ChangedReachForm(request.POST, membership=membership, **choices), 422
    if form.is_valid():
        said = form.cleaned_data
        try:
            changed = change_reach(membership, said["task"], seen=said["seen"])
        except Membership.HasEnded:
            return _ended_before(request, slug)
        except Conflict:
            # Shown with what stands now, which the next try has seen.
            form, status = ChangedReachForm(membership=membership, **choices), 409
            messages.warning(
                request,
                "Somebody else changed these partnerships after you opened the page. Nothing was changed: "
                "they are shown as they stand now.",
            )
        else:
            messages.success(request, "The partnerships are changed." if changed else "Nothing had changed.")
            return redirect("people", slug)
    return _person(request, partnership, membership, reach=form, status=status)


@require_POST
def end_membership(request, slug, public_id):
    """Somebody no longer belongs here, and nobody takes their place."""
    partnership = _directed(request, slug)
    membership = _membership(partnership, public_id)
    _require_power_over(request, membership, partnership)
    try:
        end(membership, by=request.user)
    except Membership.HasEnded:
        return _ended_before(request, slug)
    left = f"{membership.user} is no longer {membership.role_name} for {membership.organization.short_name}."
    _tell_of_end(request, membership, f"{left} What they entered keeps their name.")
    return redirect("people", slug)


@require_POST
def invite_again(request, slug, public_id):
    """The invitation once more, to somebody who has not come yet."""
    partnership = _directed(request, slug)
    membership = _membership(partnership, public_id)
    invitation = invitations.invite(membership.user, by=request.user)
    if invitation:
        _send(request, invitation)
    else:
        messages.info(request, f"{membership.user} has a password already, and needs no invitation.")
    return redirect("people", slug)


def _directed(request, slug):
    partnership = get_partnership(request.user, slug)
    if not standing_in(request.user, partnership).is_director:
        raise PermissionDenied("Who belongs to a partnership is said by the directors of the lead agency.")
    return partnership


def _choices(request, partnership):
    """What the forms ask about who fills them in."""
    directed = partnerships_directed_by(request.user, partnership.agreement)
    return {
        "user": request.user,
        "partnership": partnership,
        "directed": directed.select_related("partner", "agreement"),
    }


def _require_power_over(request, membership, partnership):
    if not may_end(request.user, membership, lead=partnership.agreement.lead_id):
        raise PermissionDenied


def _person(request, partnership, membership, *, form=None, reach=None, status=200):
    theirs = in_hand(membership)
    context = {
        "partnership": partnership,
        "section": "people",
        "membership": membership,
        "named": named_in(membership),
        "in_hand": theirs[:SHOWN_IN_HAND],
        "more_in_hand": len(theirs[SHOWN_IN_HAND:]),
        "decisions": decisions_naming(membership),
        "steps": steps_owned(membership),
        "form": form or PersonForm(),
        "reach": reach or ChangedReachForm(membership=membership, **_choices(request, partnership)),
        "allowed": may_end(request.user, membership, lead=partnership.agreement.lead_id),
    }
    return render(request, "dashboards/people/person.html", context, status=status)


def _membership(partnership, public_id):
    """A membership that stands and reaches the partnership, or a 404."""
    sides = sides_with_people([partnership])[partnership.pk]
    for side in sides:
        for one in side.people:
            if one.membership.public_id == public_id:
                return one.membership
    raise Http404("No such membership.")


def _tell(request, new):
    """Send what somebody who was brought in is told."""
    person, task = new.membership.user, new.membership
    words = f"{person} is now {task.role_name} for {task.organization.short_name}."
    if new.invitation:
        messages.success(request, words)
        _send(request, new.invitation)
    elif invitations.tell(person, task, request, by=request.user):
        messages.success(request, f"{words} They sign in here already, and were told by e-mail.")
    else:
        messages.warning(request, f"{words} The e-mail that says so could not be sent: tell them yourself.")


def _tell_of_end(request, membership, words):
    """Send what somebody is told who no longer belongs here."""
    told = invitations.tell_of_end(membership)
    if told is False:
        messages.warning(request, f"{words} The e-mail that says so could not be sent: tell them yourself.")
    else:
        messages.success(request, f"{words} They were told by e-mail." if told else words)


def _send(request, invitation):
    email = invitation.email
    try:
        sent = invitations.send(invitation, request, by=request.user)
    except invitations.TooSoon:
        messages.info(request, f"An invitation was sent to {email} a few minutes ago.")
    else:
        if sent:
            messages.success(request, f"The invitation is on its way to {email}.")
        else:
            messages.error(request, f"The e-mail to {email} could not be sent. “Send again” tries once more.")


def _ended_before(request, slug):
    messages.warning(request, "Somebody else ended this membership before. Nothing was changed.")
    return redirect("people", slug)
