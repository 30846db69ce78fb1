"""What a report says, gathered from the database into plain values in a fixed number of queries.

Who may read it is decided by the caller.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from django.utils.formats import date_format

from actionsteps.models import ActionPlan
from assessments.models import AssessmentStatus, HighlightKind
from evidence.models import EvidenceTable, Observation, ObservationStatus
from partnerships.models import Category, Edition, Measure, MeasureKind, Period


@dataclass(frozen=True)
class Level:
    code: str
    label: str
    words: str
    colour: str
    value: int | None
    """None for a level that is not a score, such as N/A."""


@dataclass(frozen=True)
class Scale:
    levels: tuple[Level, ...]
    met_from: int
    flag_symbol: str
    flag_label: str


@dataclass(frozen=True)
class Line:
    """An item or heading of the edition as this assessment rates it."""

    reference: str
    text: str
    is_sub_item: bool
    is_rated: bool
    level: Level | None = None
    flag: bool = False
    comment: str = ""


@dataclass(frozen=True)
class Tally:
    """How many rated lines stand at each level.

    N/A and what is not rated yet are counted, and enter neither a share nor an average.
    """

    levels: tuple[tuple[Level, int], ...]
    unrated: int
    met_from: int

    @classmethod
    def of(cls, lines, scale):
        counts = Counter(line.level for line in lines if line.is_rated)
        levels = tuple((level, counts[level]) for level in scale.levels)
        return cls(levels, counts[None], scale.met_from)

    @property
    def total(self):
        return self.rated + self.unrated

    @property
    def rated(self):
        return sum(count for _, count in self.levels)

    @property
    def scores(self):
        return [(level.value, count) for level, count in self.levels if level.value is not None]

    @property
    def scored(self):
        return sum(count for _, count in self.scores)

    @property
    def met(self):
        return sum(count for value, count in self.scores if value >= self.met_from)

    @property
    def share(self):
        """Of the lines with a score, the percentage at `met_from` or above; None without scores."""
        return 100 * self.met / self.scored if self.scored else None

    @property
    def average(self):
        return sum(value * count for value, count in self.scores) / self.scored if self.scored else None


@dataclass(frozen=True)
class RatedCategory:
    number: int
    title: str
    lead_in: str
    lines: tuple[Line, ...]
    tally: Tally


@dataclass(frozen=True)
class Remark:
    number: int
    text: str


@dataclass(frozen=True)
class Action:
    text: str
    timeline: str


@dataclass(frozen=True)
class Step:
    feedback: str
    actions: tuple[Action, ...]
    connection: str
    remark: Remark | None


@dataclass(frozen=True)
class PlanCategory:
    number: int
    title: str
    steps: tuple[Step, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Plan:
    title: str
    edition: str
    categories: tuple[PlanCategory, ...]


@dataclass(frozen=True)
class Cell:
    text: str = ""
    link: str = ""
    remark: Remark | None = None


@dataclass(frozen=True)
class EvidenceRow:
    label: str
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class EvidenceCategory:
    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[EvidenceRow, ...]
    remarks: tuple[Remark, ...]
    footnote: str
    """Empty where no cell of the table carries its mark."""


@dataclass(frozen=True)
class Evidence:
    title: str
    edition: str
    introduction: str
    categories: tuple[EvidenceCategory, ...]


@dataclass(frozen=True)
class StateOfThePartnership:
    agreement: str
    edition: str
    period: str
    district: str
    lead: str
    date: str
    participants: str
    perspective: str
    status_note: str
    """Empty for a final assessment."""
    scale: Scale
    categories: tuple[RatedCategory, ...]
    strengths: tuple[str, ...]
    focus: tuple[str, ...]
    plan: Plan | None
    evidence: Evidence | None

    @property
    def title(self):
        return f"State of the Partnership {self.period}"

    @cached_property
    def total(self):
        return Tally.of([line for category in self.categories for line in category.lines], self.scale)


def state_of_the_partnership(assessment):
    """Everything the State of the Partnership report says about one assessment."""
    partnership, cycle = assessment.partnership, assessment.cycle
    scale, levels = _scale(cycle.edition.scale)
    highlights = defaultdict(list)
    for highlight in assessment.highlights.all():
        highlights[highlight.kind].append(highlight.text)
    return StateOfThePartnership(
        agreement=partnership.agreement.title,
        edition=cycle.edition.label,
        period=cycle.period.label,
        district=partnership.partner.name,
        lead=partnership.agreement.lead.name,
        date=_date(assessment),
        participants=assessment.participants,
        perspective=assessment.perspective,
        status_note=_status_note(assessment),
        scale=scale,
        categories=_rated_categories(assessment, scale, levels),
        strengths=tuple(highlights[HighlightKind.STRENGTH]),
        focus=tuple(highlights[HighlightKind.FOCUS]),
        plan=_plan(assessment),
        evidence=_evidence(assessment),
    )


def _date(assessment):
    if assessment.date is None:
        return ""
    return date_format(assessment.date, "F Y" if assessment.date_is_month else "M j, Y")


def _status_note(assessment):
    return {
        AssessmentStatus.DRAFT: "Draft: not final",
        AssessmentStatus.SUBMITTED: "Submitted: not final",
    }.get(assessment.status, "")


def _scale(scale):
    levels = {
        level.pk: Level(level.code, level.label, level.words, level.colour, level.value)
        for level in scale.levels.all()
    }
    return Scale(tuple(levels.values()), scale.met_from, scale.flag_symbol, scale.flag_label), levels


def _rated_categories(assessment, scale, levels):
    ratings = {rating.item_id: rating for rating in assessment.ratings.all()}
    lines = defaultdict(list)
    for item in assessment.items().select_related("category"):
        line = {
            "reference": item.reference,
            "text": item.text,
            "is_sub_item": item.parent_id is not None,
            "is_rated": item.is_rated,
        }
        if item.is_rated and (rating := ratings.get(item.pk)):
            line |= {
                "level": levels.get(rating.level_id),
                "flag": rating.flag,
                "comment": rating.comment,
            }
        lines[item.category].append(Line(**line))
    return tuple(
        RatedCategory(
            category.number,
            category.title,
            category.lead_in,
            tuple(lines[category]),
            Tally.of(lines[category], scale),
        )
        for category in lines
    )


def _fitting(candidates, assessment, edition_of=lambda candidate: candidate):
    """The candidate of the assessed edition; else of one in force in its period; else the newest.

    The form of September 2023, for one, is an edition without a plan or evidence of its own.
    """
    period = assessment.cycle.period

    def rank(candidate):
        edition = edition_of(candidate)
        first, last = edition.effective_from, edition.effective_to
        in_force = bool(first) and first <= period.end and (last is None or last >= period.start)
        return edition.pk == assessment.cycle.edition_id, in_force, str(first or ""), edition.pk

    return max(candidates, key=rank, default=None)


def _version(plan):
    """“2.10” is newer than “2.9”."""
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in plan.version.split(".")]


def _plan(assessment):
    partnership = assessment.partnership
    plans = (
        ActionPlan.objects.filter(partnership=partnership, edition__agreement=partnership.agreement_id)
        .select_related("edition")
        .with_steps()
    )
    plan = _fitting(sorted(plans, key=_version, reverse=True), assessment, lambda plan: plan.edition)
    if plan is None:
        return None
    steps: dict[Category, list[Step]] = defaultdict(list)
    remarks: dict[Category, dict[str, Remark]] = defaultdict(dict)
    numbers = count(1)
    for step in plan.steps.all():
        actions = tuple(Action(action.text, action.timeline) for action in step.actions.all())
        connection = ", ".join(item.reference for item in step.items.all())
        feedback = step.feedback.text if step.feedback else ""
        remark = _remark(step.note, remarks[step.category], numbers)
        steps[step.category].append(Step(feedback, actions, connection, remark))
    return Plan(
        str(plan),
        plan.edition.label,
        tuple(
            PlanCategory(category.number, category.title, tuple(of), tuple(remarks[category].values()))
            for category, of in steps.items()
        ),
    )


def _evidence(assessment):
    partnership = assessment.partnership
    rows = Measure.objects.rows_of(partnership)
    edition = _fitting(
        Edition.objects.filter(agreement=partnership.agreement_id, pk__in=rows.values("edition")), assessment
    )
    if edition is None:
        return None
    table = EvidenceTable.objects.filter(partnership=partnership, edition=edition).first()
    cells: dict[int, dict[Period, Observation]] = defaultdict(dict)
    observations = Observation.objects.of(partnership).filter(
        measure__edition=edition, measure__kind=MeasureKind.ROW
    )
    for observation in observations.select_related("period"):
        cells[observation.measure_id][observation.period] = observation
    by_category = defaultdict(list)
    for measure in rows.filter(edition=edition).select_related("category"):
        by_category[measure.category].append(measure)
    table = table or EvidenceTable(title="Evidence")
    numbers = count(1)
    return Evidence(
        table.title,
        edition.label,
        table.introduction,
        tuple(
            _evidence_category(category, measures, cells, table.footnote, numbers)
            for category, measures in by_category.items()
        ),
    )


def _evidence_category(category, measures, cells, footnote, numbers):
    observations = [observation for measure in measures for observation in cells[measure.pk].values()]
    columns = sorted(
        {o.period for o in observations}, key=lambda period: (period.start, period.end, period.pk)
    )
    marked = any(o.status == ObservationStatus.FORTHCOMING for o in observations)
    remarks: dict[str, Remark] = {}
    rows = tuple(
        EvidenceRow(
            measure.label,
            depth,
            tuple(_cell(cells[measure.pk].get(period), remarks, numbers) for period in columns),
        )
        for measure, depth in _as_tree(measures)
    )
    return EvidenceCategory(
        category.number,
        category.title,
        tuple(period.label for period in columns),
        rows,
        tuple(remarks.values()),
        footnote if marked else "",
    )


def _cell(observation, remarks, numbers):
    if observation is None:
        return Cell()
    link = observation.link if observation.link.startswith(("https://", "http://")) else ""
    return Cell(observation.text, link, _remark(observation.note, remarks, numbers))


def _remark(text, remarks, numbers):
    """The remark beneath a table that a note becomes: numbered through the document, once for the same words."""
    if text and text not in remarks:
        remarks[text] = Remark(next(numbers), text)
    return remarks.get(text)


def _as_tree(measures):
    """Each row with its depth, sub-rows beneath the row they belong to."""
    here = {measure.pk for measure in measures}
    children = defaultdict(list)
    for measure in measures:
        children[measure.parent_id if measure.parent_id in here else None].append(measure)

    def walk(parent, depth):
        for measure in children[parent]:
            yield measure, depth
            yield from walk(measure.pk, depth + 1)

    return walk(None, 0)
