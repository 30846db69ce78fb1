"""What a value says, in figures and status, as its text is read."""

from .models import Observation, ObservationStatus


def understand(value: Observation) -> None:
    """Set a value's status and figures to what its text says. Nothing is saved."""
    value.status = ObservationStatus.REPORTED if value.text else ObservationStatus.BLANK
