from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self):
        from core import locks

        from .locks import LOCKS

        locks.register(*LOCKS)
