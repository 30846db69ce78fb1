"""The administration of plans, feedback, clocks and launch plans."""

from . import clocks, launch, plans

__all__ = ["clocks", "launch", "plans"]
