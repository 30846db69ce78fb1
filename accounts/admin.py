"""Organizations, and people who sign in.

`partnerships.admin` registers the page of a person, with the memberships and the partnerships they reach.
"""

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from core.admin.forms import WholeRecordForm
from core.admin.pages import ConflictMixin, HistoryAdmin

from .models import Organization, User

WORDS = {
    "is_active": (
        "May sign in",
        "Take this away instead of deleting somebody, so that their work keeps its author.",
    ),
    "is_staff": ("Administrator", "May open this administration and reads every partnership."),
    "is_superuser": ("May change everything in it", "Otherwise groups say what an administrator may change."),
}


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class UserForm(WholeRecordForm, UserChangeForm):
    """A person, whom another administrator may be changing at the same time."""


class PersonAdmin(ConflictMixin, auth_admin.UserAdmin):
    form = UserForm
    add_form = UserCreationForm
    list_display = ["name", "email", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("May sign in, and as what", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"classes": ["wide"], "fields": ["email", "name", "usable_password", "password1", "password2"]},
        ),
    ]
    filter_horizontal = []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in WORDS:
            kwargs["label"], kwargs["help_text"] = WORDS[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Organization)
class OrganizationAdmin(HistoryAdmin):
    list_display = ["name", "short_name", "kind", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]
