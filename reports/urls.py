from django.urls import path

from .views import dashboards, documents, grid, trends

urlpatterns = [
    path("", dashboards.home, name="home"),
    path("agreements/<slug:slug>/grid/", grid.grid, name="grid"),
    path("partnerships/<slug:slug>/", dashboards.partnership, name="partnership"),
    path("partnerships/<slug:slug>/trends/", trends.trends, name="trends"),
    path("partnerships/<slug:slug>/trends/items/<str:lineage>/", trends.item_trend, name="item-trend"),
    path(
        "partnerships/<slug:slug>/trends/measures/<str:lineage>/", trends.measure_trend, name="measure-trend"
    ),
    path("partnerships/<slug:slug>/reports/", documents.reports, name="reports"),
    path("partnerships/<slug:slug>/reports/<str:public_id>/", documents.make_report, name="make-report"),
    path("documents/<str:public_id>/", documents.publication, name="publication"),
    path("documents/<str:public_id>/download/", documents.download, name="download-publication"),
]
