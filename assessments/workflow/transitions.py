"""The workflow of an assessment: one row a transition. Addresses, pages, buttons, e-mails and history read it.

`apply` (applying.py) takes an assessment through one of them. To add one, add a row.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from assessments.models import OPEN, Assessment, AssessmentEventKind, AssessmentStatus

from .refusals import (
    Refusal,
    conference_decides,
    conference_has_begun,
    conference_is_without_it,
    is_of_both_sides,
    joint_comes_first,
    joint_counts,
    others_could_read,
)
from .sentences import what_comes_next, what_final_means, what_submitting_means


class Actor(Enum):
    """Who may take an assessment through a transition."""

    WRITER = "those who write it"
    REVIEWER = "a director of the lead agency who may read it"
    DIRECTOR = (
        "a director of the lead agency, who may not be able to read it: its page shows status and progress"
    )


@dataclass(frozen=True)
class WordsAsked:
    """The words a person gives with a transition."""

    label: str
    help_text: str
    missing: str
    """What is said when they are."""
    for_everybody: bool = False
    """Whether everybody who sees the assessment reads them, in its history too; else those who work on it."""


Sentence = str | Callable[[Assessment], str]
"""Words on a page: `{side}` and `{lead}` are the short names of the organization that rates and the lead agency."""


@dataclass(frozen=True)
class Transition:
    name: str
    """Its address, and the end of the name of that address."""
    starts: Collection[AssessmentStatus]
    ends: AssessmentStatus
    allowed_to: Actor
    event: AssessmentEventKind
    button: str
    """On the pages that offer it."""
    title: str
    heading: Sentence
    explains: Sentence
    confirm: Sentence
    """The button on its own page."""
    done: Sentence
    in_email: str
    """What an e-mail says of it: `{who}` and `{name}`, of the assessment."""
    in_history: str
    """What the history says of it, with `{words}` where there are any."""
    in_history_without_words: str = ""
    confirm_anyway: str = ""
    """The button on its own page where something needs attention."""
    asks_for: WordsAsked | None = None
    is_checked: bool = False
    """Whether its page is a check list: words are asked for only where something needs attention."""
    refused_when: Iterable[Refusal] = ()
    not_offered_when: Iterable[Callable[[Assessment], bool]] = ()
    """Where the pages leave it out although whoever knows its address may do it."""
    takes_sides_along: bool = False
    """Whether the sides of a joint assessment go the same way with it."""
    is_next_step: bool = False
    """Whether it is the one thing to do next."""
    question: str = ""
    """Stands before its button, apart from the others on the assessment's page."""

    @property
    def url_name(self) -> str:
        return f"assessment-{self.name}"

    @property
    def is_blind(self) -> bool:
        """Whether it is decided without reading the assessment."""
        return self.allowed_to == Actor.DIRECTOR

    @property
    def shows_points(self) -> bool:
        """Whether its page shows what needs attention."""
        return self.is_checked or self.allowed_to == Actor.REVIEWER

    def why_not(self, assessment: Assessment) -> str:
        """The sentence why the round does not allow it, or an empty one."""
        return next((sentence for refusal in self.refused_when if (sentence := refusal(assessment))), "")


def say(sentence: Sentence, assessment: Assessment) -> str:
    """A sentence of the table about one assessment."""
    if callable(sentence):
        return sentence(assessment)
    side = assessment.by.short_name if assessment.by else "both sides"
    return sentence.format(side=side, lead=assessment.partnership.agreement.lead.short_name)


SUBMIT = Transition(
    name="submit",
    starts=OPEN,
    ends=AssessmentStatus.SUBMITTED,
    allowed_to=Actor.WRITER,
    event=AssessmentEventKind.SUBMITTED,
    asks_for=WordsAsked(
        label="A word of explanation",
        help_text="Whoever reviews it reads this beside what needs attention.",
        missing="Something still needs attention. Say in a word why you submit anyway, or see to it first.",
    ),
    is_checked=True,
    button="Check and submit",
    title="Check and submit",
    heading="Check and submit",
    explains=what_submitting_means,
    confirm="Submit to {lead}",
    confirm_anyway="Submit anyway",
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
    asks_for=WordsAsked(
        label="What is to be looked at again",
        help_text="Those who write the assessment read this at its top.",
        missing="Say what is to be looked at again, then return it.",
    ),
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
    refused_when=[joint_comes_first],
    not_offered_when=[conference_decides],
    takes_sides_along=True,
    button="Make it final",
    title="Make final",
    heading="Make this assessment final",
    explains=what_final_means,
    confirm="Make it final",
    done="The assessment is final.",
    in_email="{who} made the {name} final.",
    in_history="Made final.",
    is_next_step=True,
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

TRANSITIONS = [SUBMIT, TAKE_BACK, RETURN, MAKE_FINAL, REOPEN, STOP_ASKING, ASK_AGAIN]
"""In the order in which pages offer them."""

BY_EVENT = {transition.event: transition for transition in TRANSITIONS}
