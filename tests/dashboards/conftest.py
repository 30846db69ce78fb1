import pytest

from .years import Years


@pytest.fixture
def years(db):
    return Years()
