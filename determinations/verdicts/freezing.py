"""Freezing what the rules give when a round becomes final, with its whole working."""

from django.utils import timezone

from assessments.models import Assessment, AssessmentEvent, AssessmentEventKind
from determinations.models import Determination, DeterminationEvent, DeterminationEventKind, Verdict
from determinations.rules.rulebook import rulebook_of

from .judging import assessment_judged, judge


def follow(assessment: Assessment, event: AssessmentEvent) -> None:
    """What follows of a transition: the round's verdicts are frozen, or opened again."""
    if event.kind == AssessmentEventKind.REOPENED:
        reopen(assessment, event)
    elif assessment.is_final and _is_settled(assessment):
        freeze(assessment, event)


def _is_settled(assessment: Assessment) -> bool:
    """Whether this assessment decides its round, and all that do are final."""
    round_ = assessment.in_round
    return assessment == assessment_judged(round_) and all(one.is_final for one in round_.decisive)


def freeze(assessment: Assessment, event: AssessmentEvent) -> None:
    """Keep what the rules give for each subject, once. Of an edition without rules nothing is kept."""
    rulebook = rulebook_of(assessment.cycle.edition_id)
    if not rulebook:
        return
    for judged in judge(assessment, rulebook):
        determination, _ = Determination.objects.get_or_create(
            partnership=assessment.partnership, cycle=assessment.cycle, subject=judged.subject
        )
        Verdict.objects.create(
            determination=determination,
            computed=judged.outcome,
            agreed=determination.agreed,
            reason=determination.reason,
            working=judged.working.kept(),
            frozen_at=event.at,
            frozen_by=event.by,
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
    standing = Verdict.objects.standing().filter(
        determination__partnership=assessment.partnership, determination__cycle=assessment.cycle
    )
    for verdict in standing.select_related("determination"):
        verdict.reopened_at = timezone.now()
        verdict.save(update_fields=["reopened_at"])
        DeterminationEvent.objects.create(
            determination=verdict.determination,
            kind=DeterminationEventKind.REOPENED,
            by=event.by,
            at=event.at,
            words=event.words,
        )
