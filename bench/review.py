"""The page of a school review: four levels of text, findings, evidence by school."""

from functools import partial

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Organization
from partnerships.management.commands.load_fixtures import files_of
from tests import factories as make

from .measure import queries, say
from .visiting import get, measure_time

MOST_OF_A_REVIEW = 12
READERS = {
    "reviewer": ("EnhancED", "liaison"),
    "director": ("Kairos", "director"),
    "school leader": ("Kairos Middle", "liaison"),
}


def measure_review():
    call_command("loaddata", *files_of("network"), verbosity=0)
    url, counts = reverse("assessment", args=["kairos-2023-10"]), []
    for short_name, role in READERS.values():
        client, user = Client(), make.make_user()
        make.make_membership(user, Organization.objects.get(short_name=short_name), role)
        client.force_login(user)
        get(client, url)  # what is cached for the life of a process is read
        counts.append(queries(partial(get, client, url)))
    say(
        f"queries of a school review: {', '.join(READERS)}",
        ", ".join(map(str, counts)),
        f"{MOST_OF_A_REVIEW} at most",
        max(counts) <= MOST_OF_A_REVIEW,
    )
    measure_time(client, url, "a school review")
