import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.models import Assessment, AssessmentStatus
from core.words import natural
from determinations.rules.rulebook import rulebook_of
from determinations.verdicts.judging import assessment_judged
from partnerships.models import Edition, Partnership
from reports.documents import DOCUMENTS, Readers, edition_in_force
from reports.gather import profile_of
from reports.gather.county import periods_of
from reports.models import Audience, DocumentKind, Language


class Command(BaseCommand):
    help = "Write a document as a PDF file, the same that the website offers."

    def add_arguments(self, parser: argparse.ArgumentParser):
        parser.add_argument("partnership", help="Its place in addresses, for example clayton.")
        parser.add_argument("document", help=f"One of: {', '.join(DOCUMENTS)}.")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE.pdf")
        parser.add_argument(
            "--assessment", metavar="ID", help="For a report; by default the newest final one."
        )
        parser.add_argument(
            "--for",
            dest="audience",
            choices=Audience.values,
            help="Whom the document is for; by default whom the website makes it for first.",
        )

        parser.add_argument(
            "--edition", metavar="LABEL", help="For what is of an edition; by default the one in force."
        )
        parser.add_argument("--language", choices=Language.values, default=Language.ENGLISH)

    def handle(
        self,
        *,
        partnership,
        document,
        output,
        assessment,
        edition=None,
        audience=None,
        language=Language.ENGLISH,
        **options,
    ):
        if document not in DOCUMENTS:
            raise CommandError(f"There is no document “{document}”. There is: {', '.join(DOCUMENTS)}.")
        readers = self.readers(document, audience, language)
        subject = self.subject(partnership, document, assessment, edition)
        before = DOCUMENTS[document].before(readers, **subject)
        if before.refused:
            raise CommandError("\n".join(before.refused))
        for told in before.told:
            self.stderr.write(f"It may say a small count of students: {told}")
        for one in before.unprintable:
            self.stderr.write(f"The typeface has no signs for: {one}")
        pdf = DOCUMENTS[document].make(readers, **subject)
        try:
            output.write_bytes(pdf.content)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{output}: {pdf.pages} pages, SHA-256 {pdf.sha256}")

    def readers(self, document, audience, language):
        offered = DOCUMENTS[document].audiences
        if audience and audience not in offered:
            raise CommandError(f"“{document}” is not made for “{audience}”. It is for: {', '.join(offered)}.")
        if language not in DOCUMENTS[document].languages:
            raise CommandError(f"“{document}” is not made in {Language(language).label}.")
        return Readers(audience or offered[0], language)

    def subject(self, slug, document, public_id, label):
        partnership = (
            Partnership.objects.filter(slug=slug).select_related("agreement__lead", "partner").first()
        )
        if partnership is None:
            slugs = ", ".join(
                sorted(Partnership.objects.order_by().values_list("slug", flat=True), key=natural)
            )
            raise CommandError(f"There is no partnership “{slug}”. There is: {slugs or 'none yet'}.")
        if document in (
            DocumentKind.STATE_OF_THE_PARTNERSHIP,
            DocumentKind.HANDOUT,
            DocumentKind.BOARD_SUMMARY,
        ):
            return {"assessment": self.assessment(slug, public_id)}
        if document == DocumentKind.DETERMINATIONS:
            return {"assessment": self.decisive(self.assessment(slug, public_id))}
        if document == DocumentKind.COUNTY_SUMMARY:
            return self.county(partnership.agreement)
        if document == DocumentKind.PROFILE:
            return self.profile(partnership)
        return {"partnership": partnership, "edition": self.edition(partnership, label)}

    def edition(self, partnership, label):
        if label:
            editions = Edition.objects.filter(agreement=partnership.agreement).select_related("agreement")
            labels = {one.label: one for one in editions}
            if label not in labels:
                raise CommandError(
                    f"There is no edition “{label}”. There is: {', '.join(labels) or 'none yet'}."
                )
            return labels[label]
        edition = edition_in_force(partnership)
        if edition is None:
            raise CommandError(f"No edition of the agreement of {partnership.slug} has been adopted yet.")
        return edition

    def county(self, agreement):
        """Of the newest period in which anybody was asked."""
        periods = periods_of(agreement)
        if not periods:
            raise CommandError(f"Nobody was ever asked in {agreement}.")
        return {"agreement": agreement, "period": periods[0]}

    def profile(self, partnership):
        """Of the newest period with a value."""
        found = profile_of(partnership)
        if found is None:
            raise CommandError(f"{partnership.slug} has no values that stand beside those of the whole.")
        return {"partnership": partnership, "edition": found.edition, "period": found.period}

    def decisive(self, assessment):
        if not rulebook_of(assessment.cycle.edition_id):
            raise CommandError(f"{assessment.cycle.edition} has no rules for determinations.")
        return assessment_judged(assessment.in_round)

    def assessment(self, slug, public_id):
        assessments = Assessment.objects.with_partnership().filter(partnership__slug=slug).newest_first()
        if public_id:
            found = assessments.filter(public_id=public_id).first()
        else:
            found = assessments.filter(status=AssessmentStatus.FINAL).first()
        if found is None:
            what = (
                f"assessment “{public_id}”" if public_id else "final assessment; name one with --assessment"
            )
            ids = ", ".join(f"{a.public_id} ({a.get_status_display()})" for a in assessments)
            raise CommandError(f"{slug} has no {what}. There is: {ids or 'none yet'}.")
        return found
