"""What a report says, gathered from the database into plain values in a fixed number of queries.

Who may read it is decided by the caller.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from django.utils.formats import date_format

from actionsteps.plans import category_steps, plans_of
from assessments.highlights.points import with_points
from assessments.models import AssessmentStatus, HighlightKind
from assessments.models import Minutes as MinutesRecord
from assessments.rating.tally import Tally
from evidence.models import ObservationStatus
from evidence.tables import category_tables, editions_with_evidence
from partnerships.models import Item, RatingScale


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
    name: str = ""


@dataclass(frozen=True)
class Line:
    """An item or heading of the edition as this assessment rates it."""

    reference: str
    text: str
    depth: int
    """0 for an item that stands beneath no other, 1 for one beneath that, and so on."""
    is_rated: bool
    level: Level | None = None
    flag: bool = False
    comment: str = ""
    title: str = ""
    scale: Scale | None = None
    """Its own, where it is not rated on the edition's."""

    @property
    def is_counted(self) -> bool:
        """Whether it enters the figures: they are of the edition's scale alone."""
        return self.is_rated and self.scale is None


@dataclass(frozen=True)
class RatedCategory:
    number: str
    title: str
    lead_in: str
    lines: tuple[Line, ...]
    tally: Tally

    @property
    def is_deep(self) -> bool:
        """Whether its references need more room."""
        return any(line.depth > 1 for line in self.lines)


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
    number: str
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
    status: str = ""
    """In words, where the text alone does not say it."""
    link: str = ""
    remark: Remark | None = None


@dataclass(frozen=True)
class EvidenceLine:
    label: str
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class EvidenceCategory:
    number: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[EvidenceLine, ...]
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
class Minutes:
    """Of the conference at which a joint assessment was agreed on."""

    agenda: str
    decisions: str


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
    other_scales: tuple[Scale, ...]
    """Those that some items have instead."""
    categories: tuple[RatedCategory, ...]
    strengths: tuple[str, ...]
    """Each with what it points to."""
    focus: tuple[str, ...]
    minutes: Minutes | None
    plan: Plan | None
    evidence: Evidence | None

    @property
    def title(self):
        return f"State of the Partnership {self.period}"

    @property
    def apart(self) -> int:
        """How many items are rated on a scale of their own."""
        lines = (line for category in self.categories for line in category.lines)
        return sum(line.is_rated and not line.is_counted for line in lines)

    @cached_property
    def total(self) -> Tally:
        return tally_of([line for category in self.categories for line in category.lines], self.scale)


def state_of_the_partnership(assessment):
    """Everything the State of the Partnership report says about one assessment."""
    partnership, cycle = assessment.partnership, assessment.cycle
    scale, levels = scale_and_levels(cycle.edition.scale)
    items = list(assessment.items().select_related("category"))
    own_scales = own_scales_of(items)
    highlights = defaultdict(list)
    for highlight in with_points(assessment.highlights.all()):
        highlights[highlight.kind].append(_pointing(highlight))
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
        other_scales=tuple(own for own, _ in own_scales.values()),
        categories=_rated_categories(assessment, items, scale, levels, own_scales),
        strengths=tuple(highlights[HighlightKind.STRENGTH]),
        focus=tuple(highlights[HighlightKind.FOCUS]),
        minutes=_minutes(assessment),
        plan=_plan(assessment),
        evidence=_evidence(assessment),
    )


def _pointing(highlight):
    """A strength or area of focus with the items and measures it points to: “Transportation (6.1, 6.2)”."""
    items = ", ".join(point.name for point in highlight.points if point.is_item)
    measures = "; ".join(point.name for point in highlight.points if not point.is_item)
    return "".join(
        [highlight.text, f" ({items})" if items else "", f"\nShown by: {measures}" if measures else ""]
    )


def _minutes(assessment):
    """None where no conference was held, or nothing was written down of it."""
    written = MinutesRecord.objects.filter(assessment=assessment).first() if assessment.is_joint else None
    if written is None or not (written.agenda or written.decisions):
        return None
    return Minutes(written.agenda, written.decisions)


def _date(assessment):
    if assessment.date is None:
        return ""
    return date_format(assessment.date, "F Y" if assessment.date_is_month else "M j, Y")


