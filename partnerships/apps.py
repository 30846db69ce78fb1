from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self):
        from core import locks

        from .locks import LOCKS

        locks.register(*LOCKS)
