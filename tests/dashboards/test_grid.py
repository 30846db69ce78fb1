import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from assessments.models import Assessment, AssessmentStatus, Cycle, DueDate, Rating
from assessments.trends.cycles import standing_assessments
from dashboards import grid as grids
from partnerships.access import narrow
from partnerships.editions.drafts import start_next_edition
from partnerships.models import Edition, LineageBreak
from tests import factories as make
from tests.words import words_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SUBMITTED, FINAL, RETURNED = AssessmentStatus.SUBMITTED, AssessmentStatus.FINAL, AssessmentStatus.RETURNED


class County:
    """An agreement of two categories with two items each, some partners, and one cycle."""

    def __init__(self, *names, label="2023-2024", unrated=""):
        period = {"label": label, "start": date(2023, 7, 1), "end": date(2024, 6, 30)}
        self.edition = make.make_edition()
        self.agreement, self.lead = self.edition.agreement, self.edition.agreement.lead
        self.items = [
            make.make_item(category)
            for category in (make.make_category(self.edition), make.make_category(self.edition))
            for _ in range(2)
        ]
        if unrated:
            make.make_item(make.make_category(self.edition, title=unrated), is_rated=False)
        make.adopt(self.edition)
        self.cycle = make.make_cycle(edition=self.edition, period=make.make_period(**period))
        self.partnerships = [
            make.make_partnership(agreement=self.agreement, partner=make.make_organization(short_name=name))
            for name in names or ("Affton",)
        ]
        self.first = self.partnerships[0]
        self.director = make.make_director(self.first)

    def assess(self, codes, *, partnership=None, by="own", status=None, cycle=None):
        """An assessment with one code an item, None for not rated."""
        partnership, cycle = partnership or self.first, cycle or self.cycle
        raters = {"own": partnership.partner, "lead": self.lead, "joint": None}
        row = make.make_assessment(partnership, cycle=cycle, by=raters[by])
        items = list(cycle.edition.items.order_by("category__position", "position"))
        for item, code in zip(items, codes, strict=False):
            if code is not None:
                make.make_rating(row, item, code)
        return make.close(row, status) if status else row


@pytest.fixture
def county():
    return County()


@pytest.fixture
def look(client):
    """The grid's rows as a person reads them, by district."""

    def get(county, address="", user=None):
        client.force_login(user or county.director)
        response = client.get(reverse("grid", args=[county.agreement.slug]) + address)
        assert response.status_code == 200
        return Page(response.content.decode())

    return get


