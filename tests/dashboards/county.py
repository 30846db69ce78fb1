"""An agreement whose partners are asked, and its pages as people read them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, AssessmentStatus
from tests import factories as make


class County:
    """An agreement whose edition rates two items, and some partners with a draft each."""

    def __init__(self, partners=1, label="Fall 2023"):
        self.edition = make.make_edition(label="2023-2024")
        category = make.make_category(self.edition, title="Staffing")
        self.category, self.items = category, [make.make_item(category), make.make_item(category)]
        make.make_item(category, is_rated=False)
        make.adopt(self.edition)
        self.cycle = make.make_cycle(edition=self.edition, period=make.make_period(label=label))
        self.partnerships = [make.make_partnership(agreement=self.edition.agreement) for _ in range(partners)]
        self.partnership = self.partnerships[0]
        self.drafts = [self.assess(partnership) for partnership in self.partnerships]
        self.draft = self.drafts[0]

    def assess(self, partnership, **fields):
        return make.make_assessment(partnership, **{"cycle": self.cycle, "by": partnership.partner} | fields)

    def submit(self, assessment, days_ago=0):
        submitted_at = timezone.now() - timedelta(days=days_ago)
        Assessment.objects.filter(pk=assessment.pk).update(
            status=AssessmentStatus.SUBMITTED, submitted_at=submitted_at
        )


def address_of(assessment):
    return reverse("assessment", args=[assessment.public_id])
