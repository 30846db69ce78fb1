"""Every address. Pages ask for sign-in unless their view opts out (`accounts.middleware`)."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("admin/", admin.site.urls),
    *(
        path("", include(f"{app}.urls"))
        for app in ("accounts", "partnerships", "evidence", "assessments", "actionsteps", "reports")
        if find_spec(f"{app}.urls")
    ),
]