class Page:
    def __init__(self, html):
        self.html = html
        self.text = words_in(html[html.index("<main") : html.index("</main>")])
        body = html.partition("<tbody>")[2].partition("</tbody>")[0]
        lines = [re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
        self.rows = {words_in(cells[0]): [words_in(cell) for cell in cells[1:]] for cells in lines}

    @property
    def names(self):
        return list(self.rows)


def test_a_cell_is_the_average_of_the_scored_items(county, look):
    county.assess(["1", "2", "3", "N/A"], status=FINAL)
    page = look(county)
    assert page.rows["Affton"][:5] == ["1.5", "3.0", "Final", "", "4 of 4"]
    assert 'title="1 at 3, 1 at N/A"' in page.html


def test_a_bar_is_as_wide_as_the_items_at_each_level(county, look):
    county.assess(["1", "2", "3", "3"], status=FINAL)
    bars = re.findall(r'<rect class="(.*?)" x="(.*?)" width="(.*?)"', look(county).html)
    assert bars == [("ink-1", "0.0", "26.0"), ("ink-2", "26.0", "26.0"), ("ink-3", "0.0", "52.0")]


def test_a_category_without_scores_has_no_average(county, look):
    county.assess(["N/A", "N/A"], status=FINAL)
    assert look(county).rows["Affton"][:2] == ["N/A", "–"]


def test_a_category_in_which_nothing_is_rated_has_no_column(look):
    county = County(unrated="Indicators")
    assert "Indicators" not in look(county).text


def test_a_cell_leads_to_its_category_and_a_district_to_its_assessments(county, look):
    final = county.assess(["1", "1", "1", "1"], status=FINAL)
    page = look(county)
    assert f'href="/assessments/{final.public_id}/#category-2"' in page.html
    assert f'href="/partnerships/{county.first.slug}/assessments/"' in page.html


def test_a_draft_shows_progress_only(county, look):
    county.assess(["1", "3", "2", None])
    page = look(county)
    assert page.rows["Affton"][:4] == ["Self-assessment 3 of 4 rated", "Draft", "", "3 of 4"]
    assert "<rect class" not in page.html


def test_nothing_of_levels_before_all_asked_have_submitted(county, look):
    county.assess(["3", "3", "3", "3"], by="lead", status=SUBMITTED)
    county.assess(["1", "1", None, None])
    for show in ("now", "change", "differ"):
        page = look(county, f"?show={show}")
        lead = county.lead.short_name
        assert page.rows["Affton"][0] == f"Self-assessment 2 of 4 rated {lead} submitted"
        assert "<rect class" not in page.html
        assert "#category-" not in page.html


def test_where_no_side_has_begun_nothing_is_counted_twice(county, look):
    county.assess([], by="lead")
    county.assess([])
    assert look(county).rows["Affton"][0:2] == ["not started", "Not started"]
    assert "0 of 4" in look(county).rows["Affton"]


def test_a_returned_side_hides_the_levels_again(county, look):
    county.assess(["3", "3"], by="lead", status=SUBMITTED)
    own = county.assess(["1", "1"])
    Assessment.objects.filter(pk=own.pk).update(status=RETURNED, remark="Look again")
    assert look(county).rows["Affton"][1:4] == ["Returned", "", "2 and 2 of 4"]


def test_the_joint_assessment_stands_before_the_own_and_the_own_before_another(county, look):
    county.assess(["1", "1"], by="lead", status=SUBMITTED)
    assert look(county).rows["Affton"][0] == "1.0"
    county.assess(["2", "2"], status=SUBMITTED)
    assert look(county).rows["Affton"][0] == "2.0"
    joint = county.assess(["3", "3"], by="joint")
    assert look(county).rows["Affton"][0] == "2.0"
    make.close(joint, SUBMITTED)
    assert look(county).rows["Affton"][0] == "3.0"


def test_grid_and_trends_take_the_lead_agencys_before_an_older_one_of_another_party(county):
    library = make.make_organization(short_name="A library")
    own = county.assess([])
    make.close(make.make_assessment(county.first, cycle=county.cycle, by=library), SUBMITTED)
    lead = county.assess(["1"], by="lead", status=SUBMITTED)
    make.withdraw(own, by=county.director, words="Not this year.")
    cycles = grids.cycles_of(county.agreement)
    (row,) = grids.gather(county.director, cycles, county.cycle, grids.wanted({})).rows
    assert [row.result] == standing_assessments(county.first, county.director) == [lead]


def test_an_administrator_sees_no_more_than_a_director(county, look):
    county.assess(["3", "3", "3", "3"])
    page = look(county, user=make.make_administrator())
    assert page.rows["Affton"][:2] == ["Self-assessment 4 of 4 rated", "Draft"]


@pytest.mark.parametrize(
    ("own", "lead", "joint", "words"),
    [
        (None, None, None, "Not asked yet"),
        (SUBMITTED, None, None, "Submitted: review"),
        (SUBMITTED, SUBMITTED, None, "Both submitted: conference"),
        (SUBMITTED, SUBMITTED, "draft", "In conference"),
        (SUBMITTED, SUBMITTED, SUBMITTED, "Joint: to be confirmed"),
        (FINAL, FINAL, FINAL, "Final"),
        (FINAL, None, None, "Final"),
    ],
)
def test_the_status_is_said_in_words(county, look, own, lead, joint, words):
    for by, status in (("own", own), ("lead", lead), ("joint", joint)):
        if status:
            county.assess(["1"], by=by, status=status)
    assert look(county).rows["Affton"][-5] == words


@pytest.mark.parametrize(
    ("own", "lead", "joint", "words"),
    [
        ("draft", None, None, ""),
        (SUBMITTED, "draft", None, "Continue rating, Affton"),
        ("draft", SUBMITTED, None, ""),
        (SUBMITTED, None, None, "Review it, Affton"),
        (SUBMITTED, SUBMITTED, None, "Begin the conference, Affton"),
        (SUBMITTED, SUBMITTED, "draft", "Continue the conference, Affton"),
        (SUBMITTED, SUBMITTED, SUBMITTED, "Confirm the joint assessment, Affton"),
        (FINAL, FINAL, FINAL, ""),
    ],
)
def test_a_row_says_what_the_director_does_next(county, look, own, lead, joint, words):
    for by, status in (("own", own), ("lead", lead), ("joint", joint)):
        if status:
            county.assess(["1"], by=by, status=status)
    page = look(county)
    assert page.rows["Affton"][-4].replace(" ,", ",") == words
    assert f"Waiting for you {1 if words else 0}" in page.text
    assert list(look(county, "?only=waiting").rows) == (["Affton"] if words else [])


def test_nothing_waits_for_an_administrator(county, look):
    county.assess(["1"], status=SUBMITTED)
    assert "Waiting for you 0" in look(county, user=make.make_administrator()).text


def test_how_many_items_are_rated_is_said_of_each_side_apart(county, look):
    county.assess(["1", "1", "2", None])
    county.assess(["1"], by="lead")
    row = look(county, "?sort=progress").rows["Affton"]
    lead = county.lead.short_name
    assert row[0] == f"Self-assessment 3 of 4 rated {lead} 1 of 4 rated"
    assert row[-3] == "3 and 1 of 4"


def test_a_side_that_is_no_longer_asked_is_said_to_be(county, look):
    county.assess(["1"])
    lead = county.assess(["1"], by="lead")
    make.withdraw(lead, by=county.director, words="Not this year.")
    row = look(county).rows["Affton"]
    assert row[0] == f"Self-assessment 1 of 4 rated {county.lead.short_name} no longer asked"
    assert row[-3] == "1 of 4"


def test_where_nobody_is_asked_any_more_the_status_says_so(county, look):
    make.withdraw(county.assess([]), by=county.director, words="Not this year.")
    assert look(county).rows["Affton"][1] == "No longer asked"


def test_a_reopened_joint_assessment_is_not_called_returned(county, look):
    for by in ("own", "lead"):
        county.assess(["1"], by=by, status=FINAL)
    joint = county.assess(["1"], by="joint", status=FINAL)
    make.reopen(joint, by=county.director, words="The board asked.")
    row = look(county).rows["Affton"]
    assert [cell.replace(" ,", ",") for cell in row[-5:-3]] == [
        "Joint: reopened",
        "See to it: reopened, Affton",
    ]


def test_what_was_opened_and_not_touched_is_not_started(county, look):
    county.assess([])
    county.assess([], by="lead")
    page = look(county)
    assert page.rows["Affton"][:2] == ["not started", "Not started"]
    assert "1 not started." in page.text


def test_the_summary_counts_every_district(look):
    county = County("Affton", "Bayless", "Clayton", "Ladue")
    for partnership in county.partnerships[:2]:
        county.assess(["1"], partnership=partnership, status=FINAL)
    county.assess(["1"], partnership=county.partnerships[2])
    assert "2 final, 1 in draft, 1 not asked." in look(county).text


def test_what_is_late_stands_out_until_it_is_handed_in(county, look):
    county.cycle.due_on = timezone.localdate() - timedelta(days=9)
    county.cycle.save()
    draft = county.assess(["1"])
    assert '<span class="late">9 days late</span>' in look(county).html
    make.close(draft, SUBMITTED)
    assert "late" not in look(county).rows["Affton"][-2]


def test_who_has_more_time_is_not_late(county, look):
    Cycle.objects.update(due_on=timezone.localdate() - timedelta(days=9))
    county.assess(["1"])
    DueDate.objects.create(cycle=county.cycle, partnership=county.first, due_on=date(2999, 5, 31))
    assert look(county).rows["Affton"][-2] == "May 31"


def test_the_last_change_is_that_of_a_rating(county, look):
    draft = county.assess(["1"])
    Rating.objects.filter(assessment=draft).update(updated_at="2024-09-27T12:00Z")
    Assessment.objects.update(updated_at="2024-09-01T12:00Z")
    assert look(county).rows["Affton"][-1] == "Sep 27, 2024"
    Rating.objects.update(updated_at=timezone.now())
    assert look(county).rows["Affton"][-1] == "today"


@pytest.fixture
def three():
    """Affton final at 1, Bayless final at 3 but 0 in the second category, Clayton in draft and late."""
    county = County("Bayless", "Clayton", "Affton")
    county.cycle.due_on = date(2024, 5, 31)
    county.cycle.save()
    bayless, clayton, affton = county.partnerships
    county.assess(["3", "3", "0", "0"], partnership=bayless, status=FINAL)
    county.assess(["1", "1", "1", "1"], partnership=affton, status=SUBMITTED)
    county.assess(["2"], partnership=clayton)
    for days, partnership in enumerate((affton, clayton, bayless)):
        at = timezone.now() - timedelta(days=days)
        Rating.objects.filter(assessment__partnership=partnership).update(updated_at=at)
        Assessment.objects.filter(partnership=partnership).update(updated_at=at)
    return county


@pytest.mark.parametrize(
    ("sort", "initials"),
    [
        ("partner", "ABC"),
        ("-partner", "CBA"),
        ("status", "BAC"),
        ("progress", "CAB"),
        ("late", "CAB"),
        ("waiting", "ABC"),
        ("c1", "ABC"),
        ("-c1", "BAC"),
        ("c2", "BAC"),
        ("changed", "ACB"),
        ("c99", "ABC"),
        ("nonsense", "ABC"),
    ],
)
def test_rows_are_sorted(three, look, sort, initials):
    assert "".join(name[0] for name in look(three, f"?sort={sort}").names) == initials


def test_the_heading_says_how_rows_are_sorted_and_turns_it_round(three, look):
    html = look(three, "?sort=c1").html
    assert re.findall(r'aria-sort="(\w+)"><a href="([^"]+)"', html) == [("ascending", "?sort=-c1")]
    assert re.findall(r'aria-sort="(\w+)"', look(three, "?sort=late").html) == ["descending"]


def test_districts_are_counted_as_people_count(look):
    assert look(County("Sample 10", "Sample 9")).names == ["Sample 9", "Sample 10"]


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("all", ["Affton", "Bayless", "Clayton"]),
        ("waiting", ["Affton"]),
        ("late", ["Clayton"]),
        ("open", ["Clayton"]),
        ("submitted", ["Affton"]),
        ("final", ["Bayless"]),
        ("not-started", []),
        ("nonsense", ["Affton", "Bayless", "Clayton"]),
    ],
)
def test_rows_are_filtered(three, look, only, names):
    page = look(three, f"?only={only}")
    assert page.names == names
    assert "All 3 Waiting for you 1 Late 1 Open 1 Submitted 1 Final 1 Not started 0" in page.text


