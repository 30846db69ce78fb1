"""What an agreement's source prints of its cohorts, each number beside what it should add up with.

Nothing is corrected: which of two printed numbers is right is not for Accord to say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from accounts.models import Organization, OrganizationKind
from core.words import in_words

from .models import Agreement, Cohort, Counted, Partnership, PrintedCount


@dataclass(frozen=True)
class PrintedElsewhere:
    """What stands elsewhere beside a printed number."""

    words: str
    adds_up: bool | None
    """None where it cannot be told."""


@dataclass(frozen=True)
class PrintedFigure:
    printed: PrintedCount
    here: int | None
    """How many there are in Accord; None of what is not counted here."""
    findings: list[PrintedElsewhere]

    @property
    def adds_up(self) -> bool:
        return all(one.adds_up is not False for one in self.findings)


def figures_of(agreement: Agreement) -> list[tuple[Cohort | None, list[PrintedFigure]]]:
    """By cohort; at the end (None) the numbers of the whole agreement. A constant number of queries."""
    cohorts = list(agreement.cohorts.all())
    printed = list(agreement.printed_counts.select_related("cohort"))
    here = _counts_here(agreement)
    by_place = defaultdict(list)
    for one in printed:
        findings = list(_of_total(one, cohorts, printed) if one.cohort is None else _of_cohort(one, printed))
        by_place[one.cohort_id].append(PrintedFigure(one, _here(one, here), findings))
    return [(place, by_place[place.pk if place else None]) for place in (*cohorts, None)]


def _of_cohort(count: PrintedCount, printed: Iterable[PrintedCount]) -> Iterator[PrintedElsewhere]:
    for other in printed:
        if (other.cohort_id, other.counted) == (count.cohort_id, count.counted) and other != count:
            same = other.number == count.number
            yield PrintedElsewhere(f"{other.number} in “{other.place}”: “{other.words}”.", same)


def _of_total(
    total: PrintedCount, cohorts: Sequence[Cohort], printed: Iterable[PrintedCount]
) -> Iterator[PrintedElsewhere]:
    """The sums of what is printed of the cohorts; several where several numbers are printed of one.

    A cohort of which nothing at all is printed is none of the source's.
    """
    known = {one.cohort_id for one in printed}
    cohorts = [cohort for cohort in cohorts if cohort.pk in known]
    of_cohort = defaultdict(list)
    for one in printed:
        if one.cohort_id and one.counted == total.counted:
            of_cohort[one.cohort_id].append(one)
    if not of_cohort:
        return
    if silent := [cohort.label for cohort in cohorts if cohort.pk not in of_cohort]:
        told = [_told(one) for several in of_cohort.values() for one in several]
        verb = "has" if len(silent) == 1 else "have"
        yield PrintedElsewhere(f"{in_words(told)}; {in_words(silent)} {verb} no number of their own.", None)
        return
    for addends in product(*(of_cohort[cohort.pk] for cohort in cohorts)):
        added = sum(one.number for one in addends)
        places = dict.fromkeys(f"“{one.place}”" for one in addends)
        sentence = (
            f"{' + '.join(str(one.number) for one in addends)} = {added} by the cohorts in {in_words(places)}"
        )
        is_same = added == total.number
        yield PrintedElsewhere(f"{sentence}{'.' if is_same else f', not {total.number}.'}", is_same)


def _told(count: PrintedCount) -> str:
    return f"{count.number} of {count.cohort} in “{count.place}”"


def _counts_here(agreement: Agreement) -> dict[str, Counter[int | None]]:
    """By what is counted and by cohort: the partners, and the schools that are partners or stand beneath one."""
    partners = Partnership.objects.filter(agreement=agreement).values_list(
        "partner", "partner__kind", "cohort"
    )
    cohort_of: dict[int, int | None] = {partner: cohort for partner, _, cohort in partners}
    schools: list[int | None] = [cohort for _, kind, cohort in partners if kind == OrganizationKind.SCHOOL]
    beneath = Organization.objects.filter(kind=OrganizationKind.SCHOOL, parent__in=cohort_of)
    schools += [cohort_of[parent] for parent in beneath.values_list("parent", flat=True) if parent]
    return {Counted.PARTNERS: Counter(cohort_of.values()), Counted.SCHOOLS: Counter(schools)}


def _here(count: PrintedCount, here: dict[str, Counter[int | None]]) -> int | None:
    if count.counted not in here:
        return None
    return here[count.counted][count.cohort_id] if count.cohort_id else here[count.counted].total()
