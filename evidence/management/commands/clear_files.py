from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.words import counted
from evidence.files.keeping import stray_files
from evidence.models import evidence_storage

KEPT_FOR = timedelta(days=1)


class Command(BaseCommand):
    help = "Remove what a crash left of files of evidence while one was added or deleted."

    def handle(self, **options):
        places = list(stray_files(timezone.now() - KEPT_FOR))
        for place in places:
            evidence_storage().delete(place)
        self.stdout.write(f"Removed {counted(len(places), 'file')}.")
