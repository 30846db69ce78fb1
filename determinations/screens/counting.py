"""How many districts: counted from records, each once, beside the numbers that a source prints."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from determinations.models import (
    DistrictCount,
    PracticeReview,
    PrintedScreening,
    Screen,
    ScreenCounts,
    ScreenRule,
    ScreenStep,
)
from evidence.models import Observation
from evidence.reading import in_short
from evidence.results.rates import rate
from partnerships.models import Period

from .gathering import ScreenedDistrict, ScreenedDistricts, rules_in


@dataclass(frozen=True)
class CountsTold:
    """What a source says of one step in a period."""

    step: ScreenStep
    totals: list[DistrictCount]
    by_group: list[DistrictCount]

    @property
    def number(self) -> int | None:
        """Its total, or what its groups come to, where it says one."""
        if self.totals:
            return self.totals[0].number
        return sum(one.number for one in self.by_group) if self.by_group else None

    @property
    def sum_in_words(self) -> str:
        """“10 + 1 + 4 = 15”; whether that is the total, and what the groups hold together."""
        if len(self.by_group) < 2:
            return ""
        added = sum(one.number for one in self.by_group)
        words = f"{' + '.join(str(one.number) for one in self.by_group)} = {added}"
        missed = [str(one.number) for one in self.totals if one.number != added]
        if missed:
            words += f", not {' or '.join(missed)} as printed"
        several = sum(one.number for one in self.by_group if "," in one.groups)
        if several:
            each = ", ".join(f"{name} {number}" for name, number in self.entries.items())
            words += (
                f" districts, {several} of them in several groups ({each}: {self.entries.total()} in all)"
            )
        return f"{words}."

    @property
    def entries(self) -> Counter[str]:
        """How many districts each group has; one in two groups is in both."""
        found: Counter[str] = Counter()
        for one in self.by_group:
            for name in one.groups.split(", "):
                found[name] += one.number
        return found


@dataclass(frozen=True)
class ScreenedPeriod:
    """One indicator in one period."""

    screen: Screen
    period: Period
    rules: list[ScreenRule]
    districts: list[ScreenedDistrict]
    told: list[CountsTold]
    state: Observation | None
    """The state's own value of the indicator."""

    @property
    def flagged(self) -> list[ScreenedDistrict]:
        """Each district once, in however many groups."""
        return [one for one in self.districts if one.is_flagged]

    @property
    def lines_flagged(self) -> int:
        """Groups of districts that are flagged: more than districts where one is in two."""
        return sum(len({one.figures.name for one in district.flagged}) for district in self.districts)

    @property
    def reviewed(self) -> list[ScreenedDistrict]:
        return [one for one in self.districts if one.review and one.review.result]

    @property
    def found(self) -> list[ScreenedDistrict]:
        return [one for one in self.flagged if one.is_found]

    @property
    def waiting(self) -> list[ScreenedDistrict]:
        return [one for one in self.districts if one.needs_review]

    @property
    def in_several(self) -> list[ScreenedDistrict]:
        return [one for one in self.flagged if len({working.figures.name for working in one.flagged}) > 1]

    @property
    def counted(self) -> list[ScreenedDistrict]:
        """Those that the indicator's figure counts."""
        return self.flagged if self.screen.counts == ScreenCounts.FLAGGED else self.found

    @property
    def of(self) -> int | None:
        return next((rule.districts for rule in self.rules if rule.districts), None)

    @property
    def from_records(self) -> str:
        """“2 of 55 = 3.64%”."""
        number = len(self.counted)
        share = rate(number, self.of) if self.of else None
        return f"{number} of {self.of} = {in_short(share)}%" if share is not None else f"{number}"

    @property
    def printed_step(self) -> CountsTold | None:
        """What the source says of the districts that the figure counts."""
        step = ScreenStep.FLAGGED if self.screen.counts == ScreenCounts.FLAGGED else ScreenStep.FOUND
        return next((one for one in self.told if one.step == step), None)

    @property
    def difference(self) -> str:
        """A sentence where the records hold another number of districts than the source says."""
        told = self.printed_step.number if self.printed_step else None
        if told is None or told == len(self.counted):
            return ""
        on_record = len(self.counted)
        if on_record < told:
            return f"The source says {told}; {on_record} of them {_is(on_record)} on record by name."
        return f"The source says {told}, the records hold {on_record}."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def told_in(counts: Iterable[DistrictCount]) -> list[CountsTold]:
    """By step, of one indicator and period."""
    numbers = list(counts)
    steps = [step for step in ScreenStep if any(one.step == step for one in numbers)]
    return [
        CountsTold(
            step,
            [one for one in numbers if one.step == step and not one.groups],
            [one for one in numbers if one.step == step and one.groups],
        )
        for step in steps
    ]


def periods_of(screens: Sequence[Screen]) -> dict[int, list[Period]]:
    """By a screen's key the periods of which there is anything, the newest first. In five queries."""
    keys: dict[int, set[int]] = defaultdict(set)
    by_item = {one.item_id: one.pk for one in screens}
    for pk, period in PrintedScreening.objects.filter(screen__in=screens).values_list("screen", "period"):
        keys[pk].add(period)
    for model in (PracticeReview, DistrictCount):
        for item, period in model._default_manager.filter(item__in=by_item).values_list("item", "period"):
            keys[by_item[item]].add(period)
    by_lineage = {one.row_lineage: one.pk for one in screens if one.row_lineage}
    values = Observation.objects.filter(row__lineage__in=by_lineage, row__edition__screens__in=screens)
    for lineage, period in values.values_list("row__lineage", "period").order_by().distinct():
        keys[by_lineage[lineage]].add(period)
    periods = Period.objects.in_bulk(set().union(*keys.values()))
    return {
        pk: sorted((periods[key] for key in of_screen), key=lambda one: one.start, reverse=True)
        for pk, of_screen in keys.items()
    }


def newest_of(screens: Sequence[Screen]) -> list[tuple[Screen, ScreenedPeriod | None, list[Period]]]:
    """Each with the newest period of which there is anything, and the earlier ones. In twelve queries."""
    periods = periods_of(screens)
    newest = [(one, periods[one.pk][0]) for one in screens if one.pk in periods]
    found = {one.screen.pk: one for one in screened_periods(newest)}
    return [(one, found.get(one.pk), periods.get(one.pk, [])[1:]) for one in screens]


def screened_periods(places: Sequence[tuple[Screen, Period]]) -> list[ScreenedPeriod]:
    """Of the whole state: screens of one edition, each in a period. In seven queries, however many districts."""
    if not places:
        return []
    screens, periods = [screen for screen, _ in places], {period for _, period in places}
    gathered = ScreenedDistricts(screens, periods=periods)
    counts = list(DistrictCount.objects.filter(item__screens__in=screens, period__in=periods))
    state = Observation.objects.filter(
        row__lineage__in=[one.row_lineage for one in screens if one.row_lineage],
        row__edition=screens[0].edition_id,
        row__partnership__partner=screens[0].edition.agreement.lead_id,
        period__in=periods,
        part=None,
    ).select_related("row")
    of_state = {(one.row.lineage, one.period_id): one for one in state}
    return [
        ScreenedPeriod(
            screen,
            period,
            rules_in(screen, period),
            gathered.districts(screen, period),
            told_in(one for one in counts if (one.item_id, one.period_id) == (screen.item_id, period.pk)),
            of_state.get((screen.row_lineage, period.pk)),
        )
        for screen, period in places
    ]
