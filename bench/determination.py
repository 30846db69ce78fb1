"""One determination by Michigan's rules, of a district with few and with many goals."""

from django.urls import reverse

from assessments.models import Assessment, Rating
from determinations.models import Determination
from determinations.rules.rulebook import rulebook_of
from determinations.verdicts.gathering import determined_in, events_of
from tests.determinations.conftest import make_review

from .measure import queries, say
from .visiting import measure_time, signed_in

MOST_OF_A_DETERMINATION = 6


def measure_determination(numbers):
    """`numbers` are of goals besides four."""
    counts = []
    for more in numbers:
        review = make_review(more)
        level = review.edition.scale.levels.get(code="2")
        Rating.objects.bulk_create(
            Rating(assessment=review.joint, item=goal, level=level) for goal in review.goals[::2]
        )
        Determination.objects.create(
            partnership=review.partnership, cycle=review.joint.cycle, subject=review.partnership.partner
        )
        joint = Assessment.objects.with_partnership().get(pk=review.joint.pk)
        counts.append(queries(lambda joint=joint: gather(joint)))
        place = (review.partnership.slug, joint.cycle.public_id, review.partnership.partner.public_id)
        page = reverse("determination", args=place)
        measure_time(signed_in(review.partnership), page, f"determination, {more + 4} goals")
    say(
        f"queries of a determination: {', '.join(str(more + 4) for more in numbers)} goals",
        ", ".join(map(str, counts)),
        f"{MOST_OF_A_DETERMINATION} at most, the same for all",
        max(counts) <= MOST_OF_A_DETERMINATION and len(set(counts)) == 1,
    )


def gather(assessment):
    district, *_ = determined_in(assessment, rulebook_of(assessment.cycle.edition_id))
    events_of(district.determination)
