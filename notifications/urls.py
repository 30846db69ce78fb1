from django.urls import path

from . import views

urlpatterns = [
    path("reminders/", views.reminder_choices, name="reminder-choices"),
    path("agreements/<slug:slug>/cycles/<str:public_id>/remind/", views.remind_people, name="remind"),
]
