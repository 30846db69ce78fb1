"""Fills an empty database with the county agreement, an example, and people to sign in as."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from partnerships.management.commands.load_fixtures import is_fresh
from partnerships.models import Membership, Organization, Role

PASSWORD = "accord-demo-only"  # noqa: S105  everybody may know it
SSD, CLAYTON = "Special School District of St. Louis County", "School District of Clayton"
EXAMPLE, DISTRICT_1 = "Example Special District", "Example District 1"

# Addresses under .example belong to nobody: the name is reserved. An organization and a role make a membership.
SIGN_INS = [
    ("liaison@clayton.example", "Clayton liaison", CLAYTON, Role.LIAISON),
    ("director@ssd.example", "SSD director", SSD, Role.DIRECTOR),
    ("viewer@clayton.example", "Clayton viewer", CLAYTON, Role.VIEWER),
    ("admin@accord.example", "Administrator", None, None),
    ("liaison@district-1.example", "Example District 1 liaison", DISTRICT_1, Role.LIAISON),
    ("director@special-district.example", "Example director", EXAMPLE, Role.DIRECTOR),
]


def require_demo():
    if not settings.DEMO:
        raise CommandError("This is not a demo. Set ACCORD_DEMO=1 for sample data and sample sign-ins.")


def create_sign_ins():
    users = get_user_model().objects
    password = make_password(PASSWORD)
    for email, name, organization, role in SIGN_INS:
        administers = organization is None
        user = users.create(
            email=email, name=name, password=password, is_staff=administers, is_superuser=administers
        )
        if organization and role:
            member_of = Organization.objects.get(name=organization)
            Membership.objects.create(user=user, organization=member_of, role=role)


class Command(BaseCommand):
    help = "Load the sample data and sample sign-ins, if the database is empty. Only in demo mode."

    def handle(self, **options):
        require_demo()
        with transaction.atomic():
            if not is_fresh():
                self.stdout.write("Everything people entered is kept.")
                return
            call_command("load_fixtures", "county", "demo", "example", stdout=self.stdout)
            create_sign_ins()
        self.stdout.write(f"Created {len(SIGN_INS)} sign-ins.")
