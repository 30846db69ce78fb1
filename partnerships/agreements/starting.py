"""Beginning an agreement: with a blank first edition, or with one made after an edition of another agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from accounts.models import Organization, User
from core.history import save_as
from core.models import copy_of
from partnerships.editions.copying import TextCopying
from partnerships.models import (
    Agreement,
    Edition,
    EditionEvent,
    EditionEventKind,
    EditionStatus,
    LevelColour,
    LevelKind,
    RatingLevel,
    RatingScale,
)


class Start(models.TextChoices):
    """What a new agreement starts from."""

    BLANK = "blank", "A blank one: you choose the scale and the words, and write the text."
    TEMPLATE = "template", "Another agreement as a template: its scale, words, rules and places to sign."
    COPY = "copy", "A copy of another agreement: all of that, and its text, to be changed."


@dataclass(frozen=True)
class Source:
    """The adopted edition that a new agreement is made after, and whether its text comes along."""

    edition: Edition
    with_text: bool


@dataclass(frozen=True)
class NewLevel:
    """A level as it is typed: `code` is on the button, `label` its words."""

    code: str
    label: str
    kind: str


@dataclass(frozen=True)
class NewScale:
    """Levels as they are typed, the lowest first, and the code of the one from which something counts as done."""

    levels: Sequence[NewLevel]
    met_from: str


def edition_after(source: Source | None) -> Edition:
    """An edition that is not saved, with the words and settings of the source, and nothing that tells when and how
    that was adopted."""
    if source is None:
        return Edition()
    bare = {"label": "", "effective_from": None, "effective_to": None, "note": ""}
    draft = {"status": EditionStatus.DRAFT, "adopted_at": None, "adopted_by_id": None}
    return copy_of(source.edition, agreement_id=None, **bare, **draft)  # type: ignore[no-any-return]


@transaction.atomic
def begin_agreement(
    agreement: Agreement,
    edition: Edition,
    lead: Organization,
    *,
    scale: RatingScale | NewScale | None,
    source: Source | None,
    by: User,
) -> Edition:
    """Save a new agreement with its first edition as a draft, and its lead organization where that is new.

    `agreement` and `edition` carry what was said of them. `scale` is one there is, or a new one; without it the
    agreement gets a copy of the source's. From a source come text, scales and settings, and nothing of its
    partnerships or people.
    """
    if lead.pk is None:
        save_as(lead, by=by)
    agreement.lead = lead
    if source:
        agreement.smallest_public_count = source.edition.agreement.smallest_public_count
        agreement.begun_from = source.edition.agreement
    save_as(agreement, by=by)
    scales = _copy_scales(source, agreement, but_own=scale is not None, by=by) if source else {}
    if isinstance(scale, NewScale):
        scale = make_scale(scale, agreement.title, by=by)
    edition.agreement = agreement
    edition.scale = scale or scales[source.edition.scale_id]  # type: ignore[union-attr]
    reason = f"made after {source.edition.agreement.title}"[:100] if source else ""
    save_as(edition, by=by, reason=reason)
    if source:
        _copy(source, TextCopying(edition, by, reason, scales))
    return edition


def _copy(source: Source, copying: TextCopying) -> None:
    words = str(source.edition)
    EditionEvent.objects.create(
        edition=copying.draft, kind=EditionEventKind.COPIED, words=words, by=copying.by
    )
    if source.with_text:
        copying.copy_for_another(source.edition)
    else:
        copying.copy_template(source.edition)


def _copy_scales(source: Source, agreement: Agreement, *, but_own: bool, by: User) -> dict[int, RatingScale]:
    """Scales of the new agreement's own, by the key of those they are copied from: what is adopted is closed.

    `but_own`: the edition's own scale is left out, since another one was chosen.
    """
    made = {}
    scales = RatingScale.objects.of_edition(source.edition).prefetch_related("levels")
    if not source.with_text:
        scales = scales.filter(pk=source.edition.scale_id)
    for scale in scales:
        is_own = scale.pk == source.edition.scale_id
        if is_own and but_own:
            continue
        name = agreement.title if is_own else f"{scale.name}, {agreement.title}"
        made[scale.pk] = copy_of(scale, name=free_name(name))
        save_as(made[scale.pk], by=by)
        for level in scale.levels.all():
            save_as(copy_of(level, scale_id=made[scale.pk].pk), by=by)
    return made


def make_scale(typed: NewScale, name: str, *, by: User) -> RatingScale:
    """A scale of levels that were typed. A score whose code is a number has that value; others count from 1."""
    scores = [level for level in typed.levels if level.kind == LevelKind.SCORE]
    numbered = all(level.code.isdecimal() for level in scores)
    values = {level.code: int(level.code) if numbered else place for place, level in enumerate(scores, 1)}
    scale = RatingScale(name=free_name(name), met_from=values[typed.met_from])
    save_as(scale, by=by)
    darkness = sorted(values.values())
    for position, level in enumerate(typed.levels):
        value = values.get(level.code) if level.kind == LevelKind.SCORE else None
        made = RatingLevel(scale=scale, code=level.code, kind=level.kind, value=value, position=position)
        made.label = made.words = level.label
        made.colour = LevelColour.OUTSIDE if value is None else _ink(darkness.index(value), len(darkness))
        save_as(made, by=by)
    return scale


def _ink(place: int, of: int) -> str:
    """The colour of a score, 0 for the lowest: paper for that, and solid ink for the highest."""
    inks: list[Any] = [LevelColour.INK_0, LevelColour.INK_1, LevelColour.INK_2, LevelColour.INK_3]
    return str(inks[round(place * (len(inks) - 1) / (of - 1))])


def free_name(name: str) -> str:
    """A name that no scale has: this one, or with a number behind it."""
    longest: int = RatingScale._meta.get_field("name").max_length  # type: ignore[assignment]
    taken = set(RatingScale.objects.values_list("name", flat=True))
    name, number = name[:longest], 1
    wanted = name
    while wanted in taken:
        number += 1
        wanted = f"{name[: longest - 5]} ({number})"
    return wanted
