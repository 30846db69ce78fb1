"""The e-mail that brings a link. The link stands nowhere else, but once before who asked."""

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.models import User
from evidence.models import DataRequest

logger = logging.getLogger(__name__)

MOST_NAMED = 12
"""Values that the e-mail names; of more it says how many."""


def subject_of(request: DataRequest, names: list[str]) -> str:
    what = "1 value" if len(names) == 1 else f"{len(names)} values"
    return f"{request.asked_by} asks you for {what} for {request.period.name}"


def body_of(request: DataRequest, names: list[str], link: str, by: User) -> str:
    context = {
        "request": request,
        "names": names[:MOST_NAMED],
        "more": max(0, len(names) - MOST_NAMED),
        "count": len(names),
        "link": link,
        "by": by,
    }
    return render_to_string("evidence/requests/email.txt", context)


def send(request: DataRequest, names: list[str], link: str, *, by: User) -> bool:
    """Whether the e-mail could be sent. An answer to it goes to who asks."""
    subject = f"Accord: {' '.join(subject_of(request, names).split())}"
    body = body_of(request, names, link, by)
    try:
        EmailMessage(subject, body, to=[request.email], reply_to=[by.email]).send()
    except OSError:  # whoever asks is told, and has the link to copy
        logger.exception("The e-mail of the request %s could not be sent.", request.public_id)
        return False
    return True
