import pytest
from django.utils import timezone

from assessments.models import AssessmentStatus
from dashboards.trends import gather_trends
from tests import factories as make
from tests.words import words_in

pytestmark = pytest.mark.both_databases


def gathered(years, user=None):
    return gather_trends(years.partnership, user or years.liaison)


def in_figures(row):
    return [figure and (figure.average, figure.share, figure.rests_on) for figure in row.figures]


def references(changes):
    return [(change.item.reference, change.before.code, change.now.code) for change in changes]


def told(entries):
    return [(entry.item.lineage, entry.words) for entry in entries]


def text_of(response):
    return words_in(response.text)


# Which assessment stands for a cycle


def test_the_joint_assessment_stands_for_a_cycle_then_the_partners_then_another(years):
    edition = years.edition("2020", a="Hire")
    lead = years.assess(edition, a="0", by=years.agreement.lead)
    assert [column.assessment for column in gathered(years).columns] == [lead]
    own = years.assess(edition, a="1", cycle=lead.cycle)
    assert [column.assessment for column in gathered(years).columns] == [own]
    joint = years.assess(edition, a="2", by=None, cycle=lead.cycle)
    (column,) = gathered(years).columns
    assert (column.assessment, column.says) == (joint, "joint assessment, submitted")


@pytest.mark.parametrize("status", [AssessmentStatus.DRAFT, AssessmentStatus.RETURNED])
def test_what_is_still_written_is_never_compared(years, status):
    edition = years.edition("2020", a="Hire")
    years.assess(edition, a="1")
    open_one = years.assess(edition, a="3")
    make.Assessment.objects.filter(pk=open_one.pk).update(status=status, remark="Look again.")
    found = gathered(years)
    assert [column.label for column in found.columns] == ["2021-2022"]
    assert found.left_out == ["2022-2023"]


def test_nobody_sees_the_levels_of_a_side_before_all_have_handed_in(years, client):
    edition = years.edition("2020", a="Hire")
    lead = years.assess(edition, a="3", by=years.agreement.lead)
    years.assess(edition, a="1", cycle=lead.cycle, status=AssessmentStatus.DRAFT)
    assert gathered(years).columns == []
    assert [column.assessment for column in gathered(years, years.director).columns] == [lead]
    client.force_login(years.liaison)
    assert "There is none yet that you can read." in client.get(years.url).text


def test_only_the_last_five_cycles_are_shown(years):
    edition = years.edition("2020", a="Hire")
    for _ in range(6):
        years.assess(edition, a="1")
    assert [column.label for column in gathered(years).columns] == [
        f"{year}-{year + 1}" for year in range(2022, 2027)
    ]


# Averages and shares


def test_averages_and_shares_rest_on_scores_alone(years):
    edition = years.edition("2020", a="Hire", b="Train", c="Keep", d="Thank")
    years.assess(edition, a="1", b="2", c="N/A")
    (row, category) = gathered(years).rows
    assert in_figures(row) == [("1.50", "50%", "2 of 4 items")]
    assert category.name == "1 Staffing"
    assert category.figures[0].words == "average 1.50, 50% at 2 or above, scored 2 of 4 items"


@pytest.mark.slow
def test_without_a_score_there_is_no_figure(years, client):
    edition = years.edition("2020", a="Hire")
    years.assess(edition, a="N/A")
    assert gathered(years).rows[0].figures[0].words == "no score in 1 item"
    client.force_login(years.liaison)
    assert "no score 0 of 1 item" in text_of(client.get(years.url))


def test_an_item_counts_where_it_stands_in_the_newest_edition(years):
    first = years.edition("2020", a="Hire", b="Train", gone="Fax")
    years.assess(first, a="1", b="3", gone="0")
    second = years.draft("2022", a="Hire")
    make.make_item(make.make_category(second, title="Learning"), text="Train", lineage="b")
    years.assess(make.adopt(second), a="2", b="2")
    rows = gathered(years).rows
    assert [row.name for row in rows] == ["In all", "1 Staffing", "2 Learning", "No longer in edition 2022"]
    assert [in_figures(row) for row in rows] == [
        [("1.33", "33%", "3 items"), ("2.00", "100%", "2 items")],
        [("1.00", "0%", "1 item"), ("2.00", "100%", "1 item")],
        [("3.00", "100%", "1 item"), ("2.00", "100%", "1 item")],
        [("0.00", "0%", "1 item"), None],
    ]


