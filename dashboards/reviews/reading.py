"""What the list of reviews is made of, each in one query: partnerships, cycles with outcomes, verdicts, schools."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from accounts.memberships import Held, memberships_of, somebody_with
from accounts.models import Organization, OrganizationKind, User
from assessments.models import Assessment, Cycle
from core.prepared import prepared
from core.texts import FlatText, JoinedText
from dashboards.partnerships import COLUMNS, PartnershipOutline
from determinations.models import Verdict
from partnerships.models import Caretaker, Partnership, Period

from .outcomes import PlacedOutcome


class Looker(NamedTuple):
    """Somebody of the lead agency who looks after a partnership."""

    public_id: str
    """Of the membership."""
    name: str


class ListedPartnership(NamedTuple):
    outline: PartnershipOutline
    partner_public_id: str
    partner_kind: str
    cohort: str
    """Its label; empty without one."""
    caretakers: tuple[Looker, ...]
    schools: int
    """How many stand beneath the partner."""


class ListedCycle(NamedTuple):
    pk: int
    public_id: str
    name: str
    """Of the period."""
    word: str
    """What its edition calls a cycle."""


def partnerships_listed(user: User, agreement: int) -> list[ListedPartnership]:
    """Those this person reaches, by cohort and name; those without a cohort come last."""
    rows = _partnerships(agreement, held=memberships_of(user), is_staff=user.is_staff)
    width = len(COLUMNS)
    return [
        ListedPartnership(
            PartnershipOutline(*row[:width]),
            public_id,
            kind,
            cohort or "",
            _lookers(caretakers),
            schools or 0,
        )
        for row in rows
        for public_id, kind, cohort, caretakers, schools in [row[width:]]
    ]


def _lookers(text: str | None) -> tuple[Looker, ...]:
    parts = [line.partition(" ") for line in text.split("\n")] if text else []
    found = [Looker(public_id, name) for public_id, _, name in parts]
    return tuple(sorted(found, key=lambda one: one.name))


@prepared
def _partnerships(agreement: int, *, held: tuple[Held, ...], is_staff: bool) -> QuerySet[Partnership, Any]:
    caretakers = (
        Caretaker.objects.standing().filter(partnership=OuterRef("pk")).order_by().values("partnership")
    )
    schools = Organization.objects.filter(parent=OuterRef("partner"), kind=OrganizationKind.SCHOOL)
    counted = schools.order_by().values("parent").annotate(n=Count("pk")).values("n")
    who = FlatText("membership__public_id", Value(" "), "membership__user__name")
    return (
        Partnership.objects.visible_to(somebody_with(held, is_staff=is_staff))
        .filter(agreement=agreement)
        .annotate(
            caretaker_names=Subquery(caretakers.annotate(who=JoinedText(who, separator="\n")).values("who")),
            schools=Subquery(counted),
        )
        .order_by(
            F("cohort__began_on").asc(nulls_last=True),
            F("cohort__sort_key").asc(nulls_last=True),
            "partner__sort_key",
            "pk",
        )
        .values_list(
            *COLUMNS, "partner__public_id", "partner__kind", "cohort__label", "caretaker_names", "schools"
        )
    )


def cycles_listed(agreement: int) -> tuple[list[ListedCycle], dict[int, PlacedOutcome]]:
    """The cycles in which anybody was asked, the first one first; and the outcomes of their editions, by key."""
    cycles: dict[int, ListedCycle] = {}
    outcomes: dict[int, dict[int, tuple[str, int]]] = defaultdict(dict)
    for cycle, public_id, kind, label, word, edition, outcome, name, position in _cycles(agreement):
        cycles[cycle] = ListedCycle(cycle, public_id, Period(kind=kind, label=label).name, word)
        if outcome:
            outcomes[edition][outcome] = name, position
    placed: dict[int, PlacedOutcome] = {}
    for edition, several in outcomes.items():
        placed |= zip(several, PlacedOutcome.of_edition(edition, several.values()), strict=True)
    return list(cycles.values()), placed


@prepared
def _cycles(agreement: int) -> QuerySet[Cycle, Any]:
    asked = Assessment.objects.filter(cycle=OuterRef("pk"))
    return (
        Cycle.objects.filter(Exists(asked), edition__agreement=agreement)
        .order_by("period__start", "pk", "edition__outcomes__position")
        .values_list(
            "pk",
            "public_id",
            "period__kind",
            "period__label",
            "edition__cycle_word",
            "edition",
            "edition__outcomes",
            "edition__outcomes__name",
            "edition__outcomes__position",
        )
    )


@prepared
def courses_in(agreement: int) -> QuerySet[Verdict, Any]:
    """(partnership, subject, course) of all that came of reviews: “cycle agreed computed” of each, 0 for none."""
    step = FlatText(
        Cast("determination__cycle", CharField()),
        Value(" "),
        Cast(Coalesce("agreed", 0), CharField()),
        Value(" "),
        Cast(Coalesce("computed", 0), CharField()),
    )
    return (
        Verdict.objects.standing()
        .filter(determination__cycle__edition__agreement=agreement)
        .order_by()
        .values("determination__partnership", "determination__subject")
        .annotate(course=JoinedText(step))
        .values_list("determination__partnership", "determination__subject", "course")
    )


class ListedSubject(NamedTuple):
    pk: int
    public_id: str
    name: str


class Schools:
    """The schools of some partners, with all else that reviews were of."""

    def __init__(self, partners: Iterable[int], subjects: Iterable[int]):
        beneath = Q(parent__in=list(partners), kind=OrganizationKind.SCHOOL)
        rows = Organization.objects.filter(beneath | Q(pk__in=list(subjects))).order_by("sort_key")
        self.by_key: dict[int, ListedSubject] = {}
        self.beneath: dict[int | None, list[int]] = defaultdict(list)
        for pk, public_id, name, parent in rows.values_list("pk", "public_id", "short_name", "parent"):
            self.by_key[pk] = ListedSubject(pk, public_id, name)
            self.beneath[parent].append(pk)

    def of(self, partner: int, subjects: Collection[int]) -> list[ListedSubject]:
        """Those that stand beneath a partner, and what its reviews were of besides itself."""
        keys = dict.fromkeys([*self.beneath[partner], *subjects])
        keys.pop(partner, None)
        return [self.by_key[key] for key in keys]
