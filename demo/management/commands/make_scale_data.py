"""Fills an empty demo database with an invented county of any size."""

import argparse

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.demo import DEMO_PASSWORD
from assessments.models import Assessment, Rating
from core import statistics
from demo.county import make_county
from partnerships.management.commands.load_fixtures import is_fresh

from .load_demo import require_demo

HIGHEST = 13_000
"""As many as there are school districts in the United States."""


def whole_number(text):
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 to {HIGHEST}.")
    return int(text)


class Command(BaseCommand):
    help = (
        "Make up an agreement with this many districts and years of assessments, in an empty database. "
        "The same arguments give the same data. Only in demo mode."
    )

    def add_arguments(self, parser):
        parser.add_argument("--districts", type=whole_number, default=22, metavar="N")
        parser.add_argument("--years", type=whole_number, default=2, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="Another number, other data.")

    def handle(self, *, districts, years, seed, **options):
        require_demo()
        with transaction.atomic():
            if not is_fresh():
                raise CommandError(
                    "There is data in this database already, so nothing was made up. "
                    "Name an empty database in DATABASE_URL."
                )
            county = make_county(districts, years, seed=seed)
        statistics.refresh()
        self.stdout.write(
            f"Made up {districts} districts and {years} years: {Assessment.objects.count()} assessments, "
            f"{Rating.objects.count()} ratings.\nSign in as {county.director.email} or {county.liaison.email}, "
            f"password {DEMO_PASSWORD}"
        )