def test_change_compares_item_by_item_with_the_cycle_before(county, look):
    earlier = make.make_cycle(edition=county.edition, period=make.make_period(start=date(1999, 7, 1)))
    county.assess(["1", "N/A", "3", "2"], cycle=earlier, status=FINAL)
    county.assess(["2", "3", "2", "2"], status=FINAL)
    page = look(county, "?show=change")
    assert page.rows["Affton"][:2] == ["+1.0", "−0.5"]
    assert 'title="0 rose, 1 fell, 1 stayed"' in page.html


def test_change_needs_both_cycles(county, look):
    earlier = make.make_cycle(edition=county.edition, period=make.make_period(start=date(1999, 7, 1)))
    county.assess(["1"], cycle=earlier)
    county.assess(["2"], status=FINAL)
    row = look(county, "?show=change").rows["Affton"]
    assert row[0] == f"nothing to compare with in {earlier.period.label}"


def next_year(county):
    first_day = date(2030, 7, 1)
    draft = start_next_edition(
        county.edition, label="Next", effective_from=first_day, effective_to=None, by=county.director
    )
    edition = make.adopt(Edition.objects.get(pk=draft.pk))
    period = make.make_period(label="2030-2031", start=date(2090, 7, 1), end=date(2091, 6, 30))
    return make.make_cycle(edition=edition, period=period)


