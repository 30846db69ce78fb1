"""The logo of a partner: what somebody uploads is drawn anew, or refused with a sentence, and never changes."""

import signal
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, User

from .models import Logo

LARGEST_LOGO = 2 * 1024 * 1024
"""Bytes of a file."""
SECONDS, MEMORY = 15, 700
"""That drawing one may take, the memory in MiB."""
TOO_LARGE = "The file is larger than 2 MB. Save the logo smaller, then upload it again."
TOO_SLOW = "The logo takes too long to draw. Save it as PNG, then upload that."
NOT_DRAWN = "The logo cannot be drawn. Save it as PNG, then upload that."
OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
"""How the process ends that has had its seconds."""
REFUSED = 3
"""How the process ends that says in a sentence why it draws nothing."""


class LogoRefused(Exception):
    """The message is a sentence for whoever uploaded it."""


@dataclass(frozen=True)
class Drawn:
    content: bytes
    content_type: str


def draw_anew(content: bytes) -> Drawn:
    """A picture as it is printed. What else hides in the file is gone.

    In a process of its own, with so much time and memory and no more: a file of a few bytes may be a picture of
    billions of pixels. Raises LogoRefused.
    """
    if len(content) > LARGEST_LOGO:
        raise LogoRefused(TOO_LARGE)
    try:
        done = subprocess.run(  # noqa: S603 # our own module
            [sys.executable, "-m", "reports.logo_drawing", str(MEMORY), str(SECONDS)],
            input=content,
            capture_output=True,
            cwd=settings.BASE_DIR,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LogoRefused(TOO_SLOW) from None
    if done.returncode == REFUSED:
        raise LogoRefused(done.stdout.decode())
    if done.returncode:
        raise LogoRefused(TOO_SLOW if done.returncode in OUT_OF_TIME else NOT_DRAWN)
    content_type, _, drawn = done.stdout.partition(b"\n")
    return Drawn(drawn, content_type.decode())


def keep_logo(organization: Organization, drawn: Drawn, *, by: User) -> Logo:
    """The earlier ones stay for whoever looks them up; the newest is printed."""
    return Logo.objects.create(
        organization=organization,
        content=drawn.content,
        content_type=drawn.content_type,
        sha256=sha256(drawn.content).hexdigest(),
        uploaded_by=by,
    )


@transaction.atomic
def remove_logos(organization: Organization, *, by: User) -> int:
    """From now on documents are printed without one. Says how many were kept until now."""
    kept = Logo.objects.filter(organization=organization, removed_at=None)
    return kept.update(removed_at=timezone.now(), removed_by=by)
