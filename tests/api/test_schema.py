import pytest
from openapi_spec_validator import validate

from api.reference import operations_of
from api.views import _schema
from tests import factories as make
from tests.test_site import signed_in


def test_the_schema_is_openapi(client):
    response = client.get("/api/v1/openapi.json")
    assert response.json()["openapi"].startswith("3.")
    validate(response.json())
    assert not response.cookies


def test_the_schema_tells_of_the_key():
    (scheme,) = _schema()["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_every_field_of_every_address_is_described():
    for _, of_group in operations_of(_schema()):
        for operation in of_group:
            assert operation.summary
            assert all(field.kind for field in operation.fields), operation.path


@pytest.mark.django_db
def test_people_read_the_same(client):
    page = signed_in(make.make_user()).get("/api/").content.decode()
    assert "/api/v1/partnerships/{slug}/evidence/values" in page
    assert "What was understood of the text" in page
