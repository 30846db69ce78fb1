"""Every free text has a limit that forms, models and the database know."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from assessments.models import Assessment
from core.models import LimitedTextField
from tests import factories as make
from tests.test_text_fields import OURS

pytestmark = pytest.mark.both_databases

NOT_TYPED = {"notifications.Digest.text"}
"""What Accord writes itself."""


def test_every_text_that_people_type_has_a_limit():
    texts = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.split(".")[0] in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField) and not isinstance(field, LimitedTextField)
        if field.editable and not field.generated
    }
    assert texts == NOT_TYPED


@pytest.mark.django_db
def test_model_and_database_refuse_more_and_count_characters():
    assessment = make.make_assessment(participants="é" * 2000)
    assessment.participants += "é"
    with pytest.raises(ValidationError, match="At most 2000 characters fit"):
        assessment.clean_fields()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(participants=assessment.participants)


@pytest.mark.django_db
def test_a_form_refuses_more_with_a_sentence_and_keeps_what_was_typed(client):
    assessment = make.make_assessment(
        by=(partnership := make.make_partnership()).partner, partnership=partnership
    )
    client.force_login(make.make_liaison(partnership))
    text = "x" * 2001
    page = client.post(f"/assessments/{assessment.public_id}/details/", {"participants": text, "when": ""})
    assert (page.status_code, "At most 2000 characters fit." in page.text, text in page.text) == (
        422,
        True,
        True,
    )
