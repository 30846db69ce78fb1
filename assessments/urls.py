from django.urls import path

from .views import highlights, pages, ratings, reminders, status

urlpatterns = [
    path("partnerships/<slug:slug>/assessments/", pages.assessments, name="assessments"),
    path("assessments/<str:public_id>/", pages.assessment, name="assessment"),
    path("assessments/<str:public_id>/details/", pages.details, name="assessment-details"),
    path("assessments/<str:public_id>/items/<str:reference>/", ratings.rate, name="rate"),
    path(
        "assessments/<str:public_id>/categories/<int:number>/",
        ratings.save_category,
        name="save-category",
    ),
    path("assessments/<str:public_id>/submit/", status.submit, name="assessment-submit"),
    path("assessments/<str:public_id>/final/", status.make_final, name="assessment-final"),
    path("assessments/<str:public_id>/<str:kind>/add/", highlights.add, name="highlight-add"),
    path("highlights/<str:public_id>/", highlights.change, name="highlight-change"),
    path("highlights/<str:public_id>/move/<str:direction>/", highlights.move, name="highlight-move"),
    path("highlights/<str:public_id>/remove/", highlights.remove, name="highlight-remove"),
    path("reminders/", reminders.reminder_choices, name="reminder-choices"),
]
