"""A launch plan, which the lead agency marks and everybody in the agreement reads."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionsteps.access import get_launch_plan, get_launch_plan_to_write, get_launch_task, may_launch
from actionsteps.launch.forms import TaskForm
from actionsteps.launch.marking import mark, save_task
from actionsteps.launch.table import days_of, remarks_on, table_of
from actionsteps.models import LaunchEvent
from core.conflicts import Conflict
from dashboards.launch import launch_chart
from partnerships.access import get_agreement_seen

EVENTS_SHOWN = 500


@require_safe
def launch_plans(request, slug):
    """Straight to the plan where there is one; of several, a list."""
    agreement = get_agreement_seen(request.user, slug)
    plans = list(agreement.launch_plans.all())
    if len(plans) == 1:
        return redirect("launch-plan", slug, plans[0].public_id)
    return render(request, "dashboards/launch/plans.html", {"agreement": agreement, "plans": plans})


@require_safe
def launch_plan(request, slug, public_id):
    plan = get_launch_plan(request.user, slug, public_id)
    table = table_of(plan)
    context = _shown(request, plan, table)
    context["remarks"] = remarks_on(table.periods)
    context["periods"] = [(period, days_of(period)) for period in table.periods]
    return render(request, "dashboards/launch/plan.html", context)


@require_POST
def launch_mark(request, slug, public_id):
    """`mark` or `unmark` names a task and the first day of a period: what is to stand, not what is to turn."""
    plan = get_launch_plan_to_write(request.user, slug, public_id)
    wanted = "mark" in request.POST
    task_id, _, day = request.POST.get("mark" if wanted else "unmark", "").partition(" ")
    task = get_launch_task(plan, task_id)
    period = next((one for one in plan.periods.all() if one.key == day), None)
    if period is None:
        raise Http404("No such period.")
    mark(task, period, wanted, by=request.user)
    return _row(request, plan, task)


@require_http_methods(["GET", "HEAD", "POST"])
def launch_task(request, slug, public_id, task_id):
    """How far a task is, who does it, and a note: in its row, or on a page. `?closed` asks for the row alone."""
    plan = get_launch_plan_to_write(request.user, slug, public_id)
    task = get_launch_task(plan, task_id)
    if request.method != "POST":
        if request.htmx and "closed" in request.GET:
            return _row(request, plan, task)
        return _row(request, plan, task, form=TaskForm(task=task))
    form, conflict, status = TaskForm(request.POST, task=task), None, 422
    if form.is_valid():
        try:
            return _row(request, plan, save_task(form, by=request.user))
        except Conflict as met:
            form.see_what_stands()
            conflict, status = met, 409
        except ValidationError as refused:
            form.add_error(None, refused.messages)
    return _row(request, plan, task, form=form, conflict=conflict, status=status)


@require_safe
def launch_history(request, slug, public_id):
    plan = get_launch_plan(request.user, slug, public_id)
    events = LaunchEvent.objects.filter(task__plan=plan).select_related("task", "period", "by")
    context = {
        "agreement": plan.agreement,
        "plan": plan,
        "events": events.order_by("-at", "-pk")[:EVENTS_SHOWN],
    }
    return render(request, "dashboards/launch/history.html", context)


def _shown(request, plan, table):
    return {
        "agreement": plan.agreement,
        "section": "launch-plan",
        "plan": plan,
        "table": table,
        "writes": may_launch(request.user, plan),
        "picture": launch_chart(table, timezone.localdate()),
    }


def _row(request, plan, task, *, form=None, conflict=None, status=200):
    """The task's row with the picture, its form in it where there is one. Where no script asks, a page."""
    if not request.htmx and form is None:
        address = reverse("launch-plan", args=[plan.agreement.slug, plan.public_id])
        return redirect(f"{address}#task-{task.public_id}")
    table = table_of(plan)
    context = _shown(request, plan, table) | {"task": task, "form": form, "conflict": conflict}
    context["row"] = next(row for row in table.rows if row.task.pk == task.pk)
    template = "dashboards/launch/_changed.html" if request.htmx else "dashboards/launch/task.html"
    return render(request, template, context, status=status)
