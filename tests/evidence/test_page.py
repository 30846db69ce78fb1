import re
from datetime import date

import pytest
from django.urls import reverse

from evidence.carrying import carry_rows
from evidence.models import EvidenceTable, Observation, ObservationStatus
from partnerships.editions.drafts import start_next_edition
from partnerships.models import Edition
from tests import factories as make

pytestmark = pytest.mark.django_db


class Binder:
    """A partnership whose edition has one category, two periods, and somebody who reads."""

    def __init__(self):
        self.edition = make.make_edition(label="2023-2024")
        self.category = make.make_category(self.edition, title="Staffing")
        self.item = make.make_item(self.category)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.before, self.now = make.make_period(label="Before"), make.make_period(label="Now")
        self.viewer = make.make_viewer(self.partnership)
        self.url = reverse("evidence", args=[self.partnership.slug])

    def row(self, *cells, **fields):
        return make.make_row(self.category, self.partnership, *cells, **fields)

    def agreed(self, label):
        return self.category.measures.create(label=label, position=99)


@pytest.fixture
def binder():
    return Binder()


@pytest.fixture
def read(client, binder):
    """The page's text, as the viewer gets it."""
    client.force_login(binder.viewer)

    def page(**query):
        make.adopt(binder.edition)
        return client.get(binder.url, query).content.decode()

    return page


def rows_in(page):
    """The table's rows as lists of cell texts, as they are seen."""
    page = re.sub(r'<span class="visually-hidden">.*?</span>', "", page)
    rows = re.findall(r"<tr.*?</tr>", page, re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in cells]


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]


def test_a_category_prints_its_rows_in_order_under_its_periods(binder, read):
    binder.row((binder.before, "1 out of 22"), (binder.now, "3 out of 23"), label="Transfers in")
    binder.row((binder.now, "0%"), label="Transfers out")
    page = read()
    assert "Category 1: Staffing</h2>" in page
    assert rows_in(page) == [
        ["Evidence", "Before", "Now"],
        ["Transfers in", "1 out of 22", "3 out of 23"],
        ["Transfers out", "", "0%"],
    ]


def test_a_period_without_a_value_in_the_category_has_no_column(binder, read):
    other = make.make_category(binder.edition, title="Services")
    binder.row((binder.before, "1"))
    make.make_row(other, binder.partnership, (binder.now, "2"))
    assert [row for row in rows_in(read()) if row[0] == "Evidence"] == [
        ["Evidence", "Before"],
        ["Evidence", "Now"],
    ]


def test_sub_rows_stand_indented_beneath_their_row(binder, read):
    events = binder.row(label="Attendance at events:", position=1)
    binder.row((binder.now, "95%"), label="Survey", position=2)
    binder.row((binder.now, "21/22 (95%)"), label="Curriculum Night", parent=events, position=3)
    page = read()
    assert [row[0] for row in rows_in(page)] == [
        "Evidence",
        "Attendance at events:",
        "Curriculum Night",
        "Survey",
    ]
    assert f'<tr role="row" id="row-{events.children.get().lineage}" class="sub">' in page


@pytest.mark.parametrize(
    ("status", "fields", "words"),
    [
        ("forthcoming", {}, "forthcoming"),
        ("forthcoming", {"expected_on": date(2025, 2, 1)}, "forthcoming, expected February 2025 overdue"),
        ("forthcoming", {"expected_on": date(2025, 2, 14)}, "forthcoming, expected Feb 14, 2025 overdue"),
        ("forthcoming", {"owed_by_name": "The state"}, "forthcoming from The state"),
        ("to_be_determined", {}, "to be determined"),
        ("not_applicable", {}, "not applicable"),
        ("embargoed", {}, "embargoed"),
    ],
)
def test_a_value_that_is_not_simply_reported_says_so_in_words(binder, read, status, fields, words):
    row = binder.row((binder.now, "*", status))
    row.observations.update(**fields)
    assert rows_in(read())[1][1] == f"* {words}"


def test_what_the_text_says_itself_is_not_said_again(binder, read):
    binder.row((binder.now, "Data is Forthcoming.", "forthcoming"))
    older = make.make_period(label="2021-2022")
    binder.row((binder.now, "2021-2022: 31.7%")).observations.update(data_period=older)
    assert [row[1] for row in rows_in(read())[1:]] == ["Data is Forthcoming.", "2021-2022: 31.7%"]


