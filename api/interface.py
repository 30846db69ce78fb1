"""The whole interface: who may ask, what is answered when something is wrong, and the resources."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from .keys import Key
from .refusals import without_key
from .resources import agreements, assessments, documents, evidence, steps

DESCRIPTION = (
    "What a person may read in Accord, for that person's programs. Make a key under your name, at the top of every "
    "page, and send it as “Authorization: Bearer …”. Nothing can be changed. Long lists come in pages. Days are "
    "“2026-11-27”. A value that is marked as not public is for the people of the partnership alone."
)

interface = NinjaAPI(
    title="Accord",
    version="1",
    description=DESCRIPTION,
    auth=Key(),
    docs_url=None,  # it would need scripts from elsewhere; `views.about` says the same
    openapi_url=None,
    urls_namespace="programs",
)
for module in (agreements, assessments, evidence, steps, documents):
    interface.add_router("", module.router)


def _answer(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    return interface.create_response(request, {"detail": detail}, status=status)


@interface.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, exc: Any) -> HttpResponse:
    return without_key()


@interface.exception_handler(PermissionDenied)
def _not_for_them(request: HttpRequest, exc: Any) -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, str(exc) or "This is not for you.")


@interface.exception_handler(Http404)
def _not_there(request: HttpRequest, exc: Any) -> HttpResponse:
    return _answer(request, HTTPStatus.NOT_FOUND, "There is no such thing, or it is not for you to know of.")


@interface.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, exc: Any) -> HttpResponse:
    """“page: Input should be greater than or equal to 1”, of each parameter that is wrong."""
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in exc.errors)
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, said)


@interface.exception_handler(HttpError)
def _told(request: HttpRequest, exc: Any) -> HttpResponse:
    response = _answer(request, exc.status_code, str(exc))
    if exc.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = "60"
    return response
