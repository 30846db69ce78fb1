"""What a value says, in figures and status, as its text is read."""

from datetime import date

from core.kept import kept
from partnerships.models import Period

from .models import EvidenceRow, Observation, ObservationStatus, RowKind
from .reading import Reading, in_unit, in_words, is_percent, problems, read_value, remarks

READINGS_KEPT = 1024
"""In a process, of the texts that were read last: a long one has 2 kB."""


UNLESS_CHANGE = "If it is a change, the row’s form is to say so first."
"""What is said with a percentage beyond 0 and 100, where nobody said what the row's are."""


def understand(value: Observation) -> None:
    """Set a value's status and figures to what its text says. Nothing is saved.

    A number is kept where the text has one only, and in the row's unit. Counts that cannot be are not kept. When
    the value is expected is set where the text says so and nobody else did.
    """
    reading = reading_of(value.text, value.row, value.period)
    value.status = ObservationStatus(reading.status or ObservationStatus.REPORTED)
    value.number = value.numerator = value.denominator = None
    if figure := reading.figure:
        value.number = in_unit(figure, value.row.unit)
        if figure.numerator is not None and 0 <= figure.numerator <= (figure.denominator or 0):
            value.numerator, value.denominator = figure.numerator, figure.denominator
    value.expected_on = value.expected_on or reading.expected


def expected_by(value: Observation) -> date | None:
    """When a value is expected, as its text alone says it."""
    return reading_of(value.text, value.row, value.period).expected


def problems_with(text: str, row: EvidenceRow, period: Period) -> list[str]:
    """Why a text is not accepted for a row and a period, in sentences; none where it is."""
    is_taken_for_shares = row.kind == RowKind.NOT_SAID and is_percent(row.unit)
    return problems(
        reading_of(text, row, period),
        lowest=row.lowest,
        highest=row.highest,
        of_a_whole=is_taken_for_shares or row.kind in (RowKind.RATE, RowKind.SHARE),
        unless=UNLESS_CHANGE if is_taken_for_shares else "",
        is_change=row.kind == RowKind.CHANGE,
        period=(period.start, period.end),
    )


def understood(text: str, row: EvidenceRow, period: Period) -> str:
    """What was understood of a text, in words for those who entered it."""
    return in_words(reading_of(text, row, period))


def remarks_on(text: str, row: EvidenceRow, period: Period) -> list[str]:
    """Where the figures of a text disagree, in sentences. What rounding explains is not told."""
    found = remarks(reading_of(text, row, period), unit=row.unit)
    return [remark.sentence for remark in found if not remark.is_rounding]


def reading_of(text: str, row: EvidenceRow, period: Period) -> Reading:
    """A text as it is read for a row and a period."""
    return _reading(text, row.unit, period.start, period.end)


@kept(READINGS_KEPT)
def _reading(text: str, unit: str, first: date, last: date) -> Reading:
    return read_value(text, unit=unit, period=(first, last))
