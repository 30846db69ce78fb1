"""What a document of an assessment compares with, whoever reads it."""

from assessments.models import Assessment, AssessmentStatus
from assessments.trends.cycles import assessment_before
from tests.dashboards.years import Years


def test_a_document_compares_with_what_counted_for_everybody_in_the_newest_cycle_before(db):
    years = Years()
    oldest, older, now = (years.assess(years.edition(str(n), a="Hire"), a="1") for n in range(3))
    later = years.assess(now.cycle.edition, a="2")

    def before(one, *, is_public=False):
        return assessment_before(Assessment.objects.with_partnership().get(pk=one.pk), is_public=is_public)

    assert (before(oldest), before(now), before(later)) == (None, older, now)
    Assessment.objects.filter(pk=oldest.pk).update(status=AssessmentStatus.FINAL)
    assert (before(now), before(now, is_public=True)) == (older, oldest)
    years.assess(
        older.cycle.edition, by=years.agreement.lead, cycle=older.cycle, status=AssessmentStatus.DRAFT
    )
    assert before(now) == oldest  # one side of the cycle between still writes
