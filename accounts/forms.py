"""allauth's forms in our words. Who someone is, is decided by `User.email` alone."""

from allauth.account import forms as allauth

from accounts.invitations import accept
from accounts.models import User


def _name_fields(form, **labels):
    for name, label in labels.items():
        form.fields[name].label = label
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_fields(self, login="E-mail address")
        self.fields["password"].help_text = ""


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_fields(self, email="E-mail address")

    def clean_email(self):
        """allauth would also accept addresses that an account once had; an administrator replaced those."""
        email = self.cleaned_data["email"]
        self.users = list(User.objects.filter(email__iexact=email, is_active=True))
        return email


NEW_PASSWORD = {"password1": "New password", "password2": "New password, once more"}


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_fields(self, **NEW_PASSWORD)

    def save(self):
        super().save()
        accept(self.user)


class FirstPasswordForm(allauth.SetPasswordForm):
    """The first password of somebody who was invited."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_fields(self, password1="Your password", password2="Your password, once more")


class SetPasswordForm(allauth.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_fields(self, **NEW_PASSWORD)


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _name_fields(self, oldpassword="Current password", **NEW_PASSWORD)
        self.fields["oldpassword"].help_text = ""
