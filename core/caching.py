"""Nothing that a page shows stays behind in a browser: who opens it again, or goes back to it, asks anew."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


class NoStoreMiddleware:
    """Answers are private and stored nowhere, so that a shared computer shows nothing after signing out.

    A view that says itself how its answer may be kept is left alone; files that are the same for everybody are
    served before this. Where an answer is not stored, browsers do not keep its page for the Back button either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
