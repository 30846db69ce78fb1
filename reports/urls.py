from django.urls import path

from .views import agreements, documents, profiles, translations

urlpatterns = [
    path("partnerships/<slug:slug>/reports/", documents.reports, name="reports"),
    path("partnerships/<slug:slug>/reports/agreement/", documents.make_agreement, name="make-agreement"),
    path("partnerships/<slug:slug>/reports/plan/", documents.make_plan, name="make-plan"),
    path("partnerships/<slug:slug>/reports/<str:public_id>/", documents.make_report, name="make-report"),
    path(
        "partnerships/<slug:slug>/reports/<str:public_id>/determinations/",
        documents.make_determinations,
        name="make-determinations",
    ),
    path("partnerships/<slug:slug>/profile/", profiles.profile, name="profile"),
    path("partnerships/<slug:slug>/profile/<path:period>/make/", profiles.make_profile, name="make-profile"),
    path(
        "partnerships/<slug:slug>/translations/<slug:language>/",
        translations.translations,
        name="translations",
    ),
    path("agreements/<slug:slug>/profiles/", profiles.profiles, name="profiles"),
    path("agreements/<slug:slug>/documents/", agreements.agreement_documents, name="agreement-documents"),
    path(
        "agreements/<slug:slug>/documents/county-summary/<path:period>/make/",
        agreements.make_county_summary,
        name="make-county-summary",
    ),
    path("documents/<str:public_id>/", documents.publication, name="publication"),
    path("documents/<str:public_id>/download/", documents.download, name="download-publication"),
]
