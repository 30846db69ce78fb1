"""What an app's first migration may do."""

import pytest
from django.db import migrations, models
from django.db.migrations.state import ProjectState

from core.initial_migration import InitialMigration

TABLE = migrations.CreateModel("Lamp", [("id", models.BigAutoField(primary_key=True))])


@pytest.mark.parametrize(
    "other",
    [
        migrations.RunSQL("SELECT 1"),
        migrations.AddField("room", "watts", models.IntegerField(null=True)),
        migrations.AlterField("lamp", "id", models.AutoField(primary_key=True)),
    ],
    ids=["a statement", "a table of another migration", "a change"],
)
def test_it_only_makes_tables(other):
    migration = InitialMigration("0001_initial", "lamps")
    migration.operations = [TABLE, other]
    with pytest.raises(TypeError, match="only makes tables"):
        migration.apply(ProjectState(), None)
