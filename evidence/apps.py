from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"

    def ready(self):
        from core import locks

        from .locks import LOCKS

        locks.register(*LOCKS)
