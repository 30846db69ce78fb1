import pytest
from django.urls import reverse

from dashboards.trends import gather_measure_trend
from evidence.models import EvidenceRow, ObservationStatus
from partnerships.lineages import get_lineage
from partnerships.models import Measure
from tests import factories as make

from .test_trends import text_of


def row_in(years, label, *cells, **fields):
    """A row with lineage “r” in an edition of its own."""
    edition = years.draft(label)
    row = make.make_row(edition.categories.get(), years.partnership, *cells, **{"lineage": "r"} | fields)
    make.adopt(edition)
    return row


def periods(years, count):
    return [years.period(2020 + number) for number in range(count)]


def gathered(years, lineage="r"):
    return gather_measure_trend(get_lineage(years.partnership, lineage, [EvidenceRow, Measure]))


def look(client, years, lineage="r", user=None):
    client.force_login(user or years.viewer)
    return client.get(f"{years.url}measures/{lineage}/")


def test_percentages_are_drawn_and_listed_as_printed(years, client):
    first, second = periods(years, 2)
    row_in(years, "2020", (first, "93%"), (second, "96.5%"))
    page = look(client, years)
    chart = page.context["trend"].chart
    assert chart.alt == "2020-2021, 93%; 2021-2022, 96.5%."
    assert ">96.5%</text>" in chart.svg
    assert "2021-2022 96.5% ↑ 3.5 percentage points higher 2020 2020-2021 93% 2020" in text_of(page)


@pytest.mark.parametrize(
    "texts", [("93%", "about 95%"), ("93%", "95"), ("93%",), ("3 out of 23", "4 out of 23")]
)
def test_what_is_not_all_numbers_of_one_kind_is_a_table_alone(years, texts):
    row_in(years, "2020", *zip(periods(years, len(texts)), texts, strict=True))
    trend = gathered(years)
    assert trend.chart is None
    assert [value.cell.observation.text for value, _ in trend.values] == list(texts)


def test_a_status_is_said_in_words_and_leaves_a_gap(years, client):
    one, two, three, four = periods(years, 4)
    row_in(
        years,
        "2020",
        (one, "93%"),
        (two, "", ObservationStatus.BLANK),
        (three, "*", ObservationStatus.FORTHCOMING),
        (four, "95%"),
    )
    page = look(client, years)
    assert "2022-2023 * forthcoming" in text_of(page)
    assert "2021-2022 left blank" in text_of(page)
    assert page.context["trend"].chart.alt == (
        "2020-2021, 93%; 2021-2022, left blank; 2022-2023, forthcoming; 2023-2024, 95%."
    )


def test_the_newest_edition_speaks_for_a_period_and_what_was_printed_before_stands_beside_it(years, client):
    first, second = periods(years, 2)
    row_in(years, "2020", (first, "93%"))
    row_in(years, "2021", (first, "91%"), (second, "95%"))
    assert "2020-2021 91% 2021 In edition 2020: 93%" in text_of(look(client, years))


def test_a_break_interrupts_the_line_of_a_measure_too(years, client):
    first, second = periods(years, 2)
    row_in(years, "2020", (first, "93%"))
    edition = row_in(years, "2021", (second, "95%")).edition
    assert gathered(years).chart.svg.count('stroke-width="1.6"') == 1
    years.break_line(edition, "r", "Counted by meeting now.")
    page = look(client, years)
    assert page.context["trend"].chart.svg.count('stroke-width="1.6"') == 0
    assert page.text.count("Counted by meeting now.") == 2  # in the table, and in the list of breaks


def test_the_chart_shows_the_last_five_periods_and_the_table_twelve(years):
    row_in(years, "2020", *((period, "1") for period in periods(years, 13)))
    trend = gathered(years)
    assert [value.cell.period.start.year for value, _ in trend.values] == [*range(2021, 2033)]
    assert [said.split(",")[0] for said in trend.chart.alt.split("; ")] == [
        f"{year}-{year + 1}" for year in range(2028, 2033)
    ]


