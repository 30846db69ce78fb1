from django.urls import path

from .views import (
    by_side,
    conference,
    cycles,
    decisions,
    due_dates,
    forum_goals,
    highlights,
    history,
    measures,
    meetings,
    observed_classes,
    pages,
    ratings,
    rounds,
    same_answer,
    suggestions,
    transitions,
    workbooks,
)
from .workflow.transitions import TRANSITIONS

MEETINGS = "partnerships/<slug:slug>/meetings/"

urlpatterns = [
    path(MEETINGS, meetings.meetings, name="meetings"),
    path(f"{MEETINGS}new/", meetings.change_meeting, name="new-meeting"),
    path(f"{MEETINGS}<str:public_id>/", meetings.meeting, name="meeting"),
    path(f"{MEETINGS}<str:public_id>/change/", meetings.change_meeting, name="change-meeting"),
    path(f"{MEETINGS}<str:public_id>/points/new/", meetings.agenda_point, name="new-agenda-point"),
    path(f"{MEETINGS}<str:public_id>/points/<str:point_id>/", meetings.agenda_point, name="agenda-point"),
    path(
        f"{MEETINGS}<str:public_id>/points/<str:point_id>/remove/",
        meetings.remove_agenda_point,
        name="remove-agenda-point",
    ),
    path("partnerships/<slug:slug>/assessments/", rounds.assessments, name="assessments"),
    path("assessments/<str:public_id>/", pages.assessment, name="assessment"),
    path("assessments/<str:public_id>/details/", pages.details, name="assessment-details"),
    path("assessments/<str:public_id>/items/<str:reference>/", ratings.rate, name="rate"),
    path(
        "assessments/<str:public_id>/items/<str:reference>/history/",
        history.rating_history,
        name="rating-history",
    ),
    path(
        "assessments/<str:public_id>/items/<str:reference>/measures/",
        measures.rating_measures,
        name="rating-measures",
    ),
    path("assessments/<str:public_id>/classes/", observed_classes.classes, name="observed-classes"),
    path("assessments/<str:public_id>/classes/add/", observed_classes.write, name="new-observed-class"),
    path("assessments/<str:public_id>/classes/<int:number>/", observed_classes.write, name="observed-class"),
    path(
        "assessments/<str:public_id>/classes/<int:number>/remove/",
        observed_classes.remove,
        name="remove-observed-class",
    ),
    path("assessments/<str:public_id>/forum-goals/", forum_goals.forum_goals, name="forum-goals"),
    path("assessments/<str:public_id>/history/", history.assessment_history, name="assessment-history"),
    path("assessments/<str:public_id>/ratings/", ratings.save_all, name="save-ratings"),
    *(
        path(
            f"assessments/<str:public_id>/{one.name}/",
            transitions.take,
            {"transition": one},
            name=one.url_name,
        )
        for one in TRANSITIONS
    ),
    path("agreements/<slug:slug>/cycles/open/", cycles.open_a_cycle, name="open-cycle"),
    path("agreements/<slug:slug>/cycles/<str:public_id>/due-date/", due_dates.due_date, name="due-date"),
    path(
        "agreements/<slug:slug>/cycles/<str:public_id>/same-answer/",
        same_answer.same_answer,
        name="same-answer",
    ),
    path("assessments/<str:public_id>/decisions/add/", decisions.add, name="decision-add"),
    path("assessments/<str:public_id>/<str:kind>/add/", highlights.add, name="highlight-add"),
    path("assessments/<str:public_id>/<str:kind>/order/", highlights.order, name="highlight-order"),
    path("highlights/<str:public_id>/", highlights.change, name="highlight-change"),
    path("highlights/<str:public_id>/points/", highlights.points, name="highlight-points"),
    path("highlights/<str:public_id>/move/<str:direction>/", highlights.move, name="highlight-move"),
    path("highlights/<str:public_id>/remove/", highlights.remove, name="highlight-remove"),
    path("highlights/<str:public_id>/put-back/", highlights.restore, name="highlight-put-back"),
    path("highlights/<str:public_id>/take-over/", by_side.take, name="highlight-take-over"),
    path("highlights/<str:public_id>/merge/", by_side.merge_it, name="highlight-merge"),
    path("highlights/<str:public_id>/leave/", by_side.leave, name="highlight-leave"),
    path("highlights/<str:public_id>/undo/", by_side.undo_it, name="highlight-undo"),
    path("assessments/<str:public_id>/suggestions/", suggestions.suggestions, name="suggestions"),
    path("assessments/<str:public_id>/suggestions/dismiss/", suggestions.dismiss, name="suggestion-dismiss"),
    path(
        "assessments/<str:public_id>/suggestions/bring-back/",
        suggestions.bring_back,
        name="suggestion-bring-back",
    ),
    path(
        "partnerships/<slug:slug>/cycles/<str:cycle_id>/conference/",
        conference.begin,
        name="begin-conference",
    ),
    path("assessments/<str:public_id>/conference/", conference.conference, name="conference"),
    path("assessments/<str:public_id>/meeting/", conference.meeting, name="meeting"),
    path("assessments/<str:public_id>/agreement/", conference.fill_agreement, name="fill-agreement"),
    path("assessments/<str:public_id>/minutes/", conference.minutes, name="minutes"),
    *(
        path(
            f"assessments/<str:public_id>/decisions/<str:decision_id>/{name}/", view, name=f"decision-{name}"
        )
        for name, view in (
            ("change", decisions.change),
            ("remove", decisions.remove),
            ("put-back", decisions.put_back),
            ("settle", decisions.settled),
            ("open-again", decisions.not_settled),
        )
    ),
    path("assessments/<str:public_id>/workbook/", workbooks.workbook, name="workbook"),
    path("assessments/<str:public_id>/workbook/upload/", workbooks.workbook_upload, name="workbook-upload"),
]
