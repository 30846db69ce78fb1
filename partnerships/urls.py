from django.urls import path

from . import views

urlpatterns = [
    path("partnerships/<slug:slug>/agreement/", views.agreement, name="agreement"),
]
