"""Three indicators of a state performance plan, as records: what they ask of the model, and what follows."""

from datetime import date
from decimal import Decimal

import pytest

from evidence.models import EvidenceRow, Observation, ObservationStatus, RowKind, TargetKind
from evidence.results.comparing import change
from evidence.results.judging import Judgement, definition_in_force, judge, target_in_force
from partnerships.models import Direction, PeriodKind
from tests import factories as make

pytestmark = pytest.mark.django_db


class Plan:
    """A plan of a state agency: its rows are those of the whole, whose partner is the agency itself."""

    def __init__(self):
        self.category = make.make_category(title="FAPE in the LRE")
        agreement = self.category.edition.agreement
        self.whole = make.make_partnership(agreement=agreement, partner=agreement.lead)
        self.years = {
            year: make.make_period(
                label=str(year),
                kind=PeriodKind.FEDERAL_FISCAL_YEAR,
                start=date(year, 7, 1),
                end=date(year + 1, 6, 30),
            )
            for year in range(2004, 2013)
        }

    def indicator(self, label, **fields):
        return make.make_row(self.category, self.whole, label=label, unit="%", kind=RowKind.RATE, **fields)

    def define(self, row, year, **fields):
        return row.definitions.create(from_period=self.years[year], **fields)

    def target(self, definition, year, number, kind=TargetKind.AT_LEAST):
        return definition.targets.create(period=self.years[year], kind=kind, number=Decimal(number))

    def value(self, row, year, text, number, **fields):
        return Observation.objects.create(
            row=row, period=self.years[year], text=text, number=Decimal(number), **fields
        )

    def result(self, value):
        row = EvidenceRow.objects.get(pk=value.row_id)
        value = Observation.objects.get(pk=value.pk)
        definitions = list(row.definitions.select_related("from_period"))
        targets = [
            target for one in definitions for target in one.targets.select_related("definition", "period")
        ]
        return judge(
            row, value, target_in_force(definitions, targets, value), definition_in_force(definitions, value)
        )


@pytest.fixture
def plan():
    return Plan()


def test_indicator_1_graduation_with_components_a_comparison_and_targets_by_year(plan):
    row = plan.indicator("Graduation with a regular diploma", better=Direction.HIGHER)
    definition = plan.define(row, 2004, formula="g t /(g t + d 12 t + d11 (t-1) + d10 (t-2) + d9 (t-3) )")
    letters = ["g t", "d 12 t", "d11 (t-1)", "d10 (t-2)", "d9 (t-3)"]
    for place, letter in enumerate(letters, 1):
        definition.components.create(letter=letter, label=letter, position=place)
    everybody = row.breakdowns.create(name="Student group").parts.create(label="All students")
    for year, number in ((2005, "75.8"), (2006, "76.5"), (2007, "80")):
        plan.target(definition, year, number)
    baseline = plan.value(row, 2004, "75.3%", "75.3")
    plan.value(row, 2004, "84%", "84", part=everybody)
    assert [one.letter for one in definition.components.all()] == letters
    assert plan.result(baseline).verdict is Judgement.NOT_JUDGED
    assert plan.result(plan.value(row, 2006, "76.5%", "76.5")).verdict is Judgement.MET


def test_indicator_5_parts_have_directions_of_their_own_and_a_target_may_loosen(plan):
    whole = make.make_row(plan.category, plan.whole, label="Least restrictive environment")
    a = plan.indicator("5A Inside the regular class 80% or more", parent=whole, better=Direction.HIGHER)
    b = plan.indicator("5B Inside the regular class less than 40%", parent=whole, better=Direction.LOWER)
    c = plan.indicator("5C Separate schools, residential, homebound", parent=whole, better=Direction.LOWER)
    of_b = plan.define(b, 2004, formula="B. Percent = ...")
    for year, number in ((2005, "8.6"), (2006, "7.6"), (2007, "6.6"), (2008, "8.0")):
        plan.target(of_b, year, number, TargetKind.AT_MOST)
    plan.target(plan.define(a, 2004, formula="A. Percent = ..."), 2011, "61.5")
    assert list(whole.children.all()) == [a, b, c]
    assert plan.result(plan.value(b, 2007, "7.0%", "7.0")).verdict is Judgement.NOT_MET
    assert plan.result(plan.value(b, 2008, "8.0%", "8.0")).why == "8% is at most 8%."
    up = change(a, plan.value(a, 2004, "55.5%", "55.5"), plan.value(a, 2005, "56.5%", "56.5"))
    assert (up.words, up.is_better) == ("1 percentage point higher", True)
    down = change(c, plan.value(c, 2004, "1.6%", "1.6"), plan.value(c, 2005, "1.5%", "1.5"))
    assert (down.words, down.is_better) == ("0.1 percentage points lower", True)


