from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self):
        from core import locks

        from .locks import LOCKS

        locks.register(*LOCKS)
