"""Every address. Pages ask for sign-in unless their view opts out (`accounts.middleware`)."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("partnerships.urls")),
    path("", include("evidence.urls")),
    path("", include("assessments.urls")),
    path("", include("actionsteps.urls")),
    path("", include("notifications.urls")),
    path("", include("reports.urls")),
    path("", include("dashboards.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "accounts.views.server_error"
