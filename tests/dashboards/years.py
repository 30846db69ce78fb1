from datetime import date

from assessments.models import AssessmentStatus
from partnerships.models import LineageBreak, PeriodKind
from tests import factories as make


class Years:
    """A partnership whose editions and cycles follow one another year by year, from 2020 on."""

    def __init__(self):
        self.partnership = make.make_partnership()
        self.agreement, self.scale = self.partnership.agreement, make.make_scale()
        self.director = make.make_director(self.partnership)
        self.liaison, self.viewer = make.make_liaison(self.partnership), make.make_viewer(self.partnership)
        self.url = f"/partnerships/{self.partnership.slug}/trends/"
        self.count = 0

    def draft(self, label, **texts):
        """An edition with a category of items, named by their lineage."""
        fields = {
            "agreement": self.agreement,
            "label": label,
            "effective_from": date(2020 + self.count, 7, 1),
        }
        edition = make.make_edition(**{"scale": self.scale} | fields)
        category = make.make_category(edition, title="Staffing")
        for lineage, text in texts.items():
            make.make_item(category, text=text, lineage=lineage)
        self.count += 1
        return edition

    def edition(self, label, **texts):
        return make.adopt(self.draft(label, **texts))

    def period(self, year):
        return make.make_period(
            label=f"{year}-{year + 1}",
            kind=PeriodKind.SCHOOL_YEAR,
            start=date(year, 7, 1),
            end=date(year + 1, 6, 30),
        )

    def assess(self, edition, *, status=AssessmentStatus.SUBMITTED, by="partner", cycle=None, **codes):
        """An assessment of the next year, or of a given cycle; levels by lineage, “2*” with the flag."""
        if cycle is None:
            cycle = make.make_cycle(edition=edition, period=self.period(2020 + self.count))
            self.count += 1
        side = self.partnership.partner if by == "partner" else by
        assessment = make.make_assessment(self.partnership, cycle=cycle, by=side)
        for item in edition.items.filter(lineage__in=codes):
            code = codes[item.lineage]
            make.make_rating(assessment, item, code.rstrip("*"), flag=code.endswith("*"))
        return make.close(assessment, status)

    def break_line(self, edition, lineage, reason="It means something else now."):
        return LineageBreak.objects.create(
            edition=edition, lineage=lineage, reason=reason, made_by=self.director
        )
