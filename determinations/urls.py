from django.urls import path

from .views import agreed, options, pages, screens

DISTRICT = "partnerships/<slug:slug>/screens/<str:reference>/<str:period>/"

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
    path("agreements/<slug:slug>/screens/", screens.screens, name="screens"),
    path("agreements/<slug:slug>/screens/<str:reference>/<str:period>/", screens.screen, name="screen"),
    path("partnerships/<slug:slug>/screens/", screens.own_screens, name="own-screens"),
    path(DISTRICT, screens.district_screen, name="district-screen"),
    path(f"{DISTRICT}review/", screens.practice_review, name="practice-review"),
]
