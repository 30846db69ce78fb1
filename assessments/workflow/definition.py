"""What a transition of an assessment says of itself. The transitions themselves: transitions.py."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from assessments.models import Assessment, AssessmentEvent, AssessmentEventKind, AssessmentStatus

from .refusals import Refusal


class Actor(Enum):
    """Who may take an assessment through a transition."""

    WRITER = "those who write it"
    SIDE = "those who write for a side that sat at the table of a joint assessment"
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
    """What an e-mail says of it: `{who}`, `{name}` of the assessment, and `{words}` where there are any."""
    in_history: str
    """What the history says of it, with `{words}` where there are any."""
    in_history_without_words: str = ""
    in_email_without_words: str = ""
    confirm_anyway: Sentence = ""
    """The button on its own page where something needs attention."""
    can: Sentence = ""
    """What people are told of it before: “A director of SSD can …”. Empty where another sentence says so."""
    asks_for: WordsAsked | None = None
    is_checked: bool = False
    """Whether its page is a check list: words are asked for only where something needs attention."""
    refused_when: Iterable[Refusal] = ()
    not_offered_when: Iterable[Callable[[Assessment], bool]] = ()
    """Where the pages leave it out although whoever knows its address may do it."""
    confirms: bool = False
    """Whether who does it confirms a joint assessment for their side, as it is then submitted."""
    is_of_what_was_read: bool = False
    """Whether it is only done to the submission that the person has read."""
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
    def is_confirmation(self) -> bool:
        """Whether confirming is all it does. What is confirmed by every side is final."""
        return self.confirms and self.ends in self.starts

    @property
    def shows_points(self) -> bool:
        """Whether its page shows what needs attention."""
        return self.is_checked or self.allowed_to == Actor.REVIEWER

    def told(self, event: AssessmentEvent, name: str) -> str:
        """What an e-mail says of one that took place, of the assessment with this name."""
        told = (
            self.in_email if event.words or not self.in_email_without_words else self.in_email_without_words
        )
        return told.format(who=event.who or "Somebody", name=name, words=event.words)

    def why_not(self, assessment: Assessment) -> str:
        """The sentence why the round does not allow it, or an empty one."""
        return next((sentence for refusal in self.refused_when if (sentence := refusal(assessment))), "")


def say(sentence: Sentence, assessment: Assessment) -> str:
    """A sentence of the table about one assessment."""
    if callable(sentence):
        return sentence(assessment)
    side = assessment.by.short_name if assessment.by else "both sides"
    return sentence.format(side=side, lead=assessment.partnership.agreement.lead.short_name)
