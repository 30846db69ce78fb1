"""What is screened of the districts of an agreement: from their evidence, and from what a source prints."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from django.db.models import F, Q

from determinations.models import PracticeReview, PrintedScreening, ReviewResult, Screen, ScreenRule
from evidence.models import Definition, EvidenceRow, Observation
from evidence.results.judging import definition_in_force
from evidence.results.rates import Group
from partnerships.models import Edition, EditionStatus, Partnership, Period

from .judging import ScreenedFigures, ScreenWorking, judge


@dataclass(frozen=True)
class ScreenedDistrict:
    """One district in one period: every group by every rule, what the source prints, and the review."""

    partnership: Partnership
    figures: list[ScreenedFigures]
    rules: list[ScreenRule]
    printed: list[PrintedScreening]
    review: PracticeReview | None

    @cached_property
    def workings(self) -> list[ScreenWorking]:
        return [judge(rule, figures) for figures in self.figures for rule in self.rules]

    @cached_property
    def flagged(self) -> list[ScreenWorking]:
        return [one for one in self.workings if one.is_flagged]

    @property
    def others(self) -> list[ScreenWorking]:
        return [one for one in self.workings if not one.is_flagged]

    @property
    def is_flagged(self) -> bool:
        return bool(self.flagged)

    @property
    def is_found(self) -> bool:
        return bool(self.review and self.review.result == ReviewResult.FOUND)

    @property
    def needs_review(self) -> bool:
        return self.is_flagged and not (self.review and self.review.result)

    @property
    def sentences(self) -> list[str]:
        """The working of the groups that are flagged, or of all where none is: it is kept with the review."""
        return [sentence for one in self.flagged or self.workings for sentence in one.sentences]

    @property
    def has_changed(self) -> bool:
        """Whether the screen gives another working than when the outcome was recorded."""
        return bool(self.review and self.review.screened and self.review.screened != self.sentences)


@dataclass
class _FoundOfDistrict:
    """What there is of one district."""

    partnership: Partnership
    figures: list[ScreenedFigures] = field(default_factory=list)
    printed: list[PrintedScreening] = field(default_factory=list)
    review: PracticeReview | None = None


def screens_of(edition: Edition | int) -> list[Screen]:
    """With their rules, in two queries."""
    rules = ("rules__from_period", "rules__last_period")
    return list(
        Screen.objects.filter(edition=edition)
        .select_related("item", "edition__agreement")
        .prefetch_related(*rules)
    )


def edition_with_screens(agreement_id: int) -> Edition | None:
    """The newest adopted one that has screens."""
    adopted = Edition.objects.filter(agreement=agreement_id, status=EditionStatus.ADOPTED)
    return adopted.filter(screens__isnull=False).order_by("-effective_from", "-pk").distinct().first()


def rules_in(screen: Screen, period: Period) -> list[ScreenRule]:
    """Those in force in a period: of each name the last that began, unless it has ended."""
    newest: dict[str, ScreenRule] = {}
    for rule in sorted(screen.rules.all(), key=lambda one: (one.from_period.start, one.pk or 0)):
        if rule.from_period.start <= period.start:
            newest[rule.name] = rule
    in_force = [one for one in newest.values() if not one.last_period or period.start <= one.last_period.end]
    return sorted(in_force, key=lambda one: (one.position, one.pk or 0))


class ScreenedDistricts:
    """What there is of some screens of one edition, by period and district. In five queries."""

    def __init__(
        self,
        screens: Iterable[Screen],
        *,
        only: Partnership | None = None,
        periods: Collection[Period] | None = None,
    ) -> None:
        """`only` one district's; only of these periods."""
        self.screens = list(screens)
        self._found: dict[tuple[int, Period], dict[int, _FoundOfDistrict]] = defaultdict(dict)
        own, within = Q(partnership=only) if only else Q(), Q() if periods is None else Q(period__in=periods)
        self._read_printed(own & within)
        self._read_evidence(own, within)
        self._read_reviews(own & within)
        for of_place in self._found.values():
            for one in of_place.values():
                one.figures += _from_print(one)

    def periods(self, screen: Screen) -> list[Period]:
        """Those of which there is anything, the newest first."""
        found = {period for pk, period in self._found if pk == screen.pk}
        return sorted(found, key=lambda one: one.start, reverse=True)

    def districts(self, screen: Screen, period: Period) -> list[ScreenedDistrict]:
        """By name."""
        rules, found = rules_in(screen, period), self._found.get((screen.pk, period), {})
        districts = [
            ScreenedDistrict(one.partnership, one.figures, rules, one.printed, one.review)
            for one in found.values()
        ]
        return sorted(districts, key=lambda one: (one.partnership.partner.sort_key, one.partnership.pk))

    def _of(self, screen: int, period: Period, partnership: Partnership) -> _FoundOfDistrict:
        return self._found[screen, period].setdefault(partnership.pk, _FoundOfDistrict(partnership))

    def _read_printed(self, where: Q) -> None:
        lines = PrintedScreening.objects.filter(where, screen__in=self.screens)
        for line in lines.select_related("period", *WITH_PARTNER):
            self._of(line.screen_id, line.period, line.partnership).printed.append(line)

    def _read_reviews(self, where: Q) -> None:
        screens = {one.item_id: one.pk for one in self.screens}
        reviews = PracticeReview.objects.filter(where, item__in=screens)
        for review in reviews.select_related("period", *WITH_PARTNER):
            self._of(screens[review.item_id], review.period, review.partnership).review = review

    def _read_evidence(self, own: Q, within: Q) -> None:
        """The counts of districts' own rows. The lead agency's own row is that of the state."""
        reading = [one for one in self.screens if one.row_lineage]
        if not reading:
            return
        by_table: dict[tuple[int, Period, int | None], list[Observation]] = defaultdict(list)
        for value in _values(reading, own, within):
            by_table[value.row_id, value.period, value.part.breakdown_id if value.part else None].append(
                value
            )
        compositions = Compositions(reading, {row for row, _, _ in by_table})
        for (_, period, _), of_table in by_table.items():
            row = of_table[0].row
            for screen in reading:
                if _reads(screen, of_table[0]):
                    found = self._of(screen.pk, period, cast(Partnership, row.partnership))
                    found.figures += _figures(screen, of_table, compositions.of(row, screen, period))


