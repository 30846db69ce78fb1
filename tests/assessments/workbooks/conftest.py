import pytest

from assessments.models import Rating


@pytest.fixture
def nothing_is_written(db):
    before = Rating.objects.count()
    yield
    assert Rating.objects.count() == before
    assert not Rating.objects.exclude(version=1).exists()
