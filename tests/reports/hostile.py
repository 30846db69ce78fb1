"""A small partnership that has one of everything, with hostile text in every field that somebody types."""

from datetime import date

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from accounts.models import Organization
from actionsteps.models import Feedback, FeedbackState, PlanStatus, StepStatus
from assessments.models import Assessment, ForumGoals, Highlight, HighlightKind, Minutes
from core import locks
from determinations.models import Determination, NextLevel
from evidence.models import EvidenceTable, Observation, ObservationStatus, TargetKind
from partnerships.models import (
    Category,
    ConferencePointKind,
    Endorsement,
    GlossaryTerm,
    HeadedPart,
    HeadingPlace,
    Item,
    Passage,
    PrintedHeading,
    Section,
    SignatoryRole,
    SignatorySide,
)
from partnerships.models.words import WORD_FIELDS
from reports.models import DocumentKind, DocumentLayout, Logo
from tests import factories as make
from tests.determinations.michigan import LOCAL, PROCESS, STATE, michigan_rules

from .test_logos import picture

WORDS = (
    "<script>alert(1)</script> & <b>bold</b>",
    f"https://example.org/{'x' * 180}",
    "مدرسة שלום עולם",
    "W" * 300,
    "👩‍🏫 😀 🇺🇸 ✓",
    "Tiếng Việt e\u0301te\u0301 हिन्दी 学校 Привет",
)
SHORT = ("WWWWWWWWWWWWWWWWWWWW", "שלום", "<b>&amp;", "👩‍🏫😀", "e\u0301te\u0301 Việt")
"""For what has room for a code alone, and for all rows of a model but the first."""

A_PAGE = "\n".join(f"Line {number} of many" for number in range(60))
LONG = {"Item.text", "Passage.text", "Observation.text", "Feedback.text", "Action.text", "Decision.what"}
"""Of these one is longer than a page."""

APPS = ("accounts", "partnerships", "evidence", "assessments", "determinations", "actionsteps", "reports")
FULL = (Organization, Highlight, DocumentLayout)
"""Of other models only the first row has all that there is room for."""

NOT_TYPED = {
    *("public_id", "lineage", "slug", "email", "password", "content_type", "sha256", "sort_key"),
    *("reference", "documented", "left_out", "working", "repeats_in", "link"),
}
"""What the program writes itself or reads: nothing else may stand there."""


def make_hostile():
    """By name, what documents are of."""
    locks.remove(connection)
    made = _make_crowded()
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if not model._meta.proxy and not model.__name__.startswith("Historical"):
                _fill(model)
    for item in Item.objects.select_related("category", "parent__parent"):
        Item.objects.filter(pk=item.pk).update(reference=f"{item.category.number}.{item.number}")
    PrintedHeading.objects.update(number=Category.objects.earliest("position").number)
    Observation.objects.update(link=f"https://example.org/{'x' * 180}")
    return {name: type(one).objects.get(pk=one.pk) for name, one in made.items()} | {
        "assessment": Assessment.objects.with_partnership().get(pk=made["assessment"].pk)
    }


def _fill(model):
    """What stands in a field is kept as its beginning: it may be what tells two rows apart."""
    for place, field in enumerate(model._meta.concrete_fields):
        if not isinstance(field, models.CharField | models.TextField) or field.choices or field.generated:
            continue
        if field.name in NOT_TYPED or field.name.endswith(("_lineage", "_sha256")):
            continue
        for number, row in enumerate(model._base_manager.order_by("pk")):
            words = [SHORT[(place + number) % len(SHORT)]]
            is_first = number == 0 or model in FULL
            if is_first and (field.max_length or 1000) >= 60:
                turned = place % len(WORDS)
                words = [*WORDS[turned:], *WORDS[:turned]]
            if is_first and f"{model.__name__}.{field.name}" in LONG:
                words.append(A_PAGE)
            if field.name in WORD_FIELDS:  # which has no signs
                words = ["w" * 40]
            text = " ".join(filter(None, (getattr(row, field.attname), *words)))
            model._base_manager.filter(pk=row.pk).update(**{field.attname: text[: field.max_length]})


