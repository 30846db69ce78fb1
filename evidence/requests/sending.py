"""The e-mail that brings a link. The link stands nowhere else, but once before who asked."""

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.models import User
from evidence.models import DataRequest, EvidenceRow

logger = logging.getLogger(__name__)

MOST_NAMED = 12
"""Rows that the e-mail names; of more it says how many."""


def subject_of(request: DataRequest, rows: list[EvidenceRow]) -> str:
    what = "1 value" if len(rows) == 1 else f"{len(rows)} values"
    return f"{request.asked_by} asks you for {what} for {request.period.name}"


def body_of(request: DataRequest, rows: list[EvidenceRow], link: str, by: User) -> str:
    context = {
        "request": request,
        "rows": rows[:MOST_NAMED],
        "more": max(0, len(rows) - MOST_NAMED),
        "count": len(rows),
        "link": link,
        "by": by,
    }
    return render_to_string("evidence/requests/email.txt", context)


def send(request: DataRequest, rows: list[EvidenceRow], link: str, *, by: User) -> bool:
    """Whether the e-mail could be sent. An answer to it goes to who asks."""
    subject = f"Accord: {' '.join(subject_of(request, rows).split())}"
    body = body_of(request, rows, link, by)
    try:
        EmailMessage(subject, body, to=[request.email], reply_to=[by.email]).send()
    except OSError:  # whoever asks is told, and has the link to copy
        logger.exception("The e-mail of the request %s could not be sent.", request.public_id)
        return False
    return True
