"""Requests that no browser sends: every address answers them with a page, and none with a failure."""

import pytest
from django.test import RequestFactory

from config.wsgi import application
from tests.test_site import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HX = {"HX-Request": "true"}
FORM = b"level=2&text=%FF%FE&csrfmiddlewaretoken=x"
PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n+AGE-\xff\r\n--x--\r\n'
TYPE = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
REQUESTS = {
    "an address of the page that is none": {"headers": HX | {"HX-Current-URL": "http://[::1/%"}},
    "an address of the page with a NUL": {"headers": HX | {"HX-Current-URL": "http://testserver/\0"}},
    "a charset that is none": {"content_type": f"{TYPE}; charset=\xff"},
    "parts without a boundary": {"content_type": "multipart/form-data"},
    "parts that break off": {"content_type": PARTS, "data": PART[:40]},
    "a length that is none": {"CONTENT_LENGTH": "-1"},
    "a language that is none": {"headers": {"Accept-Language": "x" * 3000}},
    "a host that is none": {"headers": {"Host": "a b"}},
}


@pytest.mark.stricter_database
@pytest.mark.parametrize("kind", REQUESTS)
def test_no_address_fails_over_what_no_browser_sends(client, kind):
    world = World()
    options = {"data": FORM, "content_type": TYPE, **REQUESTS[kind]}
    for name, address in world.pages():
        for sender in (client, signed_in(world.liaison)):
            for method in ("GET", "POST"):
                answer = sender.generic(method, f"{address}?show=%FF+AGE-&page=2", **options)
                assert answer.status_code < 500, (name, method, answer.status_code)


@pytest.mark.stricter_database
@pytest.mark.parametrize(
    "cookie", ["\0", "a\0b", "\xff", "x" * 5000], ids=["NUL", "NUL in it", "byte", "long"]
)
def test_no_address_fails_over_a_cookie_that_no_browser_sends(client, cookie):
    world = World()
    for name, address in world.pages():
        for method in ("GET", "POST"):
            client.cookies["sessionid"] = cookie
            assert client.generic(method, address).status_code < 500, name


@pytest.mark.parametrize(
    ("charset", "status"), [("utf-7", "400"), ("base64", "400"), ("nonsense", "400"), ("UTF-8", "302")]
)
@pytest.mark.parametrize("kind", [TYPE, PARTS])
def test_a_form_is_read_as_utf_8_alone(kind, charset, status):
    answers = []
    environ = RequestFactory()._base_environ(PATH_INFO="/", CONTENT_TYPE=f"{kind}; charset={charset}")
    list(application(environ, lambda status, headers, *rest: answers.append(status[:3])))
    assert answers == [status]
