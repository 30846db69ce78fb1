"""Model fields that every app may use."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone


class LinkField(models.URLField):
    """A web address; one typed without a scheme means https."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


FITS = "At most %(limit_value)s characters fit. Shorten it, then save again."


class LimitedTextField(models.TextField):
    """Free text of at most `max_length` characters: forms, models and the database refuse more."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.limit: int = options["max_length"]
        self.validators.append(MaxLengthValidator(self.limit, FITS))

    def db_check(self, connection: Any) -> str:
        return f"LENGTH({connection.ops.quote_name(self.column)}) <= {self.limit}"


def copy_of(record: models.Model, **changes: Any) -> Any:
    """A new record with the same values but for `changes`, by attribute name. It is not saved.

    What is random for each, such as its place in addresses, is made anew.
    """
    fields = [
        field
        for field in record._meta.concrete_fields
        if not field.primary_key and not (field.unique and field.has_default())
    ]
    return type(record)(**{field.attname: getattr(record, field.attname) for field in fields} | changes)


class RecordedEvent(models.Model):
    """Something that happened: who did it, when, and in which words. The program reads these rows, not the history.

    Each subject has a table of its own, which says what it happened to and has the `kind`.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where no person did it: what was loaded from a file.",
    )
    words = LimitedTextField(max_length=2000, blank=True, help_text="What the person said about it.")

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="%(class)s_at")]

    @property
    def who(self) -> str:
        """The person's name, or address; empty where no person did it."""
        return (self.by.name or self.by.email) if self.by else ""
