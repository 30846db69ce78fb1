"""What is overdue, and who has not signed: one rule for each document that tells it."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from actionsteps.models import ActionStep, PlanStatus
from actionsteps.progress.state import late
from partnerships.models import (
    Agreement,
    Edition,
    EditionStatus,
    SignatoryRole,
    SignatorySide,
    in_force_or_newest,
)


def overdue_steps(today: date) -> QuerySet[ActionStep]:
    """Steps that stand in a released version, as they stand in the one that people work with."""
    released = ActionStep.objects.filter(
        plan__status=PlanStatus.RELEASED,
        plan__partnership=OuterRef("plan__partnership"),
        lineage=OuterRef("lineage"),
    )
    return ActionStep.objects.newest().kept().filter(late(today), Exists(released))


def edition_to_sign(agreement: Agreement) -> Edition | None:
    """The one in force, or else the newest that was adopted."""
    adopted = Edition.objects.filter(agreement=agreement, status=EditionStatus.ADOPTED)
    return in_force_or_newest(list(adopted.newest_first()))


def signer_in_words(role: SignatoryRole) -> str:
    """“Superintendent, Clayton”, “Superintendent (the partner)”."""
    return str(role) if role.organization else f"{role} ({SignatorySide(role.side).label})"
