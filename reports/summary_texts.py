"""Every text of the public summary that somebody typed, by its place: what there is to translate."""

from accounts.models import User
from assessments.models import Assessment
from assessments.rounds import rounds_of
from partnerships.models import Partnership

from .first_page import first_page
from .gather import essence_for
from .translating import Translations


def texts_of_summary(user: User, partnership: Partnership) -> dict[str, str]:
    """Of the newest assessment that this person may read; none before there is one."""
    assessment = newest_read(user, partnership)
    return asked_of(assessment) if assessment else {}


def newest_read(user: User, partnership: Partnership) -> Assessment | None:
    """The newest assessment of a partnership that this person may read, once it was handed in."""
    rows = partnership.assessments.for_rounds().with_partnership().newest_first()
    rounds = [one.seen_by(user) for one in rounds_of(partnership, rows)]
    read = (one.result_so_far for one in rounds)
    return next((one for one in read if one), None)


def asked_of(assessment: Assessment) -> dict[str, str]:
    """What the first page says of it, and the public summary besides."""
    essence, asked = essence_for(assessment), Translations()
    asked.say("agreement:title", essence.agreement)
    first_page(essence, asked)
    for point in (*essence.strengths, *essence.focus):
        asked.say(point.place, point.text)
    for level in assessment.cycle.edition.scale.levels.all():
        asked.say(f"level:{level.scale.name}:{level.code}", level.label)
    for of in essence.categories:
        asked.say(of.place, of.title)
    return asked.asked
