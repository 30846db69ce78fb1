from django.urls import path

from .views import files, pages

urlpatterns = [
    path("partnerships/<slug:slug>/evidence/", pages.evidence, name="evidence"),
    path("partnerships/<slug:slug>/evidence/files/<str:public_id>/", files.file, name="evidence-file"),
    path(
        "partnerships/<slug:slug>/evidence/files/<str:public_id>/delete/",
        files.delete,
        name="delete-evidence-file",
    ),
    path(
        "partnerships/<slug:slug>/evidence/<str:lineage>/<path:period>/files/",
        files.files,
        name="evidence-files",
    ),
]
