from itertools import groupby

from django.core.management.base import BaseCommand, CommandError

from evidence.models import Reconciliation
from evidence.results.reconciling import check_all


class Command(BaseCommand):
    help = "Work out each sum that the loaded sources allow. Fails where one should agree and does not."

    def handle(self, **options):
        found = Reconciliation.objects.with_terms().select_related(
            "partnership__partner", "item__category", "contradiction"
        )
        unexpected = 0
        for partner, of_partner in groupby(
            sorted(found, key=lambda one: one.partnership.slug), lambda one: one.partnership.partner.name
        ):
            self.stdout.write(partner)
            for check in check_all(of_partner):
                about = f"{check.reconciliation.item.reference} " if check.reconciliation.item else ""
                self.stdout.write(f"  {check.holds.value}: {about}{check.reconciliation.statement}")
                self.stdout.write(f"    {check.working} ({check.reconciliation.place})")
                if check.reconciliation.contradiction:
                    self.stdout.write(f"    {check.reconciliation.contradiction.why}")
                unexpected += not check.is_expected
        if unexpected:
            raise CommandError(f"{unexpected} of them should agree and do not.")
