from django.apps import AppConfig
from django.core.checks import Tags, Warning, register
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self):
        from . import locks
        from .adopted import LOCKS

        locks.register(*LOCKS)
        pre_migrate.connect(locks.before_migrations, sender=self, dispatch_uid="locks off")
        post_migrate.connect(locks.after_migrations, sender=self, dispatch_uid="locks on")
        register(check_locks, Tags.database)


def check_locks(app_configs, databases, **kwargs):
    """`manage.py check --database default` says when a trigger is missing."""
    from . import locks

    # A database that was never migrated has nothing to lock. A warning, since `migrate` itself runs this.
    missing = sorted(
        name
        for alias in databases or []
        if "partnerships_edition" in connections[alias].introspection.table_names()
        for name in locks.expected_names() - locks.installed_names(connections[alias])
    )
    if not missing:
        return []
    return [
        Warning(f"Locks are missing: {', '.join(missing)}.", hint="Run manage.py migrate.", id="accord.W001")
    ]
