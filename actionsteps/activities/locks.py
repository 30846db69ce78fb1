"""Locks in the database: what a submission printed stays, and a table names only what is of its agreement."""

from core.locks import Lock, columns_of, stays_with

from ..models import ActivityLine, ActivityTable

IS_HANDED_IN = (
    "The submission that prints this table is handed in, and the table stays as it is. "
    "Say it in the table of a later submission."
)
OTHER_AGREEMENT = (
    "NOT EXISTS (SELECT 1 FROM partnerships_submission s, partnerships_partnership p "
    "WHERE s.id = {row}.submission_id AND p.id = {row}.partnership_id AND s.agreement_id = p.agreement_id)"
)
FOREIGN_PLACE = (
    "{row}.printed_at_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partnerships_item i, partnerships_edition e, "
    "partnerships_submission s WHERE i.id = {row}.printed_at_id AND e.id = i.edition_id "
    "AND s.id = {row}.submission_id AND e.agreement_id = s.agreement_id)"
)
FOREIGN_ITEM = (
    "NOT EXISTS (SELECT 1 FROM partnerships_item i, partnerships_edition e, partnerships_submission s, "
    "actionsteps_activitytable t WHERE i.id = {row}.item_id AND e.id = i.edition_id "
    "AND t.id = {row}.activitytable_id AND s.id = t.submission_id AND e.agreement_id = s.agreement_id)"
)
FOREIGN_STEP = (
    "NOT EXISTS (SELECT 1 FROM actionsteps_actionstep s, actionsteps_actionplan p, actionsteps_activitytable t "
    "WHERE s.id = {row}.step_id AND p.id = s.plan_id AND t.id = {row}.table_id "
    "AND t.partnership_id = p.partnership_id)"
)
HANDED_IN = (
    "EXISTS (SELECT 1 FROM partnerships_submission s WHERE s.id = {row}.submission_id "
    "AND s.submitted_on IS NOT NULL)"
)
OF_HANDED_IN = (
    "EXISTS (SELECT 1 FROM partnerships_submission s, actionsteps_activitytable t WHERE t.id = {row}.%s "
    "AND s.id = t.submission_id AND s.submitted_on IS NOT NULL)"
)

_ITEMS = ActivityTable.items.through
_TABLE, _LINE, _OF_ITEMS = ActivityTable._meta.db_table, ActivityLine._meta.db_table, _ITEMS._meta.db_table

ACTIVITY_LOCKS = [
    stays_with(ActivityTable, "partnership_id", "A table of activities stays with its partnership."),
    stays_with(ActivityLine, "step_id", "A line of a table stays with its activity."),
    Lock(
        _TABLE,
        OTHER_AGREEMENT,
        "The submission is another agreement's than the partnership's.",
        ("partnership_id", "submission_id"),
        delete=False,
        name="agreement",
    ),
    Lock(
        _TABLE,
        FOREIGN_PLACE,
        "A table is printed at an item of its own agreement.",
        ("printed_at_id", "submission_id"),
        delete=False,
        name="place",
    ),
    Lock(
        _LINE,
        FOREIGN_STEP,
        "The activity is another partnership's than the table's.",
        ("step_id", "table_id"),
        delete=False,
        name="step",
    ),
    Lock(
        _OF_ITEMS,
        FOREIGN_ITEM,
        "A table is for items of its own agreement.",
        columns_of(_ITEMS),
        delete=False,
        name="item",
    ),
    Lock(_TABLE, HANDED_IN, IS_HANDED_IN, columns_of(ActivityTable), name="handed_in"),
    Lock(_LINE, OF_HANDED_IN % "table_id", IS_HANDED_IN, columns_of(ActivityLine), name="handed_in"),
    Lock(
        _OF_ITEMS,
        OF_HANDED_IN % "activitytable_id",
        IS_HANDED_IN,
        columns_of(_ITEMS),
        name="handed_in",
    ),
]
