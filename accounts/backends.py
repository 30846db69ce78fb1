"""Who is signed in, read with what they belong to."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import F

from .memberships import hold


class PersonBackend(ModelBackend):
    """Signs in as Django does. For each request the person comes with the memberships, in one query."""

    def get_user(self, user_id):
        rows = (
            get_user_model()
            ._default_manager.filter(pk=user_id)
            .annotate(
                organization=F("memberships__organization"),
                role=F("memberships__role"),
                narrowed_to=F("memberships__partnerships"),
            )
            .order_by()
        )
        people = list(rows)
        if not people or not self.user_can_authenticate(people[0]):
            return None
        hold(people[0], ((row.organization, row.role, row.narrowed_to) for row in people if row.role))
        return people[0]
