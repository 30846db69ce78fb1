"""A CSV file goes into the tables once its columns are matched by the person."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import Observation
from tests import factories as make

from .pages import refusals, tally, words

pytestmark = pytest.mark.slow

EXPORT = "Indicator;Year;Result\nfill rate:;2023-24;95,5\nTeachers;2022/23;100 %\nNurses;2023-24;3\n"
COLUMNS = {
    "encoding": "utf-8",
    "delimiter": "semicolon",
    "heading": "on",
    "row": "0",
    "period": "1",
    "value": "2",
}


def upload(client, desk, content):
    content = content.encode() if isinstance(content, str) else content
    return client.post(desk.url("csv"), {"file": SimpleUploadedFile("export.csv", content)})


def signed(page):
    return unescape(re.search(r'name="_file" value="([^"]*)"', page.text)[1])


def match(client, desk, page, **columns):
    return client.post(desk.url("csv"), {"_file": signed(page), **COLUMNS, **columns})


def asked(page):
    """The fields for names that mean no row or period."""
    return re.findall(r'name="((?:row|period)-[0-9a-f]+)"', page.text)


def chosen(page):
    """What is recognized: the options that are selected, by field."""
    fields = re.findall(r'<select name="(\w+)".*?</select>', page.text, re.DOTALL)
    blocks = re.findall(r'<select name="\w+".*?</select>', page.text, re.DOTALL)
    found = {}
    for name, block in zip(fields, blocks, strict=True):
        if option := re.search(r'<option value="([^"]+)" selected', block):
            found[name] = option[1]
    return found


def test_what_can_be_told_of_a_file_is_told(client, desk):
    page = upload(client, desk, EXPORT.encode("utf-16"))
    told = {"encoding": "utf-16", "delimiter": "semicolon", "row": "0", "period": "1", "value": "2"}
    assert chosen(page) == told
    assert "fill rate:" in page.text
    assert f"{len(EXPORT.splitlines()) - 1} lines." in page.text  # that of the headings is none
    assert "These are the first" not in page.text


def test_names_are_matched_and_others_asked_about(client, desk):
    page = upload(client, desk, EXPORT)
    asks = match(client, desk, page, decimal_comma="on")
    assert "Nurses is the row" in words(asks)
    (name,) = asked(asks)
    preview = match(client, desk, asks, decimal_comma="on", **{name: desk.days.lineage})
    assert tally(preview) == (3, 0, 0, 0)
    assert "95.5 (in the file: 95,5)" in words(preview)
    desk.confirm(client, preview)
    assert desk.texts() == {
        ("Fill rate", "2022-2023"): "95%",
        ("Fill rate", "2023-2024"): "95.5",
        ("Teachers", "2022-2023"): "100 %",
        ("Training days", "2023-2024"): "3",
    }
    assert Observation.objects.get(text="95.5").number == 95.5


def test_a_name_can_be_left_out_and_the_text_kept_as_it_is(client, desk):
    page = upload(client, desk, EXPORT)
    (name,) = asked(match(client, desk, page))
    preview = match(client, desk, page, **{name: ""})
    assert "Left out, since no row or period was chosen for it: “Nurses”, 1 line." in words(preview)
    desk.confirm(client, preview)
    assert desk.texts()["Fill rate", "2023-2024"] == "95,5"


def test_counts_of_one_period_make_a_value(client, desk):
    page = upload(client, desk, "Indicator,Of them,All\nFill rate,22,23\nTeachers,5,4\nTraining days,3,\n")
    columns = {"value": "", "numerator": "1", "denominator": "2", "period": "", "one_period": desk.now.key}
    preview = match(client, desk, page, delimiter="comma", **columns)
    assert refusals(preview) == [
        ("Training days, 2023-2024 line 4", "One of its two counts is missing: how many there are in all."),
        ("Fill rate: Teachers, 2023-2024 line 3", "5 is more than the 4 it is out of."),
    ]
    desk.confirm(client, preview)
    assert desk.texts()["Fill rate", "2023-2024"] == "22/23"


def test_parts_are_found_by_their_label_or_their_schools_name(client, desk):
    school = make.make_organization(name="Wydown Middle School", short_name="Wydown")
    breakdown = desk.fill.breakdowns.create(name="School")
    part = breakdown.parts.create(label="WMS", organization=school)
    lines = "".join(
        f"Fill rate,{name},{value}\n" for name, value in (("Wydown", 90), ("", 91), ("Glenridge", 92))
    )
    page = upload(client, desk, f"Indicator,School,Result\n{lines}")
    assert chosen(page)["part"] == "1"
    preview = match(client, desk, page, delimiter="comma", part="1", period="", one_period=desk.now.key)
    assert refusals(preview)[0][1] == "“Glenridge” is none of its parts: WMS."
    desk.confirm(client, preview)
    assert Observation.objects.get(part=part).text == "90"
    assert desk.texts()["Fill rate", "2023-2024"] == "91"


def test_an_empty_value_empties_nothing_and_two_lines_of_one_cell_are_named(client, desk):
    lines = "Fill rate,2022-2023,\nTeachers,2022-2023,1\nTeachers,2022-2023,2\n"
    page = upload(client, desk, f"Indicator,Year,Result\n{lines}")
    preview = match(client, desk, page, delimiter="comma")
    assert "1 line without a value: what stands in the tables stays." in words(preview)
    assert refusals(preview)[0][1] == "Line 3 and line 4 name the same cell. Leave one of them."
    assert tally(preview) == (0, 0, 2, 0)


def test_columns_that_do_not_say_enough_are_asked_for_and_the_file_stays(client, desk):
    page = upload(client, desk, EXPORT)
    response = match(client, desk, page, value="", period="")
    assert response.status_code == 422
    assert "Choose the column with the values" in words(response)
    assert "Choose either the column with the periods" in words(response)
    assert match(client, desk, response).status_code == 200


def test_it_is_read_again_as_the_person_says(client, desk):
    page = upload(client, desk, EXPORT)
    again = match(client, desk, page, delimiter="vertical bar", again="1")
    assert "fill rate:;2023-24;95,5" in again.text
    page = upload(client, desk, EXPORT.replace("Nurses", "Größe").encode("cp1252"))
    assert "The file is not in UTF-8." in words(match(client, desk, page, encoding="utf-8", again="1"))


def test_a_file_of_another_kind_is_refused_and_that_of_another_person(client, desk):
    response = upload(client, desk, b"PK\x03\x04")
    assert response.status_code == 422
    assert "This is a workbook, not a CSV file." in words(response)
    assert "Choose the CSV file" in words(client.post(desk.url("csv")))
    page = upload(client, desk, EXPORT)
    client.force_login(make.make_director(desk.partnership))
    assert "The file was chosen more than a day ago" in words(match(client, desk, page))


def test_names_that_nobody_would_look_through_are_refused(client, desk):
    page = upload(client, desk, "Student,Result\n" + "".join(f"S{number},1\n" for number in range(400)))
    columns = {"value": "1", "period": "", "one_period": desk.now.key}
    response = match(client, desk, page, delimiter="comma", **columns)
    assert "More than 300 different names mean no row of the tables." in words(response)


def test_the_tables_go_out_as_csv_and_come_back_unchanged(client, desk):
    make.make_value(desk.days, desk.now, "-448.98%", note="=1+1")
    content = client.get(desk.url("csv-download")).content
    assert b"'-448.98%" in content
    assert b"'=1+1" in content
    page = upload(client, desk, content)
    columns = {"row": "1", "period": "3", "value": "4", "part": "2", "delimiter": "comma"}
    assert tally(match(client, desk, page, **columns)) == (0, 0, 0, 2)


def test_many_lines_take_no_more_queries_than_few(client, desk, django_assert_max_num_queries):
    def queries(lines):
        with django_assert_max_num_queries(60) as found:
            preview = match(client, desk, upload(client, desk, lines), delimiter="comma")
            desk.confirm(client, preview)
        return len(found)

    head = "Indicator,Year,Result\n"
    few = queries(f"{head}Fill rate,2023-2024,1\n")
    for number in range(5):
        make.make_row(desk.category, desk.partnership, label=f"Number {number}")
    many = "".join(f"Number {number},2023-2024,{number}\n" for number in range(5))
    assert queries(f"{head}{many}Fill rate,2023-2024,2\n") <= few + 2


def test_the_file_says_what_of_it_is_not_public(client, desk):
    type(desk.fill).objects.filter(pk=desk.fill.pk).update(counts_students=True)
    make.make_value(desk.fill, desk.now, "8 students")
    lines = client.get(desk.url("csv-download")).content.decode("utf-8-sig").splitlines()
    marked = [line for line in lines if line.endswith("not public: fewer than 10 students")]
    assert lines[0].endswith(",Not public")
    assert [",8 students," in line for line in marked] == [True]
