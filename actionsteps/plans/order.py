"""Giving the steps of a plan their places."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from core.ordering import set_positions

from ..models import ActionStep

PARKED = 10000
"""Added to the places of steps that are about to move: two steps are never in one place."""


@transaction.atomic
def place_steps(steps: Iterable[ActionStep]) -> list[ActionStep]:
    """Give a plan's steps the places 1, 2, 3 ... in the order given, within each category."""
    steps = sorted(steps, key=lambda step: step.category.position)
    for position, step in enumerate(steps, 1):
        moved = ActionStep.objects.filter(pk=step.pk).exclude(position=position)
        moved.update(position=F("position") + PARKED)
    return set_positions(steps)
