from django.db import migrations, models
from django.db.models import F, Q


def fill_in(apps, schema_editor):
    """What was asked for before its assessment was submitted, or is of one that still is a draft, shows a draft."""
    Publication = apps.get_model("reports", "Publication")
    early = Publication.objects.filter(
        Q(requested_at__lt=F("assessment__submitted_at")) | Q(assessment__status="draft")
    )
    Publication.objects.filter(pk__in=list(early.values_list("pk", flat=True))).update(shows_draft=True)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_publication_waits_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="shows_draft",
            field=models.BooleanField(
                default=False, help_text="The assessment was open: its writers could still change it."
            ),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
