"""The profiles of all partners of an agreement: whose is due, and whose is made."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from evidence.models import Observation, ObservationStatus
from partnerships.models import (
    Agreement,
    Edition,
    EditionStatus,
    Partnership,
    Period,
    Submission,
    in_force_or_newest,
)

from .changes import with_changes
from .models import DocumentKind, Publication, PublicationStatus


@dataclass(frozen=True)
class ProfileState:
    partnership: Partnership
    values: int
    """How many values of the period there are."""
    made: Publication | None
    """The newest document of the period, without its file."""


def profiles_of(user: User | AnonymousUser, agreement: Agreement) -> dict[str, Any]:
    """Of the partners that a person sees, the whole left out, in the newest period in which any has a value.

    `late` where the day is over by which the public was to read them and not all are made. In six queries, however
    many partners.
    """
    editions = agreement.editions.exclude(status=EditionStatus.DRAFT).newest_first()
    edition = in_force_or_newest(list(editions))
    seen = Partnership.objects.visible_to(user).filter(agreement=agreement)
    partners = seen.exclude(partner=F("agreement__lead")).select_related("partner")
    period = _newest_period(edition, partners) if edition else None
    states = _states(partners, edition, period) if edition and period else []
    submission = Submission.objects.filter(agreement=agreement, submitted_on__isnull=False).first()
    made = sum(state.made is not None for state in states)
    by = submission.public_by if submission else None
    return {
        "edition": edition,
        "period": period,
        "states": states,
        "made": made,
        "late": bool(by and by < timezone.localdate() and made < len(states)),
        "submission": submission,
    }


def _newest_period(edition: Edition, partners: Any) -> Period | None:
    said = Period.objects.filter(
        Q(observations__row__edition=edition, observations__row__partnership__in=partners),
        ~Q(observations__status=ObservationStatus.BLANK),
    )
    return said.order_by("-start", "-end").first()


def _states(partners: Any, edition: Edition, period: Period) -> list[ProfileState]:
    counted = (
        Observation.objects.filter(
            row__edition=edition, row__partnership__in=partners, period=period, part=None
        )
        .exclude(status=ObservationStatus.BLANK)
        .order_by()
        .values_list("row__partnership")
        .annotate(number=Count("pk"))
    )
    values = dict(counted)
    ready = Publication.objects.filter(
        kind=DocumentKind.PROFILE,
        status=PublicationStatus.READY,
        edition=edition,
        period=period,
        partnership__in=partners,
    )
    newest = {one.partnership_id: one for one in ready.for_readers().with_subject().order_by("requested_at")}
    made = {one.partnership_id: one for one in with_changes(newest.values())}
    return [ProfileState(one, values.get(one.pk, 0), made.get(one.pk)) for one in partners]
