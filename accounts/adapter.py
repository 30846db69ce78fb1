from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This e-mail address and password do not go together. "
        "Check both, or set a new password.",
        "too_many_login_attempts": "That did not work several times in a row. "
        "Wait five minutes, then try again, or set a new password.",
        "enter_current_password": "This is not your current password.",
    }

    def is_open_for_signup(self, request):
        return False

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong passwords count for an account and an address together.

        So whoever tries passwords from elsewhere is stopped, and the person the account belongs to is not.
        """
        return (
            f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"
        )

    def set_password(self, user, password):
        """Nothing but the password is saved: what an administrator changed meanwhile stays."""
        user.set_password(password)
        user.save(update_fields=["password"])
