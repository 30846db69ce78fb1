"""What stands between the website and the interface for programs, which is loaded when the first one asks."""

from hashlib import sha256
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .reference import operations_of
from .refusals import refused, without_key
from .schema import openapi_schema


@csrf_exempt  # it has no cookie, and whatever is not a GET is refused
@login_not_required  # each address asks for a key (`keys.Key`)
def answer(request, rest):
    """GET, or HEAD, one address of the interface. Everything is told in JSON, also what is wrong."""
    if request.method not in ("GET", "HEAD"):
        return refused(HTTPStatus.METHOD_NOT_ALLOWED, "A program only reads: use GET.", Allow="GET, HEAD")
    if "Authorization" not in request.headers:  # whoever comes by loads nothing
        return without_key()
    try:
        found = _resolver().resolve(rest)
    except Resolver404:
        return refused(HTTPStatus.NOT_FOUND, "There is no such address. See /api/.")
    request.method = "GET"
    response = found.func(request, *found.args, **found.kwargs)
    return _with_mark(request, response)


@require_safe
@login_not_required  # it says what can be asked for, and nothing of anybody
def schema(request):
    """The interface in the words of OpenAPI, for tools that read them."""
    return JsonResponse(openapi_schema())


@require_safe
def about(request):
    """The same for people."""
    return render(request, "api/about.html", {"operations": operations_of(openapi_schema())})


def _resolver():
    from .interface import interface

    return URLResolver(RoutePattern(""), interface.urls[0])


def _with_mark(request, response):
    """With a mark of what it says: who sends it again is told in a few bytes that nothing changed."""
    response.headers["Cache-Control"] = "private, no-store"
    if response.status_code != HTTPStatus.OK or response.streaming:
        return response
    response.headers["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)
