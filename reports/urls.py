from django.urls import path

from .views import documents

urlpatterns = [
    path("partnerships/<slug:slug>/reports/", documents.reports, name="reports"),
    path("partnerships/<slug:slug>/reports/agreement/", documents.make_agreement, name="make-agreement"),
    path("partnerships/<slug:slug>/reports/<str:public_id>/", documents.make_report, name="make-report"),
    path(
        "partnerships/<slug:slug>/reports/<str:public_id>/determinations/",
        documents.make_determinations,
        name="make-determinations",
    ),
    path("documents/<str:public_id>/", documents.publication, name="publication"),
    path("documents/<str:public_id>/download/", documents.download, name="download-publication"),
]
