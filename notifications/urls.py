from django.urls import path

from .views import calendars, reminders

urlpatterns = [
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/<str:secret>.ics", calendars.calendar_feed, name="calendar-feed"),
    path("reminders/", reminders.reminder_choices, name="reminder-choices"),
    path("agreements/<slug:slug>/cycles/<str:public_id>/remind/", reminders.remind_people, name="remind"),
]
