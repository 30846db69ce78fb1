"""What sign-in needs beyond allauth: the demo's sign-ins, work sent without a session, health."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .demo import DEMO_PASSWORD, DEMO_SIGN_INS
from .unsaved import KEY_FIELD, drop, typed_in, waiting


def demo_sign_ins():
    return DEMO_SIGN_INS if settings.DEMO else ()


sign_in = LoginView.as_view(extra_context={"demo_sign_ins": demo_sign_ins, "demo_password": DEMO_PASSWORD})


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


def csrf_failure(request, reason=""):
    """A form that could not be checked. What was typed on a page of ours is shown, so that it can be copied."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    typed = typed_in(request.POST) if ours else []
    return render(request, "403_csrf.html", {"typed": typed}, status=403)
