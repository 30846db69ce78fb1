"""The scorecard of a partnership: its goals with value and status on one page, for those who answer for them.

It is read as the public reads it, by everybody: no small counts, and nothing about a single person.
"""

from .gathering import Scorecard, gather_scorecard

__all__ = ["Scorecard", "gather_scorecard"]
