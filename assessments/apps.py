from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self):
        from partnerships import locks

        from .closed import LOCKS

        locks.register(*LOCKS)
