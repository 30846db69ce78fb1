"""What no browser sends is set right or refused before anything reads it."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

NUL = "\0"
UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
CURRENT_URL = "HTTP_HX_CURRENT_URL"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def in_utf_8(application: Application) -> Application:
    """The WSGI application, which answers 400 to a form in any other charset than UTF-8.

    Our pages send no other. Django takes the name of one at its word, and some are no encoding of text at all.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        _, parameters = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
        if parameters.get("charset", UTF_8[0]).lower() in UTF_8:
            return application(environ, start_response)
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"What is sent here has to be in UTF-8.\n"]

    return answer


class ReadableRequestsMiddleware:
    """A cookie with the character NUL counts as none, and so does an address of the page that is none.

    They come with every request of a browser, which a refusal would lock out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        if not is_address(request.META.get(CURRENT_URL, "")):
            del request.META[CURRENT_URL]
        return self.get_response(request)


def is_address(url: str) -> bool:
    try:
        urlsplit(url).port  # noqa: B018 # it is read where it is asked for
    except ValueError:
        return False
    return NUL not in url
