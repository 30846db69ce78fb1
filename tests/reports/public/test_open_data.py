"""What was published, as files."""

import csv
import json
from datetime import UTC, datetime
from io import StringIO

import pytest

from reports.public import parts
from reports.public.content import content_for
from reports.public.open_data import FILES, MEANINGS, csv_of, dictionary_csv, file_called, files_of, json_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(county_records, django_db_blocker):
    """All that Clayton could publish."""
    from django.db import transaction

    from tests.conftest import put_back

    with django_db_blocker.unblock(), transaction.atomic():
        partnership = put_back(county_records)
        content = content_for(partnership, list(parts.LABELS)).content
        transaction.set_rollback(True)
    return json.loads(json.dumps(content))


def lines_of(content, name):
    return read(csv_of(file_called(content, name), content))


def read(text):
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def names_in(said):
    if isinstance(said, dict):
        for name, one in said.items():
            yield name
            yield from names_in(one)
    elif isinstance(said, list):
        for one in said:
            yield from names_in(one)


@pytest.mark.slow
def test_every_column_and_every_name_is_described(published):
    for file in FILES:
        assert file.meaning.endswith(".")
        for column in file.columns:
            assert column.meaning.endswith("."), (file.name, column.name)
    assert (
        set(names_in(json.loads(json_of(published, datetime(2026, 11, 27, tzinfo=UTC))))) <= MEANINGS.keys()
    )


def test_the_dictionary_names_each_column_of_each_file(published):
    described = {(row["file"], row["column"]) for row in read(dictionary_csv(published))}
    for file in files_of(published):
        heads = lines_of(published, file.name)[0].keys()
        assert {(file.name, head) for head in heads} <= described


def test_ratings_with_their_words(published):
    lines = lines_of(published, "ratings.csv")
    rated = [line for line in lines if line["value"]]
    assert len(rated) == sum(
        level["count"] for level in published["ratings"]["total"]["levels"] if level["code"] != "N/A"
    )
    assert {line["words"] for line in rated if line["level"] == "3"} == {
        level["words"] for level in published["ratings"]["scale"]["levels"] if level["code"] == "3"
    }


def test_agreement_and_evidence_have_a_line_for_everything(published):
    agreement = lines_of(published, "agreement.csv")
    assert {line["category"] for line in agreement} == set("1234567")
    evidence = lines_of(published, "evidence.csv")
    cells = [
        cell for of in published["evidence"]["categories"] for row in of["rows"] for cell in row["cells"]
    ]
    assert len(evidence) == len(cells)
    assert [line["text"] for line in evidence] == [cell["text"] for cell in cells]


def test_a_hidden_value_has_no_number():
    partnership = make.make_partnership()
    edition = make.make_edition(agreement=partnership.agreement)
    category = make.make_category(edition)
    make.adopt(edition)
    row = make.make_row(category, partnership, (make.make_period(), "4"), counts_students=True)
    content = content_for(partnership, [parts.EVIDENCE]).content
    (line,) = lines_of(content, "evidence.csv")
    assert (line["row"], line["number"], line["is_hidden"]) == (row.label, "", "true")
    assert "4" not in line["text"]


def test_only_what_was_published_is_a_file():
    partnership = make.make_partnership()
    content = content_for(partnership, [parts.AGREEMENT]).content
    assert files_of(content) == []
    assert file_called(content, "ratings.csv") is None


def test_what_looks_like_a_formula_is_none():
    partnership = make.make_partnership()
    edition = make.make_edition(agreement=partnership.agreement)
    make.make_item(make.make_category(edition), text="=HYPERLINK(1)")
    make.adopt(edition)
    content = content_for(partnership, [parts.AGREEMENT]).content
    (line,) = lines_of(content, "agreement.csv")
    assert line["text"] == "'=HYPERLINK(1)"


def test_goals_and_changes_have_files_of_their_own():
    level = {"code": "1", "words": "In place"}
    change = {"reference": "1.1", "key": "a", "title": "", "text": "Hire", "before": level, "now": None}
    state = {
        "period": "2024-2025",
        "strengths": [],
        "focus": [],
        "goals": [{"area": "Literacy", "text": "Read", "older": ""}],
    }
    state["changed"] = {"before": "2023-2024", "rose": [], "fell": [change]}
    content = dict.fromkeys(file.part for file in FILES) | {"state": state}
    assert [file.name for file in files_of(content)] == ["goals.csv", "changes.csv"]
    assert lines_of(content, "goals.csv")[0]["text"] == "Read"
    (line,) = lines_of(content, "changes.csv")
    assert (line["direction"], line["level_before"], line["level"]) == ("fell", "1", "")


def test_documents_are_listed_with_what_changed_since():
    paper = {
        "public_id": "a",
        "title": "Agreement",
        "filename": "a.pdf",
        "kind": "agreement",
        "language": "en",
    }
    paper |= {
        "made_on": "2026-11-27",
        "pages": 2,
        "size": 9,
        "sha256": "2",
        "changed": "A rating was changed.",
    }
    content = dict.fromkeys(file.part for file in FILES) | {"documents": [paper]}
    (line,) = lines_of(content, "documents.csv")
    assert (line["title"], line["changed"]) == ("Agreement", "A rating was changed.")


def test_whose_name_is_printed_has_not_signed_yet():
    place = {"addition": "", "title": "Superintendent", "organization": "Clayton"}
    place |= {"printed_name": "Dr. Nisha Patel", "name": "", "date": ""}
    content = dict.fromkeys(file.part for file in FILES) | {"signatures": [place]}
    (line,) = lines_of(content, "signatures.csv")
    assert (line["printed_name"], line["name"]) == ("Dr. Nisha Patel", "")
