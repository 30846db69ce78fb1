"""Organizations, and people who sign in.

`partnerships.admin` registers the page of a person, with the memberships and the partnerships they reach.
"""

from allauth.account.admin import EmailAddress
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group

from core.admin.forms import WholeRecordForm
from core.admin.pages import ConflictMixin, HistoryAdmin

from .models import Organization, User
from .models.people import LAST_ADMINISTRATOR

# What these would say, nobody asks: whoever administers may do everything, and `User.email` alone signs in.
admin.site.unregister([Group, EmailAddress])


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class UserForm(WholeRecordForm, UserChangeForm):
    """A person, whom another administrator may be changing at the same time."""

    def clean(self):
        data = super().clean()
        is_administrator = data.get("is_staff", self.instance.is_staff)
        self.instance.is_superuser = is_administrator
        if not (is_administrator and data.get("is_active")) and self.instance.is_last_administrator:
            self.add_error("is_active" if is_administrator else "is_staff", LAST_ADMINISTRATOR)
        return data


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
        ("May sign in, and as what", {"fields": ["is_active", "is_staff"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"classes": ["wide"], "fields": ["email", "name", "usable_password", "password1", "password2"]},
        ),
    ]
    filter_horizontal = []

    def get_deleted_objects(self, objs, request):
        """The last administrator stays, however many are chosen to go."""
        if not User.objects.administrators().exclude(pk__in=[person.pk for person in objs]).exists():
            return [], {}, set(), [LAST_ADMINISTRATOR]
        return super().get_deleted_objects(objs, request)


@admin.register(Organization)
class OrganizationAdmin(HistoryAdmin):
    list_display = ["name", "short_name", "kind", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]
