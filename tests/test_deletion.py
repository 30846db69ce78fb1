"""Deleting in the administration: what stands in the way is counted, never quoted."""

import pytest
from django.contrib import admin
from django.test import Client
from zeal import zeal_ignore

from assessments.models import Highlight, Rating, RatingMeasure
from evidence.models import EvidenceRow

from .test_site import World

pytestmark = pytest.mark.both_databases

TEXTS = ("1.1: 2", "SECRET COMMENT", "SECRET HIGHLIGHT")


@pytest.fixture
def world(db):
    world = World()
    rating = Rating.objects.get(assessment=world.draft)
    rating.comment, rating.updated_by = TEXTS[1], world.liaison
    rating.save()
    highlight = Highlight.objects.create(assessment=world.draft, kind="focus", text=TEXTS[2])
    row = EvidenceRow.objects.get(partnership=world.partnership)
    highlight.items.add(rating.item)
    highlight.rows.add(row)
    RatingMeasure.objects.create(rating=rating, row=row)
    return world


@pytest.fixture
def administrator(world):
    client = Client()
    client.force_login(world.admin)
    return client


@pytest.mark.slow
@pytest.mark.parametrize("how", ["look", "delete", "bulk"])
def test_no_page_for_deleting_tells_what_a_draft_says(world, administrator, how):
    asked = 0
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for row in list(model._default_manager.all()):
            if row == world.admin:
                continue
            with zeal_ignore():
                if how == "look":
                    page = administrator.get(f"{address}{row.pk}/delete/", follow=True)
                elif how == "delete":
                    page = administrator.post(f"{address}{row.pk}/delete/", {"post": "yes"}, follow=True)
                else:
                    data = {"action": "delete_selected", "_selected_action": row.pk}
                    page = administrator.post(address, data, follow=True)
            assert page.status_code < 500, (address, page.status_code)
            assert [text for text in TEXTS if text in page.text] == [], address
            asked += 1
    assert asked > 30, asked
    assert Rating.objects.filter(assessment=world.draft).count() == 1


@pytest.mark.slow
def test_what_stands_in_the_way_is_said_by_kind_and_number(world, administrator):
    page = administrator.get(f"/admin/assessments/assessment/{world.draft.pk}/delete/").text
    assert "<li>Highlights: 2</li>" in page
    assert "<li>Rating: 1</li>" in page
