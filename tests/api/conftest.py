import pytest
from django.core.cache import cache

from accounts.tokens import make_token


class Program:
    """What asks with a person's key."""

    def __init__(self, client, user):
        self.client = client
        self.token, self.secret = make_token(user, "dashboard")

    def get(self, rest, **query):
        headers = {"Authorization": f"Bearer {self.secret}"}
        return self.client.get(f"/api/v1/{rest}", query, headers=headers)

    def rows(self, rest, **query):
        response = self.get(rest, **query)
        assert response.status_code == 200, response.content
        return response.json()["rows"]


@pytest.fixture
def program_of(client):
    cache.clear()
    return lambda user: Program(client, user)
