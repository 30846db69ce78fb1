"""The administration of plans, feedback and clocks."""

from . import clocks, plans

__all__ = ["clocks", "plans"]
