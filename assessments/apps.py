from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self):
        from core import locks
        from partnerships.editions import attachments

        from .locks import LOCKS
        from .observations.attached import CLASS_RULES

        locks.register(*LOCKS)
        attachments.register(CLASS_RULES)
