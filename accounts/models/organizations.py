"""Districts, schools, agencies and other bodies."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.sorting import SortKeyField


class OrganizationKind(models.TextChoices):
    LEAD_AGENCY = "lead_agency", "lead agency"
    PARTNER_DISTRICT = "partner_district", "partner district"
    SCHOOL = "school", "school"
    REGIONAL_AGENCY = "regional_agency", "regional agency"
    STATE_AGENCY = "state_agency", "state agency"
    AUTHORIZER = "authorizer", "authorizer"
    SPONSOR = "sponsor", "sponsor"
    COMMUNITY_PARTNER = "community_partner", "community partner"


class OrganizationManager(models.Manager):
    def get_by_natural_key(self, name):
        return self.get(name=name)


class Organization(models.Model):
    """A district, school, agency or other body. A school belongs to a district."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200, unique=True, help_text="The full public name.")
    short_name = models.CharField(max_length=60, help_text="As people say it, for example Clayton.")
    kind = models.CharField(max_length=20, choices=OrganizationKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="A school's district.",
    )
    sort_key = SortKeyField("short_name")
    history = HistoricalRecords(excluded_fields=["sort_key"])

    objects = OrganizationManager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="organization_school_has_district",
                condition=~Q(kind=OrganizationKind.SCHOOL) | Q(parent__isnull=False),
                violation_error_message="Name the district that the school belongs to.",
            ),
            models.CheckConstraint(
                name="organization_not_its_own_parent",
                condition=~Q(parent=F("id")),
                violation_error_message="An organization cannot belong to itself.",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)
