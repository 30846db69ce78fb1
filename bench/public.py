"""Pages that everybody reads, against a view that does nothing and asks nobody to sign in."""

from functools import partial

from django.test import Client
from django.urls import reverse

from accounts.models import Role
from reports.public import parts
from reports.public.publishing import publish
from reports.public.site import PAGES, page_of
from tests import factories as make

from .measure import queries, ratio, say
from .visiting import get, measure_time

MOST_OF_A_PUBLIC_PAGE, MOST_QUERIES = 3, 1
BARE = "/bench/bare-public/"


def measure_public(partnership):
    """Of Clayton: as browsers ask, kept in the process; whoever has it is told so; and the first time."""
    director = make.make_membership(make.make_user(), partnership.agreement.lead, Role.DIRECTOR).user
    record = publish(partnership, [key for key in parts.LABELS if key != parts.COMMENTS], by=director)
    client = Client(headers={"accept-encoding": "gzip"})
    counts = []
    for page in PAGES:
        if page.is_of(record.content):
            address = reverse(page.url_name, args=[partnership.slug])
            get(client, address)
            counts.append(queries(partial(get, client, address)))
            what = f"public page, {page.label.lower()}, packed,"
            measure_time(client, address, what, MOST_OF_A_PUBLIC_PAGE, against=BARE, rounds=100)
    agreement = reverse("public-agreement", args=[partnership.slug])
    measure_time(
        Client(), agreement, "the agreement, not packed,", MOST_OF_A_PUBLIC_PAGE, against=BARE, rounds=100
    )

    def first_time():
        page_of.kept.cache_clear()
        get(client, agreement)

    measure_first(first_time, client)
    say(
        f"queries of {len(counts)} public pages",
        ", ".join(map(str, counts)),
        f"{MOST_QUERIES} each",
        max(counts) <= MOST_QUERIES,
    )


def measure_first(first_time, client):
    found = ratio(first_time, partial(get, client, BARE), rounds=10)
    say(
        "the agreement, the first time in a process, against it",
        f"{found.value:.0f} ({1000 * found.first:.0f} ms)",
    )
