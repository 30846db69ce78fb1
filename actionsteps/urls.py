from django.urls import path

from .views import pages, plans, steps

STEPS = "partnerships/<slug:slug>/action-steps/"
PLAN = f"{STEPS}plans/<str:plan_id>/"
STEP = f"{STEPS}steps/<str:public_id>/"

urlpatterns = [
    path(STEPS, pages.action_steps, name="action-steps"),
    path(f"{STEPS}plans/new/", plans.new_plan, name="new-plan"),
    path(f"{STEPS}versions/", plans.versions, name="plan-versions"),
    path(f"{PLAN}release/", plans.release_plan, name="release-plan"),
    path(f"{PLAN}next/", plans.next_version, name="next-version"),
    path(f"{PLAN}difference/", plans.plan_difference, name="plan-difference"),
    path(f"{PLAN}carry/", plans.carry_plan, name="carry-plan"),
    path(f"{PLAN}categories/<str:number>/add/", steps.add, name="action-step-add"),
    path(STEP, steps.step, name="action-step"),
    path(f"{STEP}words/", steps.words, name="action-step-words"),
    path(f"{STEP}doing/", steps.doing, name="action-step-doing"),
    path(f"{STEP}sources/", steps.sources, name="action-step-sources"),
    path(f"{STEP}split/", steps.split, name="action-step-split"),
    path(f"{STEP}merge/", steps.merge, name="action-step-merge"),
    path(f"{STEP}remove/", steps.remove, name="action-step-remove"),
    path(f"{STEP}put-back/", steps.put_back, name="action-step-put-back"),
    path(f"{STEP}take/", steps.take, name="action-step-take"),
    path(f"{STEP}move/<str:direction>/", steps.move, name="action-step-move"),
    path(f"{STEP}actions/<str:lineage>/", steps.tick, name="action-step-tick"),
]
