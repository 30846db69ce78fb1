"""Whose turn it is to be asked: plans as people read them, and what does not agree in them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import F, QuerySet

from evidence.models import EvidenceRow, SamplingKind, SamplingPlan, SamplingTurn
from partnerships.models import Agreement, Partnership, Period


def districts_of(agreement: Agreement | int) -> QuerySet[Partnership]:
    """The partnerships of which some may be asked in a period: all but that of the whole."""
    found = Partnership.objects.filter(agreement=agreement).exclude(partner=F("agreement__lead"))
    return found.select_related("partner").order_by("partner__sort_key")


def plans_of(row: EvidenceRow) -> list[SamplingPlan]:
    """The plans by which the whole's figures of this lineage are drawn, the newest first, with their turns.

    They are the same for the row of a district.
    """
    found = SamplingPlan.objects.filter(
        row__edition__agreement=row.edition.agreement_id,
        row__lineage=row.lineage,
        row__partnership__partner=F("row__edition__agreement__lead"),
    )
    return list(
        found.select_related("from_period", "row")
        .prefetch_related("turns__period", "turns__districts__partner")
        .order_by("-from_period__start", "-pk")
    )


@dataclass(frozen=True)
class Asked:
    """A district's turns for one row of the whole, in order."""

    row: EvidenceRow
    periods: list[Period]

    @property
    def in_words(self) -> str:
        """“FFY 2006 (2006-2007) and FFY 2012 (2012-2013)”."""
        names = [period.name for period in self.periods]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def asked_of(partnership: Partnership) -> list[Asked]:
    """In which periods a district is asked, by the row that its answers are for. In one query."""
    by_row: dict[EvidenceRow, list[Period]] = defaultdict(list)
    for turn in SamplingTurn.objects.of_district(partnership):
        by_row[turn.plan.row].append(turn.period)
    return [Asked(row, periods) for row, periods in by_row.items()]


def remarks_on(plan: SamplingPlan, districts: Iterable[Partnership]) -> list[str]:
    """Sentences for those who keep a plan of turns, where it does not do what it says. `districts` are all there
    are; its turns were read with their periods and districts.

    In `every` periods each district comes once: no district twice within so many, and after as many turns none is
    left that never came.
    """
    if plan.kind != SamplingKind.TURNS or plan.every is None:
        return []
    turns = sorted(plan.turns.all(), key=lambda turn: turn.period.start)
    remarks = [
        f"{_name(turn)}: the source prints {turn.number}, and {len(named)} of them "
        f"{'is' if len(named) == 1 else 'are'} named."
        for turn in turns
        if (named := list(turn.districts.all())) and turn.number not in (None, len(named))
    ]
    came: dict[Partnership, list[SamplingTurn]] = defaultdict(list)
    for turn in turns:
        for district in turn.districts.all():
            came[district].append(turn)
    for district, of_it in came.items():
        for one, other in pairwise(of_it):
            if other.period.start.year - one.period.start.year < plan.every:
                remarks.append(
                    f"{district.partner.name} comes in {one.period.name} and again in {other.period.name}; "
                    f"the plan says once in {plan.every}."
                )
    is_named = all(turn.districts.all() for turn in turns)
    if is_named and len(turns) >= plan.every and (never := [one for one in districts if one not in came]):
        names = ", ".join(one.partner.name for one in never[:5])
        more = f" and {len(never) - 5} more" if len(never) > 5 else ""
        remarks.append(f"Not asked in any period of the plan: {names}{more}.")
    return remarks


def _name(turn: SamplingTurn) -> str:
    return f"{turn.period.name}, {turn.label}" if turn.label else turn.period.name
