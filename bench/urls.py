"""The site's addresses and two more, behind the same middleware: one does nothing, one writes one row."""

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from config.urls import urlpatterns as site


def bare(request):
    return HttpResponse("Nothing at all.")


@require_POST
def update(request):
    """One row of a table without locks of its own, in one statement."""
    get_user_model().objects.filter(pk=request.user.pk).update(name=request.POST["name"])
    return HttpResponse("One row.")


urlpatterns = [path("bench/bare/", bare, name="bare"), path("bench/update/", update, name="update"), *site]
