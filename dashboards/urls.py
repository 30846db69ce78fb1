from django.urls import path

from .views import (
    caretakers,
    grid,
    help,
    home,
    launch,
    lineages,
    partnership,
    people,
    plan,
    reviews,
    scorecard,
    steps,
    trends,
)

LAUNCH = "agreements/<slug:slug>/launch-plans/<str:public_id>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("my-steps/", home.my_steps, name="my-steps"),
    path("help/", help.help_page, name="help"),
    path("agreements/<slug:slug>/grid/", grid.grid, name="grid"),
    path("agreements/<slug:slug>/grid.csv", grid.grid_file, {"kind": "csv"}, name="grid-csv"),
    path("agreements/<slug:slug>/grid.xlsx", grid.grid_file, {"kind": "xlsx"}, name="grid-workbook"),
    path("agreements/<slug:slug>/plan/", plan.plan, name="plan"),
    path("agreements/<slug:slug>/plan/<str:reference>/", plan.indicator, name="plan-indicator"),
    path("agreements/<slug:slug>/reviews/", reviews.reviews, name="reviews"),
    path("agreements/<slug:slug>/reviews.csv", reviews.reviews_csv, name="reviews-csv"),
    path("agreements/<slug:slug>/partnerships/", home.agreement_partnerships, name="agreement-partnerships"),
    path("agreements/<slug:slug>/people/", people.agreement_people, name="agreement-people"),
    path("agreements/<slug:slug>/people/divide/", caretakers.caretakers, name="caretakers"),
    path("agreements/<slug:slug>/launch-plans/", launch.launch_plans, name="launch-plans"),
    path(LAUNCH, launch.launch_plan, name="launch-plan"),
    path(f"{LAUNCH}marks/", launch.launch_mark, name="launch-mark"),
    path(f"{LAUNCH}history/", launch.launch_history, name="launch-history"),
    path(f"{LAUNCH}tasks/<str:task_id>/", launch.launch_task, name="launch-task"),
    path("partnerships/<slug:slug>/", partnership.partnership, name="partnership"),
    path("partnerships/<slug:slug>/scorecard/", scorecard.scorecard, name="scorecard"),
    path("partnerships/<slug:slug>/people/", people.people, name="people"),
    path("partnerships/<slug:slug>/people/invite/", people.invite_person, name="invite-person"),
    path("partnerships/<slug:slug>/people/<str:public_id>/", people.replace_person, name="replace-person"),
    path("partnerships/<slug:slug>/people/<str:public_id>/reach/", people.reach_of_person, name="reach"),
    path(
        "partnerships/<slug:slug>/people/<str:public_id>/end/", people.end_membership, name="end-membership"
    ),
    path("partnerships/<slug:slug>/people/<str:public_id>/again/", people.invite_again, name="invite-again"),
    path(
        "partnerships/<slug:slug>/evidence/dashboard/", trends.evidence_dashboard, name="evidence-dashboard"
    ),
    path("partnerships/<slug:slug>/action-steps/by-owner/", steps.steps_by_owner, name="steps-by-owner"),
    path("partnerships/<slug:slug>/action-steps/by-day/", steps.steps_by_day, name="steps-by-day"),
    path("partnerships/<slug:slug>/action-steps/board/", steps.steps_board, name="steps-board"),
    path("partnerships/<slug:slug>/trends/", trends.trends, name="trends"),
    path("partnerships/<slug:slug>/trends/items/<str:lineage>/", trends.item_trend, name="item-trend"),
    path(
        "partnerships/<slug:slug>/trends/measures/<str:lineage>/", trends.measure_trend, name="measure-trend"
    ),
    path(
        "partnerships/<slug:slug>/lineages/<str:lineage>/break/", lineages.break_lineage, name="break-lineage"
    ),
    path(
        "partnerships/<slug:slug>/lineages/<str:lineage>/compare/", lineages.mend_lineage, name="mend-lineage"
    ),
]
