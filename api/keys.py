"""Who asks, and how often: the person whose key a program sends."""

import time
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer

from accounts.models import User
from accounts.tokens import token_of

MINUTE = 60
TOO_OFTEN = "Asked too often. Wait a minute, then go on."


class Key(HttpBearer):
    """`Authorization: Bearer …` with a key that a person made. From then on the request is that person's.

    allauth's limits leave every GET alone; so these are counted here, in the same cache.
    """

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        visitor = f"api-refused:{get_adapter().get_client_ip(request)}"
        if _count(visitor) >= settings.API_REFUSED_A_MINUTE:
            raise HttpError(HTTPStatus.TOO_MANY_REQUESTS, TOO_OFTEN)
        key = token_of(token)
        if key is None:
            _add_to(visitor)
            return None
        if _count(f"api:{key.pk}") >= settings.API_A_MINUTE:
            raise HttpError(HTTPStatus.TOO_MANY_REQUESTS, TOO_OFTEN)
        _add_to(f"api:{key.pk}")
        request.user = key.user
        return key.user


def _count(name: str) -> int:
    """How often within the minute that began with the first."""
    began, times = cache.get(name) or (0.0, 0)
    return times if time.time() - began < MINUTE else 0


def _add_to(name: str) -> None:
    began, times = cache.get(name) or (0.0, 0)
    now = time.time()
    began, times = (began, times) if now - began < MINUTE else (now, 0)
    cache.set(name, (began, times + 1), MINUTE)
