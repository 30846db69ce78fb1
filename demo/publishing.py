"""What the public reads in the demo: Clayton and an example district, published by their directors."""

from accounts.models import User
from actionsteps.feedback.deciding import release, seen_in
from actionsteps.models import Feedback
from partnerships.models import Partnership
from reports.public import parts
from reports.public.publishing import publish

PUBLISHED_BY = {"clayton": "director@ssd.example", "example-1": "director@example.example"}


def make_public() -> None:
    """Everything but the comments. What families said to Clayton stands in its printed plan: it is released too."""
    chosen = [key for key in parts.LABELS if key != parts.COMMENTS]
    for slug, email in PUBLISHED_BY.items():
        director = User.objects.get(email=email)
        partnership = Partnership.objects.select_related("agreement__lead", "partner").get(slug=slug)
        if slug == "clayton":
            for feedback in Feedback.objects.statements().filter(partnership=partnership, released_at=None):
                release(feedback, feedback.text, seen=seen_in(feedback), by=director)
        publish(partnership, chosen, by=director)