WITH_PARTNER = ("partnership__partner", "partnership__agreement")


def _from_print(found: _FoundOfDistrict) -> list[ScreenedFigures]:
    """The lines of a source's table of which the evidence has no counts."""
    counted = {(one.category, one.group) for one in found.figures}
    return [
        ScreenedFigures(
            line.group,
            line.category,
            line.counted,
            printed_ratio=line.ratio,
            is_printed_as_flagged=True,
            place=line.place,
        )
        for line in found.printed
        if (line.category, line.group) not in counted
    ]


def _values(screens: list[Screen], own: Q, within: Q) -> Iterable[Observation]:
    lineages = [one.row_lineage for one in screens]
    rows = EvidenceRow.objects.filter(
        own,
        Q(lineage__in=lineages) | Q(parent__lineage__in=lineages),
        edition=screens[0].edition_id,
        partnership__isnull=False,
    ).exclude(partnership__partner=F("partnership__agreement__lead"))
    of_parts = Q(part=None) | Q(part__breakdown__name__in=[one.breakdown for one in screens])
    values = Observation.objects.filter(within, of_parts, row__in=rows, denominator__gt=0)
    read = values.exclude(numerator=None).select_related(
        "period", "part__breakdown", "row__parent", "row__partnership__partner", "row__partnership__agreement"
    )
    return read.order_by("row__position", "part__position", "pk")


def _reads(screen: Screen, value: Observation) -> bool:
    """Whether a screen looks at a value: of its row or one beneath, and of its breakdown or the whole."""
    row = value.row
    is_its = screen.row_lineage in (row.lineage, row.parent.lineage if row.parent else None)
    return is_its and screen.breakdown == (value.part.breakdown.name if value.part else "")


def _figures(
    screen: Screen, values: list[Observation], composition: Mapping[str, int]
) -> list[ScreenedFigures]:
    groups = {_group(one): Group(_count(one.numerator), _count(one.denominator)) for one in values}
    is_beneath = values[0].row.lineage != screen.row_lineage
    return [
        ScreenedFigures(
            name,
            str(values[0].row) if is_beneath else "",
            int(group.counted),
            int(group.enrolled),
            groups=groups if screen.breakdown else {},
            composition=composition,
        )
        for name, group in groups.items()
    ]


class Compositions:
    """By whom a weighted risk ratio weighs: as the definition of the district's row says, else that of the state's
    row. In two queries."""

    def __init__(self, screens: list[Screen], rows: set[int]) -> None:
        self._of_rows: dict[int, list[Definition]] = defaultdict(list)
        self._of_state: dict[str, list[Definition]] = defaultdict(list)
        lineages = [one.row_lineage for one in screens if one.breakdown]
        if not lineages:
            return
        of_state = Q(
            row__lineage__in=lineages,
            row__edition=screens[0].edition_id,
            row__partnership__partner=F("row__partnership__agreement__lead"),
        )
        definitions = Definition.objects.filter(of_state | Q(row__in=rows), composition__isnull=False)
        with_groups = definitions.select_related("from_period", "row").prefetch_related("composition")
        for one in with_groups.distinct():
            if one.row_id in rows:
                self._of_rows[one.row_id].append(one)
            else:
                self._of_state[one.row.lineage].append(one)

    def of(self, row: EvidenceRow, screen: Screen, period: Period) -> dict[str, int]:
        for definitions in (self._of_rows[row.pk], self._of_state[screen.row_lineage]):
            definition = definition_in_force(definitions, Observation(period=period))
            if definition:
                return {one.label: one.enrolled for one in definition.composition.all()}
        return {}


def _group(value: Observation) -> str:
    return value.part.label if value.part else ""


def _count(number: Any) -> int:
    """A count as a whole number."""
    return int(number)
