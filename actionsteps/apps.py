from django.apps import AppConfig


class ActionStepsConfig(AppConfig):
    name = "actionsteps"
    verbose_name = "action steps"

    def ready(self):
        from core import locks

        from .locks import LOCKS

        locks.register(*LOCKS)
