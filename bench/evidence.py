"""Queries of the pages of evidence, and of one saved cell."""

from functools import partial

from django.test import Client
from django.urls import reverse

from demo.county import make_county
from evidence.models import Observation
from evidence.values import CELL, seen_in
from tests.factories import make_viewer

from .measure import queries, say
from .visiting import director_of, get, measure_time, signed_in

MOST_OF_A_PAGE, MOST_OF_A_CELL = 10, 8


def measure_cells(tables):
    """Of those who enter: queries of a partnership's evidence, by the number of its rows, and of one saved cell.

    `tables` are partnerships by number of rows, each of six periods.
    """
    clients = {rows: signed_in(partnership) for rows, partnership in tables.items()}
    counts = []
    for rows, partnership in tables.items():
        page = partial(get, clients[rows], reverse("evidence", args=[partnership.slug]))
        page()  # what is cached for the life of a process is read
        counts.append(queries(page))
    say(
        f"queries of evidence to enter: {', '.join(map(str, tables))} rows",
        ", ".join(map(str, counts)),
        f"{MOST_OF_A_PAGE} at most, the same for all",
        max(counts) <= MOST_OF_A_PAGE and len(set(counts)) == 1,
    )
    rows, partnership = max(tables.items())
    value = Observation.objects.of(partnership).select_related("row__edition", "period").last()
    place = [partnership.slug, value.row.edition.label, value.row.lineage]
    form = {"period": value.period.key, "text": "96%", "seen": seen_in(value, *CELL)}
    save = partial(clients[rows].post, reverse("evidence-cell", args=place), form)
    count = queries(save)
    assert Observation.objects.get(pk=value.pk).text == "96%"
    say(
        f"queries of one saved cell among {rows} rows",
        count,
        f"{MOST_OF_A_CELL} at most",
        count <= MOST_OF_A_CELL,
    )
    url = reverse("evidence", args=[partnership.slug])
    measure_time(clients[rows], url, f"evidence of {rows} rows and 6 periods, to enter", rounds=5)


def measure_evidence_pages(districts):
    """Queries of the pages of evidence with ten years of it."""
    county = make_county(districts, 10, name=f"Evidence {districts}", rated=False)
    director, reader, slug = director_of(county), Client(), county.partnerships[0].slug
    reader.force_login(make_viewer(county.partnerships[0]))
    pages = {
        "table as one enters it": (director, reverse("evidence", args=[slug])),
        "table as one reads it": (reader, reverse("evidence", args=[slug])),
        "row with its target": (director, reverse("measure-trend", args=[slug, f"{slug}-4-2"])),
        "dashboard": (director, reverse("evidence-dashboard", args=[slug])),
    }
    for name, (client, url) in pages.items():
        get(client, url)
        found = queries(partial(get, client, url))
        say(
            f"queries of evidence, {name}: 10 years, {districts} districts",
            found,
            f"{MOST_OF_A_PAGE} at most",
            found <= MOST_OF_A_PAGE,
        )
