"""What later apps keep with an edition as part of its text: copied, checked, seen and adopted with it.

An app registers it when it is loaded. The database closes it by locks that the app itself declares.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from accounts.models import User
from partnerships.models import Edition

from .problems import Problem

if TYPE_CHECKING:  # copying asks for what is registered here
    from .copying import Copied, TextCopying


@dataclass(frozen=True)
class Attachment:
    models: tuple[type[models.Model], ...]
    """Each with its `edition`. What stands on another comes after it."""
    copy: Callable[["TextCopying", Edition, "Copied"], None]
    """From an edition into the draft that its text was copied to."""
    problems: Callable[[Edition], Iterator[Problem]]
    """What must be put right before it can be adopted."""
    adopted: Callable[[Edition, User], None] = lambda edition, by: None
    """What follows when it is adopted, in the same transaction."""


_registered: list[Attachment] = []


def register(attachment: Attachment) -> None:
    _registered.append(attachment)


def attachments() -> list[Attachment]:
    return list(_registered)
