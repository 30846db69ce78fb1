import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.models import Assessment, Rating
from demo.county import make_county
from partnerships.models import Item, Partnership
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def run(capsys, *arguments):
    call_command("make_scale_data", *arguments)
    return capsys.readouterr().out


@pytest.mark.slow
def test_it_makes_districts_years_and_ratings(demo, capsys):
    said = run(capsys, "--districts", "3", "--years", "4")
    assert Partnership.objects.count() == 3
    assert Item.objects.filter(edition__label="2022-2023").count() == 55
    assert Assessment.objects.values("cycle").distinct().count() == 4
    assert f"Made up 3 districts and 4 years: {Assessment.objects.count()} assessments" in said
    assert "Sample District 3" in Partnership.objects.values_list("partner__name", flat=True)


@pytest.mark.slow
def test_every_rating_and_every_step_is_in_the_history(demo, capsys):
    run(capsys, "--districts", "2", "--years", "2")
    assert Rating.history.count() == Rating.objects.count()
    joint = Assessment.objects.filter(by=None, status="final")[0]
    steps = joint.history.order_by("history_id").values_list(
        "history_type", "history_change_reason", "status"
    )
    kinds = joint.events.values_list("kind", flat=True)
    assert list(kinds) == ["opened", "submitted", "made_final"]
    assert list(steps) == [
        ("+", "opened", "draft"),
        ("~", "submitted", "submitted"),
        ("~", "final", "final"),
    ]


@pytest.mark.slow
def test_the_same_arguments_give_the_same_data():
    def made():
        with transaction.atomic():
            make_county(3, 1)
            rows = list(Rating.objects.order_by("pk").values_list("assessment__public_id", "level__code"))
            transaction.set_rollback(True)
        return rows

    assert made() == made()


def test_it_refuses_outside_the_demo(capsys):
    with pytest.raises(CommandError, match="This is not a demo"):
        run(capsys)
    assert not Partnership.objects.exists()


def test_it_refuses_where_people_have_worked(demo, capsys):
    make.make_organization()
    with pytest.raises(CommandError, match="There is data in this database already"):
        run(capsys)
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("number", ["0", "-3", "many", "13001"])
def test_it_refuses_a_number_it_cannot_make(demo, capsys, number):
    with pytest.raises(CommandError, match="is not a whole number from 1 to 13000"):
        run(capsys, "--districts", number)
