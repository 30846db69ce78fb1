"""The site's addresses and one more: a view that does nothing, behind the same middleware."""

from django.http import HttpResponse
from django.urls import path

from config.urls import urlpatterns as site


def bare(request):
    return HttpResponse("Nothing at all.")


urlpatterns = [path("bench/bare/", bare), *site]
