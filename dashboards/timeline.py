"""The picture of a partnership's steps over the months."""

from collections.abc import Iterable
from datetime import date

from actionsteps.models import StepStatus
from actionsteps.steps.origins import StandingStep
from reports.charts import Chart
from reports.spans import TimelineBar, spans_chart

DRAWN = 40
"""Steps in one picture; the list beneath has them all."""

TONES = {
    StepStatus.NOT_STARTED: "ink-0",
    StepStatus.UNDER_WAY: "ink-1",
    StepStatus.DONE: "ink-3",
    StepStatus.STOPPED: "outside",
}


def timeline_of(steps: Iterable[StandingStep], today: date) -> Chart | None:
    """The first steps that have a last day; None where none has."""
    dated = [(one, one.step.due_on) for one in steps if one.step.due_on][:DRAWN]
    spans = [
        TimelineBar(
            one.step.name,
            one.state.words,
            last,
            one.step.starts_on,
            TONES[one.state.status],
            (one.step.next_on,) if one.step.repeats and one.step.next_on else (),
        )
        for one, last in dated
    ]
    return spans_chart(spans, today) if spans else None
