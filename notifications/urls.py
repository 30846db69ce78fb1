from django.urls import path

from . import views

urlpatterns = [
    path("reminders/", views.reminder_choices, name="reminder-choices"),
]
