"""Says whom one may sign in as in the demo."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from accounts.demo import DEMO_PASSWORD, DEMO_SIGN_INS

from .load_demo import require_demo


class Command(BaseCommand):
    help = "Print the sample sign-ins that this database has. Only in demo mode."

    def handle(self, **options):
        require_demo()
        emails = [person.email for person in DEMO_SIGN_INS]
        present = set(get_user_model().objects.filter(email__in=emails).values_list("email", flat=True))
        people = [person for person in DEMO_SIGN_INS if person.email in present]
        if not people:
            self.stdout.write("This database has no sample sign-ins.")
            return
        self.stdout.write(f"Sign in as one of these, with the password {DEMO_PASSWORD}\n\n")
        width = max(len(person.email) for person in people)
        for person in people:
            self.stdout.write(f"  {person.email:<{width}}  {person.name}: {person.what}")
        self.stdout.write("")
