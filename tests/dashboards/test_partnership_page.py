"""A partnership at a glance."""

from datetime import date

import pytest
from django.utils import timezone

from evidence.carrying import carry_rows
from evidence.models import ObservationStatus
from partnerships.editions.drafts import start_next_edition
from reports.models import Publication, PublicationStatus
from tests import factories as make
from tests.assessments.around import Round

from .county import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_partnerships_page_sums_it_up(county, home):
    now = make.make_period(label="Now")
    owed = make.make_row(county.category, county.partnership, (now, "*", ObservationStatus.FORTHCOMING))
    owed.observations.update(expected_on=date(2024, 2, 1))
    row = make.make_row(county.category, county.partnership, (now, "1"))
    make.make_row(county.category, county.partnership, (now, "*", ObservationStatus.FORTHCOMING), parent=row)
    plan = make.make_plan(county.partnership, county.edition, version="2.1")
    make.make_step(plan, county.category)
    text, buttons = home(make.make_liaison(county.partnership), f"/partnerships/{county.partnership.slug}/")
    assert buttons == [(address_of(county.draft), "Begin rating")]
    for sentence in (
        "The 2023-2024 edition has 1 category; 2 of its items are rated.",
        "Fall 2023 Yours: not begun",
        "Evidence for the 2023-2024 edition: 2 rows and 1 beneath them; 2 values are still due , 1 overdue .",
        "1 step in version 2.1 of the plan for 2023-2024: 1 not started. 1 has no owner or no date yet.",
        "No State of the Partnership report has been made yet.",
    ):
        assert sentence in text


def test_where_nobody_rates_one_alone_its_page_leads_to_all_together(home):
    whole = make.make_whole(make.make_agreement(title="School Review"))
    school = make.make_partnership(agreement=whole.agreement)
    text, _ = home(make.make_director(whole), f"/partnerships/{school.slug}/")
    assert f"What stands of all partners together: {whole.called_in_short} ." in text
    text, _ = home(make.make_viewer(school), f"/partnerships/{school.slug}/")
    assert "of all partners together" not in text


@pytest.mark.slow
def test_the_next_editions_empty_rows_and_plan_are_not_counted_while_it_is_a_draft(county, home):
    make.make_row(county.category, county.partnership, (make.make_period(), "1"))
    make.make_plan(county.partnership, county.edition)
    viewer, address = make.make_viewer(county.partnership), f"/partnerships/{county.partnership.slug}/"
    before = home(viewer, address)
    days = {"effective_from": date(2024, 7, 1), "effective_to": None}
    draft = start_next_edition(county.edition, label="Next", by=make.make_administrator(), **days)
    carry_rows(county.partnership, county.edition, draft, by=None)
    make.make_plan(county.partnership, draft)
    assert home(viewer, address) == before


def test_documents_are_counted_when_they_are_ready(county, home):
    viewer = make.make_viewer(county.partnership)
    make.close(county.draft)
    for status in (PublicationStatus.READY, PublicationStatus.WAITING, PublicationStatus.READY):
        Publication.objects.create(
            kind=make.REPORT,
            assessment=county.draft,
            requested_by=viewer,
            status=status,
            content=b"%PDF",
            sha256="0",
            finished_at=timezone.now() if status == PublicationStatus.READY else None,
        )
    text, _ = home(viewer, f"/partnerships/{county.partnership.slug}/")
    assert "2 documents are ready; the newest is of " in text


def test_an_empty_partnership_says_what_is_missing(home):
    partnership = make.make_partnership()
    text, buttons = home(make.make_viewer(partnership), f"/partnerships/{partnership.slug}/")
    assert buttons == []
    for sentence in (
        "No edition is adopted yet.",
        "There is no assessment yet.",
        "There is no evidence yet.",
        "There is no plan of action steps yet.",
    ):
        assert sentence in text


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (
            date(2001, 7, 1),
            date(2002, 6, 30),
            "It was in force until June 30, 2002; no newer one is adopted yet.",
        ),
        (date(2001, 7, 1), None, "It is in force since July 1, 2001."),
        (date(2001, 7, 1), date(2099, 6, 30), "It is in force since July 1, 2001, until June 30, 2099."),
        (date(2098, 7, 1), date(2099, 6, 30), "It takes effect on July 1, 2098."),
    ],
)
def test_the_agreement_says_whether_it_is_in_force(home, start, end, sentence):
    edition = make.adopt(make.make_edition(effective_from=start, effective_to=end))
    partnership = make.make_partnership(agreement=edition.agreement)
    assert sentence in home(make.make_viewer(partnership), f"/partnerships/{partnership.slug}/")[0]


def test_the_edition_in_force_comes_before_one_that_takes_effect_later(home):
    now = make.adopt(make.make_edition(label="Now", effective_from=date(2001, 7, 1)))
    make.adopt(make.make_edition(agreement=now.agreement, label="Later", effective_from=date(2098, 7, 1)))
    partnership = make.make_partnership(agreement=now.agreement)
    viewer = make.make_viewer(partnership)
    text, _ = home(viewer, f"/partnerships/{partnership.slug}/")
    assert "The Now edition has 0 categories" in text
    assert "Later" not in text


@pytest.mark.parametrize("years", [1, 8])
def test_a_partnerships_page_takes_as_many_queries_for_many_years(
    county, client, years, django_assert_max_num_queries
):
    for _ in range(years):
        county.assess(county.partnership, cycle=make.make_cycle(edition=county.edition))
        make.make_plan(county.partnership, county.edition, version=str(make.make_period().pk))
    client.force_login(make.make_viewer(county.partnership))
    with django_assert_max_num_queries(12):
        client.get(f"/partnerships/{county.partnership.slug}/")


def test_an_outsider_does_not_learn_of_a_partnership(county, client):
    client.force_login(make.make_liaison(make.make_partnership()))
    assert client.get(f"/partnerships/{county.partnership.slug}/").status_code == 404


@pytest.fixture
def closed(db):
    """A joint assessment, made final although nobody had confirmed it."""
    around = Round()
    joint = around.begin()
    make.make_rating(joint, around.items[0], "2")
    make.submit(joint, by=around.director)
    make.close_without(joint, by=around.director, words="The board was <dissolved>.")
    return around


def test_a_board_reads_that_it_was_closed_without_a_confirmation_and_why(client, closed):
    client.force_login(closed.viewer)
    page = " ".join(client.get(f"/partnerships/{closed.partnership.slug}/").text.split())
    figures, reason = page.split("Read it item by item")[0], page.split("Why it is final all the same: ")[1]
    assert "final, not confirmed by every side, since" in figures
    assert reason.startswith('“<span class="lines">The board was &lt;dissolved&gt;.</span>”')


REPORT_PAGE = "reports/state-of-the-partnership/"


@pytest.mark.slow
def test_wherever_it_is_called_final_it_is_called_not_confirmed(client, closed):
    client.force_login(closed.director)
    slug, agreement = closed.partnership.slug, closed.edition.agreement.slug
    pages = [f"/partnerships/{slug}/{tab}" for tab in ("", "assessments/", REPORT_PAGE, "trends/")]
    for page in [
        *pages,
        "/",
        f"/agreements/{agreement}/partnerships/",
        f"/agreements/{agreement}/grid/",
        closed.url.replace("conference/", ""),
    ]:
        assert "not confirmed by every side" in client.get(page, follow=True).text.lower(), page
    grid = client.get(f"/agreements/{agreement}/grid.csv").text
    assert "Final, not confirmed by every side" in grid