@pytest.mark.slow
def test_change_follows_an_item_into_the_next_edition_unless_its_line_is_broken(county, look):
    county.assess(["1", "1", "1", "1"], status=FINAL)
    cycle = next_year(county)
    county.assess(["2", "3", "2", "2"], cycle=cycle, status=FINAL)
    assert look(county, "?show=change").rows["Affton"][:2] == ["+1.5", "+1.0"]
    broken = county.items[1].lineage
    LineageBreak.objects.create(
        edition=cycle.edition, lineage=broken, reason="Reworded", made_by=county.director
    )
    assert look(county, "?show=change").rows["Affton"][:2] == ["+1.0", "+1.0"]


def test_another_scale_is_not_compared(county, look):
    county.assess(["1"], status=FINAL)
    edition = make.make_edition(agreement=county.agreement)
    make.make_item(make.make_category(edition))
    make.adopt(edition)
    period = make.make_period(start=date(2090, 7, 1), end=date(2091, 6, 30))
    county.assess(["2"], cycle=make.make_cycle(edition=edition, period=period), status=FINAL)
    page = look(county, "?show=change")
    assert "rates on another scale, so there is no change to show." in page.text
    assert '<a href="/assessments/' not in page.html.partition("<tbody>")[2]


def test_differ_counts_the_items_at_which_the_sides_stand_apart(county, look):
    county.assess(["1", "2", "3", "N/A"], status=SUBMITTED)
    county.assess(["1", "3", "3", "1"], by="lead", status=SUBMITTED)
    page = look(county, "?show=differ")
    assert page.rows["Affton"][:2] == ["1", "1"]
    assert 'title="of 2: 1.2"' in page.html


