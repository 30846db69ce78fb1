import re

import pytest

from .county import County, text_of
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
        return text_of(html), buttons

    return look


@pytest.fixture
def years(db):
    return Years()
