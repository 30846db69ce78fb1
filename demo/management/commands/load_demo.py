"""Fills an empty database with the county agreement, an example, and people to sign in as."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.demo import DEMO_PASSWORD, DEMO_SIGN_INS
from accounts.models import Membership, Organization
from partnerships.management.commands.load_fixtures import is_fresh


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
            Membership.objects.create(user=user, organization=organization, role=person.role)


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
        self.stdout.write(f"Created {len(DEMO_SIGN_INS)} sign-ins.")
