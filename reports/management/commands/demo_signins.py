"""Says whom one may sign in as in the demo."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from .load_demo import PASSWORD, SIGN_INS, require_demo


class Command(BaseCommand):
    help = "Print the sample sign-ins that this database has. Only in demo mode."

    def handle(self, **options):
        require_demo()
        emails = [email for email, *_ in SIGN_INS]
        present = set(get_user_model().objects.filter(email__in=emails).values_list("email", flat=True))
        rows = [(name, email) for email, name, *_ in SIGN_INS if email in present]
        if not rows:
            self.stdout.write("This database has no sample sign-ins.")
            return
        self.stdout.write(f"Sign in as one of these, with the password {PASSWORD}\n\n")
        width = max(len(name) for name, _ in rows)
        for name, email in rows:
            self.stdout.write(f"  {name:<{width}}  {email}")
        self.stdout.write("")
