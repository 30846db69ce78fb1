"""Queries and time of a plan of action steps, and of one step of it, by the number of its steps."""

from functools import partial

from django.urls import reverse

from actionsteps.models import Action, ActionStep, Feedback
from tests import factories as make

from .data import CATEGORIES
from .measure import queries, say
from .visiting import get, measure_time, signed_in

MOST_OF_A_PLAN, MOST_OF_A_STEP = 10, 20


def plan_of(steps):
    """A partnership whose plan has this many steps in six categories, each with owner, two actions and feedback."""
    edition = make.make_edition()
    categories = [make.make_category(edition) for _ in range(CATEGORIES)]
    items = [make.make_item(category) for category in categories for _ in range(8)]
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    plan, owner = make.make_plan(partnership, edition), make.make_liaison(partnership)
    rows = ActionStep.objects.bulk_create(
        ActionStep(
            plan=plan, category=categories[number * CATEGORIES // steps], position=number + 1, owner=owner
        )
        for number in range(steps)
    )
    Action.objects.bulk_create(
        Action(
            step=step, text="Meet with the principals of each building.", timeline=timeline, position=place
        )
        for step in rows
        for place, timeline in enumerate(("Monthly", "Nov-Mar"), 1)
    )
    said = Feedback.objects.bulk_create(
        Feedback(partnership=partnership, text=f"Tell us earlier what changes, {number}")
        for number in range(steps)
    )
    for name, named in (("feedback", said), ("items", items)):
        links = ActionStep._meta.get_field(name).remote_field.through
        links.objects.bulk_create(
            links(actionstep=step, **{f"{links._meta.get_fields()[2].name}_id": named[place % len(named)].pk})
            for place, step in enumerate(rows)
        )
    return partnership


def measure_plans(plans):
    """`plans` are partnerships by the number of their steps, the small one first."""
    of_plan, of_step = [], []
    for steps, partnership in plans.items():
        client = signed_in(partnership)
        step = ActionStep.objects.filter(plan__partnership=partnership).last()
        for found, url in (
            (of_plan, reverse("action-steps", args=[partnership.slug])),
            (of_step, reverse("action-step", args=[partnership.slug, step.public_id])),
        ):
            get(client, url)  # what is cached for the life of a process is read
            found.append(queries(partial(get, client, url)))
        url = reverse("action-steps", args=[partnership.slug])
        measure_time(client, url, f"plan of {steps} steps, to write", rounds=5)
    for what, found, most in (
        ("a plan", of_plan, MOST_OF_A_PLAN),
        ("one step opened", of_step, MOST_OF_A_STEP),
    ):
        say(
            f"queries of {what}: {', '.join(map(str, plans))} steps",
            ", ".join(map(str, found)),
            f"{most} at most, the same for all",
            max(found) <= most and len(set(found)) == 1,
        )
