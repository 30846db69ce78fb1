"""Sends everybody their e-mail of the day. Run it once a day or once an hour: running it twice is harmless."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone

from assessments.models import Digest
from assessments.reminders import events_since, lines_for, recipients

logger = logging.getLogger(__name__)


def compose(person, lines):
    """The e-mail, in plain text and HTML."""
    context = {"person": person, "lines": lines, "site": settings.SITE_URL}
    subject = lines[0].text if len(lines) == 1 else f"{len(lines)} things about your partnerships"
    if len(subject) > 90:
        subject = f"{subject[:89].rstrip()}…"
    message = EmailMultiAlternatives(
        f"Accord: {subject}".replace("\n", " "),
        render_to_string("assessments/email/digest.txt", context),
        to=[person.email],
        headers={"List-Unsubscribe": f"<{settings.SITE_URL}/reminders/>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("assessments/email/digest.html", context), "text/html")
    return message


class Command(BaseCommand):
    help = "Send everybody the e-mail of the day: what happened, what is due. At most one a person a day."

    def handle(self, **options):
        if not settings.SITE_URL:
            raise CommandError(
                "SITE_URL is not set. Set it to the address people type, for example "
                "https://accord.example.org, so that the e-mails can link to it."
            )
        now = timezone.now()
        people = recipients(now)
        events = events_since(min((since for _, since in people), default=now))
        outcomes = [
            self.send(person, lines_for(person, since, events, now=now), now) for person, since in people
        ]
        sent, failed = outcomes.count("sent"), outcomes.count("failed")
        self.stdout.write(f"Sent {sent} e-mail{'' if sent == 1 else 's'}.")
        if failed:
            raise CommandError(f"{failed} could not be sent; see the log. The next run tries them again.")

    def send(self, person, lines, now):
        """“sent”, “failed”, or “nothing” where there is no news or another run is sending it."""
        if not lines:
            return "nothing"
        message = compose(person, lines)
        digest = Digest.claim(person, now=now, text=message.body)
        if digest is None:
            return "nothing"
        try:
            message.connection = self.connection = getattr(self, "connection", None) or get_connection()
            message.send()
        except (SMTPException, OSError):
            logger.exception("The e-mail to %s could not be sent.", person.email)
            digest.release()
            return "failed"
        digest.mark_sent()
        return "sent"
