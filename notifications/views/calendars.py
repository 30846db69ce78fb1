"""The calendar feeds of a person: their addresses, and the feed behind one."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import get_partnership
from partnerships.models import Partnership

from ..calendars import as_file, events_of, feed_at, secret_of
from ..models import CalendarFeed

DONE = {
    "make": "The address is made. Copy it into your calendar program.",
    "renew": "The address is renewed. The old one no longer works: copy the new one into your calendar program.",
    "remove": "The address is removed and no longer works.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """The addresses by which somebody's calendar program reads their steps, and those of a partnership."""
    if request.method == "POST":
        return _change(request)
    feeds = CalendarFeed.objects.filter(user=request.user).order_by("partnership__partner__sort_key")
    feeds = feeds.select_related("partnership__partner", "partnership__agreement")
    addresses = {feed.partnership: _address(request, feed) for feed in feeds}
    made = [one.pk for one in addresses if one]
    partnerships = Partnership.objects.visible_to(request.user).exclude(pk__in=made)
    context = {
        "mine": addresses.pop(None, ""),
        "addresses": addresses.items(),
        "partnerships": partnerships.select_related("partner", "agreement").order_by("partner__sort_key"),
    }
    return render(request, "notifications/calendar.html", context)


def _change(request):
    slug, act = request.POST.get("partnership", ""), request.POST.get("act", "")
    partnership = get_partnership(request.user, slug) if slug and act != "remove" else None
    if act == "make":
        CalendarFeed.make(request.user, partnership)
    elif act in ("renew", "remove"):
        feed = CalendarFeed.objects.filter(user=request.user, partnership__slug=slug or None).first()
        if feed is None:
            raise Http404("No such address.")
        if act == "renew":
            feed.renew()
        else:
            feed.delete()
    else:
        raise Http404("Make, renew or remove.")
    messages.success(request, DONE[act])
    return redirect("calendar")


@login_not_required
@require_safe
def calendar_feed(request, secret):
    """For calendar programs, which sign in nowhere. A 404 once its person may not see what it holds."""
    feed = feed_at(secret)
    if feed is None:
        raise Http404("No such calendar.")
    name = f"Accord: {feed.partnership.partner.short_name if feed.partnership else 'my steps'}"
    content = as_file(events_of(feed, timezone.localdate()), name, _site(request))
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _site(request):
    """The address people type, without a slash at its end."""
    return settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")


def _address(request, feed):
    return f"{_site(request)}{reverse('calendar-feed', args=[secret_of(feed)])}"
