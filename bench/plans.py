"""The pages of a state's plan, and a district's profile among few and among many districts."""

from functools import partial

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Organization, OrganizationKind
from core.models import copy_of
from evidence.models import EvidenceRow, Observation
from partnerships.management.commands.load_fixtures import files_of
from partnerships.models import Partnership
from tests import factories as make

from .measure import queries, say
from .visiting import get, measure_time

MOST_OF_A_PLAN = 12
MOST_OF_AN_INDICATOR = 24
"""It lays text, figures, sums, activities and screened districts of several parts beneath each other."""
MORE_DISTRICTS = 53
INDICATORS = ("1", "3", "7", "14")


def measure_plan():
    """The state's pages as its coordinator reads them, then a profile before and after there are many districts."""
    call_command("loaddata", *files_of("west-virginia"), verbosity=0)
    client, user = Client(), make.make_user()
    make.make_membership(user, Organization.objects.get(short_name="WVDE"), "director")
    client.force_login(user)
    glance = reverse("plan", args=["west-virginia"])
    say_queries("queries of a plan at a glance", [asked(client, glance)])
    pages = [reverse("plan-indicator", args=["west-virginia", reference]) for reference in INDICATORS]
    say_queries(
        f"queries of indicators {', '.join(INDICATORS)}",
        [asked(client, page) for page in pages],
        MOST_OF_AN_INDICATOR,
    )
    profile = reverse("profile", args=["example-county"])
    few = asked(client, profile)
    measure_time(client, profile, "a profile among 13 districts")
    add_districts()
    say_queries(f"queries of a profile: 13, {13 + MORE_DISTRICTS} districts", [few, asked(client, profile)])
    measure_time(client, profile, f"a profile among {13 + MORE_DISTRICTS} districts")
    measure_time(client, glance, "a plan at a glance")


def asked(client, url):
    get(client, url)  # what is cached for the life of a process is read
    return queries(partial(get, client, url))


def say_queries(what, counts, most=MOST_OF_A_PLAN):
    say(what, ", ".join(map(str, counts)), f"{most} at most", max(counts) <= most)


def add_districts():
    """Each with the rows and values of the example county."""
    like = Partnership.objects.get(slug="example-county")
    kind = OrganizationKind.PARTNER_DISTRICT
    partners = Organization.objects.bulk_create(
        Organization(name=f"County {number} Schools", short_name=f"County {number}", kind=kind)
        for number in range(MORE_DISTRICTS)
    )
    districts = Partnership.objects.bulk_create(
        Partnership(agreement=like.agreement, partner=partner, slug=f"county-{partner.pk}")
        for partner in partners
    )
    rows = list(EvidenceRow.objects.filter(partnership=like))
    values = list(Observation.objects.filter(row__in=rows, part=None))
    for district in districts:
        copies = [copy_of(row, partnership_id=district.pk, parent_id=None) for row in rows]
        written = EvidenceRow.objects.bulk_create(copies)
        key_of = {row.pk: one.pk for row, one in zip(rows, written, strict=True)}
        Observation.objects.bulk_create(copy_of(value, row_id=key_of[value.row_id]) for value in values)
