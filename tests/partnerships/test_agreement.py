"""The agreement as its members read it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import Signature
from tests import factories as make

from .conftest import queries_of


@pytest.fixture
def reader(adopted):
    client = Client()
    client.force_login(make.make_viewer(adopted.partnership))
    return client


@pytest.fixture
def reader_of_text(text):
    client = Client()
    client.force_login(make.make_viewer(text.partnership))
    return client


@pytest.fixture
def url(adopted):
    return reverse("agreement", args=[adopted.partnership.slug])


def write(adopted, **fields):
    """Another edition of the agreement, adopted, with one item."""
    edition = make.make_edition(agreement=adopted.edition.agreement, scale=adopted.edition.scale, **fields)
    make.make_item(make.make_category(edition), text=f"Text of {edition.label}.")
    return make.adopt(edition)


def test_the_whole_document_is_there(reader, url, adopted):
    page = reader.get(url).text
    for words in (
        "Mission",
        "We will:",
        "Hire together.",
        "surveys",
        "Fill percentage",
        "We endorse the mission.",
    ):
        assert words in page
    assert "<p>To <em>support</em>.</p>" in page
    assert "Category 1: Staffing" in page
    assert "Special School District" in page
    assert "July 1, 2023 to June 30, 2024." in page


def test_every_place_has_its_address(reader, url, adopted):
    page = reader.get(url).text
    for anchor in ("category-1", "item-1.1", "item-1.3.b", f"measure-{adopted.beneath.lineage}"):
        assert f'id="{anchor}"' in page
    assert 'href="#category-2"' in page


def test_an_outsider_gets_a_404(url):
    client = Client()
    client.force_login(make.make_liaison(make.make_partnership()))
    assert client.get(url).status_code == 404


def test_nobody_reads_it_without_signing_in(url):
    assert Client().get(url).url.startswith(reverse("account_login"))


def test_html_in_any_text_is_shown_as_text(reader_of_text, text):
    html = "<script>alert('x')</script><b>y</b>"
    for record, field in [
        (text.section, "text"),
        (text.section, "heading"),
        (text.one, "title"),
        (text.one, "lead_in"),
        (text.items[0], "text"),
        (text.fill, "label"),
        (text.term, "definition"),
        (text.endorsement, "text"),
        (text.role, "title"),
    ]:
        setattr(record, field, html)
        record.save()
    make.adopt(text.edition)
    page = reader_of_text.get(reverse("agreement", args=[text.partnership.slug])).text
    assert "<script>alert" not in page
    assert "<b>y</b>" not in page
    assert page.count("&lt;b&gt;y&lt;/b&gt;") >= 9


def test_line_breaks_are_kept(reader_of_text, text):
    text.items[0].text = "one\ntwo"
    text.items[0].save()
    make.adopt(text.edition)
    page = reader_of_text.get(reverse("agreement", args=[text.partnership.slug])).text
    assert '<p class="lines">one\ntwo</p>' in page


def test_own_additions_are_marked_and_those_of_others_left_out(reader_of_text, text):
    neighbour = make.make_partnership(agreement=text.edition.agreement)
    make.make_item(text.two, text="Ours alone.", local_to=text.partnership)
    make.make_item(text.two, text="Theirs alone.", local_to=neighbour)
    make.make_measure(text.two, label="Their survey", local_to=neighbour)
    make.adopt(text.edition)
    page = reader_of_text.get(reverse("agreement", args=[text.partnership.slug])).text
    assert "Ours alone." in page
    assert f"Addition of {text.partnership.partner.short_name}" in page
    assert "Theirs alone." not in page
    assert "Their survey" not in page


def test_rows_of_the_evidence_table_are_not_part_of_it(reader, url, adopted):
    make.make_row(adopted.one, adopted.partnership, label="A row")
    assert "A row" not in reader.get(url).text


def test_signatures_stand_beneath_their_roles(reader, url, adopted):
    assert "No signature recorded" in reader.get(url).text
    fields = {"edition": adopted.edition, "role": adopted.role, "date": date(2024, 9, 27)}
    neighbour = make.make_partnership(agreement=adopted.edition.agreement)
    Signature.objects.create(partnership=adopted.partnership, name="R. Roe", **fields)
    Signature.objects.create(partnership=neighbour, name="J. Doe", **fields)
    page = reader.get(url).text
    assert "Signed by R. Roe, Sep 27, 2024" in page
    assert "J. Doe" not in page


def test_the_edition_in_force_is_shown_unless_another_is_asked_for(reader, url, adopted):
    write(adopted, label="old form", effective_from=date(2019, 7, 1))
    write(adopted, label="far future", effective_from=date(2099, 7, 1))
    write(adopted, label="in force", effective_from=date(2024, 7, 1))
    page = reader.get(url).text
    assert "Text of in force." in page
    assert 'href="?edition=old%20form"' in page
    assert "Text of old form." in reader.get(url, {"edition": "old form"}).text


def test_without_one_in_force_the_newest_adopted_is_shown(reader, url, adopted):
    assert "Hire together." in reader.get(url).text


def test_a_draft_is_not_shown(reader, url, adopted):
    make.make_edition(agreement=adopted.edition.agreement, label="secret")
    assert "secret" not in reader.get(url).text
    assert reader.get(url, {"edition": "secret"}).status_code == 404
    assert reader.get(url, {"edition": "nowhere"}).status_code == 404


def test_an_agreement_that_is_only_a_draft_says_so(reader_of_text, text):
    page = reader_of_text.get(reverse("agreement", args=[text.partnership.slug]))
    assert "No edition of this agreement has been adopted yet." in page.text


def test_who_enters_finds_where_the_source_contradicts_itself_also_of_the_whole_text(reader, adopted, url):
    said = {"first_place": "II", "first_words": "45 days", "second_place": "IV", "second_words": "60 days"}
    adopted.edition.contradictions.create(why="Two spans are printed.", **said)
    assert "contradicts itself" not in reader.get(url).text
    enters = Client()
    enters.force_login(make.make_liaison(adopted.partnership))
    address = reverse("contradictions", args=[adopted.edition.agreement.slug])
    assert f'href="{address}"' in enters.get(url).text
    assert "Two spans are printed." in enters.get(address).text


@pytest.mark.slow
def test_few_queries_and_as_many_for_one_item_as_for_three(reader_of_text, text):
    make.make_measure(text.two)
    url = reverse("agreement", args=[text.partnership.slug])
    bigger = make.make_edition(agreement=text.edition.agreement, scale=text.edition.scale, label="bigger")
    for _ in range(2):
        category = make.make_category(bigger)
        for _ in range(3):
            item = make.make_item(category, local_to=text.partnership)
            make.make_item(category, parent=item)
            make.make_measure(category, parent=make.make_measure(category))
    make.adopt(text.edition)
    make.adopt(bigger)
    few = queries_of(reader_of_text, f"{url}?edition=2023-2024")
    assert queries_of(reader_of_text, f"{url}?edition=bigger") == few
    assert few <= 12
