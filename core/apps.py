from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate


class CoreConfig(AppConfig):
    name = "core"

    def ready(self):
        from . import layout, locks, statistics

        # In this order: a database of another layout keeps its locks.
        pre_migrate.connect(layout.refuse_other, sender=self, dispatch_uid="layout")
        pre_migrate.connect(locks.before_migrations, sender=self, dispatch_uid="locks off")
        post_migrate.connect(locks.after_migrations, sender=self, dispatch_uid="locks on")
        post_migrate.connect(statistics.after_migrations, sender=self, dispatch_uid="statistics")
        register(locks.check_installed, Tags.database)
