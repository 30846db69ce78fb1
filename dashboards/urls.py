from django.urls import path

from .views import grid, home, lineages, partnership, trends

urlpatterns = [
    path("", home.home, name="home"),
    path("agreements/<slug:slug>/grid/", grid.grid, name="grid"),
    path("agreements/<slug:slug>/partnerships/", home.agreement_partnerships, name="agreement-partnerships"),
    path("partnerships/<slug:slug>/", partnership.partnership, name="partnership"),
    path("partnerships/<slug:slug>/trends/", trends.trends, name="trends"),
    path("partnerships/<slug:slug>/trends/items/<str:lineage>/", trends.item_trend, name="item-trend"),
    path(
        "partnerships/<slug:slug>/trends/measures/<str:lineage>/", trends.measure_trend, name="measure-trend"
    ),
    path(
        "partnerships/<slug:slug>/lineages/<str:lineage>/break/", lineages.break_lineage, name="break-lineage"
    ),
    path(
        "partnerships/<slug:slug>/lineages/<str:lineage>/compare/", lineages.mend_lineage, name="mend-lineage"
    ),
]