def test_an_embargo_says_that_older_values_are_shown(binder, read):
    older = make.make_period(label="2021-2022")
    row = binder.row((binder.now, "EMBARGOED", "embargoed"))
    below = binder.row((binder.now, "31.7%"), parent=row, label="ELA")
    below.observations.update(data_period=older)
    assert rows_in(read())[1:] == [
        ["Row 1", "EMBARGOED embargoed; the older values are shown"],
        ["ELA", "31.7% from 2021-2022"],
    ]


def test_a_blank_cell_says_so_unless_its_sub_rows_hold_the_values(binder, read):
    row = binder.row((binder.before, "", "blank"), (binder.now, "", "blank"))
    binder.row((binder.now, "95%"), parent=row)
    assert rows_in(read())[1][1:] == ["left blank", ""]


def test_line_breaks_and_notes_are_kept_and_markup_is_text(binder, read):
    row = binder.row((binder.now, "<b>9/28/2022</b>\n10/11/2023"), label="Informed <i>boards</i>")
    row.observations.update(
        note="The shares add up to <100.1%>.", source="Survey", link="https://example.org/s"
    )
    page = read()
    assert '<span class="lines">&lt;b&gt;9/28/2022&lt;/b&gt;\n10/11/2023</span>' in page
    assert "Informed &lt;i&gt;boards&lt;/i&gt;" in page
    assert '<span class="remark">The shares add up to &lt;100.1%&gt;.</span>' in page
    assert '<a class="source" href="https://example.org/s">Survey</a>' in page


def test_a_row_links_to_the_bullet_it_answers_and_the_items_it_serves(binder, read):
    Edition.objects.filter(pk=binder.edition.pk).update(label="2023/24 & on")
    binder.edition.refresh_from_db()
    agreed = binder.agreed("Teacher fill percentage")
    binder.row((binder.now, "100%"), answers=[agreed]).items.add(binder.item)
    page, agreement = read(), reverse("agreement", args=[binder.partnership.slug])
    agreement += "?edition=2023%2F24%20%26%20on"
    assert f'Agreed: <a href="{agreement}#measure-{agreed.lineage}">Teacher fill percentage<' in page
    assert f'<a href="{agreement}#item-1.1">1.1</a>' in page


def test_what_stands_around_the_tables_is_shown(binder, read):
    EvidenceTable.objects.create(
        partnership=binder.partnership,
        edition=binder.edition,
        title="Addendum: Current State",
        introduction="A living document.",
        footnote="*data is forthcoming",
    )
    binder.row((binder.now, "1"))
    page = read()
    assert "<h1>Addendum: Current State</h1>" in page
    assert "A living document." in page
    assert "*data is forthcoming" in page


def test_without_evidence_the_page_says_so(read):
    page = read()
    assert "There is no evidence yet." in page
    assert "<table" not in page


def test_tables_that_are_not_there_have_no_scripts(binder, client):
    client.force_login(make.make_liaison(binder.partnership))
    assert "cell-keys" not in client.get(binder.url).text
    binder.row((binder.now, "1"))
    make.adopt(binder.edition)
    assert "cell-keys" in client.get(binder.url).text


@pytest.mark.slow
def test_another_edition_is_a_choice(binder, read, client):
    older = make.make_edition(
        agreement=binder.edition.agreement, label="2021 & 2022", effective_from=date(2021, 7, 1)
    )
    make.make_row(make.make_category(older), binder.partnership, (binder.before, "1"), label="Older row")
    make.adopt(older)
    binder.row((binder.now, "2"), label="Newer row")
    assert [("Newer row" in page, "Older row" in page) for page in (read(), read(edition="2021 & 2022"))] == [
        (True, False),
        (False, True),
    ]
    assert 'href="?edition=2021%20%26%202022"' in read()
    assert client.get(binder.url, {"edition": "1999"}).status_code == 404


def test_an_edition_without_rows_says_so_and_leads_to_those_with_some(binder, read):
    binder.row((binder.now, "95%"), label="Attendance")
    make.adopt(
        make.make_edition(agreement=binder.edition.agreement, label="2021", effective_from=date(2021, 7, 1))
    )
    page = read(edition="2021")
    assert "There is no evidence for 2021 yet." in page
    assert f'href="?edition={binder.edition.label}"' in page


