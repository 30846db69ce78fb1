from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from core import locks

        from .locks import LOCKS

        locks.register(*LOCKS)
