"""What a director decides on an assessment: returned, final, opened again, no longer asked for, asked for again.
And what its writers may still decide after submitting it: to take it back.

Each is one transaction that holds every row of the round, so that nobody begins its conference meanwhile.
"""

from django.db import transaction

from assessments.models import Assessment, AssessmentStatus


class Refused(Exception):
    """The round does not allow this. Its text says what to do instead."""


BEGUN = (
    "The conference of this cycle has begun, so what each side handed in stays as it is. "
    "Change the joint assessment instead."
)


@transaction.atomic
def take_back(assessment, *, by):
    """Let its writers go on with a side they submitted, as long as nobody else could read it."""
    joint = _joint_beside(assessment)
    assessment.refresh_from_db(fields=["status"])
    why = why_not_taken_back(assessment, joint)
    if why and assessment.status == AssessmentStatus.SUBMITTED:
        raise Refused(why)
    assessment.take_back(by=by)


def why_not_taken_back(assessment, joint):
    """Of a submitted assessment and the joint one beside it: a sentence, or nothing where it can be taken back."""
    if joint:
        return BEGUN
    if assessment.is_unread:
        return ""
    who = assessment.partnership.agreement.lead.short_name
    return f"Others could read it by now, so it is not taken back. The director of {who} can return it."


@transaction.atomic
def give_back(assessment, *, remark, by):
    """Return a submitted assessment to its writers."""
    if _joint_beside(assessment):
        raise Refused(BEGUN)
    assessment.give_back(by=by, remark=remark)


@transaction.atomic
def make_final(assessment, *, by):
    """Freeze a submitted assessment; with a joint one, what the sides handed in as well."""
    joint = _joint_beside(assessment)
    if joint and not joint.is_final:
        raise Refused(
            "There is a joint assessment in this cycle. Make that one final: this one becomes final with it."
        )
    assessment.make_final(by=by)
    if assessment.is_joint:
        for side in assessment.round().of_sides().filter(status=AssessmentStatus.SUBMITTED):
            side.make_final(by=by)


@transaction.atomic
def reopen(assessment, *, reason, by):
    """Open a final assessment again."""
    if _joint_beside(assessment):
        raise Refused(
            "What counts in this cycle is its joint assessment. Reopen that one instead; "
            "what each side handed in stays on record."
        )
    assessment.reopen(by=by, reason=reason)


@transaction.atomic
def withdraw(assessment, *, reason, by):
    """Stop asking a side that has not handed in, so that its round can go on without it."""
    if assessment.is_joint:
        raise Refused("The joint assessment is of both sides. What stops is asking one of them.")
    _joint_beside(assessment)
    assessment.withdraw(by=by, reason=reason)


@transaction.atomic
def ask_again(assessment, *, remark, by):
    """Ask a side that was no longer asked."""
    if _joint_beside(assessment):
        raise Refused(
            "The conference of this cycle has begun without this side. It is not asked again in it."
        )
    assessment.ask_again(by=by, remark=remark)


def _joint_beside(assessment) -> Assessment | None:
    """The joint assessment of a side's round, once all rows of the round are held."""
    rows = assessment.round().order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk", flat=True))
    return None if assessment.is_joint else assessment.round().filter(by=None).first()
