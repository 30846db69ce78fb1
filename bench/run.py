"""The figures, in the order they are printed."""

from functools import partial

from django.test import Client, override_settings
from django.urls import reverse

from reports import gather, pdf, render
from reports.documents import state_of_the_partnership
from tests.factories import make_liaison

from .data import build, load_county, newest_draft, newest_final
from .measure import queries, ratio, say

MOST_OF_A_PAGE, MOST_OF_A_RATING, MOST_OF_A_REPORT = 12, 8, 1.15
PAGES = ("partnership", "agreement", "assessments", "evidence", "action-steps", "reports")


def signed_in(partnership):
    client = Client()
    client.force_login(make_liaison(partnership))
    return client


def address(name, partnership):
    if name == "home":
        return reverse("home")
    return workspace(partnership) if name == "workspace" else reverse(name, args=[partnership.slug])


def workspace(partnership):
    return reverse("assessment", args=[newest_draft(partnership).public_id])


def get(client, url):
    response = client.get(url)
    assert response.status_code == 200, f"{url} answers {response.status_code}"
    return response


def measure_workspace(client, partnership, what):
    url = workspace(partnership)
    found = ratio(lambda: get(client, url), lambda: get(client, "/bench/bare/"), rounds=40, warm_up=3)
    say(
        f"workspace with {what} against a bare view",
        f"{found.value:.1f} ({1000 * found.first:.0f} ms, {1000 * found.second:.1f} ms)",
    )


def measure_report(assessment, what):
    html = render.state_of_the_partnership(gather.state_of_the_partnership(assessment))
    found = ratio(
        lambda: state_of_the_partnership(assessment),
        lambda: pdf.write(pdf.lay_out(html)),
        rounds=7,
        warm_up=1,
    )
    say(
        f"report of {what} against WeasyPrint alone",
        f"{found.value:.2f} ({found.first:.2f} s, {found.second:.2f} s)",
        f"{MOST_OF_A_REPORT} at most",
        found.value <= MOST_OF_A_REPORT,
    )


def measure_page(places, name):
    """`places` are (client, partnership): Clayton, 54 ratings, 540 ratings."""
    counts = []
    for client, partnership in places:
        url = address(name, partnership)
        get(client, url)  # what is cached for the life of a process is read
        counts.append(queries(partial(get, client, url)))
    say(
        f"queries of {name}: Clayton, 54 ratings, 540 ratings",
        ", ".join(map(str, counts)),
        f"{MOST_OF_A_PAGE} at most, the same for 54 and 540",
        max(counts) <= MOST_OF_A_PAGE and counts[1] == counts[2],
    )


def measure_rating(client, partnership, what):
    assessment = newest_draft(partnership)
    item = assessment.items().rated().first()
    rating = assessment.ratings.filter(item=item).first()
    url = reverse("rate", args=[assessment.public_id, item.reference])

    def save(level, version):
        typed = {"level": level, "version": version, "comment": ""}
        form = {f"{item.reference}-{name}": value for name, value in typed.items()}
        response = client.post(url, form, headers={"HX-Request": "true"})
        assert response.status_code == 200, f"{url} answers {response.status_code}"

    version = rating.version if rating else 0
    save("1", version)
    count = queries(lambda: save("2", version + 1))
    say(
        f"queries of one saved rating among {what}",
        count,
        f"{MOST_OF_A_RATING} at most",
        count <= MOST_OF_A_RATING,
    )


def run():
    """Every figure. One that cannot be taken says so, and the others are still printed."""
    clayton, small, big = load_county(), build(54), build(540)
    places = [(signed_in(partnership), partnership) for partnership in (clayton, small, big)]
    figures = [
        (measure_workspace, *places[0], "55 lines"),
        (measure_workspace, *places[2], "540 lines"),
        (measure_report, newest_final(clayton), "Clayton, 54 ratings"),
        *((measure_page, places, name) for name in ("home", "workspace", *PAGES)),
        *(
            (measure_rating, *place, what)
            for place, what in zip(places, ("55 lines", "54", "540"), strict=True)
        ),
    ]
    with override_settings(ROOT_URLCONF="bench.urls"):
        for measure, *arguments in figures:
            try:
                measure(*arguments)
            except Exception as error:
                say(f"{measure.__name__} of {arguments[-1]}", f"could not be taken: {error}")
