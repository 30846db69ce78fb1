"""What is overdue, and who has not signed: one rule for each document that tells it."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from actionsteps.models import ActionStep, PlanStatus
from actionsteps.progress.state import late
from partnerships.models import SignatoryRole, SignatorySide


def overdue_steps(today: date) -> QuerySet[ActionStep]:
    """Steps that stand in a released version, as they stand in the one that people work with."""
    released = ActionStep.objects.filter(
        plan__status=PlanStatus.RELEASED,
        plan__partnership=OuterRef("plan__partnership"),
        lineage=OuterRef("lineage"),
    )
    return ActionStep.objects.newest().kept().filter(late(today), Exists(released))


def signer_in_words(role: SignatoryRole) -> str:
    """“Superintendent, Clayton”, “Superintendent (the partner)”."""
    return str(role) if role.organization else f"{role} ({SignatorySide(role.side).label})"
