"""The front page of the administration: what there is to write, in the order people need it."""

from django.contrib.admin import AdminSite

GROUPS = {
    "The agreement": [
        "Edition",
        "Addendum",
        "Category",
        "Item",
        "Measure",
        "Agreement",
        "RatingScale",
        "EditionRules",
        "LineageBreak",
        "Contradiction",
    ],
    "Who takes part": ["Partnership", "Cohort", "PrintedCount", "Organization", "User", "Membership"],
    "Every cycle": ["Period", "Cycle", "Assessment"],
    "Evidence": ["EvidenceTable", "EvidenceRow", "Observation", "Reconciliation"],
    "Action steps": ["ActionPlan", "ActionStep", "Action", "Feedback", "Progress"],
    "Clocks": ["ClockRule", "SchoolCalendar"],
}
WRITTEN_IN_PLACE = {"Section", "GlossaryTerm", "Endorsement", "SignatoryRole"}
"""Reached from the edition's page, where they stand in order."""


class AccordAdminSite(AdminSite):
    site_header = site_title = "Accord administration"
    index_title = "What would you like to write or change?"

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
        groups = [
            (name, [models.pop(one) for one in names if one in models]) for name, names in GROUPS.items()
        ]
        rest = [pair for name, pair in models.items() if name not in WRITTEN_IN_PLACE]
        return [
            {**found[0][0], "name": name, "models": [model for _, model in found]}
            for name, found in [*groups, ("Behind the scenes", rest)]
            if found
        ]
