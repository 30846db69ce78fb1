"""Dividing the partnerships of an agreement among the people of its lead agency."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.conflicts import Conflict, left_alone
from core.words import counted, in_words
from partnerships.access import get_agreement, partnerships_asked_by
from partnerships.people.caretaking import (
    caretakers_of,
    caretakers_seen,
    divide,
    marked,
    who_may_look_after,
)

ROWS_A_PAGE = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def caretakers(request, slug):
    """One page of an agreement's partnerships, each with everybody who may look after it."""
    agreement = get_agreement(request.user, slug)
    directed = partnerships_asked_by(request.user, agreement).select_related("partner")
    page = Paginator(directed.order_by("partner__sort_key", "pk"), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    partnerships = list(page.object_list)
    people = who_may_look_after(agreement, partnerships)
    status, chosen = 200, None
    if request.method == "POST":
        chosen = {
            slug: [who for who in some if who.public_id in request.POST.getlist(f"of-{slug}")]
            for slug, some in people.items()
        }
        seen = request.POST.get("seen", "")
        try:
            changed = divide(agreement, partnerships, chosen, seen=seen, by=request.user)
        except Conflict as conflict:
            status = 409
            messages.error(request, _meanwhile(conflict.now))
            standing = caretakers_of(partnerships)
            for slug in left_alone(seen, marked(standing, partnerships), marked(chosen, partnerships)):
                chosen[slug] = standing.get(slug, [])
        else:
            words = f"{counted(changed, 'partnership')} changed." if changed else "Nothing had changed."
            messages.success(request, words)
            return redirect(request.get_full_path())
    now = caretakers_of(partnerships)
    ticked = chosen or now
    context = {
        "agreement": agreement,
        "page": page,
        "seen": caretakers_seen(now, partnerships),
        "rows": [
            (one, [(who, who in ticked.get(one.slug, ())) for who in people[one.slug]])
            for one in partnerships
        ],
    }
    return render(request, "dashboards/people/caretakers.html", context, status=status)


def _meanwhile(partnerships):
    now = caretakers_of(partnerships)
    stands = in_words(
        f"{one.partner.short_name} ({in_words([str(who.user) for who in now[one.slug]] or ['nobody'])})"
        for one in partnerships
    )
    return (
        f"Somebody else divided this meanwhile: {stands}. Nothing was changed. "
        "What you ticked is still below. Save again to replace it."
    )
