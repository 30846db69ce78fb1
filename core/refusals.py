"""A form that was refused says so first: in the title of its page, and by where the keyboard is."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

WRONG_FIELD = re.compile(
    rb"<(?:input|select|textarea)\b"  # one that people see
    rb'(?![^<>]*\stype="hidden")[^<>]*?(?=\saria-invalid="true")'
)
ALERT = re.compile(rb'<[a-z]+\b[^<>]*?(?=\srole="alert")')
FOCUS_ELSEWHERE = re.compile(rb"(<[a-z]+\b[^<>]*?)\sautofocus(?:=\"[^\"<>]*\")?(?=[\s>])")


class RefusedFormsMiddleware:
    """The answer to a refused form has a title that begins with “Error: ”, and brings focus to what is wrong.

    No script is needed. Wrong is the first field that is marked so, else the first element of the role alert.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if request.method == "POST" and is_page and not request.headers.get("HX-Request"):
            response.content = with_error_first(response.content)
        return response


def with_error_first(page: bytes) -> bytes:
    """Typed text is escaped in it, so that each `<` begins a tag."""
    if found := WRONG_FIELD.search(page):
        focus = b" autofocus"
    elif found := ALERT.search(page):
        focus = b' tabindex="-1" autofocus'
    else:
        return page
    before, after = FOCUS_ELSEWHERE.sub(rb"\1", page[: found.end()]), page[found.end() :]
    return re.sub(rb"<title>\s*(?!Error)", b"<title>Error: ", before, count=1) + focus + after
