from django.urls import path

from .public.site import PAGES
from .views import (
    agreements,
    choosing,
    desk,
    documents,
    open_data,
    profiles,
    public_site,
    publishing,
    runs,
    slides,
    translations,
    verifying,
    workbooks,
)

PUBLIC = "public/<slug:slug>/"

urlpatterns = [
    path("partnerships/<slug:slug>/reports/", desk.reports, name="reports"),
    path("partnerships/<slug:slug>/reports/logo/", choosing.logo, name="logo"),
    path("partnerships/<slug:slug>/reports/<slug:kind>/", desk.document, name="document"),
    path("partnerships/<slug:slug>/reports/<slug:kind>/preview/", desk.preview, name="preview-document"),
    path("partnerships/<slug:slug>/reports/<slug:kind>/make/", desk.make_document, name="make-document"),
    path(
        "partnerships/<slug:slug>/reports/evidence/workbook/",
        workbooks.evidence_tables_workbook,
        name="evidence-tables-workbook",
    ),
    path("partnerships/<slug:slug>/reports/<slug:kind>/choose/", choosing.choose, name="choose-document"),
    path("partnerships/<slug:slug>/reports/<str:public_id>/slides/", slides.slides, name="slides"),
    path("partnerships/<slug:slug>/profile/", profiles.profile, name="profile"),
    path(
        "partnerships/<slug:slug>/translations/<slug:language>/",
        translations.translations,
        name="translations",
    ),
    path("agreements/<slug:slug>/profiles/", profiles.profiles, name="profiles"),
    path("agreements/<slug:slug>/documents/logo/", choosing.lead_logo, name="lead-logo"),
    path("agreements/<slug:slug>/documents/", agreements.agreement_documents, name="agreement-documents"),
    path(
        "agreements/<slug:slug>/documents/county-summary/<path:period>/make/",
        agreements.make_county_summary,
        name="make-county-summary",
    ),
    path("agreements/<slug:slug>/documents/many/", runs.many_documents, name="many-documents"),
    path("documents/runs/<str:public_id>/", runs.document_run, name="document-run"),
    path("documents/runs/<str:public_id>/cancel/", runs.cancel_documents, name="cancel-documents"),
    path("documents/runs/<str:public_id>/<str:document>/again/", runs.document_again, name="document-again"),
    path("documents/runs/<str:public_id>/archive/", runs.run_archive, name="run-archive"),
    path(
        "agreements/<slug:slug>/documents/county-summary/<path:period>/preview/",
        agreements.preview_county_summary,
        name="preview-county-summary",
    ),
    path(
        "agreements/<slug:slug>/documents/county-summary/<path:period>/workbook/",
        agreements.county_summary_workbook,
        name="county-summary-workbook",
    ),
    path("documents/verify/", verifying.verify, name="verify-document"),
    path("documents/<str:public_id>/", documents.publication, name="publication"),
    path("documents/<str:public_id>/download/", documents.download, name="download-publication"),
    path("partnerships/<slug:slug>/publish/", publishing.publishing, name="publishing"),
    path("partnerships/<slug:slug>/publish/withdraw/", publishing.withdraw_public, name="withdraw-public"),
    path("public/verify/", verifying.public_verify, name="public-verify"),
    path(
        f"{PUBLIC}documents/<str:public_id>/",
        public_site.public_document,
        name="public-document",
    ),
    path(f"{PUBLIC}you-said-we-did/", public_site.public_told, name="public-told"),
    path(f"{PUBLIC}data/<str:name>", open_data.public_file, name="public-file"),
    *(
        path(
            PUBLIC if page.name == "overview" else f"{PUBLIC}{page.name}/",
            public_site.public_page,
            {"page": page.name},
            name=page.url_name,
        )
        for page in PAGES
    ),
]