def test_chart_and_table_say_the_same(years, client):
    edition = years.edition("2020", a="Hire", b="Train")
    years.assess(edition, a="1", b="2")
    years.assess(edition, a="2", b="3")
    client.force_login(years.liaison)
    page = client.get(years.url)
    (in_all, chart), (category, _) = page.context["trends"].charts
    assert (in_all.name, category.name) == ("In all", "1 Staffing")
    assert chart.alt == (
        "2021-2022, average 1.50, 50% at 2 or above, scored 2 items; "
        "2022-2023, average 2.50, 100% at 2 or above, scored 2 items."
    )
    assert f'alt="{chart.alt}"' in page.text
    for words in ("1.50", "2.50", "50% at 2 or", "100% at 2 or", *"0123"):
        assert f">{words}<" in chart.svg
    assert "1.50 50% at 2 or above 2 items 2.50 100% at 2 or above 2 items" in text_of(page)


# Item by item


def test_items_are_told_apart_by_what_became_of_them(years):
    first = years.edition("2020", a="Hire", b="Train", c="Keep")
    years.assess(first, a="1", b="3", c="2")
    second = years.draft("2022")
    for number, lineage in enumerate("cab", 1):
        make.make_item(second.categories.get(), text="Reworded", lineage=lineage, number=str(number))
    years.assess(make.adopt(second), a="2", b="0", c="2")
    found = gathered(years).comparison
    assert references(found.rose) == [("1.2", "1", "2")]
    assert references(found.fell) == [("1.3", "3", "0")]
    assert references(found.stayed) == [("1.1", "2", "2")]
    assert [change.was for change in found.rose + found.fell + found.stayed] == ["1.1", "1.2", "1.3"]
    assert found.apart == []


def test_what_cannot_be_compared_is_said_in_words(years):
    first = years.edition("2020", a="Hire", b="Train", c="Keep", d="Thank")
    years.assess(first, a="1", b="3", c="N/A")
    second = years.edition("2022", a="Hire others", c="Keep", d="Thank", e="Listen")
    years.break_line(second, "a")
    years.assess(second, a="2", c="2", e="1")
    found = gathered(years).comparison
    assert (found.rose, found.fell, found.stayed) == ([], [], [])
    assert told(found.broken) == [("a", "1 before, 2 now")]
    assert told(found.new) == [("e", "in edition 2022; now 1")]
    assert told(found.dropped) == [("b", "not in edition 2022; was 3")]
    assert told(found.without_score) == [("c", "N/A before, 2 now"), ("d", "not rated before, not rated now")]


def test_an_item_that_becomes_a_heading_or_stops_being_one_is_not_compared(years):
    first = years.draft("2020", a="Hire")
    make.make_item(first.categories.get(), text="Develop:", lineage="b", is_rated=False)
    years.assess(make.adopt(first), a="1")
    second = years.draft("2022", b="Develop")
    make.make_item(second.categories.get(), text="Hire:", lineage="a", is_rated=False)
    years.assess(make.adopt(second), b="2")
    found = gathered(years).comparison
    assert told(found.new) == [("b", "rated from edition 2022 on; now 2")]
    assert told(found.dropped) == [("a", "no longer rated in edition 2022; was 1")]


def test_levels_of_another_scale_are_not_compared(years):
    first = years.edition("2020", a="Hire")
    years.assess(first, a="1")
    years.scale = make.make_scale(met_from=1)
    years.assess(years.edition("2022", a="Hire"), a="2")
    found = gathered(years)
    assert told(found.comparison.broken) == [("a", "1 before, 2 now, on another scale")]
    assert found.charts[0][1].svg.count('stroke-width="1.6"') == 0


