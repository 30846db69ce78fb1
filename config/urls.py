"""Every address. Pages ask for sign-in unless their view opts out (`accounts.middleware`).

One list: what is included keeps tables of its own beside the common one, half as much memory again.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import path

import accounts.urls
import actionsteps.urls
import api.urls
import assessments.urls
import dashboards.urls
import determinations.urls
import evidence.urls
import notifications.urls
import partnerships.urls
import reports.urls

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    *accounts.urls.urlpatterns,
    *partnerships.urls.urlpatterns,
    *evidence.urls.urlpatterns,
    *assessments.urls.urlpatterns,
    *determinations.urls.urlpatterns,
    *actionsteps.urls.urlpatterns,
    *notifications.urls.urlpatterns,
    *reports.urls.urlpatterns,
    *dashboards.urls.urlpatterns,
    *api.urls.urlpatterns,
    path("admin/", admin.site.urls),
]

handler500 = "accounts.views.server_error"
