"""What an edition says of its conferences, with what a conference wrote down at each point."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.models import Assessment, ConferenceNote, Minutes
from partnerships.models import ConferencePoint, ConferencePointKind, Edition


@dataclass(frozen=True)
class Noted:
    """A point at which something is written down: the answer to a question, or who is there."""

    point: ConferencePoint
    text: str

    @property
    def name(self) -> str:
        """In a form."""
        return f"point-{self.point.pk}-answer"


@dataclass(frozen=True)
class Question:
    """A question with its answer. Who is to be there answers the question before it, one by one."""

    asked: Noted
    attendees: list[Noted] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return any(one.text for one in self.noted)

    @property
    def noted(self) -> list[Noted]:
        """Where its answer is written."""
        return self.attendees or [self.asked]


@dataclass(frozen=True)
class Points:
    """Of an edition that says nothing of conferences: empty."""

    questions: Sequence[Question] = ()
    everyone: Sequence[str] = ()
    """What all who attend will do."""

    @property
    def noted(self) -> list[Noted]:
        return [one for question in self.questions for one in question.noted]

    @property
    def answered(self) -> int:
        """How many of the questions."""
        return sum(question.is_answered for question in self.questions)

    @property
    def attendance(self) -> str:
        """A line for each of those who are to be there, where any is named: “Partnership Districts: A. B.”"""
        named = [one for question in self.questions for one in question.attendees if one.text]
        return "\n".join(f"{one.point.text}: {' '.join(one.text.splitlines())}" for one in named)


def points_of(assessment: Assessment, minutes: Minutes | None) -> Points:
    """In two queries; in none where the edition says nothing of conferences."""
    if minutes is None or not minutes.follows_points:
        return Points()
    rows = assessment.conference_notes.values_list("point", "text")
    notes: dict[int, str] = dict(rows)
    questions: list[Question] = []
    everyone: list[str] = []
    for point in ConferencePoint.objects.filter(edition=assessment.cycle.edition_id):
        noted = Noted(point, notes.get(point.pk, ""))
        if point.kind == ConferencePointKind.QUESTION:
            questions.append(Question(noted))
        elif point.kind == ConferencePointKind.ATTENDEE and questions:
            questions[-1].attendees.append(noted)
        elif point.kind == ConferencePointKind.EVERYONE:
            everyone.append(point.text)
    return Points(questions, everyone)


def first_minutes(assessment: Assessment, edition: Edition | int) -> Minutes | None:
    """The minutes with which a conference begins, not saved; None where its edition says nothing of conferences."""
    points = ConferencePoint.objects.filter(edition=edition)
    found = list(points.values_list("kind", "text"))
    if not found:
        return None
    agenda = [text for kind, text in found if kind == ConferencePointKind.AGENDA]
    numbered = "\n".join(f"{number}. {text}" for number, text in enumerate(agenda, 1))
    return Minutes(assessment=assessment, agenda=numbered, follows_points=True)


def note_at(assessment: Assessment, name: str) -> ConferenceNote:
    """The note that a field of the form writes, new or saved."""
    key = int(name.split("-")[1])
    found = ConferenceNote.objects.filter(assessment=assessment, point=key).first()
    return found or ConferenceNote(assessment=assessment, point_id=key)
