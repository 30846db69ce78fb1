from django.apps import AppConfig
from django.core.checks import Error, Tags, register
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

    missing = sorted(
        name
        for alias in databases or []
        for name in locks.expected_names() - locks.installed_names(connections[alias])
    )
    if not missing:
        return []
    return [Error(f"Locks are missing: {', '.join(missing)}.", hint="Run manage.py migrate.", id="accord.E001")]
