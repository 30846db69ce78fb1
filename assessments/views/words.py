"""Pages on which one thing is written by itself.

Beside the answers it is so where a browser has no JavaScript: a page has one form there, so that no button leaves
behind what another form holds. Here what is refused comes back too.
"""

from django.shortcuts import render
from django.urls import reverse

SCREENS = ("conference", "meeting")
"""The two pages of a conference, by the names of their addresses."""

PAGES = ("assessment", *SCREENS)
"""Those with answers."""


def page_sent(request, among=PAGES):
    """The page from which something is sent, or to which its person goes back; the first if it says none."""
    at = (request.POST if request.method == "POST" else request.GET).get("at")
    return at if at in among else among[0]


def words_page(request, assessment, part, heading, *, place="", among=PAGES, status=200, **context):
    """`part` is the template of the form, `place` where its page, one of those, is gone back to."""
    screen = page_sent(request, among)
    context |= {
        "assessment": assessment,
        "partnership": assessment.partnership,
        "section": "assessments",
        "part": f"assessments/{part}.html",
        "heading": heading,
        "alone": True,
        "screen": screen,
        "back": f"{reverse(screen, args=[assessment.public_id])}#{place or 'main'}",
    }
    return render(request, "assessments/words.html", context, status=status)
