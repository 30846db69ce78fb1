from django.urls import path

from .views import agreed, options, pages

urlpatterns = [
    path("partnerships/<slug:slug>/options/", options.options, name="options"),
    path("partnerships/<slug:slug>/determinations/", pages.determinations, name="determinations"),
    path("partnerships/<slug:slug>/determinations/<str:cycle_id>/", pages.review, name="review"),
    path(
        "partnerships/<slug:slug>/determinations/<str:cycle_id>/<str:subject_id>/",
        pages.determination,
        name="determination",
    ),
    path(
        "partnerships/<slug:slug>/determinations/<str:cycle_id>/<str:subject_id>/agreed/",
        agreed.agreed,
        name="agreed-outcome",
    ),
]
