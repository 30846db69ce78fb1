"""An agenda as somebody reads it: sections with their points, and nothing of what a closed session was about."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.models import AgendaPoint, Meeting
from core.models import copy_of

CONTENT = ("text", "outcome", "materials", "presenter", "submitted_by")
"""What a closed session keeps to itself."""


@dataclass(frozen=True)
class AgendaSection:
    heading: AgendaPoint | None
    """None for points before the first heading."""
    points: list[AgendaPoint] = field(default_factory=list)


def agenda_of(meeting: Meeting, *, reads_closed: bool) -> list[AgendaSection]:
    """In the order of the agenda. In one query."""
    points = meeting.points.all()
    return in_sections(one if reads_closed or not one.is_closed else without_content(one) for one in points)


def without_content(point: AgendaPoint) -> AgendaPoint:
    """The point as everybody reads it: its title, and the law that closes it. It is not to be saved."""
    told: AgendaPoint = copy_of(point, public_id=point.public_id, **dict.fromkeys(CONTENT, ""))
    return told


def in_sections(points: Iterable[AgendaPoint]) -> list[AgendaSection]:
    sections: list[AgendaSection] = []
    for point in points:
        if point.is_section:
            sections.append(AgendaSection(point))
        else:
            if not sections:
                sections.append(AgendaSection(None))
            sections[-1].points.append(point)
    return sections
