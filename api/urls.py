from django.urls import path

from . import views

urlpatterns = [
    path("api/", views.about, name="api-about"),
    path("api/v1/openapi.json", views.schema, name="api-schema"),
    path("api/v1/<path:rest>", views.answer, name="api"),
]
