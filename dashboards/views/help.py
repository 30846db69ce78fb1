"""What each page is for, and what Accord means by its own words."""

from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def help_page(request):
    return render(request, "dashboards/help.html")
