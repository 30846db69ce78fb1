from django.urls import path

from .views import options

urlpatterns = [
    path("partnerships/<slug:slug>/options/", options.options, name="options"),
]
