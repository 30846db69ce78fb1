from django.urls import path

from .views import clocks, pages, plans, school_years

STEPS = "partnerships/<slug:slug>/action-steps/"
PLAN = f"{STEPS}plans/<str:plan_id>/"
CASE = "partnerships/<slug:slug>/cases/<str:public_id>/"

urlpatterns = [
    path(STEPS, pages.action_steps, name="action-steps"),
    path(f"{STEPS}plans/new/", plans.new_plan, name="new-plan"),
    path(f"{STEPS}versions/", plans.versions, name="plan-versions"),
    path(f"{PLAN}release/", plans.release_plan, name="release-plan"),
    path(f"{PLAN}next/", plans.next_version, name="next-version"),
    path(f"{PLAN}difference/", plans.plan_difference, name="plan-difference"),
    path(f"{PLAN}carry/", plans.carry_plan, name="carry-plan"),
]

urlpatterns += [
    path("partnerships/<slug:slug>/cases/", clocks.cases, name="cases"),
    path("partnerships/<slug:slug>/cases/new/", clocks.new_case, name="new-case"),
    path(CASE, clocks.case, name="case"),
    path(f"{CASE}start/", clocks.start_clock, name="start-clock"),
    path(f"{CASE}close/", clocks.close_case, name="close-case"),
    path(f"{CASE}open-again/", clocks.reopen_case, name="reopen-case"),
    path(f"{CASE}corrections/<slug:prong>/", clocks.correction, name="correction"),
    path(
        f"{CASE}corrections/<slug:prong>/take-back/", clocks.take_back_correction, name="take-back-correction"
    ),
    path(f"{CASE}clocks/<str:clock_id>/take-back/", clocks.take_event_back, name="take-event-back"),
    path(f"{CASE}clocks/<str:clock_id>/<slug:kind>/", clocks.clock_event, name="clock-event"),
    path("partnerships/<slug:slug>/school-calendar/", school_years.school_calendars, name="school-calendars"),
    path(
        "partnerships/<slug:slug>/school-calendar/new/",
        school_years.school_calendar,
        name="new-school-calendar",
    ),
    path(
        "partnerships/<slug:slug>/school-calendar/<str:public_id>/",
        school_years.school_calendar,
        name="school-calendar",
    ),
    path("agreements/<slug:slug>/clocks/", clocks.clock_rules, name="clock-rules"),
]
