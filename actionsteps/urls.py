from django.urls import path

from .views import (
    activities,
    arranging,
    clocks,
    families,
    feedback,
    findings,
    funding,
    lists,
    origins,
    pages,
    plans,
    progress,
    school_years,
    steps,
    workbooks,
)

STEPS = "partnerships/<slug:slug>/action-steps/"
PLAN = f"{STEPS}plans/<str:plan_id>/"
STEP = f"{STEPS}steps/<str:public_id>/"
FEEDBACK = f"{STEPS}feedback/"
FUNDING = "partnerships/<slug:slug>/funding/"
ACTIVITIES = "agreements/<slug:slug>/activities/"
CASE = "partnerships/<slug:slug>/cases/<str:public_id>/"

urlpatterns = [
    path(STEPS, pages.action_steps, name="action-steps"),
    path(f"{STEPS}origins/", origins.origins, name="step-origins"),
    path(f"{STEPS}make/", origins.make_step, name="make-step"),
    path(f"{STEPS}reassign/", lists.reassign_steps, name="steps-reassign"),
    path(f"{STEPS}plans/new/", plans.new_plan, name="new-plan"),
    path(f"{STEPS}versions/", plans.versions, name="plan-versions"),
    path(f"{STEPS}workbook/", workbooks.workbooks, name="steps-workbook"),
    path(f"{PLAN}workbook/", workbooks.plan_workbook, name="plan-workbook"),
    path(f"{PLAN}change/", plans.change_plan, name="change-plan"),
    path(f"{PLAN}release/", plans.release_plan, name="release-plan"),
    path(f"{PLAN}next/", plans.next_version, name="next-version"),
    path(f"{PLAN}difference/", plans.plan_difference, name="plan-difference"),
    path(f"{PLAN}carry/", plans.carry_plan, name="carry-plan"),
    path(f"{PLAN}removed/", pages.removed_steps, name="removed-steps"),
    path(f"{PLAN}categories/<str:number>/add/", steps.add, name="action-step-add"),
    path(f"{PLAN}categories/<str:number>/order/", arranging.order, name="action-steps-order"),
    path(STEP, steps.step, name="action-step"),
    path(f"{STEP}status/", lists.step_to_status, name="step-to-status"),
    path(f"{STEP}history/", steps.history, name="action-step-history"),
    path(f"{STEP}words/", steps.words, name="action-step-words"),
    path(f"{STEP}doing/", steps.doing, name="action-step-doing"),
    path(f"{STEP}sources/", steps.sources, name="action-step-sources"),
    path(f"{STEP}split/", arranging.split, name="action-step-split"),
    path(f"{STEP}merge/", arranging.merge, name="action-step-merge"),
    path(f"{STEP}remove/", arranging.remove, name="action-step-remove"),
    path(f"{STEP}put-back/", arranging.put_back, name="action-step-put-back"),
    path(f"{STEP}take/", steps.take, name="action-step-take"),
    path(f"{STEP}move/<str:direction>/", arranging.move, name="action-step-move"),
    path(f"{STEP}actions/<str:lineage>/", steps.tick, name="action-step-tick"),
]

urlpatterns += [
    path(f"{STEP}progress/", progress.progress, name="action-step-progress"),
    path(f"{STEP}progress/take-back/", progress.take_back_line, name="take-back-progress"),
    path(f"{STEP}ask/", progress.ask_owner, name="ask-step-owner"),
    path(f"{PLAN}days/", progress.plan_days, name="plan-days"),
    path(f"{STEP}days/", progress.confirm, name="confirm-step-days"),
]

urlpatterns += [
    path("agreements/<slug:slug>/findings/", findings.findings, name="findings"),
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

urlpatterns += [
    path(FEEDBACK, feedback.feedback_list, name="feedback-list"),
    path(f"{FEEDBACK}record/", feedback.record_feedback, name="record-feedback"),
    path(f"{FEEDBACK}form/", families.family_switch, name="family-switch"),
    path(f"{FEEDBACK}merge/", feedback.merge_feedback, name="merge-feedback"),
    path(f"{FEEDBACK}<str:public_id>/", feedback.feedback, name="feedback"),
    path(f"{FEEDBACK}<str:public_id>/change/", feedback.change_feedback, name="change-feedback"),
    path(f"{FEEDBACK}<str:public_id>/steps/", feedback.link_feedback, name="link-feedback"),
    path(f"{FEEDBACK}<str:public_id>/apart/", feedback.take_feedback_apart, name="take-feedback-apart"),
    path(f"{FEEDBACK}<str:public_id>/<str:doing>/", feedback.decide_feedback, name="decide-feedback"),
    path(f"{STEPS}you-said-we-did/", feedback.told, name="you-said-we-did"),
    path("public/<slug:slug>/feedback/", families.family_form, name="family-form"),
    path("public/feedback/<str:secret>/", families.what_became, name="what-became"),
]

urlpatterns += [
    path(FUNDING, funding.funding_list, name="funding"),
    path(f"{FUNDING}requests.csv", funding.funding_csv, name="funding-csv"),
    path(f"{FUNDING}new/<str:fund_id>/", funding.new_request, name="new-funding-request"),
    path(f"{FUNDING}<str:public_id>/", funding.funding_request, name="funding-request"),
    path(f"{FUNDING}<str:public_id>/change/", funding.change_request, name="change-funding-request"),
    path(f"{FUNDING}<str:public_id>/decide/", funding.decide_request, name="decide-funding-request"),
    path(f"{FUNDING}activities/<str:public_id>/result/", funding.funding_result, name="funding-result"),
    path(f"{FUNDING}<str:public_id>/<str:name>/", funding.funding_deed, name="funding-deed"),
    path("agreements/<slug:slug>/funding/", funding.agreement_funding, name="agreement-funding"),
    path("agreements/<slug:slug>/funding.csv", funding.agreement_funding_csv, name="agreement-funding-csv"),
]

urlpatterns += [
    path(ACTIVITIES, activities.activities, name="activities"),
    path(f"{ACTIVITIES}tables/new/", activities.begin_activity_table, name="begin-activity-table"),
    path(f"{ACTIVITIES}tables/<str:public_id>/", activities.activity_table, name="activity-table"),
    path(
        f"{ACTIVITIES}tables/<str:public_id>/change/",
        activities.change_activity_table,
        name="change-activity-table",
    ),
    path(f"{ACTIVITIES}tables/<str:public_id>/add/", activities.add_activity_line, name="add-activity-line"),
    path(f"{ACTIVITIES}lines/<str:public_id>/", activities.activity_line, name="activity-line"),
    path(
        f"{ACTIVITIES}lines/<str:public_id>/remove/",
        activities.remove_activity_line,
        name="remove-activity-line",
    ),
    path(f"{ACTIVITIES}<str:public_id>/", activities.activity, name="activity"),
]
