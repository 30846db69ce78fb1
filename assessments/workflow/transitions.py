"""The workflow of an assessment: one row a transition. Addresses, pages, buttons, e-mails and history read it.

`apply` (applying.py) takes an assessment through one of them. To add one, add a row.
"""

from assessments.models import OPEN, AssessmentEventKind, AssessmentStatus

from .definition import Actor, Transition, WordsAsked
from .refusals import (
    conference_decides,
    conference_has_begun,
    conference_is_without_it,
    every_side_has_confirmed,
    is_joint,
    is_of_both_sides,
    is_of_one_side,
    joint_comes_first,
    joint_counts,
    others_could_read,
    own_side_has_confirmed,
    sides_have_to_confirm,
)
from .sentences import (
    closing_without,
    submit_anyway,
    submit_to,
    until_it_is_submitted,
    what_closing_means,
    what_comes_next,
    what_confirming_means,
    what_final_means,
    what_sending_back_means,
    what_submitting_means,
    what_was_confirmed,
    whose_confirmation,
)

SUBMIT = Transition(
    name="submit",
    starts=OPEN,
    ends=AssessmentStatus.SUBMITTED,
    allowed_to=Actor.WRITER,
    event=AssessmentEventKind.SUBMITTED,
    asks_for=WordsAsked(
        label="A word of explanation",
        help_text="Whoever reviews or confirms it reads this beside what needs attention.",
        missing="Something still needs attention. Say in a word why you submit anyway, or see to it first.",
    ),
    is_checked=True,
    can=until_it_is_submitted,
    button="Check and submit",
    title="Check and submit",
    heading="Check and submit",
    explains=what_submitting_means,
    confirm=submit_to,
    confirm_anyway=submit_anyway,
    confirms=True,
    done=what_comes_next,
    in_email="{who} submitted the {name}.",
    in_history="Submitted with the explanation “{words}”",
    in_history_without_words="Submitted.",
    is_next_step=True,
)
TAKE_BACK = Transition(
    name="take-back",
    starts=[AssessmentStatus.SUBMITTED],
    ends=AssessmentStatus.DRAFT,
    allowed_to=Actor.WRITER,
    event=AssessmentEventKind.TAKEN_BACK,
    refused_when=[conference_has_begun, others_could_read],
    question="Submitted too early?",
    can="take it back as long as another side still rates",
    button="Take it back",
    title="Take back",
    heading="Take this assessment back",
    explains=(
        "It becomes a draft again, with all that is entered, and you submit it once more when it is ready. "
        "No other side could read it so far. The conference waits until then. It stays on record that it was "
        "submitted, and who took it back."
    ),
    confirm="Take it back",
    done="Taken back. It is a draft again: change it, then submit it once more.",
    in_email="{who} took back the submitted {name}.",
    in_history="Taken back, before another side could read it: a draft again.",
)
RETURN = Transition(
    name="return",
    starts=[AssessmentStatus.SUBMITTED],
    ends=AssessmentStatus.RETURNED,
    allowed_to=Actor.REVIEWER,
    event=AssessmentEventKind.RETURNED,
    refused_when=[conference_has_begun],
    not_offered_when=[is_joint],
    asks_for=WordsAsked(
        label="What is to be looked at again",
        help_text="Those who write the assessment read this at its top.",
        missing="Say what is to be looked at again, then return it.",
    ),
    can="return it with a remark; then {side} changes it again",
    button="Return",
    title="Return",
    heading="Return this assessment",
    explains=(
        "Those who wrote it can change it again and submit it once more. Until then nobody else reads it."
    ),
    confirm="Return it",
    done="Returned, with your remark. Those who wrote it can change it again.",
    in_email="{who} returned the {name}.",
    in_history="Returned with the remark “{words}”",
    in_history_without_words="Returned.",
)
MAKE_FINAL = Transition(
    name="final",
    starts=[AssessmentStatus.SUBMITTED],
    ends=AssessmentStatus.FINAL,
    allowed_to=Actor.REVIEWER,
    event=AssessmentEventKind.MADE_FINAL,
    refused_when=[joint_comes_first, sides_have_to_confirm],
    not_offered_when=[conference_decides],
    is_of_what_was_read=True,
    can="make it final",
    button="Make it final",
    title="Make final",
    heading="Make this assessment final",
    explains=what_final_means,
    confirm="Make it final",
    done="The assessment is final.",
    in_email="The {name} is final: {words}.",
    in_email_without_words="{who} made the {name} final.",
    in_history="Final: {words}.",
    in_history_without_words="Made final.",
    is_next_step=True,
)
CONFIRM = Transition(
    name="confirm",
    starts=[AssessmentStatus.SUBMITTED],
    ends=AssessmentStatus.SUBMITTED,
    allowed_to=Actor.SIDE,
    event=AssessmentEventKind.CONFIRMED,
    refused_when=[is_of_one_side, own_side_has_confirmed],
    confirms=True,
    is_of_what_was_read=True,
    button="Confirm",
    title="Confirm",
    heading=whose_confirmation,
    explains=what_confirming_means,
    confirm=whose_confirmation,
    done=what_was_confirmed,
    in_email="{who} confirmed the {name}.",
    in_history="Confirmed for {words}.",
    is_next_step=True,
)
SEND_BACK = Transition(
    name="send-back",
    starts=[AssessmentStatus.SUBMITTED],
    ends=AssessmentStatus.RETURNED,
    allowed_to=Actor.SIDE,
    event=AssessmentEventKind.SENT_BACK,
    refused_when=[is_of_one_side],
    asks_for=WordsAsked(
        label="What is not as agreed",
        help_text="Everybody at the table reads this at its top.",
        missing="Say what is not as agreed, then send it back.",
    ),
    question="Is something not as it was agreed?",
    can="send it back to the conference, with a remark, and change it there",
    button="Send it back",
    title="Back to the conference",
    heading="Back to the conference",
    explains=what_sending_back_means,
    confirm="Send it back",
    done="Sent back, with your remark. Both sides can change it again.",
    in_email="{who} sent the {name} back to the conference.",
    in_history="Sent back to the conference with the remark “{words}”",
    in_history_without_words="Sent back to the conference.",
)
CLOSE = Transition(
    name="close",
    starts=[AssessmentStatus.SUBMITTED],
    ends=AssessmentStatus.FINAL,
    allowed_to=Actor.REVIEWER,
    event=AssessmentEventKind.CLOSED,
    refused_when=[is_of_one_side, every_side_has_confirmed],
    is_of_what_was_read=True,
    asks_for=WordsAsked(
        label="Why it is made final all the same",
        help_text="Everybody who sees the assessment or its report reads this with it.",
        missing="Say why it is made final without every confirmation. The reason stays on record.",
        for_everybody=True,
    ),
    can="make it final without every confirmation, for a reason that everybody reads",
    button="Make final without a confirmation",
    title="Make final without a confirmation",
    heading=closing_without,
    explains=what_closing_means,
    confirm="Make it final all the same",
    done="The assessment is final. That it was not confirmed by every side is shown with your reason.",
    in_email="{who} made the {name} final although not every side had confirmed it.",
    in_history="Made final although not every side had confirmed it, for this reason: “{words}”",
)
REOPEN = Transition(
    name="reopen",
    starts=[AssessmentStatus.FINAL],
    ends=AssessmentStatus.RETURNED,
    allowed_to=Actor.REVIEWER,
    event=AssessmentEventKind.REOPENED,
    refused_when=[joint_counts],
    asks_for=WordsAsked(
        label="Why it is opened again",
        help_text="The reason stays on record, and everybody who sees the assessment reads it at its top.",
        missing="Say why it is opened again. The reason stays on record.",
        for_everybody=True,
    ),
    can="reopen it, with a reason that everybody reads; then {side} can change it",
    button="Reopen",
    title="Reopen",
    heading="Reopen this assessment",
    explains=(
        "Those who wrote it can change it again. It stays on record that it was final, who reopened it and why."
    ),
    confirm="Reopen it",
    done="Opened again, with your reason. Those who write it can change it.",
    in_email="{who} reopened the {name}.",
    in_history="Reopened, for this reason: “{words}”",
)
STOP_ASKING = Transition(
    name="withdraw",
    starts=OPEN,
    ends=AssessmentStatus.WITHDRAWN,
    allowed_to=Actor.DIRECTOR,
    event=AssessmentEventKind.WITHDRAWN,
    refused_when=[is_of_both_sides],
    asks_for=WordsAsked(
        label="Why it is no longer asked",
        help_text="Everybody in the partnership reads this in the list of assessments.",
        missing="Say why this side is no longer asked. The reason stays on record.",
        for_everybody=True,
    ),
    button="Stop asking",
    title="Stop asking",
    heading="Stop asking {side}",
    explains=(
        "The round goes on without this side: the others read each other's assessments as soon as all of them "
        "have submitted. What {side} entered stays for its own people to read, and nobody else reads it. You can "
        "ask again until the conference begins."
    ),
    confirm="Stop asking",
    done="This side is no longer asked. The round goes on without it.",
    in_email="{who} no longer asks for the {name}.",
    in_history="No longer asked for, for this reason: “{words}”",
)
ASK_AGAIN = Transition(
    name="ask",
    starts=[AssessmentStatus.WITHDRAWN],
    ends=AssessmentStatus.RETURNED,
    allowed_to=Actor.DIRECTOR,
    event=AssessmentEventKind.ASKED_AGAIN,
    refused_when=[conference_is_without_it],
    asks_for=WordsAsked(
        label="Why it is asked again",
        help_text="Those who write the assessment read this at its top.",
        missing="Say why this side is asked again.",
    ),
    can="ask for it again; then {side} goes on where it stopped",
    button="Ask again",
    title="Ask again",
    heading="Ask {side} again",
    explains=(
        "Those who write go on where they stopped, and submit. Until then nobody reads another side's assessment."
    ),
    confirm="Ask again",
    done="This side is asked again, with your remark. Those who write can go on where they stopped.",
    in_email="{who} asks again for the {name}.",
    in_history="Asked for again, with the remark “{words}”",
    in_history_without_words="Asked for again.",
)

TRANSITIONS = [
    SUBMIT,
    TAKE_BACK,
    CONFIRM,
    SEND_BACK,
    RETURN,
    MAKE_FINAL,
    CLOSE,
    REOPEN,
    STOP_ASKING,
    ASK_AGAIN,
]
"""In the order in which pages offer them."""

BY_EVENT = {transition.event: transition for transition in TRANSITIONS}
