"""The administration of plans, feedback, clocks, funds and launch plans."""

from . import clocks, funds, launch, plans

__all__ = ["clocks", "funds", "launch", "plans"]