def test_the_page_names_a_break_with_its_reason_who_and_when(years, client):
    years.assess(years.edition("2020", a="Hire"), a="1")
    second = years.edition("2022", a="Hire others")
    made = years.break_line(second, "a", "It counts <others> too.")
    years.assess(second, a="2")
    client.force_login(years.viewer)
    made_on = timezone.localdate(made.made_at)
    page = text_of(client.get(years.url))
    assert (
        f"Not comparable from edition 2022 on ({years.director.name}, {made_on:%b} {made_on.day}, "
        f"{made_on.year}): It counts <others> too."
    ) in page


def test_a_change_links_to_the_trend_of_its_item(years, client):
    edition = years.edition("2020", a="Hire")
    years.assess(edition, a="1")
    years.assess(edition, a="2")
    client.force_login(years.viewer)
    page = client.get(years.url)
    assert f'href="{years.url}items/a/"' in page.text
    assert "1.1 Hire 1 → then 2" in text_of(page)


# The page


def test_what_became_of_the_items_comes_before_how_the_page_is_made(years, client):
    edition = years.edition("2020", a="Hire", b="Train")
    years.assess(edition, a="1", b="2")
    years.assess(edition, a="2", b="2")
    client.force_login(years.liaison)
    page = text_of(client.get(years.url))
    told = (
        "Since 2021-2022: 1 rose 0 fell 1 stayed",
        "The average level over 2 cycles",
        "How this page is made",
        "The last 2 cycles, compared item by item, through every renumbering and rewording.",
        "self-assessment, submitted, by edition 2020",
        "The average, then the share of items at 2 or above.",
        "For a cycle stands its joint assessment once that is submitted;",
    )
    assert [page.count(sentence) > 0 for sentence in told] == [True] * len(told)
    assert sorted(told, key=page.index) == list(told)


def test_without_anything_handed_in_the_page_says_so(years, client):
    years.assess(years.edition("2020", a="Hire"), a="1", status=AssessmentStatus.DRAFT)
    client.force_login(years.director)
    page = text_of(client.get(years.url))
    assert "Trends compare assessments that were submitted. There is none yet that you can read." in page
    assert "Left out: 2021-2022." in page


def test_a_single_cycle_says_what_comes_with_the_second(years, client):
    years.assess(years.edition("2020", a="Hire"), a="1")
    client.force_login(years.liaison)
    page = client.get(years.url)
    assert "One cycle so far." in page.text
    assert (page.context["trends"].charts, page.context["trends"].comparison) == ([], None)


def test_each_cycle_says_whose_assessment_stands_for_it(years, client):
    edition = years.edition("2020", a="Hire")
    years.assess(edition, a="1")
    years.assess(edition, a="1", by=None, status=AssessmentStatus.FINAL)
    client.force_login(years.liaison)
    page = text_of(client.get(years.url))
    assert "2022-2023 : joint assessment, final, by edition 2020" in page
    assert "2021-2022 : self-assessment, submitted, by edition 2020" in page


@pytest.mark.parametrize(("items", "cycles"), [(1, 1), (3, 3)])
def test_the_page_takes_the_same_queries_however_much_it_shows(
    years, client, django_assert_max_num_queries, items, cycles
):
    lineages = "abc"[:items]
    for number in range(cycles):
        edition = years.edition(f"E{number}", **dict.fromkeys(lineages, "Promise"))
        years.break_line(edition, "a")
        years.assess(edition, **dict.fromkeys(lineages, str(number)))
    client.force_login(years.director)
    with django_assert_max_num_queries(12):
        assert client.get(years.url).status_code == 200


def test_an_outsider_finds_nothing(years, client):
    client.force_login(make.make_liaison(make.make_partnership()))
    assert client.get(years.url).status_code == 404


def test_another_partnerships_own_items_and_ratings_stay_out(years):
    other = make.make_partnership(agreement=years.agreement)
    edition = years.draft("2020", a="Hire")
    make.make_item(edition.categories.get(), text="Only there", lineage="x", local_to=other)
    make.adopt(edition)
    mine = years.assess(edition, a="1")
    theirs = make.make_assessment(other, cycle=mine.cycle, by=other.partner)
    make.make_rating(theirs, edition.items.get(lineage="a"), "3")
    make.close(theirs)
    assert in_figures(gathered(years).rows[0]) == [("1.00", "0%", "1 item")]