def test_indicator_12_has_components_that_some_years_lack(plan):
    row = plan.indicator("Part C to Part B transition", better=Direction.HIGHER)
    definition = plan.define(row, 2004, formula="Percent = [(c) divided by (a - b - d - e)] times 100.")
    for place, letter in enumerate("abcde", 1):
        definition.components.create(
            letter=letter, label=f"({letter})", position=place, is_optional=letter in "de"
        )
    plan.target(definition, 2005, "100")
    baseline = plan.value(
        row, 2004, "256/(535-6) *100 = 48.4%", "48.4", numerator=Decimal(256), denominator=Decimal(529)
    )
    for letter, number in (("a", 535), ("b", 6), ("c", 256)):
        baseline.components.create(component=definition.components.get(letter=letter), number=number)
    missing = definition.components.exclude(pk__in=baseline.components.values("component"))
    assert set(missing.values_list("letter", "is_optional")) == {("d", True), ("e", True)}


def test_a_reset_target_is_judged_by_the_definition_in_force(plan):
    """3C: math 68.5 for FFY 2009 by the old test; the new one begins in 2010 with targets of its own."""
    row = plan.indicator("3C proficient, math", better=Direction.HIGHER)
    old = plan.define(row, 2005, formula="Proficient on WESTEST")
    new = plan.define(row, 2010, formula="Proficient on WESTEST 2", reason="The test changed.")
    plan.target(old, 2009, "68.5")
    plan.target(old, 2010, "70")
    plan.target(new, 2010, "21.9")
    assert plan.result(plan.value(row, 2010, "22%", "22")).verdict is Judgement.MET
    plan.target(old, 2011, "71")
    strayed = plan.result(plan.value(row, 2011, "22%", "22"))
    assert (strayed.verdict, strayed.why) == (
        Judgement.NOT_COMPARABLE,
        "The target was set by another definition than the value's.",
    )


def test_a_printed_number_is_judged_and_its_counts_speak_beside_it(plan):
    """13: 766/807 is printed as 95.0; the counts say 94.92."""
    row = plan.indicator("Compliant transition plans", better=Direction.HIGHER)
    definition = plan.define(row, 2009, formula="Compliant plans among those reviewed", minimum_n=20)
    plan.target(definition, 2009, "95")
    counts = {"numerator": Decimal(766), "denominator": Decimal(807)}
    result = plan.result(plan.value(row, 2009, "95.0%", "95.0", **counts))
    assert (result.verdict, result.why) == (Judgement.MET, "95% is at least 95%.")
    assert result.by_counts == "By its counts it would not be met: 766 of 807 is 94.92%."


@pytest.mark.parametrize(
    ("fields", "verdict", "why"),
    [
        (
            {"text": "*", "status": ObservationStatus.FORTHCOMING},
            Judgement.PENDING,
            "The value is forthcoming.",
        ),
        (
            {"text": "N/A", "status": ObservationStatus.NOT_APPLICABLE},
            Judgement.NOT_COMPARABLE,
            "not applicable",
        ),
        ({"text": "Yes"}, Judgement.NOT_COMPARABLE, "The value is not one number."),
        (
            {"text": "3/4", "number": 75, "denominator": 4},
            Judgement.TOO_FEW,
            "There are 4 in all; 20 are needed",
        ),
    ],
)
def test_what_is_no_number_to_judge_says_why(plan, fields, verdict, why):
    row = plan.indicator("Compliant transition plans")
    plan.target(plan.define(row, 2009, formula="...", minimum_n=20), 2009, "95")
    result = plan.result(Observation.objects.create(row=row, period=plan.years[2009], **fields))
    assert result.verdict is verdict
    assert why in result.why