def test_differ_counts_a_flag_that_only_one_side_set(county, look):
    county.assess(["1", "2", "3", "N/A"], status=SUBMITTED)
    theirs = county.assess(["1", "2", "3", "1"], by="lead", status=SUBMITTED)
    theirs.ratings.filter(item__reference="1.1").update(flag=True)
    assert 'title="of 2: 1.1"' in look(county, "?show=differ").html


def test_differ_needs_two_sides(county, look):
    county.assess(["1", "2", "3", "N/A"], status=SUBMITTED)
    assert look(county, "?show=differ").rows["Affton"][0] == "one side was asked"


def test_the_newest_cycle_with_assessments_is_shown_and_another_on_request(county, look):
    county.assess(["1", "1"], status=FINAL)
    later = next_year(county)
    assert "1 partner, 2023-2024" in look(county).text
    page = look(county, f"?cycle={later.public_id}")
    assert "1 partner, 2030-2031" in page.text
    assert page.rows["Affton"][:2] == ["not asked yet", "Not asked yet"]


def test_an_unknown_cycle_is_not_found(county, client):
    foreign = make.make_cycle()
    client.force_login(county.director)
    for public_id in ("nothing", foreign.public_id):
        address = reverse("grid", args=[county.agreement.slug])
        assert client.get(f"{address}?cycle={public_id}").status_code == 404


def test_without_a_cycle_the_page_says_what_one_is(county, look):
    Cycle.objects.all().delete()
    assert "A cycle asks every partner to rate the agreement" in look(county).text


def test_a_director_of_some_partnerships_sees_those(look):
    county = County("Affton", "Bayless")
    membership = county.director.memberships.get()
    narrow(membership, [county.partnerships[1]])
    assert look(county).names == ["Bayless"]


@pytest.mark.parametrize("role", [Role.LIAISON, Role.VIEWER])
def test_the_grid_is_for_directors(county, client, role):
    person = make.make_user()
    make.make_membership(person, county.first.partner, role)
    client.force_login(person)
    assert client.get(reverse("grid", args=[county.agreement.slug])).status_code == 403


@pytest.mark.slow
def test_a_page_holds_a_hundred_rows_sorted_over_all(look, monkeypatch):
    monkeypatch.setattr("dashboards.grid.page.ROWS_A_PAGE", 2)
    county = County("Affton", "Bayless", "Clayton")
    for code, partnership in zip("012", county.partnerships, strict=True):
        county.assess([code, code], partnership=partnership, status=FINAL)
    page = look(county, "?sort=-c1")
    assert page.names == ["Clayton", "Bayless"]
    assert "1–2 of 3 shown" in page.text
    assert look(county, "?sort=-c1&page=2").names == ["Affton"]
    for beyond in ("9", "0", "-1", "x", "²"):
        assert look(county, f"?page={beyond}").names


@pytest.mark.slow
@pytest.mark.parametrize("show", ["now", "change", "differ"])
@pytest.mark.parametrize("sort", ["partner", "c1", "changed"])
def test_queries_are_as_many_for_one_district_as_for_four(client, django_assert_num_queries, show, sort):
    for names in (("Affton",), ("Affton", "Bayless", "Clayton", "Ladue")):
        county = County(*names, label=f"Year of {len(names)}")
        earlier = make.make_cycle(edition=county.edition, period=make.make_period(start=date(1999, 7, 1)))
        for partnership in county.partnerships:
            county.assess(["1"], partnership=partnership, cycle=earlier, status=FINAL)
            county.assess(["2"], partnership=partnership, status=SUBMITTED)
            county.assess(["3"], partnership=partnership, by="lead", status=SUBMITTED)
            county.assess(["3"], partnership=partnership, by="joint", status=SUBMITTED)
        client.force_login(county.director)
        address = reverse("grid", args=[county.agreement.slug])
        with django_assert_num_queries(9):
            client.get(f"{address}?show={show}&sort={sort}")


def test_home_leads_a_director_to_the_grid(county, client):
    county.assess(["1"])
    link = f'href="/agreements/{county.agreement.slug}/grid/"'
    client.force_login(county.director)
    assert link in client.get("/").content.decode()
    client.force_login(make.make_liaison(county.first))
    assert link not in client.get("/").content.decode()
