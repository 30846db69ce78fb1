from django.urls import path

from . import views

urlpatterns = [
    path("partnerships/<slug:slug>/evidence/", views.evidence, name="evidence"),
]
