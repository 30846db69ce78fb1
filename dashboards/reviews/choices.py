"""What may be asked of the list of reviews: which partners it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

LATE, SOON = "late", "soon"
SOON_DAYS = 30
"""Within so many days from today."""
NONE = "none"
"""No cohort, nobody who looks after it, no outcome yet."""


class Of(StrEnum):
    """Whose outcome is asked for: of a partner itself, or of any of its schools."""

    PARTNER = "partner"
    SCHOOLS = "schools"


@dataclass(frozen=True)
class ReviewsRequest:
    """What an address asks for. What is empty keeps all."""

    cohort: str = ""
    """Its label."""
    caretaker: str = ""
    """The public id of a membership."""
    due: str = ""
    """What is awaited, `LATE` or `SOON`."""
    outcome: str = ""
    """The name of the last one."""
    moved: str = ""
    of: str = Of.PARTNER
    page: str = ""

    @property
    def keeps_all(self) -> bool:
        return not (self.cohort or self.caretaker or self.due or self.outcome or self.moved)


def wanted(parameters: Mapping[str, str]) -> ReviewsRequest:
    asked = {field.name: parameters.get(field.name, "") for field in fields(ReviewsRequest)}
    return ReviewsRequest(**asked | {"of": Of.SCHOOLS if asked["of"] == Of.SCHOOLS else Of.PARTNER})
