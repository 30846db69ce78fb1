from django.urls import path

from . import views

urlpatterns = [
    path("partnerships/<slug:slug>/action-steps/", views.action_steps, name="action-steps"),
]
