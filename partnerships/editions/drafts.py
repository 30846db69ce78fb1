"""Writes that touch many rows of an edition's text. Each leaves history rows and is all or nothing."""

from datetime import date

from django.db import transaction

from accounts.models import User
from core.history import save_as
from core.ordering import layers
from partnerships.models import (
    WORD_FIELDS,
    Category,
    ConferencePoint,
    Contradiction,
    Edition,
    EditionEvent,
    EditionEventKind,
    Endorsement,
    GlossaryTerm,
    Item,
    LineageBreak,
    Measure,
    Passage,
    PrintedHeading,
    Section,
    SignatoryRole,
)

from .attachments import attachments
from .copying import TextCopying


@transaction.atomic
def start_next_edition(
    edition: Edition, *, label: str, effective_from: date | None, effective_to: date | None, by: User
) -> Edition:
    """A draft with all of an edition's text, in the same places and with the same lineage."""
    reason = f"copied from {edition.label}"
    draft = Edition(
        agreement=edition.agreement,
        label=label,
        effective_from=effective_from,
        effective_to=effective_to,
        scale=edition.scale,
        category_numbering=edition.category_numbering,
        rates_own_items=edition.rates_own_items,
        is_plan=edition.is_plan,
        comments_stay_inside=edition.comments_stay_inside,
        **{name: getattr(edition, name) for name in WORD_FIELDS},
    )
    save_as(draft, by=by, reason=reason)
    EditionEvent.objects.create(edition=draft, kind=EditionEventKind.COPIED, words=edition.label, by=by)

    TextCopying(draft, by, reason).copy_next(edition)
    return draft


@transaction.atomic
def discard_draft(edition: Edition) -> None:
    """Delete a draft with all its text, which its history keeps. A ProtectedError says somebody works with it."""
    if not Edition.objects.select_for_update().get(pk=edition.pk).is_draft:
        raise Edition.NotDraft
    for attachment in attachments():
        for model in reversed(attachment.models):
            model._default_manager.filter(edition=edition).delete()
    Passage.objects.filter(edition=edition).delete()
    for tree in (Measure, Item):
        for layer in reversed(list(layers(tree._default_manager.filter(edition=edition)))):
            tree._default_manager.filter(pk__in=[row.pk for row in layer]).delete()
    around = (Section, GlossaryTerm, Endorsement, SignatoryRole, ConferencePoint, PrintedHeading)
    for model in (Contradiction, Category, *around, LineageBreak):
        model._default_manager.filter(edition=edition).delete()
    edition.delete()
