from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from . import unsaved

NOT_KEPT = (
    "You were signed out before this was saved, and it could not be kept. "
    "After signing in, go back in your browser to copy what you typed."
)


KEEPS_UNSAVED = "X-Keeps-Unsaved"
"""Sent by a page that itself keeps what could not be saved; its value says for whom (saving.js)."""


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page asks for sign-in unless its view opts out.

    Who sent something after their session had ended finds it again after signing in; it is forgotten once
    the page it was meant for has taken it. That page answers with a redirect; one that redirects without
    having saved anything sets `not_taken` on its response.

    A page that keeps its own unsaved answers names the person it was made for in a header. Nothing is kept
    here then; and when somebody else has signed in meanwhile in the same browser, nothing is saved as theirs.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        person = request.headers.get(KEEPS_UNSAVED)
        if person and request.user.is_authenticated and person != str(request.user.pk):
            return self.handle_no_permission(request, view_func)
        if not getattr(view_func, "login_required", True):
            return None  # without looking who it is: a page for everybody asks for no session
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        goal = page = unsaved.page_of(request)
        if request.method == "POST" and not (request.htmx and KEEPS_UNSAVED in request.headers):
            if unsaved.keep(request, page):
                goal = reverse("unsaved")
            else:
                messages.warning(request, NOT_KEPT)
        address = f"{self.get_sign_in_url()}?{urlencode({'next': goal})}"
        if request.htmx:
            # A fragment of a page must not turn into a sign-in form.
            return HttpResponseClientRedirect(address)
        return HttpResponseRedirect(address)

    @staticmethod
    def get_sign_in_url():
        return reverse("account_login")

    def process_response(self, request, response):
        redirected = response.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER)
        if request.method == "POST" and redirected and not getattr(response, "not_taken", False):
            key = request.POST.get(unsaved.KEY_FIELD)
            if key and request.user.is_authenticated:
                unsaved.drop(request, key)
        return response
