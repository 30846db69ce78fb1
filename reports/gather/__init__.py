"""What a report says, gathered from the database in a fixed number of queries. Templates then ask for nothing more.

Who may read it is decided by the caller.
"""

from .report import StateOfThePartnership, state_of_the_partnership

__all__ = ["StateOfThePartnership", "state_of_the_partnership"]
