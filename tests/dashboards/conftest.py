import re

import pytest

from tests.words import words_of_main

from .county import County
from .years import Years


@pytest.fixture
def county():
    return County()


@pytest.fixture
def home(client):
    """The home page's text and its primary actions, as somebody sees it."""

    def look(user, address="/"):
        client.force_login(user)
        response = client.get(address)
        assert response.status_code == 200
        html = response.content.decode()
        buttons = re.findall(r'<a class="btn btn-primary" href="([^"]+)">([^<]+)</a>', html)
        return words_of_main(html), buttons

    return look


@pytest.fixture
def years(db):
    return Years()
