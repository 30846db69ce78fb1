"""Sends everybody their e-mail of the day. Run it once a day or once an hour: running it twice is harmless."""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone

from core.words import counted
from notifications.digests import lines_for
from notifications.happenings import Happenings, recipients
from notifications.models import Digest

logger = logging.getLogger(__name__)


def compose(person, lines):
    """The e-mail, in plain text and HTML."""
    context = {"person": person, "lines": lines, "site": settings.SITE_URL}
    subject = f"{len(lines)} things about your partnerships"
    if len(lines) == 1:
        subject = lines[0].subject or lines[0].text
    subject = " ".join(subject.split())
    if len(subject) > 90:
        subject = f"{subject[:89].rstrip()}…"
    message = EmailMultiAlternatives(
        f"Accord: {subject}",
        render_to_string("notifications/email/digest.txt", context),
        to=[person.email],
        headers={"List-Unsubscribe": f"<{settings.SITE_URL}/reminders/>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("notifications/email/digest.html", context), "text/html")
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
        first = min((since for _, since in people), default=now)
        happenings = Happenings([person for person, _ in people], since=first, now=now)
        outcomes = [self.try_to_send(person, since, happenings, now) for person, since in people]
        sent, failed = outcomes.count("sent"), outcomes.count("failed")
        self.stdout.write(f"Sent {counted(sent, 'e-mail')}.")
        if failed:
            raise CommandError(f"{failed} could not be sent; see the log. The next run tries them again.")

    def try_to_send(self, person, since, happenings, now):
        """“sent”, “nothing”, or “failed”: whatever is wrong with one e-mail, the others go out."""
        try:
            return self.send(person, lines_for(person, since, happenings), now)
        except Exception:
            logger.exception("The e-mail to %r could not be sent.", person.email)
            return "failed"

    def send(self, person, lines, now):
        """“sent”, or “nothing” where there is no news or another run is sending it."""
        if not lines:
            return "nothing"
        message = compose(person, lines)
        digest = Digest.claim(person, now=now, text=message.body)
        if digest is None:
            return "nothing"
        try:
            message.connection = self.connection = getattr(self, "connection", None) or get_connection()
            message.send()
        except Exception:  # told by `try_to_send`; the next run may send it
            digest.release()
            raise
        digest.mark_sent()
        return "sent"
