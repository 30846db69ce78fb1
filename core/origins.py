"""Where a form was sent from: for pages without a cookie, which have no CSRF token."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def says_ours(request: HttpRequest) -> bool:
    """Whether the browser says that the form was sent from a page of this site."""
    origin = request.headers.get("Origin") or _origin_of(request.headers.get("Referer", ""))
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin in ours


def may_be_ours(request: HttpRequest) -> bool:
    """The same, or that it says nothing of it: what is no browser can say anything."""
    return not {"Origin", "Referer"} & set(request.headers) or says_ours(request)


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
