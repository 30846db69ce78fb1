"""The site's addresses and three more, behind the same middleware: two do nothing, one writes one row."""

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from config.urls import urlpatterns as site


def bare(request):
    return HttpResponse("Nothing at all.")


@login_not_required
def bare_public(request):
    return HttpResponse("Nothing at all.")


@require_POST
def update(request):
    """One row of a table without locks of its own, in one statement."""
    get_user_model().objects.filter(pk=request.user.pk).update(name=request.POST["name"])
    return HttpResponse("One row.")


urlpatterns = [
    path("bench/bare/", bare, name="bare"),
    path("bench/bare-public/", bare_public, name="bare-public"),
    path("bench/update/", update, name="update"),
    *site,
]
