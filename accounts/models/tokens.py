"""Keys with which a person's programs read what that person may read."""

from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import new_public_id


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self) -> Self:
        return self.filter(revoked_at=None, user__is_active=True)

    def of(self, secret: str) -> Self:
        """The one whose secret this is, or none."""
        return self.filter(digest=digest_of(secret))


class ApiToken(models.Model):
    """A key for one program of one person. Its secret is shown once; only the digest of it is kept."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80, help_text="What uses it, for example: the district's dashboard.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
