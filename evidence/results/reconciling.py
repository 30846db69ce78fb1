"""Whether the figures of a source come to what it says: worked out of the loaded records, exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from django.db.models import Prefetch

from evidence.models import (
    ComponentValue,
    Observation,
    Reconciliation,
    ReconciliationTerm,
    Target,
    TermFigure,
    TermSide,
)
from evidence.reading import in_short, rounded
from partnerships.models import Partnership


class Holds(Enum):
    YES = "agrees"
    NOT_IN_SOURCE = "does not agree in the source itself"
    NO = "does not agree"
    UNKNOWN = "cannot be worked out"


@dataclass(frozen=True)
class Check:
    reconciliation: Reconciliation
    holds: Holds
    working: str
    """“8 + 184 + 426 = 618”, or why it cannot be worked out."""
    terms: Sequence[tuple[ReconciliationTerm, Decimal | None]]
    """Each with its figure; None where it has none."""

    @property
    def is_expected(self) -> bool:
        """Whether it is as the source has it: it holds, or the source contradicts itself there."""
        return self.holds in (Holds.YES, Holds.NOT_IN_SOURCE)


def checks_of(partnership: Partnership) -> list[Check]:
    """All reconciliations of a partnership, in the order of the text. In five queries at most, however many."""
    return check_all(Reconciliation.objects.filter(partnership=partnership).with_terms())


def check_all(reconciliations: Iterable[Reconciliation]) -> list[Check]:
    found = sorted(reconciliations, key=_place)
    terms = [term for one in found for term in one.terms.all()]
    figures = _figures(terms)
    return [check(one, [(term, figures.get(term.pk)) for term in one.terms.all()]) for one in found]


def check(
    reconciliation: Reconciliation, terms: Sequence[tuple[ReconciliationTerm, Decimal | None]]
) -> Check:
    """One reconciliation with the figures of its terms.

    What is counted is added up, divided by what it is out of, and compared with what it is to come to: exactly, or
    after it is rounded as the source does. One that holds although the source was said to contradict itself there
    does not agree either: somebody changed a figure.
    """

    def unknown(why: str) -> Check:
        return Check(reconciliation, Holds.UNKNOWN, why, terms)

    lacking = [str(term) for term, figure in terms if figure is None]
    if lacking:
        return unknown(f"There is no figure of {'; '.join(lacking)}.")
    of, out_of, gives = (_on(terms, side) for side in (TermSide.OF, TermSide.OUT_OF, TermSide.GIVES))
    if not of or not gives:
        return unknown("It names no figures, or nothing that they come to.")
    whole = _sum(out_of) if out_of else Fraction(1)
    if not whole:
        return unknown("It would be divided by 0.")
    exact = _sum(of) / whole * (100 if reconciliation.is_percent else 1)
    decimals = reconciliation.decimals
    came = exact if decimals is None else Fraction(rounded(exact, decimals))
    is_equal = came == _sum(gives)
    sign = "%" if reconciliation.is_percent else ""
    worked = f"{_grouped(of)} of {_grouped(out_of)}" if out_of else _in_words(of)
    places = 6 if decimals is None else decimals + 2
    working = f"{worked} = {in_short(exact, places)}{sign}"
    if exact != _sum(gives):
        working += f", printed {_in_words(gives)}{sign}"
    in_source = reconciliation.contradiction_id is not None
    holds = (
        (Holds.NO if in_source else Holds.YES) if is_equal else Holds.NOT_IN_SOURCE if in_source else Holds.NO
    )
    return Check(reconciliation, holds, working, terms)


Figures = Sequence[tuple[ReconciliationTerm, Decimal]]


def _on(terms: Sequence[tuple[ReconciliationTerm, Decimal | None]], side: TermSide) -> Figures:
    return [(term, figure) for term, figure in terms if term.side == side and figure is not None]


def _sum(terms: Figures) -> Fraction:
    return sum(((-1 if term.takes_away else 1) * Fraction(figure) for term, figure in terms), Fraction(0))


def _in_words(terms: Figures) -> str:
    """“535 - 6”"""
    words = ""
    for term, figure in terms:
        sign = "-" if term.takes_away else "+"
        words += f" {sign} " if words else ("-" if term.takes_away else "")
        words += in_short(figure, 6)
    return words


def _grouped(terms: Figures) -> str:
    return f"({_in_words(terms)})" if len(terms) > 1 else _in_words(terms)


def _place(one: Reconciliation) -> tuple[int, int, int, int]:
    """Those of the whole last."""
    if one.item is None:
        return (1, 0, one.position, one.pk)
    return (0, one.item.category.position, one.position, one.pk)


def _figures(terms: Sequence[ReconciliationTerm]) -> dict[int, Decimal]:
    """By the key of each term that has one. Values, figures of formulas and targets take a query each, where a term
    asks for them."""
    kinds = {term.figure for term in terms}
    rows = {term.row_id for term in terms if term.row_id}
    values = _values(terms, rows, with_parts=TermFigure.COMPONENT in kinds)
    targets: dict[tuple[int | None, int | None], Target] = {}
    if TermFigure.TARGET in kinds:
        of_rows = Target.objects.filter(definition__row__in=rows).select_related("definition")
        in_order = of_rows.order_by("definition__from_period__start")
        targets = {(one.definition.row_id, one.period_id): one for one in in_order}
    found: dict[int, Decimal] = {}
    for term in terms:
        value = values.get((term.row_id, term.period_id, term.part_id))
        target = targets.get((term.row_id, term.period_id))
        figure: Decimal | None
        match term.figure:
            case TermFigure.PRINTED:
                figure = term.printed
            case TermFigure.TARGET:
                figure = target.number if target else None
            case TermFigure.COMPONENT:
                of_letter = (
                    one.number
                    for one in (value.components.all() if value else [])
                    if one.component.letter == term.letter
                )
                figure = next(of_letter, None)
            case _:
                figure = getattr(value, term.figure) if value else None
        if figure is not None:
            found[term.pk] = figure
    return found


def _values(
    terms: Sequence[ReconciliationTerm], rows: set[int], *, with_parts: bool
) -> dict[tuple[int | None, int | None, int | None], Observation]:
    """By row, period and part."""
    periods = {term.period_id for term in terms if term.row_id}
    values = Observation.objects.filter(row__in=rows, period__in=periods)
    if with_parts:
        components = ComponentValue.objects.select_related("component")
        values = values.prefetch_related(Prefetch("components", components))
    return {(one.row_id, one.period_id, one.part_id): one for one in values}
