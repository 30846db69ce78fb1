"""Queries of the home of somebody with many steps, and of one saved line of progress."""

import re
from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone

from actionsteps.models import ActionStep, Progress
from tests import factories as make

from .measure import queries, say
from .visiting import get, measure_time, signed_in

MOST_OF_HOME, MOST_OF_A_LINE = 10, 8


def owner_of(steps):
    """(client, partnership) of a liaison who owns so many steps, each late or due in the days to come."""
    edition = make.make_edition()
    category = make.make_category(edition)
    make.make_item(category)
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    plan = make.make_plan(partnership, edition)
    client = signed_in(partnership)
    owner = partnership.partner.memberships.get().user
    today = timezone.localdate()
    ActionStep.objects.bulk_create(
        ActionStep(
            plan=plan,
            category=category,
            position=number,
            title=f"Call the families of year {number}",
            owner=owner,
            due_on=today,
            next_on=today + timedelta(days=number % 90 - 30),
        )
        for number in range(1, steps + 1)
    )
    return client, partnership


def measure_progress(places):
    """`places` are (client, partnership) by the number of steps that the client's person owns."""
    counts = []
    for client, _ in places.values():
        get(client, reverse("home"))  # what is cached for the life of a process is read
        counts.append(queries(partial(get, client, reverse("home"))))
    say(
        f"queries of home of somebody with {' and '.join(map(str, places))} steps",
        ", ".join(map(str, counts)),
        f"{MOST_OF_HOME} at most, the same for both",
        max(counts) <= MOST_OF_HOME and len(set(counts)) == 1,
    )
    steps, (client, partnership) = max(places.items())
    measure_time(client, reverse("home"), f"home of somebody with {steps} steps")
    step = ActionStep.objects.filter(plan__partnership=partnership).last()
    url = reverse("action-step-progress", args=[partnership.slug, step.public_id])
    seen = re.search(r'name="seen" value="([^"]*)"', get(client, url).content.decode())
    form = {"status": "under_way", "words": "Two of five called.", "seen": seen[1] if seen else ""}
    count = queries(partial(client.post, url, form))
    assert Progress.objects.get(step=step).words == form["words"]
    say(
        f"queries of one saved line of progress among {steps} steps",
        count,
        f"{MOST_OF_A_LINE} at most",
        count <= MOST_OF_A_LINE,
    )
