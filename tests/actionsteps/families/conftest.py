from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionsteps.families.tokens import new_token
from actionsteps.models import FamilyForm


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


class Family:
    """Somebody with a browser of their own and no account, at a form that is open."""

    def __init__(self, told):
        self.told, self.client = told, Client(headers={"origin": "http://testserver"})
        FamilyForm.objects.create(partnership=told.partnership, is_open=True)
        self.address = reverse("family-form", args=[told.partnership.slug])

    def token(self, **age):
        made_at = timezone.now() - timedelta(**age or {"minutes": 5})
        return new_token(self.told.partnership.slug, made_at=made_at)

    def send(self, text="The bus is often late", *, lang="en", **fields):
        fields = {"token": self.token(), "text": text, "reply_address": "", "website": "", **fields}
        return self.client.post(f"{self.address}?lang={lang}", fields)

    def sent(self, *args, **fields):
        """The private address of what is sent."""
        return self.send(*args, **fields)["Location"]


@pytest.fixture
def family(told):
    return Family(told)
