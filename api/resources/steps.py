"""What is done next: the plans of a partnership, and their steps."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from actionsteps.models import ActionPlan, ActionStep
from actionsteps.plans.tables import PlannedStep, live_steps, planned, plans_of, steps_to_show
from api.paging import PageOfRecords, Paging, page_of
from api.problems import PROBLEMS
from partnerships.access import get_partnership

router = Router(tags=["Action steps"])


class PlanSeen(Schema):
    edition: str = Field(description="The label of its edition.")
    version: str
    title: str
    is_released: bool = Field(description="Whether it is a document already; else it is in preparation.")


class ActionSeen(Schema):
    text: str
    timeline: str = Field(description="As it is printed.")


class StepSeen(Schema):
    id: str
    lineage: str = Field(description="What it keeps in every version of the plan.")
    category: str = Field(description="The number of its category.")
    title: str
    answers: list[str] = Field(description="What was said that it answers.")
    actions: list[ActionSeen]
    items: list[str] = Field(description="The references of the items it serves.")
    owner: str = Field(description="Who does it: a person or a role; empty where nobody is named.")
    due_on: date | None
    status: str = Field(description="“not_started”, “under_way”, “done” or “stopped”.")
    state: str = Field(description="The same in words, with its day: “under way, due Sep 30, 2026”.")
    is_late: bool


def _plan(plan: ActionPlan) -> PlanSeen:
    return PlanSeen(
        edition=plan.edition.label, version=plan.version, title=str(plan), is_released=plan.is_released
    )


def _step(one: PlannedStep) -> StepSeen:
    step, live, state = one.step, one.live, one.state
    return StepSeen(
        id=step.public_id,
        lineage=step.lineage,
        category=step.category.number,
        title=step.title,
        answers=[feedback.text for feedback in step.feedback.all()],
        actions=[ActionSeen(text=planned.action.text, timeline=planned.timeline) for planned in one.actions],
        items=[item.reference for item in step.items.all()],
        owner=str(live.owner) if live.owner else live.owner_role,
        due_on=live.due_on,
        status=live.status,
        state=state.words,
        is_late=state.is_late,
    )


@router.get("partnerships/{slug}/plans", response={200: PageOfRecords[PlanSeen], **PROBLEMS}, summary="Plans")
def plans(request: HttpRequest, slug: str, paging: Query[Paging]) -> Any:
    """Every version of every plan, the newest first."""
    return page_of(plans_of(get_partnership(request.user, slug)), paging, _plan)


@router.get(
    "partnerships/{slug}/action-steps",
    response={200: PageOfRecords[StepSeen], **PROBLEMS},
    summary="Action steps",
)
def action_steps(
    request: HttpRequest,
    slug: str,
    paging: Query[Paging],
    edition: str | None = None,
    version: str | None = None,
) -> Any:
    """Of the newest plan, or of the one named, in its order. Who has a step, and how far it is, are as of today."""
    kept = plans_of(get_partnership(request.user, slug))
    plan = next(
        (one for one in kept if edition in (None, one.edition.label) and version in (None, one.version)),
        None,
    )
    if plan is None:
        if edition or version:
            raise Http404("No such version of the plan.")
        return page_of([], paging, _step)
    followed = {other.follows_id for other in kept}
    newest = next(one for one in kept if one.lineage == plan.lineage and one.pk not in followed)
    steps = steps_to_show(plan.steps.all(), of=plan)
    live = dict[str, ActionStep]()
    if plan != newest:
        shown = steps[paging.first : paging.first + paging.size]
        live = live_steps(list(shown.values_list("lineage", flat=True)), newest)
    return page_of(steps, paging, lambda step: _step(planned(step, live.get(step.lineage))))
