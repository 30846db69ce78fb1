from django.urls import path

from .views import pages

urlpatterns = [
    path("partnerships/<slug:slug>/action-steps/", pages.action_steps, name="action-steps"),
]
