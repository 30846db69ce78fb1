from django.urls import path

from .views import (
    asked,
    copying,
    due,
    entry,
    exchange,
    files,
    meanings,
    pages,
    parts,
    periods,
    requests,
    rows,
)

ROW = "partnerships/<slug:slug>/evidence/rows/<str:lineage>/"
OF_EDITION = "partnerships/<slug:slug>/evidence/<path:edition>/"
ROW_OF_EDITION = f"{OF_EDITION}rows/<str:lineage>/"

urlpatterns = [
    path("partnerships/<slug:slug>/evidence/", pages.evidence, name="evidence"),
    path("partnerships/<slug:slug>/evidence/ask/", requests.ask_for_values, name="ask-for-values"),
    path("partnerships/<slug:slug>/evidence/requests/", requests.data_requests, name="data-requests"),
    path(
        "partnerships/<slug:slug>/evidence/requests/<str:public_id>/",
        requests.data_request,
        name="data-request",
    ),
    path(
        "partnerships/<slug:slug>/evidence/requests/<str:public_id>/withdraw/",
        requests.withdraw_request,
        name="withdraw-request",
    ),
    path(
        "partnerships/<slug:slug>/evidence/requests/<str:public_id>/again/",
        requests.request_again,
        name="request-again",
    ),
    path("asked/<str:secret>/", asked.asked, name="asked"),
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
    path("partnerships/<slug:slug>/evidence/due/", due.still_due, name="evidence-due"),
    path("partnerships/<slug:slug>/evidence/rows/", rows.rows, name="evidence-rows"),
    path(f"{OF_EDITION}categories/<str:number>/add-row/", rows.add, name="evidence-row-add"),
    path(f"{OF_EDITION}categories/<str:number>/order/", rows.order, name="evidence-rows-order"),
    path(f"{OF_EDITION}answer/", rows.answer_measures, name="evidence-answer-measures"),
    path(ROW_OF_EDITION, rows.change, name="evidence-row"),
    path(f"{ROW_OF_EDITION}end/", rows.end, name="evidence-row-end"),
    path(f"{ROW_OF_EDITION}go-on/", rows.go_on, name="evidence-row-go-on"),
    path(f"{ROW_OF_EDITION}remove/", rows.remove, name="evidence-row-remove"),
    path(f"{ROW_OF_EDITION}move/<str:direction>/", rows.move, name="evidence-row-move"),
    path(f"{OF_EDITION}periods/add/", periods.add_period, name="evidence-period-add"),
    path(f"{OF_EDITION}periods/remove/", periods.remove_period, name="evidence-period-remove"),
    path(f"{OF_EDITION}carry/", periods.carry, name="evidence-carry"),
    path(f"{OF_EDITION}copy/", copying.copy, name="evidence-copy"),
    path(f"{ROW_OF_EDITION}values/", entry.values, name="evidence-values"),
    path(f"{ROW_OF_EDITION}values/cell/", entry.cell, name="evidence-cell"),
    path(f"{OF_EDITION}paste/", exchange.paste, name="evidence-paste"),
    path(f"{OF_EDITION}confirm/", exchange.confirm, name="evidence-confirm"),
]
