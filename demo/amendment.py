"""An amendment of the example district's goals, put to the parties and confirmed by one of them."""

from datetime import date, timedelta

from accounts.demo import STATE
from accounts.models import Organization, User
from core.history import save_as
from partnerships.editions.addenda import fingerprint, start_replacement
from partnerships.editions.proposals import confirm, propose
from partnerships.models import Addendum


def amend_goals(today: date) -> None:
    """One benchmark is reworded, from the next half year on."""
    goals = Addendum.objects.get(public_id="example-goals")
    director = User.objects.get(memberships__organization__name=STATE, memberships__role="director")
    draft = start_replacement(goals, by=director)
    draft.title, draft.effective_from = "Example goals, amended", today + timedelta(days=60)
    save_as(draft, by=director)
    benchmark = draft.items.get(reference="2.1.a")
    benchmark.text = benchmark.text.replace("33%", "34%")
    save_as(benchmark, by=director)
    propose(draft, seen=fingerprint(draft), by=director)
    isd = Organization.objects.get(name="Example Intermediate School District")
    confirm(draft, isd, seen=1, by=User.objects.get(memberships__organization=isd))