def _status_note(assessment):
    return {
        AssessmentStatus.DRAFT: "Draft: not final",
        AssessmentStatus.SUBMITTED: "Submitted: not final",
        AssessmentStatus.RETURNED: "Returned: not final",
    }.get(assessment.status, "")


def tally_of(lines: Iterable[Line], scale: Scale) -> Tally:
    """How many of the rated lines stand at each level of the scale."""
    return Tally.of((line.level for line in lines if line.is_counted), scale.levels, scale.met_from)


def scale_and_levels(scale):
    levels = {
        level.pk: Level(level.code, level.label, level.words, level.colour, level.value)
        for level in scale.levels.all()
    }
    found = tuple(levels.values())
    return Scale(found, scale.met_from, scale.flag_symbol, scale.flag_label, scale.name), levels


def own_scales_of(items: Iterable[Item]) -> dict[int, tuple[Scale, dict[int, Level]]]:
    """By key, the scales that items have instead of their edition's, by name. No query where there are none."""
    keys = {item.scale_id for item in items if item.scale_id and item.is_rated}
    scales = RatingScale.objects.filter(pk__in=keys).order_by("name").prefetch_related("levels")
    return {scale.pk: scale_and_levels(scale) for scale in scales} if keys else {}


def _rated_categories(assessment, items, scale, levels, own_scales):
    ratings = {rating.item_id: rating for rating in assessment.ratings.all()}
    lines = defaultdict(list)
    for item in items:
        own, levels_of_item = own_scales.get(item.scale_id, (None, levels))
        line = {
            "reference": item.reference,
            "title": item.title,
            "text": item.text,
            "depth": item.depth,
            "is_rated": item.is_rated,
            "scale": own,
        }
        if item.is_rated and (rating := ratings.get(item.pk)):
            line |= {
                "level": levels_of_item.get(rating.level_id),
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
            tally_of(lines[category], scale),
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


def _plan(assessment):
    plan = _fitting(plans_of(assessment.partnership), assessment, lambda plan: plan.edition)
    if plan is None:
        return None
    numbers = count(1)
    categories = tuple(_plan_category(table, numbers) for table in category_steps(plan))
    return Plan(str(plan), plan.edition.label, categories)


def _plan_category(table, numbers):
    remarks: dict[str, Remark] = {}
    steps = tuple(_step(row, remarks, numbers) for row in table.steps)
    return PlanCategory(table.category.number, table.category.title, steps, tuple(remarks.values()))


def _step(row, remarks, numbers):
    step = row.step
    actions = tuple(Action(line.action.text, line.action.timeline) for line in row.lines)
    connection = ", ".join(item.reference for item in step.items.all())
    feedback = step.feedback.text if step.feedback else ""
    return Step(feedback, actions, connection, _remark(step.note, remarks, numbers))


def _evidence(assessment):
    partnership = assessment.partnership
    editions = list(editions_with_evidence(partnership))
    with_values = [edition for edition in editions if edition.has_values]
    edition = _fitting(with_values or editions, assessment)
    if edition is None:
        return None
    numbers = count(1)
    categories = tuple(
        _evidence_category(of_category, edition.table_footnote or "", numbers)
        for of_category in category_tables(partnership, edition)
    )
    title = edition.table_title or "Evidence"
    return Evidence(title, edition.label, edition.table_introduction or "", categories)


def _evidence_category(table, footnote, numbers):
    observations = [cell.observation for row in table.rows for cell in row.cells if cell.observation]
    marked = any(o.status == ObservationStatus.FORTHCOMING for o in observations)
    remarks: dict[str, Remark] = {}
    rows = tuple(
        EvidenceLine(
            row.record.label,
            row.depth,
            tuple(_cell(cell, remarks, numbers) for cell in row.cells),
        )
        for row in table.rows
    )
    return EvidenceCategory(
        table.category.number,
        table.category.title,
        tuple(period.label for period in table.periods),
        rows,
        tuple(remarks.values()),
        footnote if marked else "",
    )


def _cell(cell, remarks, numbers):
    observation = cell.observation
    if observation is None:
        return Cell()
    link = observation.link if observation.link.startswith(("https://", "http://")) else ""
    return Cell(observation.text, cell.status, link, _remark(observation.note, remarks, numbers))


def _remark(text, remarks, numbers):
    """The remark beneath a table that a note becomes: numbered through the document, once for the same words."""
    if text and text not in remarks:
        remarks[text] = Remark(next(numbers), text)
    return remarks.get(text)
