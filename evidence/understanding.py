"""What a value says, in figures and status, as its text is read."""

from .models import Observation, ObservationStatus
from .reading import in_unit, read_value


def understand(value: Observation) -> None:
    """Set a value's status and figures to what its text says. Nothing is saved.

    A number is kept where the text has one only, and in the row's unit. Counts that cannot be are not kept. When
    the value is expected is set where the text says so and nobody else did.
    """
    period = value.period.start, value.period.end
    reading = read_value(value.text, unit=value.row.unit, period=period)
    value.status = ObservationStatus(reading.status or ObservationStatus.REPORTED)
    value.number = value.numerator = value.denominator = None
    if figure := reading.figure:
        value.number = in_unit(figure, value.row.unit)
        if figure.numerator is not None and 0 <= figure.numerator <= (figure.denominator or 0):
            value.numerator, value.denominator = figure.numerator, figure.denominator
    value.expected_on = value.expected_on or reading.expected
