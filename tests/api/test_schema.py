import subprocess
import sys

import pytest
from openapi_spec_validator import validate

from api.reference import operations_of
from api.schema import openapi_schema
from tests import factories as make
from tests.test_site import signed_in


def test_the_schema_is_openapi(client):
    response = client.get("/api/v1/openapi.json")
    assert response.json()["openapi"].startswith("3.")
    validate(response.json())
    assert not response.cookies


def test_the_schema_tells_of_the_key():
    (scheme,) = openapi_schema()["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_every_field_of_every_address_is_described():
    for _, of_group in operations_of(openapi_schema()):
        for operation in of_group:
            assert operation.summary
            assert all(field.kind for field in operation.fields), operation.path


@pytest.mark.django_db
def test_people_read_the_same(client):
    page = signed_in(make.make_user()).get("/api/").content.decode()
    assert "/api/v1/partnerships/{slug}/evidence/values" in page
    assert "What was understood of the text" in page


READ = """
import sys
from config.wsgi import application
from django.test import Client
paths = ["/api/v1/openapi.json", "/api/v1/partnerships"]
assert [Client().get(path, SERVER_NAME="localhost").status_code for path in paths] == [200, 401]
assert not {"ninja", "pydantic"} & sys.modules.keys()
"""


def test_a_web_process_that_no_program_asks_does_not_load_the_interface():
    assert subprocess.run([sys.executable, "-c", READ], check=False).returncode == 0  # what stands above
