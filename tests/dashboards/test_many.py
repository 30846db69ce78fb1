"""Home and the grid of somebody with more partnerships than a page holds say what they say of a few."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from assessments.models import Assessment, AssessmentStatus, DueDate
from dashboards.lines import LineGroup
from dashboards.listed import lines_of
from dashboards.outlines import RoundOutlines
from dashboards.overview import LineOutlines
from dashboards.partnerships import outlines_seen
from dashboards.waiting import NextStep
from demo.county import make_county
from tests import factories as make
from tests.assessments.around import Round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def county():
    """Fifteen districts in two years, of which five are asked in a third; and one more that nobody ever asked."""
    county = make_county(15, 2)
    edition = county.agreement.editions.get()
    newest = make.make_cycle(
        edition=edition, period=make.make_period(start=date(2026, 7, 1), end=date(2027, 6, 30))
    )
    for partnership in county.partnerships[:5]:
        make.make_assessment(partnership, cycle=newest, by=partnership.partner)
    for partnership in county.partnerships[1:3]:
        make.make_assessment(partnership, cycle=newest, by=county.lead)
    other = make.make_organization(short_name="A party")
    make.close(
        make.make_assessment(county.partnerships[2], cycle=newest, by=other), AssessmentStatus.SUBMITTED
    )
    for partnership, due_on in zip(county.partnerships, (date(2020, 1, 1), date(2099, 1, 1)), strict=False):
        for cycle in (newest, *county.agreement.editions.get().cycles.exclude(pk=newest.pk)):
            DueDate.objects.create(cycle=cycle, partnership=partnership, due_on=due_on)
    make.make_partnership(agreement=county.agreement)
    return county


def people(county):
    """Somebody of each kind; the last director is narrowed to some partnerships."""
    administrator = make.make_user(is_staff=True)
    lead_liaison, narrowed = make.make_user(), make.make_user()
    make.make_membership(lead_liaison, county.lead)
    make.make_membership(narrowed, county.lead, Role.DIRECTOR, only=county.partnerships[1:9])
    return [county.director, county.liaison, administrator, lead_liaison, narrowed]


def test_outlines_say_of_every_line_what_the_records_say(county):
    for user in people(county):
        partnerships = outlines_seen(user)
        lines, outlines = lines_of(user, partnerships), LineOutlines(user, partnerships)
        assert [
            (line.group, line.place, _step(line.round), not line.sort_key[0]) for line in outlines.all
        ] == [
            (line.group, (line.key, line.cycle), line.waiting.step if line.waiting else None, line.is_late)
            for line in lines
        ]
        found = [line.waiting for line in lines if line.waiting]
        first = min(found, key=lambda waiting: waiting.urgency, default=None)
        assert [_step(line.round) for line in outlines.waiting[:1]] == ([first.step] if first else [])


def _step(round):
    return round.step if round else None


@pytest.fixture
def few(monkeypatch):
    """Pages hold so little that twenty districts are many."""
    monkeypatch.setattr("dashboards.views.home.LINES_A_PAGE", 6)
    monkeypatch.setattr("dashboards.overview.MOST_LISTED", 5)


def links(html):
    return dict(
        re.findall(r'href="[^"]*/partnerships/\?only=([\w-]+)">[^<]+</a> <span class="muted">(\d+)<', html)
    )


def test_beyond_fifty_home_lists_what_waits_and_counts_the_rest(county, few, client):
    client.force_login(county.director)
    lines = lines_of(county.director, outlines_seen(county.director))
    html = client.get("/").text
    counts = {group: sum(line.group == group for line in lines) for group in LineGroup}
    assert links(html) == {group.value: str(count) for group, count in counts.items() if count}
    assert html.count("Sample ") < 60
    assert f"5 of {counts[LineGroup.WAITING]}" in html
    assert "the most urgent are listed below" in html
    waiting = {line.key for line in lines if line.waiting}
    assert f"in {len(waiting) - 1} more partnerships" in html


def test_every_line_of_a_group_is_on_one_of_its_pages(county, few, client):
    client.force_login(county.director)
    url = reverse("agreement-partnerships", args=[county.agreement.slug])
    outlines = LineOutlines(county.director, outlines_seen(county.director))
    for group in (*LineGroup, None):
        wanted = sorted(line.partnership.name for line in outlines.in_group(group))
        found = []
        for page in range(1, (len(wanted) + 5) // 6 + 1):
            html = client.get(url, {"only": group.value if group else "", "page": page}).text
            rows = re.findall(r'<th role="rowheader" scope="row"><a href="[^"]+">([^<]+)', html)
            assert len(rows) <= 6
            found += rows
        assert sorted(found) == wanted


def test_the_pages_are_for_those_who_see_the_partnerships(county, client):
    url = reverse("agreement-partnerships", args=[county.agreement.slug])
    client.force_login(make.make_liaison(make.make_partnership()))
    assert client.get(url).status_code == 404
    client.force_login(county.liaison)
    assert [name for name in ("Sample 1<", "Sample 2<") if name in client.get(url).text] == ["Sample 1<"]


def grid_address(county):
    cycle = Assessment.objects.filter(by=None).order_by("pk").last().cycle
    return reverse("grid", args=[county.agreement.slug]) + f"?cycle={cycle.public_id}"


SORTS = ("partner", "-partner", "status", "waiting", "-waiting", "progress", "late", "changed", "c1", "-c2")


@pytest.mark.parametrize("show", ["now", "change", "differ"])
def test_the_grid_in_pages_is_the_grid_on_one_page(county, client, monkeypatch, show):
    client.force_login(county.director)
    for sort in SORTS:
        url = f"{grid_address(county)}&sort={sort}&show={show}"
        monkeypatch.setattr("dashboards.grid.page.ROWS_A_PAGE", 100)
        whole = client.get(url).text
        assert len(_rows(whole)) == 16
        monkeypatch.setattr("dashboards.grid.page.ROWS_A_PAGE", 8)
        pages = [client.get(f"{url}&page={page}").text for page in (1, 2)]
        assert [*_rows(pages[0]), *_rows(pages[1])] == _rows(whole), sort
        assert {_filters(page) for page in pages} == {_filters(whole)}


def _rows(html):
    rows = html.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    return [re.sub(r"\s+", " ", row) for row in rows]


def _filters(html):
    return tuple(re.findall(r'<span class="count">(\d+)', html))


def test_a_filter_keeps_the_same_rows_of_many_as_of_few(county, client, monkeypatch):
    client.force_login(county.director)
    for only in ("waiting", "late", "open", "submitted", "final", "not-started"):
        url = f"{grid_address(county)}&only={only}"
        monkeypatch.setattr("dashboards.grid.page.ROWS_A_PAGE", 100)
        whole = _rows(client.get(url).text)
        monkeypatch.setattr("dashboards.grid.page.ROWS_A_PAGE", 15)
        assert _rows(client.get(url).text) == whole


def test_home_and_grid_take_as_many_queries_for_24_districts_as_for_12(client, few, monkeypatch):
    monkeypatch.setattr("dashboards.grid.page.ROWS_A_PAGE", 6)
    counts = []
    for districts in (12, 24):
        county = make_county(districts, 2, name=f"County of {districts}")
        client.force_login(county.director)
        for url in ("/", reverse("grid", args=[county.agreement.slug]) + "?sort=c1&show=change"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_outlines_say_which_sides_have_still_to_confirm(db):
    around = Round()
    library, reader = around.ask("Library"), make.make_user()
    make.make_membership(reader, library.by)
    joint = around.begin()
    make.submit(joint, by=around.director)

    def waits_for(*people):
        found = [RoundOutlines(one, outlines_seen(one), [around.cycle.pk]).found for one in people]
        return [next(iter(rounds.values())).step == NextStep.CONFIRM for rounds in found]

    assert waits_for(around.liaison, around.director, reader, around.viewer) == [True, False, True, False]
    make.confirm(joint, by=reader)
    assert waits_for(around.liaison, reader) == [True, False]
    make.confirm(joint, by=around.liaison)
    assert waits_for(around.liaison, around.director, reader) == [False] * 3
