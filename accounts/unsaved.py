"""What someone typed and sent after their session had ended: kept until they have signed in again.

It lives in the browser's own session, is shown on `/accounts/unsaved/`, and is saved only when the person
says so there. Where the database still knows whose session had ended, nobody else is shown it.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER_ID
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

LARGEST = 64 * 1024
"""Bytes of one request that is kept, as encoded."""

LARGEST_OF_KNOWN = 1024 * 1024
"""The same where the database knows whose session had ended: a page of answers with their comments."""

MOST = 20
"""Requests kept at once; the oldest go first."""

IN_SESSION = "unsaved"
KEY_FIELD = "unsaved_key"
"""The hidden field by which a form says which kept request it repeats."""

NOT_FOR_READERS = {
    "csrfmiddlewaretoken",
    KEY_FIELD,
    "version",
    "seen",
    "was",
    "id",
    "next",
    "page",
    "place",
    "then",
    "show",
}


@dataclass(frozen=True)
class Unsaved:
    """One request: where it went, the page it was sent from, and its fields as they were encoded."""

    key: str
    path: str
    page: str
    body: str
    owner: str | None

    @property
    def fields(self):
        """(name, value) pairs to send again."""
        return [(name, value) for name, values in QueryDict(self.body).lists() for value in values]

    @property
    def typed(self):
        return typed_in(QueryDict(self.body))


def keep(request, page):
    """Keep an anonymous POST. False where it cannot be kept: a password, too long, or too many of them."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    fields.pop(KEY_FIELD, None)
    path, body = request.get_full_path(), fields.urlencode()
    if any("password" in name for name in fields) or len(body) > LARGEST_OF_KNOWN:
        return False
    kept = request.session.get(IN_SESSION, [])
    owner = _owner_of_ended_session(request) or next((row["owner"] for row in kept), None)
    if len(body) > LARGEST and owner is None:
        return False
    if not ratelimit.consume(request, action="keep_unsaved"):
        return False
    row = {"key": secrets.token_urlsafe(9), "path": path, "page": page, "body": body, "owner": owner}
    others = [other for other in kept if (other["path"], other["body"]) != (path, body)]
    request.session[IN_SESSION] = [*others, row][-MOST:]
    request.session.set_expiry(0)
    return True


def waiting(request):
    """What this person may still save, the oldest first."""
    rows = [Unsaved(**row) for row in request.session.get(IN_SESSION, [])]
    return [row for row in rows if row.owner in (None, str(request.user.pk))]


def drop(request, key):
    """Forget one request; its row, or None."""
    rows = request.session.get(IN_SESSION, [])
    if dropped := next((row for row in rows if row["key"] == key), None):
        request.session[IN_SESSION] = [row for row in rows if row != dropped]
        return Unsaved(**dropped)
    return None


def page_of(request):
    """The page a request was sent from, as a path of ours: nothing that a browser takes for another site."""
    page = _path_of(request)
    return page if url_has_allowed_host_and_scheme(page, None) else "/"


def _path_of(request):
    if request.htmx:
        return request.htmx.current_url_abs_path
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        return None
    parts = urlsplit(referer)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def typed_in(fields):
    """What a person would recognize as their own of a form's fields: (label, value) pairs. No passwords."""
    pairs = []
    for name, values in fields.lists():
        *prefix, last = name.split("-")
        technical = last in NOT_FOR_READERS or last.isupper() or name.startswith("_") or "password" in name
        label = ", ".join(part.replace("_", " ") for part in (*prefix, last))
        for value in values:
            if value.strip() and not technical:
                pairs.append((label, "yes" if value == "on" else value))
    return pairs


def _owner_of_ended_session(request):
    """The id of the person whose session it was: one that expired leaves its row in the database for a while."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    ended = Session.objects.filter(pk=key).first()
    return ended.get_decoded().get(USER_ID) if ended else None
