"""The figures, in the order they are printed."""

from datetime import date
from functools import partial
from itertools import count

from django.db import connection
from django.urls import NoReverseMatch, reverse

from core import statistics
from dashboards.grid import GridShown
from demo.county import make_county
from partnerships.models import Period, PeriodKind
from reports import printing
from reports.documents import DOCUMENTS, Readers
from reports.models import DocumentKind
from reports.pdf import print_pdf
from tests.test_site import World

from .data import (
    build,
    evidence_of,
    hold_conference,
    joint_draft,
    load_county,
    make_final,
    newest_draft,
    newest_final,
)
from .determination import measure_determination
from .documents import measure_documents
from .evidence import measure_cells, measure_evidence_pages
from .many import DISTRICTS, measure_many
from .measure import queries, ratio, say
from .memory import MOST_OF_A_PROCESS, measure_memory
from .plans import measure_plan
from .progress import measure_progress, owner_of
from .public import measure_public
from .review import measure_review
from .saving import measure_saving
from .steps import measure_plans, plan_of
from .verdicts import measure_lists
from .visiting import director_of, get, measure_time, signed_in

MOST_OF_A_PAGE, MOST_OF_A_RATING, MOST_OF_A_REPORT, MOST_OF_A_GRID = 12, 8, 1.15, 15
AT_A_GLANCE = {"home": 20, "partnership": 20, "conference": 14, "meeting": 14}
"""Queries at most of pages that bring together what many parts of Accord know."""
MOST_OF_A_SAVE = 4
MOST_OF_MANY = 2
AIMS = {"workspace": 15, "home": 5, "partnership": 8, "grid": 12, "trends": 8}
"""Processor time of a page at most, with 22 districts, as a multiple of a bare view's."""
PAGES = ("partnership", "agreement", "assessments", "evidence", "action-steps", "reports", "trends")
OF_A_CONFERENCE = ("conference", "meeting")


def address(name, partnership):
    if name == "home":
        return reverse("home")
    if name in OF_A_CONFERENCE:
        return reverse(name, args=[joint_draft(partnership).public_id])
    return workspace(partnership) if name == "workspace" else reverse(name, args=[partnership.slug])


def workspace(partnership):
    return reverse("assessment", args=[newest_draft(partnership).public_id])


def measure_workspace(client, partnership, what, most=None):
    measure_time(client, workspace(partnership), f"workspace with {what}", most)


