"""Keeping what a family sent, once, and whether it helped."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.history import save_as
from evidence.requests.links import checksum_of
from partnerships.models import Partnership

from ..models import FamilyMessage, Feedback, FeedbackSource
from .tokens import secret_of


def is_kept(once: str) -> bool:
    """Whether the same form with the same text was sent before."""
    return FamilyMessage.objects.filter(sent_once=once).exists()


def receive(
    partnership: Partnership,
    text: str,
    *,
    once: str,
    language: str,
    reply_address: str = "",
    warned: bool = False,
) -> str:
    """Keep what was sent, as feedback of one person that waits for an answer; the secret of its private address.

    What is sent twice is kept once, and has the same secret.
    """
    secret = secret_of(once)
    today = timezone.localdate()
    feedback = Feedback(
        partnership=partnership,
        text=text,
        source=FeedbackSource.FORM,
        said_on=today,
        people=1,
        language=language,
    )
    try:
        with transaction.atomic():
            save_as(feedback, by=None)
            message = FamilyMessage(
                feedback=feedback,
                sent_once=once,
                secret_sha256=checksum_of(secret),
                reply_address=reply_address,
                warned=warned,
            )
            save_as(message, by=None)
    except IntegrityError:
        if not is_kept(once):
            raise
    return secret


@transaction.atomic
def tell_whether_it_helped(message: FamilyMessage, helped: str, words: str) -> None:
    """What the sender says of what became of it; they may say it anew."""
    locked = FamilyMessage.objects.select_for_update().get(pk=message.pk)
    if (locked.helped, locked.helped_words) == (helped, words):
        return
    locked.helped, locked.helped_words, locked.helped_at = helped, words, timezone.now()
    save_as(locked, by=None, update_fields=["helped", "helped_words", "helped_at"])
