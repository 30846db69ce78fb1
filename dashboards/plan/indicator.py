"""One indicator of a plan: its words, what it means, its years, and what stands beneath it in the document."""

from dataclasses import dataclass

from actionsteps.activities.tables import TablesOfItem, tables_at
from determinations.screens.summary import ScreenSummary, summaries_of
from evidence.models import Reconciliation
from evidence.results.reconciling import Check, Holds, check_all
from partnerships.models import Contradiction, Item, Passage
from reports.charts import Chart
from reports.row_charts import row_chart

from .lines import PlanRowLine
from .reading import Plan, PlanItem

DRAWN = 6
"""Periods at most in a chart: so many can be read on a phone."""


@dataclass(frozen=True)
class DrawnLine:
    line: PlanRowLine
    chart: Chart | None


@dataclass(frozen=True)
class PartOfIndicator:
    """The indicator itself, or a part: with its own rows and passages."""

    of: PlanItem
    rows: list[DrawnLine]
    passages: list[Passage]
    is_first: bool

    @property
    def item(self) -> Item:
        return self.of.item


@dataclass(frozen=True)
class Indicator:
    item: Item
    above: Item | None
    parts: list[PartOfIndicator]
    """Itself first."""
    activities: TablesOfItem
    contradictions: list[Contradiction]
    """For those who enter alone."""
    checks: list[Check]
    """Of its figures, for those who enter them."""
    screens: list[ScreenSummary]
    """How it looks for districts, and what its source says of how many."""
    before: Item | None
    after: Item | None
    """Its neighbours at the same depth, in document order."""

    @property
    def has_parts(self) -> bool:
        return len(self.parts) > 1

    @property
    def has_figures(self) -> bool:
        return any(part.rows for part in self.parts)

    @property
    def text_is_above(self) -> bool:
        """Whether the plan prints what it says of a part with the indicator alone."""
        return self.above is not None and not any(part.passages for part in self.parts)

    @property
    def contents(self) -> list[tuple[str, str]]:
        """(anchor, name) of what stands on the page."""
        parts = [(f"part-{one.item.reference}", one.item.reference) for one in self.parts if not one.is_first]
        passages = [
            (f"passage-{one.pk}", one.heading.rstrip(":")) for part in self.parts for one in part.passages
        ]
        others = (
            ("districts", "Districts", self.screens),
            ("activities", "Improvement activities", self.activities),
            ("checks", "Its figures checked against the source", self.checks),
            ("contradictions", "Where the source contradicts itself", self.contradictions),
        )
        return [*parts, *passages, *((anchor, name) for anchor, name, found in others if found)]

    @property
    def agreeing(self) -> int:
        """Of the checks."""
        return sum(check.holds is Holds.YES for check in self.checks)


def indicator_of(
    plan: Plan, reference: str, *, enters: bool, checks: bool = False, has_screens: bool = False
) -> Indicator | None:
    """None where the plan has no such number. `enters` says whether the reader is shown contradictions, `checks`
    whether the reader enters the figures of the whole, `has_screens` whether the agreement screens districts: that
    is asked in two queries more."""
    by_reference = {one.item.reference: one.item for one in plan.items}
    item = by_reference.get(reference)
    if item is None:
        return None
    beneath = [one.item for one in plan.beneath(item)]
    keys = [one.pk for one in beneath]
    passages = list(Passage.objects.filter(item__in=keys).order_by("position", "pk"))
    parts = [
        PartOfIndicator(
            one,
            [DrawnLine(line, row_chart(line.figures, line.figures.last_periods(DRAWN))) for line in one.main],
            [passage for passage in passages if passage.item_id == one.item.pk],
            is_first=one.item == item,
        )
        for one in plan.beneath(item)
    ]
    contradictions = Contradiction.objects.filter(item__in=keys).select_related("item") if enters else []
    of_whole = Reconciliation.objects.filter(partnership=plan.whole)
    beside = [one.item for one in plan.items if one.item.parent_id == item.parent_id]
    at = beside.index(item)
    above = next((one.item for one in plan.items if one.item.pk == item.parent_id), None)
    return Indicator(
        item,
        above,
        parts,
        tables_at(plan.edition.agreement, [*beneath, *([above] if above else [])]),
        list(contradictions),
        check_all(of_whole.filter(item__in=keys).with_terms()) if checks else [],
        list(summaries_of(beneath).values()) if has_screens else [],
        beside[at - 1] if at else None,
        beside[at + 1] if at + 1 < len(beside) else None,
    )
