"""What belongs to one agreement names nothing of another: the database refuses it, whatever table it is in."""

from contextlib import suppress
from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from actionsteps.models import ActionStep, Case, CaseKind
from assessments.models import (
    Assessment,
    ConferenceNote,
    Decision,
    DueDate,
    Highlight,
    HighlightOutcome,
    RatingMeasure,
)
from determinations.models import (
    Criterion,
    Determination,
    DeterminationEvent,
    DeterminationEventKind,
    Method,
    NextLevel,
    Option,
    OptionChoice,
    Outcome,
    PracticeReview,
    PrintedScreening,
    Quantity,
    QuantityKind,
    ReviewResult,
    Screen,
    Verdict,
)
from evidence.models import EvidenceRow
from partnerships.locks import SENTENCE
from partnerships.models import (
    Agreement,
    SignatoryRole,
    SignatureEvent,
    SignatureEventKind,
)
from reports.models import DocumentKind, DocumentRun, Language, Publication, Translation
from tests import factories as make
from tests.test_site import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TABLES = [
    model
    for model in apps.get_models(include_auto_created=True)
    if not model.__name__.startswith("Historical") and "simple_history" not in model.__module__
]


def names_of(model):
    """The fields by which a record of this model is of an agreement."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and (field.related_model is model or is_of_an_agreement(field.related_model))
    ]


def is_of_an_agreement(model, seen=()):
    """Whether its records belong to an agreement, straight or by what they name."""
    return model is Agreement or any(
        is_of_an_agreement(field.related_model, (*seen, model))
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model not in (*seen, model)
    )


PAIRED = [model for model in TABLES if is_of_an_agreement(model) and len(names_of(model)) > 1]
"""Each names several things that must be of one agreement."""


def make_world():
    """One of everything, its text in a draft too: of an adopted edition nothing changes anyhow."""
    Group.objects.all().delete()  # named, not numbered
    world = World()
    item = make.make_item(make.make_category(world.draft_edition))
    item.passages.create(heading="Measurement", text="Those who rode", position=1)
    measure = make.make_measure(item.category)
    measure.items.add(item)
    role = SignatoryRole.objects.create(edition=world.draft_edition, side="partner", title="Superintendent")
    SignatureEvent.objects.create(
        partnership=world.partnership, role=role, name="A. B.", kind=SignatureEventKind.WITHDRAWN
    )
    highlight = Highlight.objects.get(assessment=world.draft)
    joint = Assessment.objects.create(partnership=world.partnership, cycle=world.draft.cycle)
    settled = {"settled_in": joint, "settled_at": timezone.now(), "settled_by": world.director}
    Decision.objects.filter(assessment__partnership=world.partnership).update(**settled)
    HighlightOutcome.objects.create(assessment=joint, highlight=highlight, made_by=world.director)
    row = EvidenceRow.objects.filter(partnership=world.partnership).order_by("pk").last()
    highlight.items.add(world.edition.items.get(addendum=None))
    highlight.measures.add(world.edition.measures.get())
    highlight.rows.add(row)
    row.items.add(world.edition.items.get(addendum=None))
    row.measures.add(world.edition.measures.get())
    step = ActionStep.objects.newest().get(plan__partnership=world.partnership)
    step.highlights.add(highlight)
    step.decisions.add(Decision.objects.get(assessment__partnership=world.partnership))
    step.rows.add(row)
    value = make_evidence(row)
    RatingMeasure.objects.create(rating=world.draft.ratings.get(), measure=world.edition.measures.get())
    RatingMeasure.objects.create(rating=world.draft.ratings.get(), row=row, value=value)
    ConferenceNote.objects.create(assessment=joint, point=world.edition.conferencepoints.get())
    DueDate.objects.create(cycle=world.draft.cycle, partnership=world.partnership, due_on=date(2024, 5, 1))
    Publication.objects.create(
        kind=DocumentKind.AGREEMENT,
        partnership=world.partnership,
        edition=world.edition,
        requested_by=world.director,
    )

    of_agreement = {"agreement": world.partnership.agreement}
    DocumentRun.objects.create(kind=DocumentKind.AGREEMENT, requested_by=world.director, **of_agreement)
    Translation.objects.create(
        language=Language.SPANISH, place="title", partnership=world.partnership, **of_agreement
    )
    make_rules(world, measure, joint.cycle)


def make_rules(world, measure, cycle):
    """Rules in a draft, and what came of some in a cycle of the adopted edition."""
    edition = {"edition": world.draft_edition}
    outcome = Outcome.objects.create(name="On-Track", **edition)
    method = Method.objects.create(outcome=outcome, name="Method 1", **edition)
    option = Option.objects.create(name="Option one", **edition)
    quantity = Quantity.objects.create(name="MPI", kind=QuantityKind.VALUE, measure=measure, **edition)
    Criterion.objects.create(method=method, option=option, quantity=quantity, numerator=5, **edition)
    NextLevel.objects.create(name="Closure", **edition)
    make_screened(world, cycle.period)
    OptionChoice.objects.create(partnership=world.partnership, option=option)
    determination = Determination.objects.create(
        partnership=world.partnership, cycle=cycle, subject=world.partnership.partner
    )
    Verdict.objects.create(determination=determination, working={})
    DeterminationEvent.objects.create(determination=determination, kind=DeterminationEventKind.FROZEN)


def make_screened(world, period):
    """What a source prints of a screened district, its review, and the finding of that."""
    screen = Screen.objects.get(edition=world.edition)
    about = {"partnership": world.partnership, "period": period}
    PrintedScreening.objects.create(screen=screen, **about)
    found = {"result": ReviewResult.FOUND, "words": "No plans of behavior."}
    review = PracticeReview.objects.create(item=screen.item, **about, **found)
    findings = Case.objects.filter(partnership=world.partnership, kind=CaseKind.FINDING)
    findings.update(item=screen.item, review=review)


def make_evidence(row):
    """What belongs to a row: a column, and a value of a part with a component."""
    period = make.make_period()
    row.category.evidence_columns.create(partnership=row.partnership, period=period)
    part = row.breakdowns.create(name="Grade").parts.create(label="Grade 4")
    value = make.make_value(row, period, "22/23", part=part)
    definition = row.definitions.create(from_period=period, formula="a of b")
    value.components.create(component=definition.components.create(letter="a", label="Those"), number=22)
    row.partnership.data_requests.get().cells.create(row=row, part=part)
    return value


def newest():
    return {model: model._base_manager.order_by("pk").last() for model in TABLES}


@pytest.mark.slow
def test_no_record_names_what_is_of_another_agreement():
    make_world()
    here = newest()
    make_world()
    there, taken = newest(), []
    for model in PAIRED:
        assert here[model] != there[model], f"Make a {model.__name__} for this walk."
        for name in names_of(model):
            other = there[model._meta.get_field(name).related_model]
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=here[model].pk).update(**{name: other})
                taken.append((model.__name__, name))
            except IntegrityError as error:
                assert SENTENCE not in str(error), (model.__name__, name)
    assert taken == []


@pytest.mark.slow
def test_what_belongs_to_an_agreement_stays_in_it():
    make_world()
    here, there, moved = newest(), make.make_agreement(), []
    for model in TABLES:
        for field in model._meta.concrete_fields:
            if field.related_model is Agreement and field.name == "agreement" and here[model]:
                with suppress(IntegrityError), transaction.atomic():
                    model._base_manager.filter(pk=here[model].pk).update(agreement=there)
                    moved.append(model.__name__)
    assert moved == []
