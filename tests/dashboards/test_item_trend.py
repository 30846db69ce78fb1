import pytest
from django.utils import timezone

from assessments.models import AssessmentStatus
from dashboards.trends import gather_item_trend
from partnerships.lineages import get_lineage
from tests import factories as make

from .test_trends import text_of


def gathered(years, lineage="a", user=None):
    return gather_item_trend(get_lineage(years.partnership, lineage), user or years.liaison)


def look(client, years, user, lineage="a"):
    client.force_login(user)
    return client.get(f"{years.url}items/{lineage}/")


def reworded(years):
    """1.1 “Hire teachers” at 1, then 1.2 “Hire good teachers” at 2 with the flag."""
    years.assess(years.edition("2020", a="Hire teachers"), a="1")
    second = years.edition("2022", b="Plan", a="Hire good teachers")
    years.assess(second, a="2*")
    return second


def test_each_cycle_shows_level_flag_comment_number_and_whose(years, client):
    reworded(years)
    first = make.Assessment.objects.get(cycle__edition__label="2020")
    first.ratings.model.objects.filter(assessment=first).update(comment="We met <twice>.")
    page = text_of(look(client, years, years.viewer))
    assert (
        "2023-2024 2 * Fully implemented * Has impacted student outcomes none Self-assessment, submitted"
    ) in page
    assert "2021-2022 was 1.1 1 An approach is in place We met <twice>. Self-assessment, submitted" in page


def test_the_chart_says_what_the_table_says(years):
    reworded(years)
    chart = gathered(years).chart
    assert chart.alt == "2021-2022, level 1; 2023-2024, level 2 with * (Has impacted student outcomes)."
    assert ">2*</text>" in chart.svg


def test_what_is_missing_is_said_in_words(years):
    years.assess(years.edition("2020", a="Hire"), a="1")
    years.assess(years.edition("2022", b="Train"), b="1")
    third = years.draft("2024")
    make.make_item(third.categories.get(), lineage="a", is_rated=False)
    years.assess(make.adopt(third))
    years.assess(years.edition("2026", a="Hire"))
    assert [point.missing for point in gathered(years).points] == [
        "",
        "not in edition 2022",
        "a heading then, not rated",
        "not rated",
    ]


def test_not_applicable_is_shown_and_leaves_a_gap(years):
    edition = years.edition("2020", a="Hire")
    for code in ("1", "N/A", "2"):
        years.assess(edition, a=code)
    chart = gathered(years).chart
    assert chart.alt == "2021-2022, level 1; 2022-2023, N/A; 2023-2024, level 2."
    assert ">N/A</text>" in chart.svg
    assert chart.svg.count('stroke-width="1.6"') == 0


def test_a_break_interrupts_the_line_and_says_why_who_and_when(years, client):
    made = years.break_line(reworded(years), "a", "Only good ones count.")
    made_on = timezone.localdate(made.made_at)
    page = look(client, years, years.viewer)
    assert (
        f"Not comparable from edition 2022 on ({years.director.name}, {made_on:%b} {made_on.day}, "
        f"{made_on.year}): Only good ones count."
    ) in text_of(page)
    chart = page.context["trend"].chart
    assert "then not comparable with before; 2023-2024, level 2" in chart.alt
    assert "comparable</tspan>" in chart.svg
    assert chart.svg.count('stroke-width="1.6"') == 0
    assert "break/" not in page.text


def test_without_a_break_the_line_runs_through_every_edition(years):
    reworded(years)
    assert gathered(years).chart.svg.count('stroke-width="1.6"') == 1


def test_a_break_between_two_cycles_of_other_editions_counts(years):
    years.assess(years.edition("2020", a="Hire"), a="1")
    made = years.break_line(years.edition("2022", a="Hire all"), "a")
    years.assess(years.edition("2023", a="Hire all"), a="2")
    assert [point.breaks for point in gathered(years).points] == [[], [made]]


def test_a_break_in_a_draft_edition_does_not_hold_yet(years):
    edition = years.edition("2020", a="Hire")
    years.break_line(years.draft("2021", a="Hire all"), "a")
    years.assess(edition, a="1")
    years.assess(edition, a="2")
    line = get_lineage(years.partnership, "a")
    assert ([record.edition for record in line.records], line.breaks) == ([edition], [])


def test_every_edition_shows_its_wording_with_the_changes_marked(years, client):
    reworded(years)
    years.edition("2025", a="Hire good teachers")
    page = look(client, years, years.viewer).text
    assert "Hire <ins>good</ins> teachers" in page
    assert "Worded as in edition 2022." in page
    assert 'Edition 2022: 1.2 <span class="muted">(was 1.1)</span>' in page


def test_the_levels_of_a_side_that_may_not_be_read_stay_out(years):
    edition = years.edition("2020", a="Hire")
    lead = years.assess(edition, a="3", by=years.agreement.lead)
    years.assess(edition, a="1", cycle=lead.cycle, status=AssessmentStatus.DRAFT)
    assert gathered(years).points == []


def test_before_anything_is_handed_in_the_page_says_so(years, client):
    years.edition("2020", a="Hire")
    assert "No assessment is submitted yet that you can read." in text_of(look(client, years, years.viewer))


def test_an_item_of_another_partnership_or_of_a_draft_has_no_page(years, client):
    other = make.make_partnership(agreement=years.agreement)
    draft = years.draft("2020")
    make.make_item(draft.categories.get(), lineage="x", local_to=other)
    make.adopt(draft)
    years.draft("2022", y="Not adopted")
    for lineage in ("x", "y", "unknown"):
        assert look(client, years, years.director, lineage).status_code == 404


def test_a_measure_has_no_page_among_the_items(years, client):
    edition = years.draft("2020", a="Hire")
    measure = make.make_measure(edition.categories.get())
    make.adopt(edition)
    assert look(client, years, years.viewer, measure.lineage).status_code == 404
    client.force_login(years.viewer)
    assert client.get(f"{years.url}measures/{measure.lineage}/").status_code == 200


@pytest.mark.parametrize("cycles", [1, 3])
def test_the_page_takes_the_same_queries_however_many_cycles(
    years, client, django_assert_max_num_queries, cycles
):
    for number in range(cycles):
        edition = years.edition(f"E{number}", a="Hire")
        years.break_line(edition, "a")
        years.assess(edition, a=str(number))
    client.force_login(years.director)
    with django_assert_max_num_queries(13):
        assert client.get(f"{years.url}items/a/").status_code == 200
