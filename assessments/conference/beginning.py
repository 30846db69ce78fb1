"""Beginning a conference. Whether a round is ready for it is said by `Round.why_no_conference` in rounds.py."""

from django.db import transaction

from accounts.models import User
from assessments.models import Assessment, AssessmentEvent, AssessmentEventKind, Cycle
from assessments.rounds import Round
from core.history import save_as
from partnerships.models import Partnership

from .points import first_minutes


class CannotBegin(Exception):
    """The conference cannot begin now. Its text says why, to the person who asked."""


def begin(partnership: Partnership, cycle: Cycle, *, by: User) -> Assessment:
    """The joint assessment of a round, made when there is none yet, however many people press at once.

    Raises CannotBegin, with the sentence, where the round does not allow it (`Round.why_no_conference`).
    """
    with transaction.atomic():
        # Whoever comes second waits here, and so does somebody who asks another side, or returns one.
        Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        rows = Assessment.objects.filter(partnership=partnership, cycle=cycle).select_related("by")
        held = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
        round_ = Round(partnership, cycle, list(held))
        if round_.joint:
            return round_.joint
        if round_.why_no_conference:
            raise CannotBegin(round_.why_no_conference)
        joint = Assessment(partnership=partnership, cycle=cycle)
        save_as(joint, by=by, reason="opened")
        if minutes := first_minutes(joint, cycle.edition_id):
            save_as(minutes, by=by, reason="opened")
        AssessmentEvent.objects.create(assessment=joint, kind=AssessmentEventKind.OPENED, by=by)
    return joint