def measure_report(assessment, rounds, what):
    maker = DOCUMENTS[DocumentKind.STATE_OF_THE_PARTNERSHIP]
    html = maker.html(Readers(), assessment=assessment)
    found = ratio(
        lambda: print_pdf(maker.html(Readers(), assessment=assessment)),
        lambda: printing.write(printing.lay_out(html)),
        rounds=rounds,
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
    counts, most = [], AT_A_GLANCE.get(name, MOST_OF_A_PAGE)
    for client, partnership in places:
        url = address(name, partnership)
        get(client, url)  # what is cached for the life of a process is read
        counts.append(queries(partial(get, client, url)))
    say(
        f"queries of {name}: Clayton, 54 ratings, 540 ratings",
        ", ".join(map(str, counts)),
        f"{most} at most, the same for 54 and 540",
        max(counts) <= most and counts[1] == counts[2],
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


def measure_county(county, districts, aims):
    """A director's pages in an invented county; `aims` are those for the ratios, by page."""
    client, partnership = director_of(county), county.partnerships[0]
    pages = {
        "home": reverse("home"),
        "partnership": reverse("partnership", args=[partnership.slug]),
        "grid": reverse("grid", args=[county.agreement.slug]),
        "trends": reverse("trends", args=[partnership.slug]),
        "opening a cycle": reverse("open-cycle", args=[county.agreement.slug]),
    }
    for name, url in pages.items():
        take(measure_time, client, url, f"{name}, {districts} districts", aims.get(name))


def measure_growth(counties):
    """Home of the director of many districts against that of few."""
    few, many = (partial(get, director_of(county), reverse("home")) for county in counties.values())
    found = ratio(many, few, rounds=20, warm_up=3)
    say(
        f"home, {' against '.join(map(str, reversed(counties)))} districts",
        f"{found.value:.1f} ({1000 * found.first:.0f} ms, {1000 * found.second:.0f} ms)",
        f"{MOST_OF_MANY} at most",
        found.value <= MOST_OF_MANY,
    )


def measure_opening(counties):
    """Queries of opening a cycle for every partnership of an agreement, in a school year that is known already."""
    days = {"start": date(2026, 7, 1), "end": date(2027, 6, 30)}
    Period.objects.get_or_create(kind=PeriodKind.SCHOOL_YEAR, label="2026-2027", defaults=days)
    counts = []
    for county in counties.values():
        client, url = director_of(county), reverse("open-cycle", args=[county.agreement.slug])
        form = {
            "edition": county.agreement.editions.get().label,
            "scope": "all",
            "asked": ["partner", "lead"],
        }
        form |= {"period": "school_year:2026-2027", "due_on": "2027-05-30", "due_seen": ""}

        def open_it(client=client, url=url, form=form):
            assert client.post(url, form).status_code == 302

        counts.append(queries(open_it))
    say(
        f"queries of opening a cycle: {', '.join(map(str, counties))} districts",
        ", ".join(map(str, counts)),
        "the same for all",
        len(set(counts)) == 1,
    )


def measure_process(world, county, districts, most=None):
    """Memory of a web process that answered every kind of page, and home and grid of an invented county."""
    pages = [url for _, url in world.pages(but=("bare", "update"))]
    many = [reverse("home"), reverse("grid", args=[county.agreement.slug])]
    visits = [(world.director, pages), (world.liaison, pages), (county.director, many)]
    everything = [*visits, (world.admin, [url for _, url in world.admin_pages()])]
    at_rest, after, with_threads = measure_memory(everything)
    say(
        f"memory of a web process, {districts} districts",
        f"{after:.0f} MiB after {2 * len(pages)} pages and the administration "
        f"(at rest {at_rest:.0f}, in four threads {with_threads:.0f})",
        f"{most} at most" if most else "",
        after <= most if most else None,
    )


def measure_grid_queries(counties):
    """`counties` are invented agreements by number of districts, the small one first."""
    places = [
        (director_of(county), reverse("grid", args=[county.agreement.slug])) for county in counties.values()
    ]
    for show in GridShown:
        counts = [queries(partial(get, client, f"{url}?show={show.value}")) for client, url in places]
        say(
            f"queries of grid, {show.value}: {', '.join(map(str, counties))} districts",
            ", ".join(map(str, counts)),
            f"{MOST_OF_A_GRID} at most",
            max(counts) <= MOST_OF_A_GRID,
        )
    client, url = places[-1]
    for sort in ("c3", "changed"):
        took = ratio(
            partial(get, client, f"{url}?sort={sort}"), partial(get, client, url), rounds=5, warm_up=1
        )
        say(f"grid of {max(counties)}, sorted by {sort} against by name", f"{took.value:.1f}")


def measure_one_save(client, partnership, what):
    """Processor time of one saved rating against a bare update of one row, through the same stack."""
    assessment = newest_draft(partnership)
    item = assessment.items().rated().last()
    url = reverse("rate", args=[assessment.public_id, item.reference])
    rating = assessment.ratings.filter(item=item).first()
    versions = count(rating.version if rating else 0)

    def save():
        version = next(versions)
        typed = {"level": str(version % 4), "version": version, "comment": f"Seen {version} times."}
        form = {f"{item.reference}-{name}": value for name, value in typed.items()}
        response = client.post(url, form, headers={"HX-Request": "true"})
        assert response.status_code == 200, f"{url} answers {response.status_code}"

    def update():
        assert client.post("/bench/update/", {"name": "A name"}).status_code == 200

    found = ratio(save, update, rounds=60, warm_up=5)
    say(
        f"one saved rating among {what} against a bare update",
        f"{found.value:.1f} ({1000 * found.first:.1f} ms, {1000 * found.second:.1f} ms)",
        f"{MOST_OF_A_SAVE} at most",
        found.value <= MOST_OF_A_SAVE,
    )


def run(part):
    if part == "saving":
        take(measure_saving, connection.display_name)
    elif part == "memory":
        load_county()
        take(measure_process, World(), make_county(22, 2, name="Sample 22"), 22, MOST_OF_A_PROCESS)
    elif part == "many":
        take(measure_many, make_county(DISTRICTS, 2, name="Sample 22"))
    elif part == "documents":
        load_county()
        take(measure_documents)
    elif part == "entering":
        from .entering import measure_entering  # needs a browser

        take(measure_entering)
    elif part == "evidence":
        measure_all_evidence()
    elif part == "steps":
        measure_all_steps()
    elif part == "verdicts":
        measure_all_verdicts()
    elif part == "plans":
        take(measure_plan)
    elif part == "public":
        take(measure_public, load_county())
    elif part == "review":
        take(measure_review)
    else:
        run_all()


def measure_all_evidence():
    take(measure_cells, {rows: evidence_of(rows) for rows in (20, 200)})
    for districts in (22, 1000):
        take(measure_evidence_pages, districts)


def measure_all_steps():
    take(measure_plans, {steps: plan_of(steps) for steps in (23, 2300)})
    take(measure_progress, {steps: owner_of(steps) for steps in (1, 500)})


def measure_all_verdicts():
    take(measure_determination, (8, 296))
    take(measure_lists, (33, 1000))


def take(measure, *arguments):
    """One figure, or why it could not be taken: the others are still printed."""
    try:
        measure(*arguments)
    except NoReverseMatch:
        say(f"{measure.__name__} of {arguments[-1:]}", "has no address yet")
    except Exception as error:
        say(f"{measure.__name__} of {arguments[-1:]}", f"could not be taken: {type(error).__name__} {error}")


def run_all():
    counties = {}
    clayton, small, big = load_county(), build(54), build(540)
    places = [(signed_in(partnership), partnership) for partnership in (clayton, small, big)]
    take(measure_workspace, *places[0], "55 lines", AIMS["workspace"])
    take(measure_workspace, *places[2], "540 lines")
    take(measure_one_save, *places[0], "55 lines")
    world = World()
    for districts, aims in ((22, AIMS), (1000, {})):
        counties[districts] = make_county(districts, 2, name=f"Sample {districts}")
        statistics.refresh()  # as setting up, starting and the worker do
        measure_county(counties[districts], districts, aims)
        take(measure_process, world, counties[districts], districts, MOST_OF_A_PROCESS if aims else None)
    take(measure_many, counties[DISTRICTS])
    take(measure_documents)
    take(measure_growth, counties)
    take(measure_grid_queries, counties)
    take(measure_opening, counties)
    measure_all_evidence()
    measure_all_steps()
    measure_all_verdicts()
    take(measure_review)
    take(measure_plan)
    take(measure_public, clayton)
    take(measure_report, newest_final(clayton), 7, "Clayton, 54 ratings")
    for name in ("home", "workspace", *PAGES):
        take(measure_page, places, name)
    for place, what in zip(places, ("55 lines", "54", "540"), strict=True):
        take(measure_rating, *place, what)
    for partnership in (clayton, small, big):
        hold_conference(partnership)
    for name in OF_A_CONFERENCE:
        take(measure_page, places, name)
    make_final(big)
    take(measure_report, newest_final(big), 3, "540 ratings")
    take(measure_saving, connection.display_name)