@pytest.mark.parametrize(
    ("text", "verdict", "why"),
    [
        (
            "10% (-20%) 34% (-26%) 73% (-17%)",
            Judgement.NOT_MET,
            "Advanced 10% of at least 30%, 20 below, not met; Proficient 34% of at least 60%, 26 below, not met; "
            "Basic 73% of at least 90%, 17 below, not met.",
        ),
        (
            "Basic: 95%\nProficient: 61%\nAdvanced: 30%",
            Judgement.MET,
            "Advanced 30% of at least 30%; Proficient 61% of at least 60%; Basic 95% of at least 90%.",
        ),
        ("31%", Judgement.NOT_COMPARABLE, "The value has not one figure for each band."),
    ],
)
def test_several_bands_are_judged_each_by_its_name_or_place(plan, text, verdict, why):
    """Kairos: “30% Advanced 60% Proficient 90% Basic”."""
    row = plan.indicator("State assessments")
    target = plan.define(row, 2009, formula="...").targets.create(
        period=plan.years[2009], kind=TargetKind.BANDS
    )
    for place, (label, least) in enumerate((("Advanced", 30), ("Proficient", 60), ("Basic", 90))):
        target.bands.create(label=label, at_least=least, position=place)
    result = plan.result(make.make_value(row, plan.years[2009], text))
    assert (result.verdict, result.why) == (verdict, why)


def test_a_number_of_districts_is_to_be_reached_or_where_fewer_are_better_not_passed(plan):
    """3A: 9, 15, 21 districts; 4A: no more than 5."""
    for better, number, verdict in (
        (Direction.HIGHER, 9, Judgement.MET),
        (Direction.LOWER, 4, Judgement.MET),
        (Direction.LOWER, 6, Judgement.NOT_MET),
    ):
        row = plan.indicator("Districts", better=better)
        aim = 9 if better == Direction.HIGHER else 5
        plan.target(plan.define(row, 2009, formula="..."), 2009, aim, TargetKind.ENTITIES)
        assert plan.result(plan.value(row, 2009, str(number), number)).verdict is verdict


def test_of_districts_in_percent_their_number_is_judged(plan):
    """4A: “4/57 (7.02%)”, where no more than 5 are to be."""
    row = plan.indicator("Suspended for more than 10 days", better=Direction.LOWER)
    plan.target(plan.define(row, 2009, formula="..."), 2009, 5, TargetKind.ENTITIES)
    result = plan.result(make.make_value(row, plan.years[2009], "4/57 (7.02%)"))
    assert (result.verdict, result.why) == (Judgement.MET, "4 is at most 5 of those counted.")
    row = plan.indicator("Suspended", better=Direction.LOWER)
    plan.target(plan.define(row, 2009, formula="..."), 2009, 5, TargetKind.ENTITIES)
    assert plan.result(make.make_value(row, plan.years[2009], "4%")).verdict is Judgement.NOT_COMPARABLE


def test_a_target_that_outlasts_its_definition_is_judged_by_and_says_so(plan):
    """4A for FFY 2010: “the target was set based on the original rather than the revised definition”."""
    row = plan.indicator("Districts with a significant discrepancy", better=Direction.LOWER)
    old = plan.define(row, 2005, formula="Against the non-disabled")
    plan.define(row, 2010, formula="The bar")
    target = plan.target(old, 2010, "2", TargetKind.AT_MOST)
    value = plan.value(row, 2010, "7.02%", "7.02")
    assert plan.result(value).verdict is Judgement.NOT_COMPARABLE
    target.outlasts_definition = True
    target.save()
    result = plan.result(value)
    assert (result.verdict, result.explains) == (Judgement.NOT_MET, True)
    assert (
        result.why == "7.02% is not at most 2%. The target was set by an earlier definition than the value's."
    )


def test_a_minimum_of_districts_stops_no_judgement(plan):
    """20 children with IEPs in a district: a rate of 4 of 12 districts is judged all the same."""
    row = plan.indicator("Districts", better=Direction.LOWER)
    definition = plan.define(row, 2010, formula="...", minimum_n=20)
    plan.target(definition, 2010, "0", TargetKind.AT_MOST)
    value = plan.value(row, 2010, "4/12", "33.33", numerator=4, denominator=12)
    assert plan.result(value).verdict is Judgement.TOO_FEW
    definition.minimum_n_of = "children with IEPs in a district"
    definition.save()
    assert plan.result(value).verdict is Judgement.NOT_MET


def test_a_target_that_cannot_be_read_judges_nothing(plan):
    row = plan.indicator("Summary statement 1")
    definition = plan.define(row, 2009, formula="...")
    definition.targets.create(period=plan.years[2009], kind=TargetKind.UNREAD, text="FFY %")
    result = plan.result(plan.value(row, 2009, "74%", "74"))
    assert (result.verdict, result.why) == (Judgement.NOT_JUDGED, "The target cannot be read in the source.")
