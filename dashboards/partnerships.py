"""A partnership as plain values: enough for a list of many, and for who sees and does what in it."""

from typing import NamedTuple, Self

from django.db.models import QuerySet

from accounts.models import Organization
from partnerships.models import Agreement, Partnership


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

    @classmethod
    def of(cls, partnership: Partnership) -> Self:
        """Of one that knows its agreement and partner."""
        agreement, partner = partnership.agreement, partnership.partner
        return cls(
            partnership.pk,
            partnership.slug,
            agreement.pk,
            agreement.lead_id,
            partner.pk,
            partner.parent_id,
            partner.short_name,
        )

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
)


def partnership_outlines(partnerships: QuerySet[Partnership]) -> list[PartnershipOutline]:
    return [PartnershipOutline(*row) for row in partnerships.values_list(*COLUMNS)]
