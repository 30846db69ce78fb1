"""The words of transitions that depend on the round of the assessment."""

from assessments.models import Assessment
from core.words import in_words


def what_submitting_means(assessment: Assessment) -> str:
    if assessment.is_joint:
        confirming = f", and you confirm it for {_speaker(assessment)}" if assessment.speaks_for else ""
        return (
            f"When you submit, nobody changes the joint assessment any more{confirming}. "
            f"It becomes final as soon as {_others(assessment)}{' too' if confirming else ''}."
        )
    then = "The others read it once every side has submitted."
    if assessment.beside and not assessment.others_still_rate:
        then = "Every other side has submitted: as soon as you do, the sides read each other."
    if not assessment.beside:
        lead = assessment.partnership.agreement.lead.short_name
        then = f"{lead} reads it then."
    return f"When you submit, you can no longer change the assessment. {then}"


def until_it_is_submitted(assessment: Assessment) -> str:
    return "change it until one of them submits it; then each side confirms it" if assessment.is_joint else ""


def what_comes_next(assessment: Assessment) -> str:
    if assessment.is_joint:
        confirmed = ", and confirmed by your side" if assessment.speaks_for else ""
        return f"Submitted{confirmed}. {becomes_final(assessment)}"
    if assessment.others_still_rate:
        return "Submitted. The others read it once every side has submitted."
    if assessment.beside and not assessment.joint:
        return "Submitted. Every side has submitted now: the conference comes next."
    return f"Submitted. {assessment.partnership.agreement.lead.short_name} has it now."


def submit_to(assessment: Assessment) -> str:
    if assessment.is_joint:
        return f"Submit and confirm for {_speaker(assessment)}" if assessment.speaks_for else "Submit"
    return f"Submit to {assessment.partnership.agreement.lead.short_name}"


def submit_anyway(assessment: Assessment) -> str:
    confirms = f", and confirm for {_speaker(assessment)}" if assessment.speaks_for else ""
    return f"Submit anyway{confirms}"


def _speaker(assessment: Assessment) -> str:
    """The side for which the person it was read for confirms a joint assessment."""
    return next((side.short_name for side in assessment.confirms_for or assessment.speaks_for), "your side")


def _others(assessment: Assessment) -> str:
    """“Clayton confirms it”: who has to beside the person it was read for, all of a draft."""
    waited_for = assessment.in_round.to_confirm or assessment.in_round.at_the_table
    own = next(iter(assessment.confirms_for or assessment.speaks_for), None)
    return _confirm([side.short_name for side in waited_for if side != own])


def _confirm(names: list[str]) -> str:
    return (
        f"{in_words(names)} confirm{'s' if len(names) == 1 else ''} it"
        if names
        else "another side confirms it"
    )


def becomes_final(assessment: Assessment) -> str:
    """What a joint assessment that is submitted waits for."""
    names = [side.short_name for side in assessment.in_round.to_confirm]
    return f"It becomes final as soon as {_confirm(names)}."


def whose_confirmation(assessment: Assessment) -> str:
    return f"Confirm for {_speaker(assessment)}"


def what_confirming_means(assessment: Assessment) -> str:
    others = [side for side in assessment.in_round.to_confirm if side.short_name != _speaker(assessment)]
    then = (
        f"It becomes final as soon as {_others(assessment)} too." if others else "It becomes final with it."
    )
    return (
        f"You say for {_speaker(assessment)} that the joint assessment says what was agreed on: its "
        f"{assessment.words.level.many} and comments, strengths and areas of focus, its date, participants and "
        f"minutes. {then}"
    )


def what_was_confirmed(assessment: Assessment) -> str:
    if assessment.is_final:
        return "Confirmed. Every side has confirmed it now: the joint assessment is final."
    return f"Confirmed. {becomes_final(assessment)}"


def closing_without(assessment: Assessment) -> str:
    names = [side.short_name for side in assessment.in_round.to_confirm]
    return (
        f"Make final without the confirmation of {in_words(names)}" if names else "Make final with one side"
    )


def what_closing_means(assessment: Assessment) -> str:
    shown = "That it was not confirmed, and why, is shown with it wherever it is read."
    return f"{what_final_means(assessment)} {shown}"


def what_sending_back_means(assessment: Assessment) -> str:
    confirmed = [side.short_name for side in assessment.in_round.confirmed]
    anew = f" {in_words(confirmed)} confirmed it as it is now, and will be asked again." if confirmed else ""
    return f"It is open again for both sides, who change it and submit it once more.{anew}"


def what_final_means(assessment: Assessment) -> str:
    with_it = assessment.is_joint and assessment.in_round.sides
    record = f"A final assessment is the record of the {assessment.cycle.period.word}: nothing in it changes."
    return record + (" What each side submitted becomes final with it." if with_it else "")
