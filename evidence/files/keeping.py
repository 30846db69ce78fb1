"""Keeping a file and deleting it: a row and its bytes, both or neither."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from evidence.models import EvidenceFile, Observation, evidence_storage

from .kinds import FileRefused, kind_of

MOST_FILES = 10
"""Of one value, at once."""

LONGEST_STEM = 100
"""Characters of a file's name before its ending."""


def keep_file(value: Observation, name: str, content: bytes, *, by: User) -> EvidenceFile:
    """Raises FileRefused for what is none of our kinds, and for more files than a value carries.

    The bytes are written first: where the row cannot be, they go again, and bytes that no row names reach nobody.
    """
    kind = kind_of(name, content)
    storage = evidence_storage()
    place = storage.save(secrets.token_hex(16), ContentFile(content))
    try:
        with transaction.atomic():
            Observation.objects.select_for_update(no_key=True).get(pk=value.pk)
            if value.files.standing().count() >= MOST_FILES:
                raise FileRefused(
                    f"A value carries at most {MOST_FILES} files. "
                    "Delete one that is no longer needed, then add this one."
                )
            return EvidenceFile.objects.create(
                observation=value,
                filename=as_shown(name),
                content_type=kind.content_type,
                content=place,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                uploaded_by=by,
            )
    except BaseException:
        storage.delete(place)
        raise


def as_shown(name: str) -> str:
    """A file's name as people see it: without folders and what cannot be seen, its ending kept where it is long."""
    path = PurePath("".join(one for one in name.replace("\\", "/") if one.isprintable()))
    return f"{path.stem[:LONGEST_STEM] or 'file'}{path.suffix}"


def delete_file(file: EvidenceFile, *, by: User) -> bool:
    """Whether it was still there. Who deleted it, and when, stays; the bytes go once that is written."""
    place = file.content.name
    with transaction.atomic():
        gone = (
            EvidenceFile.objects.standing()
            .filter(pk=file.pk)
            .update(deleted_at=timezone.now(), deleted_by=by, content="")
        )
        if gone:
            transaction.on_commit(partial(evidence_storage().delete, place), robust=True)
    return bool(gone)


def stray_files(before: datetime) -> Iterator[str]:
    """The places of bytes that no row names, written before a moment: somebody may be adding newer ones.

    A process leaves them that is ended between its two steps.
    """
    storage = evidence_storage()
    named = set(EvidenceFile.objects.standing().values_list("content", flat=True))
    for place in storage.listdir("")[1] if storage.exists("") else ():
        if place not in named and storage.get_modified_time(place) < before:
            yield place
