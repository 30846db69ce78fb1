"""Model fields that every app may use."""

from django.db import models


class LinkField(models.URLField):
    """A web address; one typed without a scheme means https."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
