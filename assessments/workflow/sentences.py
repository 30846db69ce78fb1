"""The words of transitions that depend on the round of the assessment."""

from assessments.models import Assessment


def what_submitting_means(assessment: Assessment) -> str:
    taking_back = (
        "; as long as another side still rates, you can take it back" if assessment.others_still_rate else ""
    )
    then = "The others read it once every side has submitted."
    if not assessment.beside:
        lead = assessment.partnership.agreement.lead.short_name
        then = f"The director of {lead} then makes it final or returns it with a remark."
    return f"When you submit, you can no longer change the assessment{taking_back}. {then}"


def what_comes_next(assessment: Assessment) -> str:
    if assessment.others_still_rate:
        return "Submitted. The others read it once every side has submitted."
    if assessment.beside and not assessment.joint:
        return "Submitted. Every side has submitted now: the conference comes next."
    return f"Submitted. {assessment.partnership.agreement.lead.short_name} has it now."


def what_final_means(assessment: Assessment) -> str:
    with_it = assessment.is_joint and assessment.in_round.sides
    return (
        f"A final assessment is the record of the {assessment.cycle.period.word}. Nothing in it can be changed "
        "afterwards, unless a director reopens it with a reason."
    ) + (" What each side handed in becomes final with it." if with_it else "")
