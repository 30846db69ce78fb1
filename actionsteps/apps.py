from django.apps import AppConfig


class ActionStepsConfig(AppConfig):
    name = "actionsteps"
    verbose_name = "action steps"
