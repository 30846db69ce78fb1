"""What sign-in needs beyond allauth: the demo's sign-ins, invitations, work sent without a session, health."""

import sys

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.trouble import Trouble, trouble_of

from . import invitations
from .demo import DEMO_PASSWORD, DEMO_SIGN_INS
from .forms import FirstPasswordForm
from .models import InvitationState
from .tokens import make_token, revoke
from .unsaved import KEY_FIELD, drop, typed_in, waiting


def demo_sign_ins():
    return DEMO_SIGN_INS if settings.DEMO else ()


sign_in = LoginView.as_view(extra_context={"demo_sign_ins": demo_sign_ins, "demo_password": DEMO_PASSWORD})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters()
def invitation(request, token):
    """The page behind the link in an invitation: the person chooses a password, and is signed in."""
    invited, state = invitations.invitation_of(token) or (None, None)
    context, status = {"invitation": invited, "state": state and state.name.lower(), "token": token}, 200
    if invited and state is InvitationState.OPEN:
        form = FirstPasswordForm(invited.user, request.POST if request.method == "POST" else None)
        if form.is_valid():
            if not invitations.accept_with(form, invited):  # used in another window meanwhile
                return redirect("invitation", token)
            login(request, invited.user)
            messages.success(request, "Your password is saved, and you are signed in.")
            return redirect("home")
        context["form"], status = form, 422 if form.is_bound else 200
    return render(request, "accounts/invitation.html", context, status=status if invited else 404)


@require_POST
@login_not_required
def invitation_again(request, token):
    """Whoever holds a link that has expired is sent a new one: to the address that was invited, and no other."""
    invited, state = invitations.invitation_of(token) or (None, None)
    if invited and state is InvitationState.EXPIRED:
        try:
            sent = invitations.send(invited, request)
        except invitations.TooSoon:
            sent = True
        if sent:
            messages.success(
                request, "A new link is on its way to your mailbox. It arrives within a few minutes."
            )
        else:
            messages.error(request, "The e-mail could not be sent just now. Try again in a few minutes.")
    return redirect("invitation", token)


@require_safe
@login_not_required
@never_cache
def healthz(request):
    """Whether Accord and its database answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def unsaved(request):
    """What was sent after the session had ended, to save or to discard."""
    rows = waiting(request)
    if not rows:
        return redirect("home")
    return render(request, "accounts/unsaved.html", {"rows": rows, "key_field": KEY_FIELD})


@require_POST
def discard_unsaved(request):
    dropped = drop(request, request.POST.get("key", ""))
    if waiting(request):
        return redirect("unsaved")
    messages.info(request, "Discarded. Nothing of it was saved.")
    return redirect(dropped.page if dropped else "home")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def api_tokens(request):
    """A person's keys for programs. POST makes one, and shows its secret this once."""
    made = secret = problem = None
    if request.method == "POST":
        try:
            made, secret = make_token(request.user, request.POST.get("name", ""))
        except ValidationError as refused:
            problem = " ".join(refused.messages)
    context = {
        "tokens": request.user.api_tokens.all(),
        "made": made,
        "secret": secret,
        "problem": problem,
        "typed": request.POST.get("name", "") if problem else "",
    }
    return render(request, "accounts/api_tokens.html", context, status=422 if problem else 200)


@require_POST
def revoke_token(request, public_id):
    token = get_object_or_404(request.user.api_tokens, public_id=public_id)
    if revoke(token):
        messages.success(request, f"The key “{token}” is revoked. What used it is refused from now on.")
    return redirect("api-tokens")


def csrf_failure(request, reason=""):
    """A form that could not be checked. What was typed on a page of ours is shown, so that it can be copied."""
    return render(request, "403_csrf.html", {"typed": _typed_here(request)}, status=403)


def server_error(request):
    """Something failed. Where the database is why, the page says so and shows what was typed."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return defaults.server_error(request)
    context = {"reads": trouble is Trouble.NOT_WRITABLE, "typed": _typed_here(request)}
    page = render_to_string("503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": "60"})


def _typed_here(request):
    """What was typed on a page of ours, and on no other."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    return typed_in(request.POST) if ours else []
