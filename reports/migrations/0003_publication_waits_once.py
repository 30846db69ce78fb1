from django.db import migrations, models
from django.db.models import Exists, OuterRef, Q


def keep_one_waiting(apps, schema_editor):
    """Of several that wait for the same, the first asked for goes on; the others have failed."""
    Publication = apps.get_model("reports", "Publication")
    waiting = Publication.objects.filter(status="waiting")
    earlier = waiting.filter(
        assessment=OuterRef("assessment"), requested_by=OuterRef("requested_by"), pk__lt=OuterRef("pk")
    )
    again = list(waiting.filter(Exists(earlier)).values_list("pk", flat=True))
    Publication.objects.filter(pk__in=again).update(status="failed", finished_at=models.F("requested_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_publication_task_and_worker_heartbeat"),
    ]

    operations = [
        migrations.RunPython(keep_one_waiting, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                condition=Q(status="waiting"),
                fields=("assessment", "requested_by"),
                name="publication_waits_once",
                violation_error_message="This person waits for a document of the assessment already.",
            ),
        ),
    ]
