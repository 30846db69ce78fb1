"""How many classes of a school stand where, beside what is printed of it, and who is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet

from accounts.models import Organization
from assessments.models import Assessment, ClassRule, ObservedClass
from evidence.models import Observation
from evidence.reading.values import rounded
from partnerships.models import Partnership

from .classifying import Classified, ClassStanding, classify

FEWEST_CLASSES = 10
"""Of fewer classes observed in a school those who do not write the assessment are told nothing: a class is a
teacher."""


@dataclass(frozen=True)
class ClassLine:
    """One class, for those who write the assessment."""

    record: ObservedClass
    classified: Classified


@dataclass(frozen=True)
class Share:
    """So many classes of all that were observed in a school, and what is printed of the same."""

    number: int
    of: int
    printed: Observation | None = None

    @property
    def percent(self) -> Decimal | None:
        """To two decimals, as such tallies are printed."""
        return rounded(Fraction(100 * self.number, self.of)) if self.of else None

    @property
    def differs(self) -> str:
        """What does not agree with what is printed; it stands as printed all the same. Empty where nothing is
        entered or printed."""
        if not (self.of and self.printed):
            return ""
        said = self.printed
        if said.denominator is None:
            return "" if said.number in (None, self.number) else "another number"
        if (said.numerator, said.denominator) != (self.number, self.of):
            return "another count"
        return "" if said.number in (None, self.percent) else f"another percentage, {self.percent}%"


@dataclass(frozen=True)
class SchoolTally:
    school: Organization
    is_told: bool
    """Whether this reader is told the numbers. If not, all of them are 0 here."""
    observed: Share
    minimum: Share
    exemplary: Share
    below: Share
    undefined: Share


def schools_of(partnership: Partnership) -> QuerySet[Organization]:
    """The partner's schools, or the partner where it has none."""
    partner = partnership.partner_id
    schools = Organization.objects.filter(parent=partner)
    return schools if schools.exists() else Organization.objects.filter(pk=partner)


def lines_of(assessment: Assessment, rule: ClassRule) -> list[ClassLine]:
    """Each class, by its number."""
    classes = assessment.observed_classes.select_related("school")
    return [ClassLine(one, classify(one.observed, one.engaged, rule)) for one in classes]


def tallies_of(
    assessment: Assessment, rule: ClassRule, lines: Sequence[ClassLine], *, reads_classes: bool
) -> list[SchoolTally]:
    """By school, without a sum of all: what is not told of one could be taken from it."""
    printed = _printed(assessment, rule)
    made = []
    for school in schools_of(assessment.partnership):
        standings = [one.classified.standing for one in lines if one.record.school_id == school.pk]
        is_told = reads_classes or len(standings) >= FEWEST_CLASSES
        counts, of = (Counter(standings), len(standings)) if is_told else (Counter(), 0)
        made.append(
            SchoolTally(
                school,
                is_told,
                observed=Share(of, of, printed.get((rule.observed_lineage, school.pk))),
                minimum=Share(
                    counts[ClassStanding.MINIMUM], of, printed.get((rule.minimum_lineage, school.pk))
                ),
                exemplary=Share(
                    counts[ClassStanding.EXEMPLARY], of, printed.get((rule.exemplary_lineage, school.pk))
                ),
                below=Share(counts[ClassStanding.BELOW], of),
                undefined=Share(counts[ClassStanding.UNDEFINED], of),
            )
        )
    return made


def _printed(assessment: Assessment, rule: ClassRule) -> dict[tuple[str, int | None], Observation]:
    """What rows of evidence say of the cycle's period, by lineage and school."""
    lineages = {rule.observed_lineage, rule.minimum_lineage, rule.exemplary_lineage} - {""}
    of_rows = Q(
        row__partnership=assessment.partnership_id,
        row__edition=assessment.cycle.edition_id,
        row__lineage__in=lineages,
    )
    said = Observation.objects.filter(of_rows, period=assessment.cycle.period_id)
    by_school = said.filter(part__organization__isnull=False).select_related("row", "part")
    return {(one.row.lineage, one.part.organization_id): one for one in by_school if one.part}
