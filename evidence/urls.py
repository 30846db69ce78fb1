from django.urls import path

from .views import files, meanings, pages, parts

ROW = "partnerships/<slug:slug>/evidence/rows/<str:lineage>/"

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
    path(f"{ROW}meaning/", meanings.meaning, name="evidence-meaning"),
    path(f"{ROW}definitions/new/", meanings.definition, name="new-definition"),
    path(f"{ROW}definitions/<str:public_id>/", meanings.definition, name="definition"),
    path(f"{ROW}definitions/<str:definition_id>/targets/new/", meanings.target, name="new-target"),
    path(f"{ROW}definitions/<str:definition_id>/targets/<str:public_id>/", meanings.target, name="target"),
    path(
        f"{ROW}definitions/<str:definition_id>/targets/<str:public_id>/remove/",
        meanings.remove_target,
        name="remove-target",
    ),
    path(f"{ROW}breakdowns/new/", meanings.breakdown, name="new-breakdown"),
    path(f"{ROW}breakdowns/<str:public_id>/", meanings.breakdown, name="breakdown"),
    path(f"{ROW}breakdowns/<str:public_id>/values/", parts.breakdown_values, name="breakdown-values"),
]
