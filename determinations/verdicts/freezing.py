"""Freezing what the rules give when a round becomes final, with its whole working."""

from django.utils import timezone

from assessments.models import Assessment, AssessmentEvent
from determinations.models import Determination, DeterminationEvent, DeterminationEventKind, Verdict
from determinations.models.determinations import VerdictQuerySet
from determinations.rules.rulebook import rulebook_of

from .judging import assessment_judged, judge


def follow(assessment: Assessment, event: AssessmentEvent) -> None:
    """What follows of a transition: the round's verdicts are frozen once all that decides it is final, and opened
    again once something of it no longer is, be it a side that is asked again."""
    round_ = assessment.in_round
    judged = assessment_judged(round_)
    if judged is None or not all(one.is_final for one in round_.decisive):
        reopen(assessment, event)
    elif not _standing(judged).exists():
        freeze(judged, event)


def _standing(assessment: Assessment) -> VerdictQuerySet:
    """The verdicts of its round that stand."""
    return Verdict.objects.standing().filter(
        determination__partnership=assessment.partnership_id, determination__cycle=assessment.cycle_id
    )


def freeze(assessment: Assessment, event: AssessmentEvent) -> None:
    """Keep what the rules give for each subject, by the assessment that decides its round.

    Of an edition without rules nothing is kept.
    """
    rulebook = rulebook_of(assessment.cycle.edition_id)
    if not rulebook:
        return
    place = {"partnership": assessment.partnership, "cycle": assessment.cycle}
    recorded = {one.subject_id: one for one in Determination.objects.filter(**place).select_related("agreed")}
    for judged in judge(assessment, rulebook):
        determination = recorded.get(judged.subject.pk) or Determination.objects.create(
            **place, subject=judged.subject
        )
        Verdict.objects.create(
            determination=determination,
            computed=judged.outcome,
            agreed=determination.agreed,
            reason=determination.reason,
            working=judged.working.kept(),
            frozen_at=event.at,
        )
        DeterminationEvent.objects.create(
            determination=determination,
            kind=DeterminationEventKind.FROZEN,
            by=event.by,
            at=event.at,
            words=judged.working.outcome,
        )


def reopen(assessment: Assessment, event: AssessmentEvent) -> None:
    """The verdicts of a round that is opened again no longer stand. They stay, with their working."""
    for verdict in _standing(assessment).select_related("determination"):
        verdict.reopened_at = timezone.now()
        verdict.save(update_fields=["reopened_at"])
        DeterminationEvent.objects.create(
            determination=verdict.determination,
            kind=DeterminationEventKind.REOPENED,
            by=event.by,
            at=event.at,
            words=event.words,
        )
