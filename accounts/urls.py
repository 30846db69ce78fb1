"""Sign-in, sign-out, passwords. Of allauth's pages only those that serve accounts made by an administrator."""

from allauth.account import views as allauth
from django.urls import path, re_path

from . import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("accounts/login/", views.sign_in, name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/signup/", allauth.signup, name="account_signup"),
    path("accounts/inactive/", allauth.account_inactive, name="account_inactive"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/password/set/", allauth.password_set, name="account_set_password"),
    path("accounts/password/reset/", allauth.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("invitations/<str:token>/again/", views.invitation_again, name="invitation-again"),
    path("accounts/keys/", views.api_tokens, name="api-tokens"),
    path("accounts/keys/<str:public_id>/revoke/", views.revoke_token, name="revoke-token"),
    path("accounts/unsaved/", views.unsaved, name="unsaved"),
    path("accounts/unsaved/discard/", views.discard_unsaved, name="discard-unsaved"),
]
