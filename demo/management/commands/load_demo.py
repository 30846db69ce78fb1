"""Fills an empty database with the printed agreements, invented examples, and people to sign in as."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.demo import DEMO_PASSWORD, DEMO_SIGN_INS, NETWORK
from accounts.models import Membership, Organization
from demo.amendment import amend_goals
from demo.funding import ask_for_funds
from demo.publishing import make_public
from demo.school_years import make_school_years
from demo.spanish import translate_summary
from demo.steps import work_on_steps
from demo.today import moved_to
from partnerships.editions.drafts import start_next_edition
from partnerships.management.commands.load_fixtures import files_of, is_fresh, load
from partnerships.models import Caretaker, Edition, Partnership


def require_demo():
    if not settings.DEMO:
        raise CommandError("This is not a demo. Set ACCORD_DEMO=1 for sample data and sample sign-ins.")


def create_sign_ins():
    users = get_user_model().objects
    password = make_password(DEMO_PASSWORD)
    for person in DEMO_SIGN_INS:
        administers = not person.organization
        user = users.create(
            email=person.email,
            name=person.name,
            password=password,
            is_staff=administers,
            is_superuser=administers,
        )
        if person.organization:
            organization = Organization.objects.get(name=person.organization)
            membership = Membership.objects.create(
                user=user, organization=organization, role=person.role, reaches_all=True
            )
            if person.looks_after:
                partnership = Partnership.objects.get(slug=person.looks_after)
                Caretaker.objects.create(membership=membership, partnership=partnership)


def load_as_of(today):
    """What is printed as it is; what is invented moved to today."""
    systems = [*files_of("michigan"), *files_of("slps"), *files_of("west-virginia")]
    printed = [file for file in systems if "example" not in file.name]
    examples = [file for file in systems if "example" in file.name]
    invented = [*files_of("demo"), *files_of("example"), *files_of("cases"), *examples]
    with TemporaryDirectory() as folder:
        moved: list[Path] = []
        for file in invented:
            moved.append(Path(folder) / f"{len(moved)}_{file.name}")
            moved[-1].write_text(moved_to(today, file.read_text(encoding="utf-8")), encoding="utf-8")
        load([*files_of("county"), *files_of("network"), *printed, *moved])


def start_a_draft():
    """The next edition of the invented agreement, for the administrator to change and adopt."""
    edition = Edition.objects.get(agreement__slug="example")
    year = int(edition.label[-4:])
    days = {"effective_from": date(year, 7, 1), "effective_to": date(year + 3, 6, 30)}
    administrator = get_user_model().objects.get(is_superuser=True)
    start_next_edition(edition, label=f"{year}-{year + 3}", by=administrator, **days)


class Command(BaseCommand):
    help = "Load the sample data and sample sign-ins, if the database is empty. Only in demo mode."

    def handle(self, **options):
        require_demo()
        with transaction.atomic():
            if not is_fresh():
                self.stdout.write("Everything people entered is kept.")
                return
            load_as_of(timezone.localdate())
            make_school_years(Organization.objects.get(name=NETWORK), timezone.localdate())
            create_sign_ins()
            start_a_draft()
            amend_goals(timezone.localdate())
            work_on_steps(timezone.localdate())
            ask_for_funds(timezone.localdate())
            translate_summary()
            make_public()
        self.stdout.write(f"Created {len(DEMO_SIGN_INS)} sign-ins.")