def test_what_the_agreement_names_leads_to_the_rows_beneath_it(years, client):
    edition = years.draft("2020")
    category = edition.categories.get()
    agreed = make.make_measure(category, label="Teacher fill")
    row = make.make_row(category, years.partnership, (years.period(2020), "93%"), answers=[agreed])
    make.adopt(edition)
    page = look(client, years, agreed.lineage)
    assert "Its values stand in the rows that answer it." in page.text
    assert f'href="{years.url}measures/{row.lineage}/"' in page.text
    assert f'href="{years.url}measures/{agreed.lineage}/"' in look(client, years, row.lineage).text


def test_a_row_leads_to_all_measures_it_answers_and_to_the_row_above_it(years, client):
    edition = years.draft("2020")
    category = edition.categories.get()
    measures = [make.make_measure(category, label=label) for label in ("Fill", "Turnover")]
    row = make.make_row(category, years.partnership, label="Staff", answers=measures)
    below = make.make_row(category, years.partnership, label="Teachers", parent=row)
    make.adopt(edition)
    assert "Answers: Fill , Turnover" in text_of(look(client, years, row.lineage))
    assert "Beneath: Staff" in text_of(look(client, years, below.lineage))


def test_a_rows_page_stands_with_the_evidence_and_leads_to_its_parts(years, client):
    row = row_in(years, "2020")
    by_school = row.breakdowns.create(name="School")
    page = look(client, years).text
    place = [row.partnership.slug, row.lineage, by_school.public_id]
    assert f'href="{reverse("evidence", args=place[:1])}" aria-current="page"' in page
    assert f'<a href="{reverse("breakdown-values", args=place)}">by school</a>' in page


def test_without_a_value_the_page_says_so(years, client):
    row_in(years, "2020")
    assert "There is no value yet." in look(client, years).text


def test_the_row_of_another_partnership_has_no_page_and_its_values_stay_out(years, client):
    other = make.make_partnership(agreement=years.agreement)
    edition = years.draft("2020")
    category, period = edition.categories.get(), years.period(2020)
    make.make_row(category, other, (period, "1"), lineage="theirs")
    agreed = make.make_measure(category)
    make.make_row(category, other, (period, "7%"), label="Also theirs", answers=[agreed])
    make.adopt(edition)
    assert look(client, years, "theirs").status_code == 404
    page = look(client, years, agreed.lineage).text
    assert [words in page for words in ("7%", "Also theirs")] == [False, False]


@pytest.mark.both_databases
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_many_values(
    years, client, django_assert_max_num_queries, count
):
    of = periods(years, count)
    row = row_in(years, "2020", *((period, "1") for period in of), counts_students=True)
    definition = row.definitions.create(from_period=of[0], formula="Of all")
    for number, period in enumerate(of):
        definition.targets.create(period=period, number=2)
        row.breakdowns.create(name=f"Way {number}")
        make.make_row(row.category, years.partnership, (row.observations.first().period, "2"), parent=row)
    client.force_login(years.director)
    with django_assert_max_num_queries(10):
        assert client.get(f"{years.url}measures/r/").status_code == 200


def test_a_value_stands_on_the_ladder_of_its_definition(years, client):
    first, second = periods(years, 2)
    row = row_in(years, "2020", (first, "40"), (second, "12 days"), unit="days", better="higher")
    definition = row.definitions.create(from_period=second, formula="Cash by daily expenses")
    for place, threshold in enumerate((60, 30, 0), 1):
        definition.ladder.create(threshold=threshold, position=place)
    page = text_of(look(client, years))
    assert page.count("On the ladder") == 1
    assert "On the ladder: step 3 of 3, from 0 days on; 30 days is the next." in page


def test_those_who_enter_are_told_where_rows_beneath_do_not_come_to_the_whole(years, client):
    (period,) = periods(years, 1)
    row = row_in(years, "2020", (period, "618"), parts_add="whole")
    for text in ("8", "184", "425"):
        make.make_row(row.category, years.partnership, (period, text), parent=row)
    said = "The parts come to 617, not 618; a difference of 0 is allowed."
    make.adopt(row.edition)
    for person, is_told in ((years.director, True), (years.viewer, False)):
        client.force_login(person)
        assert (said in client.get(f"{years.url}measures/r/").content.decode()) is is_told


def test_a_row_without_targets_has_no_column_of_them(years, client):
    row_in(years, "2020", *((period, "93%") for period in periods(years, 2)))
    assert "Period Value Change Edition" in text_of(look(client, years))
