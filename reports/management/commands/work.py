from django.core.management.base import BaseCommand

from reports.worker import work


class Command(BaseCommand):
    help = "Make documents in the background until stopped (Ctrl-C or SIGTERM)."

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="Make what is waiting, then stop.")

    def handle(self, **options):
        work(batch=options["batch"])
