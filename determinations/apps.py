from django.apps import AppConfig


class DeterminationsConfig(AppConfig):
    name = "determinations"

    def ready(self) -> None:
        from assessments.workflow import consequences
        from core import locks
        from partnerships.editions import attachments

        from .locks import LOCKS
        from .rules.attached import RULES
        from .screens.attached import SCREENS
        from .verdicts.freezing import follow

        locks.register(*LOCKS)
        attachments.register(RULES)
        attachments.register(SCREENS)
        consequences.register(follow)
