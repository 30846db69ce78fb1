"""What is to be done until the first cycle of an agreement runs, in order, and what of it is done."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import Membership, Role
from core.words import counted, in_words
from partnerships.editions.problems import find_problems
from partnerships.models import Edition, Party
from partnerships.people.belonging import sides_with_people

SHOWN = 5
"""Partners that are named in a sentence."""


@dataclass(frozen=True)
class Step:
    """`words` are what is done, `told` how it stands, `address` is where it is done."""

    words: str
    told: str
    is_done: bool
    address: str


def first_steps(edition: Edition) -> list[Step]:
    """Those of an agreement with this edition and no other; none once a cycle was opened."""
    reverse_of: Any = edition
    agreement = edition.agreement
    if agreement.editions.exclude(pk=edition.pk).exists() or reverse_of.cycles.exists():
        return []
    partnerships = list(agreement.partnerships.select_related("partner__parent", "agreement__lead"))
    return [
        _text(edition),
        Step(
            "Enter the partners and other parties",
            _taking_part(edition, len(partnerships)),
            bool(partnerships),
            reverse("admin:partnerships_agreement_partners", args=[agreement.pk]),
        ),
        _people(edition, partnerships),
        Step(
            "Look through it and adopt it",
            "Its text no longer changes."
            if not edition.is_draft
            else "From then on its text no longer changes.",
            not edition.is_draft,
            reverse("admin:partnerships_edition_adopt", args=[edition.pk])
            if edition.is_draft
            else reverse("admin:partnerships_edition_document", args=[edition.pk]),
        ),
        *([_own_parts(edition, partnerships)] if edition.rates_own_items else []),
        Step(
            "Open the first cycle",
            "It asks the people you invited for their first ratings.",
            False,
            reverse("open-cycle", args=[agreement.slug]),
        ),
    ]


def _text(edition: Edition) -> Step:
    problems = find_problems(edition) if edition.is_draft else []
    told = "Complete." if not problems else problems[0].sentence
    if len(problems) > 1:
        told += f" And {len(problems) - 1} more to be put right."
    first = problems[0].category if problems else None
    page = (
        reverse("admin:partnerships_category_change", args=[first.pk])
        if first
        else f"{reverse('admin:partnerships_edition_change', args=[edition.pk])}#categories-group"
    )
    return Step("Write its text", told, not problems, page)


def _own_parts(edition: Edition, partnerships: list[Any]) -> Step:
    """Of an edition whose items stand in each partnership's own part."""
    having = set(edition.addenda.adopted().values_list("partnership", flat=True))
    missing = [one.partner.short_name for one in partnerships if one.pk not in having]
    if edition.is_draft:
        told = "Once the edition is adopted: each partnership's part is an addition to it, adopted by itself."
    elif missing:
        told = f"{_few(missing)} {'has' if len(missing) == 1 else 'have'} none that is adopted yet."
    else:
        told = "Each partnership has its own." if partnerships else "Enter the partners first."
    page = reverse("admin:partnerships_addendum_changelist")
    return Step(
        f"Write the {edition.words.item.many} of each partnership, and adopt them",
        told,
        bool(partnerships) and not missing,
        f"{page}?edition__id__exact={edition.pk}",
    )


def _few(names: list[str]) -> str:
    return in_words(names if len(names) <= SHOWN else [*names[:SHOWN], f"{len(names) - SHOWN} more"])


def _taking_part(edition: Edition, count: int) -> str:
    if not count:
        return "None yet."
    others = Party.objects.filter(partnership__agreement=edition.agreement_id).values("organization")
    parties = others.distinct().count()
    beside = f", {parties} other part{'y' if parties == 1 else 'ies'}" if parties else ""
    return f"{counted(count, 'partnership')}{beside}."


def _people(edition: Edition, partnerships: list[Any]) -> Step:
    agreement = edition.agreement
    directors = Membership.objects.standing().filter(organization=agreement.lead_id, role=Role.DIRECTOR)
    has_director = directors.exists()
    sides = sides_with_people(partnerships)
    without = [one for one in partnerships if not sides[one.pk][0].has_somebody]
    told = [] if has_director else [f"{agreement.lead.short_name} has no director yet."]
    if without:
        those = _few([one.partner.short_name for one in without])
        told.append(f"{those} {'has' if len(without) == 1 else 'have'} no liaison yet.")
    return Step(
        "Invite the people",
        " ".join(told) or ("Everybody has been invited." if partnerships else "Enter the partners first."),
        has_director and bool(partnerships) and not without,
        reverse("admin:partnerships_agreement_people", args=[agreement.pk]),
    )