@pytest.mark.slow
@pytest.mark.parametrize("next_is_adopted", [False, True])
def test_a_next_edition_whose_rows_are_empty_does_not_hide_the_values(binder, read, client, next_is_adopted):
    binder.row((binder.now, "95%"), label="Attendance")
    before = read()
    administrator = make.make_administrator()
    days = {"effective_from": date(2024, 7, 1), "effective_to": None}
    draft = start_next_edition(binder.edition, label="2024-2025", by=administrator, **days)
    carry_rows(binder.partnership, binder.edition, draft, by=administrator)
    EvidenceTable.objects.create(partnership=binder.partnership, edition=draft, title="Next")
    if not next_is_adopted:
        assert main_of(read()) == main_of(before)
        assert client.get(binder.url, {"edition": "2024-2025"}).status_code == 404
    else:
        make.adopt(draft)
        assert rows_in(read()) == rows_in(before)
        assert rows_in(read(edition="2024-2025")) == [["Evidence"], ["Attendance"]]


def test_another_partnerships_rows_are_not_shown(binder, read):
    other = make.make_partnership(agreement=binder.edition.agreement)
    make.make_row(binder.category, other, (binder.now, "secret of others"))
    assert "secret of others" not in read()


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("make_person", "count"), [(make.make_viewer, 8), (make.make_liaison, 10)])
def test_the_number_of_queries_does_not_grow(
    binder, client, rows, make_person, count, django_assert_num_queries
):
    client.force_login(make_person(binder.partnership))
    for _ in range(rows):
        row = binder.row(
            (binder.before, "1"), (binder.now, "*", "forthcoming"), answers=[binder.agreed("As agreed")]
        )
        row.items.add(binder.item)
        definition = row.definitions.create(from_period=binder.before, formula="Of all")
        definition.targets.create(period=binder.now, number=8)
        school = row.breakdowns.create(name="School").parts.create(label="North")
        row.observations.create(period=binder.now, part=school, text="*", status="forthcoming")
    make.adopt(binder.edition)
    with django_assert_num_queries(count):
        client.get(binder.url)


@pytest.mark.slow
def test_claytons_tables_read_as_printed(client, clayton):
    client.force_login(make.make_viewer(clayton))
    response = client.get(reverse("evidence", args=["clayton"]))
    tables = response.context["categories"]
    columns = [[period.label for period in table.periods] for table in tables]
    assert columns == [["2022-2023", "August 2023"]] + [["2022-2023", "2023-2024"]] * 6
    assert sum(not row.depth for table in tables for row in table.rows) == 39
    shown = sum(cell.observation is not None for table in tables for row in table.rows for cell in row.cells)
    assert shown == Observation.objects.of(clayton).count()
    forthcoming = Observation.objects.filter(status=ObservationStatus.FORTHCOMING, text="*").count()
    page = response.content.decode()
    assert page.count('<span class="lines">*</span>\n<span class="status">forthcoming</span>') == forthcoming
    assert "*data is forthcoming" in page


def test_the_page_begins_with_how_the_values_stand(client, binder):
    binder.row((binder.before, "97%"), (binder.now, "*", ObservationStatus.FORTHCOMING))
    binder.row((binder.now, "98%"))
    make.adopt(binder.edition)
    client.force_login(binder.viewer)
    page = " ".join(client.get(binder.url).text.split())
    assert "<b>2 rows</b> in 1 category. Of their values 2 are reported, 1 is forthcoming." in page
    assert '<a href="#category-1">1 Staffing <span class="muted">2</span></a>' in page


@pytest.mark.slow
def test_where_rows_beneath_do_not_come_to_the_whole_those_who_enter_are_told(binder, client):
    whole = binder.row(label="Where they learn", unit="%", parts_add="hundred")
    for text in ("86.2%", "11.4%", "2.2%"):
        binder.row((binder.now, text), unit="%", parent=whole)
    make.make_value(whole, binder.now, "Percentage of students")
    make.adopt(binder.edition)
    said = "The parts come to 99.8%, not 100%; a difference of 0.15 is allowed."
    for person, told in ((make.make_liaison(binder.partnership), True), (binder.viewer, False)):
        client.force_login(person)
        assert (said in client.get(binder.url).text) is told
