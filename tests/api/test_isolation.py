"""A walk over every address of the interface, as programs of people of two agreements."""

import pytest

from api.schema import openapi_schema
from tests import factories as make

from .test_reading import Record

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def people_of(record):
    return {
        "liaison": record.liaison,
        "viewer": make.make_viewer(record.partnership),
        "director": make.make_director(record.partnership),
    }


def names_of(record):
    """What would tell of a record to somebody who is not to know of it."""
    partnership = record.partnership
    return [
        partnership.slug,
        partnership.partner.name,
        partnership.agreement.lead.name,
        record.rated.public_id,
    ]


@pytest.mark.slow
def test_the_walk_knows_every_address():
    record = Record()
    parts = {record.slug: "{slug}", record.partnership.agreement.slug: "{slug}"}
    parts |= dict.fromkeys(
        (record.rated.public_id, record.document.public_id, record.summary.public_id), "{id}"
    )
    walked = {
        "/api/v1/" + "/".join(parts.get(part, part) for part in address.split("/"))
        for address in record.addresses()
    }
    assert walked == set(openapi_schema()["paths"])


@pytest.mark.slow
def test_what_belongs_to_one_agreement_is_not_found_by_people_of_another(program_of):
    there, here = Record(), Record()
    for who, person in people_of(here).items():
        program = program_of(person)
        for address in there.addresses():
            response = program.get(address)
            if address in ("agreements", "partnerships"):
                assert not any(name in response.text for name in names_of(there)), (who, address)
            else:
                assert response.status_code == 404, (who, address)


@pytest.mark.slow
def test_its_own_people_read_all_of_it_but_what_lays_all_partnerships_side_by_side(program_of):
    record = Record()
    for who, person in people_of(record).items():
        program = program_of(person)
        for address in record.addresses():
            is_refused = address in record.of_whole() and who != "director"
            assert (program.get(address).status_code in (403, 404)) == is_refused, (who, address)


@pytest.mark.slow
def test_a_membership_narrowed_to_one_partnership_reaches_no_other(program_of):
    record = Record()
    other = make.make_partnership(agreement=record.partnership.agreement)
    person = make.make_user()
    make.make_membership(person, record.partnership.agreement.lead, only=[other])
    program = program_of(person)
    assert [one["slug"] for one in program.rows("partnerships")] == [other.slug]
    for address in record.addresses():
        if record.slug in address or address.startswith(("assessments", "documents")):
            assert program.get(address).status_code == 404, address
    assert [program.get(one).status_code for one in record.of_whole()] == [403, 404, 404]
