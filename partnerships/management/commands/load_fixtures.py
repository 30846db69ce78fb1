"""Loads agreements from `fixtures/` into a database in which nobody has worked yet."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import DeserializationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from core import statistics
from partnerships.models import Period

FIXTURES = settings.BASE_DIR / "fixtures"
REASON = "loaded from fixtures"


def models_with_history():
    return [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]


def is_fresh():
    """Whether nobody has entered anything, not even something deleted since."""
    return not Period.objects.exists() and not any(
        model._base_manager.exists() or model.history.exists() for model in models_with_history()
    )


def write_first_history(at: datetime) -> None:
    """One row for every record, so that later edits show what was there before. `at`: when loading began."""
    for model in models_with_history():
        # Loading itself writes a row each time it sets many-to-many items, and names it a change.
        # The last of them says all.
        newest = model.history.order_by().values("id").annotate(newest=Max("history_id"))
        earlier = model.history.exclude(history_id__in=[row["newest"] for row in newest])
        if earlier.exists():
            for links in model.history.model._meta.related_objects:
                links.related_model.objects.filter(history__in=earlier).delete()
            earlier.delete()
        model.history.update(history_type="+", history_change_reason=REASON, history_date=at)
        rest = model._base_manager.exclude(pk__in=model.history.values(model._meta.pk.attname))
        model.history.bulk_history_create(rest, default_change_reason=REASON, default_date=at)


def files_of(name):
    """A fixture is a file, or a folder whose files belong together, in the order of their names."""
    folder, file = FIXTURES / name, FIXTURES / f"{name}.yaml"
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else [file]
    if not all(file.is_file() for file in files):
        known = ", ".join(sorted(path.stem for path in FIXTURES.iterdir()))
        raise CommandError(f"There is no fixture called {name}. There are: {known}.")
    return files


def load(files: Iterable[Path]) -> None:
    """Load these files, one after the other, as what was there from the start.

    Raises CommandError where anything stands in the database already, or a file needs another one first.
    """
    with transaction.atomic():
        if not is_fresh():
            raise CommandError(
                "There is data in this database already. Loading could overwrite what people entered, "
                "so nothing was loaded."
            )
        started = timezone.now()
        try:
            call_command("loaddata", *files, verbosity=0)
        except DeserializationError as error:
            raise CommandError(f"Nothing was loaded. {error} Does it need another fixture first?") from error
        write_first_history(started)
    statistics.refresh()


class Command(BaseCommand):
    help = (
        "Load the St. Louis County agreement, or the fixtures named, into a database in which nobody has worked "
        "yet. To load several, name them in one command: load_fixtures county example"
    )

    def add_arguments(self, parser):
        there_are = "county (the default), demo, example, network, cases, michigan, slps, west-virginia"
        parser.add_argument("names", nargs="*", metavar="name", help=there_are)

    def handle(self, *, names, **options):
        names = names or ["county"]
        load(file for name in names for file in files_of(name))
        self.stdout.write(f"Loaded: {', '.join(names)}.")
