"""Organizations, and the people who act for them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords


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
    history = HistoricalRecords()

    objects = OrganizationManager()

    class Meta:
        ordering = ["short_name"]
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


class Role(models.TextChoices):
    LIAISON = "liaison", "liaison: enters for its organization"
    DIRECTOR = "director", "director: reads all partnerships of the lead agency, reviews, prints, publishes"
    VIEWER = "viewer", "viewer: reads"


class Membership(models.Model):
    """What one person does for one organization.

    A director's membership is in the lead agency; a liaison's or viewer's in a partner. It reaches all partnerships
    that the organization takes part in, unless it is narrowed to some (`partnerships.NarrowedMembership`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    history = HistoricalRecords()

    class Meta:
        ordering = ["organization__short_name", "user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                name="membership_once",
                violation_error_message="This person has that role there already.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display().split(':')[0]}, {self.organization.short_name}"
