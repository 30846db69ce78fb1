"""A partnership as plain values: enough for a list of many, and for who sees and does what in it."""

from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from accounts.memberships import Held, memberships_of, somebody_with
from accounts.models import Organization, User
from core.prepared import prepared
from partnerships.models import Addendum, AddendumStatus, Agreement, Partnership


class PartnershipOutline(NamedTuple):
    """A partnership as far as lists and access ask: primary keys, its place in addresses and the partner's name."""

    pk: int
    slug: str
    agreement: int
    lead: int
    partner: int
    parent: int | None
    name: str
    """The short name of the partner."""
    keeps_cases: bool = False
    has_funds: bool = False
    has_scorecard: bool = False
    has_plan: bool = False
    title: str = ""
    """What the agreement is called."""
    is_asked: bool = False
    """Whether a text is with its parties, who confirm it. Said of those a person reaches (`outlines_seen`)."""

    @property
    def called(self) -> str:
        """As `Partnership.called`."""
        return self.title if self.partner == self.lead else self.name

    def record(self) -> Partnership:
        """The partnership with nothing else in it, not to be saved."""
        return Partnership(
            pk=self.pk,
            slug=self.slug,
            agreement=Agreement(pk=self.agreement, lead=Organization(pk=self.lead)),
            partner=Organization(pk=self.partner, parent_id=self.parent, short_name=self.name),
        )


COLUMNS = (
    "pk",
    "slug",
    "agreement",
    "agreement__lead",
    "partner",
    "partner__parent",
    "partner__short_name",
    "agreement__keeps_cases",
    "agreement__has_funds",
    "agreement__has_scorecard",
    "agreement__has_plan",
    "agreement__title",
)


def partnership_outlines(partnerships: QuerySet[Partnership]) -> list[PartnershipOutline]:
    return list(starmap(PartnershipOutline, partnerships.values_list(*COLUMNS)))


def outlines_seen(user: User, *, agreement: str | None = None) -> list[PartnershipOutline]:
    """Those this person reaches, by agreement and name; of one agreement, if its place in addresses is given."""
    shape = {"held": memberships_of(user), "is_staff": user.is_staff}
    rows = _seen(**shape) if agreement is None else _seen_in(agreement, **shape)
    return list(starmap(PartnershipOutline, rows))


def _with_asked(partnerships: QuerySet[Partnership]) -> QuerySet[Partnership, Any]:
    proposed = Addendum.objects.filter(partnership=OuterRef("pk"), status=AddendumStatus.PROPOSED)
    return partnerships.annotate(is_asked=Exists(proposed)).values_list(*COLUMNS, "is_asked")


@prepared
def _seen(*, held: tuple[Held, ...], is_staff: bool) -> QuerySet[Partnership, Any]:
    seen = Partnership.objects.visible_to(somebody_with(held, is_staff=is_staff))
    return _with_asked(seen.order_by("agreement__sort_key", "agreement", "partner__sort_key"))


@prepared
def _seen_in(agreement: str, *, held: tuple[Held, ...], is_staff: bool) -> QuerySet[Partnership, Any]:
    seen = Partnership.objects.visible_to(somebody_with(held, is_staff=is_staff))
    return _with_asked(seen.filter(agreement__slug=agreement).order_by("partner__sort_key"))
