from django.urls import path

from .views import pages

urlpatterns = [
    path("partnerships/<slug:slug>/evidence/", pages.evidence, name="evidence"),
]
