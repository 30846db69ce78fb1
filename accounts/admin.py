"""Organizations, and people who sign in.

`partnerships.admin` registers the page of a person, with the memberships and the partnerships they reach.
"""

from allauth.account.admin import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from core.admin.forms import WholeRecordForm
from core.admin.pages import HistoryAdmin
from core.admin.together import TogetherAdmin

from . import invitations
from .models import Organization, User
from .models.people import LAST_ADMINISTRATOR

# What these would say, nobody asks: whoever administers may do everything, and `User.email` alone signs in.
admin.site.unregister([Group, EmailAddress])


class NewPersonForm(WholeRecordForm):
    """Somebody new, who chooses a password when they follow the link in their invitation."""

    class Meta:
        model = User
        fields = ["email", "name"]

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class UserForm(WholeRecordForm, UserChangeForm):
    """A person, whom another administrator may be changing at the same time."""

    def clean(self):
        data = super().clean()
        is_administrator = data.get("is_staff", self.instance.is_staff)
        self.instance.is_superuser = is_administrator
        if not (is_administrator and data.get("is_active")) and self.instance.is_last_administrator:
            self.add_error("is_active" if is_administrator else "is_staff", LAST_ADMINISTRATOR)
        return data


def _invited(request, person):
    """What became of sending somebody an invitation: (level, sentence)."""
    invitation = invitations.invite(person, by=request.user)
    if invitation is None:
        return messages.INFO, f"{person} has a password and needs no invitation."
    try:
        sent = invitations.send(invitation, request, by=request.user)
    except invitations.TooSoon:
        return messages.INFO, f"An invitation was sent to {person.email} a moment ago."
    if sent:
        return messages.SUCCESS, f"An invitation is on its way to {person.email}."
    return messages.ERROR, f"The e-mail to {person.email} could not be sent. Send the invitation again later."


class PersonAdmin(TogetherAdmin, auth_admin.UserAdmin):
    form = UserForm
    add_form = NewPersonForm
    list_display = ["name", "email", "is_staff", "is_active"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["name", "email"]
    ordering = ["sort_key"]
    readonly_fields = ["invitation", "last_login", "date_joined"]
    actions = ["send_invitation"]
    fieldsets = [
        (None, {"fields": ["email", "name", "invitation"]}),
        ("May sign in, and as what", {"fields": ["is_active", "is_staff"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["email", "name"],
                "description": "Saving sends an invitation by e-mail. Its link leads to a page where the person "
                "chooses a password. On the next page you say what the person does, and for whom.",
            },
        ),
    ]
    filter_horizontal = []

    def get_deleted_objects(self, objs, request):
        """The last administrator stays, however many are chosen to go."""
        if not User.objects.administrators().exclude(pk__in=[person.pk for person in objs]).exists():
            return [], {}, set(), [LAST_ADMINISTRATOR]
        return super().get_deleted_objects(objs, request)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            transaction.on_commit(lambda: self._invite(request, [obj]))

    def get_urls(self):
        """Nobody types a password for somebody else: a new one is chosen behind a link in an e-mail."""
        return [url for url in super().get_urls() if url.name != "auth_user_password_change"]

    @admin.action(description="Send the invitation again", permissions=["change"])
    def send_invitation(self, request, queryset):
        self._invite(request, queryset)

    def _invite(self, request, people):
        for person in people:
            level, sentence = _invited(request, person)
            self.message_user(request, sentence, level)

    @admin.display(description="invitation")
    def invitation(self, obj):
        waiting = obj.invitations.waiting().select_related("invited_by").first() if obj.pk else None
        if waiting is None:
            return "None is waiting."
        by = f" by {waiting.invited_by}" if waiting.invited_by else ""
        until = f"{date_format(localtime(waiting.expires_at), 'F j, Y')}" if waiting.sent_at else ""
        ends = f"The link works until {until}." if until else "The e-mail could not be sent."
        return (
            f"Waiting since {date_format(localtime(waiting.invited_at), 'F j, Y')}{by}. {ends} "
            "“Send the invitation again” is among the actions of the list."
        )


@admin.register(Organization)
class OrganizationAdmin(HistoryAdmin):
    list_display = ["name", "short_name", "kind", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]