def _make_crowded():
    earlier, year = (
        make.make_period(label=f"{one}-{one + 1}", start=date(one, 7, 1), end=date(one + 1, 6, 30))
        for one in (2022, 2023)
    )
    days = {"effective_from": date(2022, 7, 1), "effective_to": date(2024, 6, 30)}
    agreement = make.make_agreement(has_determinations=True, has_plan=True)
    edition = make.make_edition(agreement=agreement, **days)
    items = _text_of(edition)
    category = items[0].category
    partnership, whole = make.make_partnership(agreement=agreement), make.make_whole(agreement)
    person = make.make_user()
    for role in edition.signatoryroles.all()[:1]:
        partnership.signatures.create(edition=edition, role=role, date=year.end, recorded_by=person)
    before, joint = (
        _assessment(partnership, make.make_cycle(edition=edition, period=one), items, code, person)
        for one, code in ((earlier, "1"), (year, "2"))
    )
    Determination.objects.create(
        partnership=partnership,
        cycle=joint.cycle,
        subject=partnership.partner,
        agreed=edition.outcomes.first(),
        reason="So",
        next_level_reason="So",
        next_level=NextLevel.objects.create(edition=edition, name="Next"),
    )
    ForumGoals.objects.create(partnership=partnership, period=year)
    figures = ((earlier, "61%"), (year, "64%*"))
    own = make.make_row(category, partnership, *figures, unit="%", lineage="5a")
    of_whole = make.make_row(category, whole, *figures, unit="%", lineage="5a")
    make.make_row(category, partnership, (year, "Soon*", ObservationStatus.FORTHCOMING), parent=own)
    for row in (own, of_whole):
        row.items.set(items[:1])
        row.measures.set(category.measures.all())
        EvidenceTable.objects.create(partnership=row.partnership, edition=edition)
    for highlight in joint.highlights.all():
        highlight.rows.set([own])
    before.decisions.update(settled_at=timezone.now(), settled_by=person, settled_in=joint)
    definition = of_whole.definitions.create(from_period=earlier)
    definition.targets.create(period=year, kind=TargetKind.AT_LEAST, number=60)
    plan = make.make_plan(partnership, edition, status=PlanStatus.RELEASED, released_at=timezone.now())
    owned = {"owner": person, "status": StepStatus.DONE}
    for more in (owned, {"due_on": year.end}):
        step = make.make_step(plan, category, ("", ""), ("", ""), items=items, feedback="Said", **more)
        step.progress.create(status="under-way", by=person)
        step.highlights.set(joint.highlights.all())
    make.say(partnership)
    now = {"released_at": timezone.now(), "answered_at": timezone.now()}
    Feedback.objects.update(category=category, state=FeedbackState.ANSWERED, answer="So", **now)
    due = make.make_submission(agreement, due_on=year.end)
    make.make_activity_table(due, whole, (step, "1.1", "Train", "active"), items=items[:1])
    make.hand_in(due)
    for kind in DocumentKind:
        DocumentLayout.objects.create(partnership=partnership, kind=kind, updated_by=person)
    logo = {"content": picture(), "content_type": "image/png", "uploaded_by": person}
    Logo.objects.create(organization=partnership.partner, **logo)
    return {
        **{"partnership": partnership, "whole": whole, "edition": edition, "agreement": agreement},
        **{"assessment": joint, "period": year},
    }


def _text_of(edition):
    """The items that are rated."""
    michigan_rules(edition)
    categories = [make.make_category(edition) for _ in range(7)]
    kinds = (PROCESS, PROCESS, LOCAL, LOCAL, STATE, PROCESS, PROCESS)
    make.make_item(categories[1], scale=make.make_scale())
    items = [make.make_item(one, kind=kind) for one, kind in zip(categories, kinds, strict=True)]
    make.make_item(categories[0], parent=items[0], is_rated=False)
    make.make_measure(categories[0])
    Passage.objects.create(item=items[0])
    Section.objects.create(edition=edition)
    GlossaryTerm.objects.create(edition=edition, term="IEP")
    Endorsement.objects.create(edition=edition)
    heading = {"place": HeadingPlace.CONTENTS, "part": HeadedPart.CATEGORY, "number": "1"}
    PrintedHeading.objects.create(edition=edition, **heading)
    for place, kind in enumerate(ConferencePointKind.values, 1):
        edition.conferencepoints.create(kind=kind, position=place)
    for side in SignatorySide.values:
        SignatoryRole.objects.create(edition=edition, side=side)
    make.adopt(edition)
    return items


def _assessment(partnership, cycle, items, code, person):
    joint = make.make_assessment(
        partnership, cycle=cycle, date=cycle.period.end, made_final_at=timezone.now()
    )
    for item in items:
        make.make_rating(joint, item, code)
    for kind in HighlightKind.values * 2:
        joint.highlights.create(kind=kind, text="Point").items.set(items[:1])
    Minutes.objects.create(assessment=joint, follows_points=True)
    for point in cycle.edition.conferencepoints.all():
        joint.conference_notes.create(point=point, text="So")
    joint.decisions.create(what="Do", by_when=cycle.period.end)
    joint.confirmations.create(organization=partnership.partner, submission=joint.submission, by=person)
    return make.close(joint)
