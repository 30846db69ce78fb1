"""What stands against adopting a draft, what adopting it changes, and adopting it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from partnerships.comparison import query_breaks_between
from partnerships.locks import TEXT, locked_fields
from partnerships.models import (
    Edition,
    EditionStatus,
    LineageBreak,
    Measure,
    RatingLevel,
    RatingScale,
)

from .attachments import attachments
from .by_partnership import PartnershipChanges, changes_by_partnership
from .changes import EditionChanges, compare_editions
from .dates import misfits
from .document import WholeText
from .problems import Problem, find_problems


@dataclass
class AdoptionPreview:
    edition: Edition
    previous: Edition | None
    problems: list[Problem]
    misfits: list[str]
    """Where its days do not fit those of the agreement's other editions. Said, and not refused."""
    changes: EditionChanges
    partnerships: list[PartnershipChanges]
    fingerprint: str
    """Changes whenever a word of the draft does, or of the scales it rates by."""

    @property
    def losing(self) -> int:
        """How many partnerships lose something that they read in the edition before."""
        return sum(len(row.partnerships) for row in self.partnerships if row.lost)

    @property
    def count(self) -> int:
        return sum(len(row.partnerships) for row in self.partnerships)


def preview_adoption(edition: Edition) -> AdoptionPreview:
    """Everything an administrator should see before adopting, in a fixed number of queries."""
    previous = previous_edition(edition)
    breaks = query_breaks_between(previous, edition) if previous else LineageBreak.objects.none()
    broken = set(breaks.values_list("lineage", flat=True))
    before, after = WholeText.of(previous) if previous else None, WholeText.of(edition)
    partnerships = edition.agreement.partnerships.select_related("partner")
    return AdoptionPreview(
        edition=edition,
        previous=previous,
        problems=[
            *find_problems(edition),
            *(problem for attachment in attachments() for problem in attachment.problems(edition)),
        ],
        misfits=misfits(edition),
        changes=compare_editions(before, after, broken),
        partnerships=changes_by_partnership(partnerships, before, after),
        fingerprint=fingerprint(edition),
    )


@transaction.atomic
def adopt(edition: Edition, *, by: User) -> None:
    """Adopt a draft, with what later apps keep with it. Raises `Edition.NotDraft` where somebody was faster."""
    edition.adopt(by=by)
    for attachment in attachments():
        attachment.adopted(edition, by)


def previous_edition(edition: Edition) -> Edition | None:
    """The newest adopted edition of the agreement; a retired one only where there is no other."""
    others = Edition.objects.filter(agreement=edition.agreement_id).exclude(pk=edition.pk)
    return (
        others.filter(status=EditionStatus.ADOPTED).newest_first().first()
        or others.filter(status=EditionStatus.RETIRED).newest_first().first()
    )


def fingerprint(edition: Edition) -> str:
    """A digest of every word of an edition, and of the scales it rates by."""
    scales = RatingScale.objects.of_edition(edition)
    own = [field.attname for field in locked_fields(Edition)]
    rows_of: list[Any] = [
        Edition.objects.filter(pk=edition.pk).values_list(*own, "effective_to"),
        scales.values_list(),
        RatingLevel.objects.filter(scale__in=scales).values_list(),
        *(model._default_manager.filter(edition=edition).values_list() for model in TEXT),
        *(
            model._default_manager.filter(edition=edition).values_list()
            for attachment in attachments()
            for model in attachment.models
        ),
        Measure.items.through.objects.filter(measure__edition=edition).values_list(),
    ]
    digest = hashlib.sha256()
    for rows in rows_of:
        digest.update(repr(list(rows.order_by("pk"))).encode())
    return digest.hexdigest()
