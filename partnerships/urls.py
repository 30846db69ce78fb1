from django.urls import path

from . import signing, views

urlpatterns = [
    path("partnerships/<slug:slug>/agreement/", views.agreement, name="agreement"),
    path("partnerships/<slug:slug>/lineages/<str:lineage>/break/", views.break_lineage, name="break-lineage"),
    path("partnerships/<slug:slug>/lineages/<str:lineage>/compare/", views.mend_lineage, name="mend-lineage"),
    path("partnerships/<slug:slug>/signatures/", signing.signatures, name="signatures"),
    path("partnerships/<slug:slug>/signatures/<path:edition>/<int:number>/", signing.sign, name="sign"),
    path(
        "partnerships/<slug:slug>/signatures/<path:edition>/<int:number>/withdraw/",
        signing.withdraw,
        name="withdraw-signature",
    ),
    path("scans/<str:public_id>/", signing.scan, name="scan"),
]
