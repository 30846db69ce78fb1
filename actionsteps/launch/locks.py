"""Locks in the database: a launch plan's tasks and periods belong together and stay with it."""

from actionsteps.models import LaunchEvent, LaunchMark, LaunchPeriod, LaunchTask
from core.locks import Lock

OTHER_PLANS_PERIOD = (
    "{row}.period_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actionsteps_launchtask t, "
    "actionsteps_launchperiod p WHERE t.id = {row}.task_id AND p.id = {row}.period_id AND p.plan_id = t.plan_id)"
)

LAUNCH_LOCKS = [
    *(
        Lock(
            model._meta.db_table,
            OTHER_PLANS_PERIOD,
            "The period belongs to another launch plan than the task.",
            ("task_id", "period_id"),
            delete=False,
        )
        for model in (LaunchMark, LaunchEvent)
    ),
    *(
        Lock(
            model._meta.db_table,
            "{row}.id IS NOT NULL",
            "Tasks and periods stay with their launch plan.",
            ("plan_id",),
            insert=False,
            delete=False,
        )
        for model in (LaunchTask, LaunchPeriod)
    ),
]
