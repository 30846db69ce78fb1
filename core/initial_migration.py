"""An app's first migration, without the minutes that Django takes for one of hundreds of tables."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.state import ProjectState


class InitialMigration(Migration):
    """Makes its tables as they are after the last of its operations, fields and indexes added later included.

    Django makes the classes of all related models anew before each operation. Since the history of every table
    names people, all models are related: 43,000 classes for 270 tables, and a minute before the first page.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Raises TypeError where an operation does anything but add to tables that this migration makes."""
        tables = [operation for operation in self.operations if isinstance(operation, CreateModel)]
        names = {table.name_lower for table in tables}
        for operation in self.operations:
            if not isinstance(operation, CreateModel) and not (
                isinstance(operation, AddField | AddIndex | AddConstraint)
                and operation.model_name_lower in names
            ):
                raise TypeError(f"A first migration only makes tables: {operation.describe()}")
        project_state.__dict__.pop("apps", None)  # or each change of the state would make its classes anew
        self.mutate_state(project_state, preserve=False)
        for table in tables:
            table.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
