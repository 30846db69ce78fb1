"""The database itself keeps adopted text as it was signed."""

from datetime import date

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction

from core import locks
from partnerships.locks import SENTENCE
from partnerships.models import OF_ANOTHER_AGREEMENT, Edition, Item, RatingLevel, RatingScale
from tests import factories as make

from .conftest import refused

pytestmark = pytest.mark.both_databases

PARTS = {
    "section": {"text": "Other words"},
    "term": {"definition": "Other words"},
    "endorsement": {"text": "Other words"},
    "role": {"title": "Other words"},
    "one": {"title": "Other words"},
    "fill": {"label": "Other words"},
}


@pytest.mark.parametrize("part", PARTS)
def test_text_of_an_adopted_edition_is_not_changed(adopted, part):
    record = getattr(adopted, part)
    with refused(SENTENCE):
        type(record).objects.filter(pk=record.pk).update(**PARTS[part])


@pytest.mark.parametrize("part", ["section", "term", "endorsement", "role"])
def test_text_of_an_adopted_edition_is_not_deleted(adopted, part):
    with refused(SENTENCE):
        getattr(adopted, part).delete()


@pytest.mark.parametrize("part", ["section", "endorsement", "role"])
def test_nothing_is_added_to_an_adopted_edition(adopted, part):
    record = getattr(adopted, part)
    record.pk = None
    record._state.adding = True
    with refused(SENTENCE):
        record.save()


def test_items_of_an_adopted_edition_are_closed(adopted):
    leaf = adopted.items[-1]
    with refused(SENTENCE):
        Item.objects.filter(pk=leaf.pk).update(text="Other words")
    with refused(SENTENCE):
        leaf.delete()
    with refused(SENTENCE):
        make.make_item(adopted.two)


def test_a_measure_speaks_to_the_items_it_was_adopted_with(adopted):
    with refused(SENTENCE):
        adopted.fill.items.add(adopted.items[1])
    with refused(SENTENCE):
        adopted.fill.items.clear()


def test_text_does_not_move_into_an_adopted_edition(adopted):
    elsewhere = make.make_category()
    item = make.make_item(elsewhere)
    with refused(SENTENCE):
        Item.objects.filter(pk=item.pk).update(edition=adopted.edition, category=adopted.two)


def test_an_addition_is_that_of_a_partnership_of_the_agreement(text):
    stranger = make.make_partnership()
    for record in (text.items[0], text.fill):
        with refused(OF_ANOTHER_AGREEMENT):
            type(record).objects.filter(pk=record.pk).update(local_to=stranger)
        record.local_to = stranger
        with pytest.raises(ValidationError, match=OF_ANOTHER_AGREEMENT):
            record.full_clean()


def test_what_stands_beneath_an_item_stands_in_its_category(text):
    with refused("stands in the same category"):
        Item.objects.filter(pk=text.items[5].pk).update(parent=text.items[0])


def test_a_partnership_an_edition_and_a_category_stay_where_they_are(text):
    for record, field, other in (
        (text.partnership, "agreement", make.make_agreement()),
        (text.edition, "agreement", make.make_agreement()),
        (text.one, "edition", make.make_edition(agreement=text.edition.agreement)),
    ):
        with refused("stays in its"):
            type(record).objects.filter(pk=record.pk).update(**{field: other})


def test_saving_the_same_words_again_passes(adopted):
    adopted.section.save()
    adopted.items[0].save()


def test_a_draft_is_open(text):
    text.section.delete()
    text.items[-1].delete()
    text.one.title = "Other words"
    text.one.save()


@pytest.mark.parametrize("change", [{"label": "other"}, {"effective_from": date(2022, 7, 1)}])
def test_an_adopted_edition_keeps_label_and_first_day(adopted, change):
    with refused(SENTENCE):
        Edition.objects.filter(pk=adopted.edition.pk).update(**change)


def test_of_an_adopted_edition_the_last_day_and_the_note_may_change(adopted):
    changes = {"effective_to": date(2025, 6, 30), "note": "Extended."}
    assert Edition.objects.filter(pk=adopted.edition.pk).update(**changes) == 1


def test_an_adopted_edition_retires_and_never_comes_back(adopted):
    edition = Edition.objects.filter(pk=adopted.edition.pk)
    with refused("never becomes a draft"):
        edition.update(status="draft")
    edition.update(status="retired")
    for status in ("draft", "adopted"):
        with refused("never becomes a draft"):
            edition.update(status=status)


def test_an_adopted_edition_is_not_deleted(db):
    edition = make.adopt(make.make_edition())
    with refused(SENTENCE):
        edition.delete()


def test_the_printed_words_of_a_scale_in_use_are_closed(adopted):
    levels = RatingLevel.objects.filter(scale=adopted.edition.scale, code="2")
    with refused(SENTENCE):
        levels.update(words="Other words")
    with refused(SENTENCE):
        RatingScale.objects.filter(pk=adopted.edition.scale_id).update(met_from=1)
    assert levels.update(label="Shorter", colour="ink-2") == 1
    adopted.edition.scale.name = "Another name"
    adopted.edition.scale.save()


def test_a_scale_that_only_drafts_use_is_open(text):
    assert RatingLevel.objects.filter(scale=text.edition.scale, code="2").update(words="Other words") == 1


WRITES = {
    "insert": lambda text: make.make_item(text.two),
    "delete": lambda text: text.section.delete(),
    "update": lambda text: Item.objects.filter(pk=text.items[0].pk).update(text="Other words"),
    "link": lambda text: text.fill.items.add(text.items[1]),
    "level": lambda text: RatingLevel.objects.filter(scale=text.edition.scale).update(words="Other words"),
}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", WRITES)
def test_nobody_adopts_while_text_is_being_written(text, write):
    elsewhere = connection.copy()
    with transaction.atomic():
        WRITES[write](text)
        with elsewhere.cursor() as cursor, pytest.raises(OperationalError, match="lock"):
            impatient = (
                "SET lock_timeout = '100ms'"
                if connection.vendor == "postgresql"
                else "PRAGMA busy_timeout = 100"
            )
            cursor.execute(impatient)
            cursor.execute(
                "UPDATE partnerships_edition SET status = 'adopted' WHERE id = %s", [text.edition.pk]
            )
    elsewhere.close()
    assert Edition.objects.get(pk=text.edition.pk).is_draft


@pytest.mark.slow
def test_the_check_says_when_a_lock_is_missing(db):
    assert run_checks(databases=["default"], tags=["database"]) == []
    locks.remove(connection)
    (warning,) = run_checks(databases=["default"], tags=["database"])
    assert "accord_lock_partnerships_item" in warning.msg
    locks.install(connection)
    assert run_checks(databases=["default"], tags=["database"]) == []


def test_the_name_of_a_scale_in_use_may_change(adopted):
    scale = adopted.edition.scale
    scale.name = "Another name"
    scale.save()
    assert type(scale).objects.get(pk=scale.pk).name == "Another name"
