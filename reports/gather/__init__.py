"""What a report says, gathered from the database in a fixed number of queries. Templates then ask for nothing more.

Who may read it is decided by the caller.
"""

from .agreement import PARTS as AGREEMENT_PARTS
from .agreement import WholeAgreement, whole_agreement
from .agreement_tables import evidence_tables, steps_tables
from .board import BoardSummary, board_summary
from .contents import appendix_leaf, contents_of
from .county import CountySummary, county_summary
from .determinations import PrintedDeterminations, determinations
from .evidence import evidence_for
from .form import BlankForm, assessment_form
from .privacy import NotForPublic, NotMade, ToldFigures, told_in
from .profile import Profile, profile_of
from .report import StateOfThePartnership, essence_for, state_of_the_partnership
from .state_plan import StatePlan, state_plan
from .tracker import Tracker, tracker

__all__ = [
    "AGREEMENT_PARTS",
    "BlankForm",
    "BoardSummary",
    "CountySummary",
    "NotForPublic",
    "NotMade",
    "PrintedDeterminations",
    "Profile",
    "StateOfThePartnership",
    "StatePlan",
    "ToldFigures",
    "Tracker",
    "WholeAgreement",
    "appendix_leaf",
    "assessment_form",
    "board_summary",
    "contents_of",
    "county_summary",
    "determinations",
    "essence_for",
    "evidence_for",
    "evidence_tables",
    "profile_of",
    "state_of_the_partnership",
    "state_plan",
    "steps_tables",
    "told_in",
    "tracker",
    "whole_agreement",
]
