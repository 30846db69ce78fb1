from django.urls import path

from .views import pages, plans

STEPS = "partnerships/<slug:slug>/action-steps/"
PLAN = f"{STEPS}plans/<str:plan_id>/"

urlpatterns = [
    path(STEPS, pages.action_steps, name="action-steps"),
    path(f"{STEPS}plans/new/", plans.new_plan, name="new-plan"),
    path(f"{STEPS}versions/", plans.versions, name="plan-versions"),
    path(f"{PLAN}release/", plans.release_plan, name="release-plan"),
    path(f"{PLAN}next/", plans.next_version, name="next-version"),
    path(f"{PLAN}difference/", plans.plan_difference, name="plan-difference"),
    path(f"{PLAN}carry/", plans.carry_plan, name="carry-plan"),
]
