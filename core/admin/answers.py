"""What the administration answers where it does not do what it was asked."""

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from core.locks import sentence_in

SAME_MOMENT = "Somebody else changed this at the same moment. Nothing was saved: look at it again and repeat."

IN_USE = "It cannot be deleted, because assessments, evidence or action steps depend on it."


def refuse(request: HttpRequest, url: str, sentence: str) -> Any:
    messages.error(request, sentence)
    return not_taken(redirect(url))


def not_taken(response: HttpResponseBase) -> Any:
    """Says of a redirect that nothing was saved, so that work kept after a lost session stays kept."""
    response.not_taken = True  # type: ignore[attr-defined]
    return response


def sentence_of(error: Exception) -> str:
    """What a person is told when the database refuses."""
    if isinstance(error, (models.ProtectedError, models.RestrictedError)):
        return IN_USE
    return sentence_in(error) or SAME_MOMENT
