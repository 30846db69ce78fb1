"""An answer by e-mail, to those senders of the form who gave an address to reply to."""

import logging

from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.history import save_as

from ..models import FamilyMessage, Feedback
from .words import words_in

logger = logging.getLogger(__name__)


def to_reply_to(feedback: Feedback) -> list[FamilyMessage]:
    """Those who sent it, or what is merged under it, and would like an e-mail."""
    theirs = Q(feedback=feedback) | Q(feedback__merged_into=feedback, feedback__removed_at=None)
    messages = FamilyMessage.objects.filter(theirs).exclude(reply_address="")
    return list(messages.select_related("feedback__partnership__partner").order_by("pk"))


def send_answer(feedback: Feedback, answer: str, *, by: User) -> tuple[int, int]:
    """Send everybody the answer, each for themselves and in their language; (how many were sent, how many not).

    What they answer goes to who sends it.
    """
    sent = failed = 0
    for message in to_reply_to(feedback):
        words = words_in(message.feedback.language)
        partner = message.feedback.partnership.partner.name
        body = words.mail.format(partner=partner, said=message.feedback.text, answer=answer, by=by)
        subject = words.mail_subject.format(partner=partner)
        email = EmailMessage(" ".join(subject.split()), body, to=[message.reply_address], reply_to=[by.email])
        try:
            email.send()
        except OSError:  # who answers is told
            logger.exception("The answer to the feedback %s could not be sent.", feedback.public_id)
            failed += 1
            continue
        message.answer_sent_at = timezone.now()
        save_as(message, by=by, update_fields=["answer_sent_at"])
        sent += 1
    return sent, failed
