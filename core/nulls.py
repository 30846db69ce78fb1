"""No database text holds the character NUL: what is asked with one is refused before anything reads it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\0"

WRITTEN = (
    "comment",
    "text",
    "participants",
    "agenda",
    "what",
    "who",
    "by_when",
    "how",
    "words",
    "reason",
    "name",
    "note",
    "source",
    "link",
    "expected",
    "block",
)
"""How the names of fields end in which people write. Their forms say beside the field what is wrong."""


class NoNullsMiddleware:
    """Answers 400 to a NUL in an address, and in a form's field by which rows are looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode())
        sent = [
            value for name, values in request.POST.lists() if not name.endswith(WRITTEN) for value in values
        ]
        if NUL in request.path_info or b"\0" in query or any(NUL in text for text in [*request.POST, *sent]):
            raise BadRequest("There is a NUL in it.")
