"""Who is signed in, read with what they belong to."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import F, FilteredRelation, Q

from .memberships import hold


class PersonBackend(ModelBackend):
    """Signs in as Django does. For each request the person comes with the memberships, in one query."""

    def get_user(self, user_id):
        rows = (
            get_user_model()
            ._default_manager.filter(pk=user_id)
            .annotate(
                standing=FilteredRelation("memberships", condition=Q(memberships__ended_at=None)),
                organization=F("standing__organization"),
                role=F("standing__role"),
                reaches_all=F("standing__reaches_all"),
                narrowed_to=F("standing__partnerships"),
            )
            .order_by()
        )
        people = list(rows)
        if not people or not self.user_can_authenticate(people[0]):
            return None
        held = [row for row in people if row.role]
        hold(people[0], ((row.organization, row.role, row.reaches_all, row.narrowed_to) for row in held))
        return people[0]
