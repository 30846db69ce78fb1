"""Walks over the whole table of addresses. A new address needs a sample here, and keeps these rules with it."""

import re
from contextlib import nullcontext
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from django.views.defaults import bad_request, server_error
from zeal import zeal_ignore

from accounts.invitations import invite, token_of
from accounts.tokens import make_token
from actionsteps.clocks.deeds import start
from actionsteps.families.sending import receive
from actionsteps.launch.marking import mark
from actionsteps.models import Case, CaseKind, ClockRule, FamilyForm, Feedback, SchoolCalendar
from actionsteps.plans.versions import release, start_next
from assessments.models import AssessmentStatus, Decision, Highlight, HighlightKind
from assessments.workflow.transitions import TRANSITIONS
from core.ids import new_public_id
from determinations.models import Outcome
from evidence.files.keeping import keep_file
from evidence.models import EvidenceRow, EvidenceTable, Reconciliation
from evidence.requests.asking import ask
from notifications.calendars import secret_of
from notifications.digests import how_far
from notifications.models import CalendarFeed
from partnerships.models import (
    Addendum,
    ConferencePointKind,
    Endorsement,
    GlossaryTerm,
    LineageBreak,
    Party,
    Period,
    PeriodKind,
    Scan,
    Section,
    SignatoryRole,
    Signature,
)
from reports import gather, render
from reports.documents import agreement
from reports.models import DocumentKind, DocumentRun, Publication, PublicationStatus, Translation
from reports.parts import Readers
from reports.public import parts
from reports.public.publishing import publish
from reports.public.site import PAGES
from tests.factories import REPORT
from tests.reports.parts import with_parts
from tests.workbook_files import opened

from . import factories as make

pytestmark = pytest.mark.both_databases

PUBLISHED = {"public-document", "public-file", "public-told", *(page.url_name for page in PAGES)}
"""What a director published: anybody may keep it."""

PUBLIC = {
    "api",  # it asks for a key instead (tests/api)
    "api-schema",  # what can be asked for, the same for everybody
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "asked",
    "calendar-feed",
    "family-form",
    "healthz",
    "invitation",
    "invitation-again",
    "public-verify",
    "what-became",
    *PUBLISHED,
}
"""Reached without signing in."""

PERSONAL = {
    "api-about",
    "api-tokens",
    "home",
    "unsaved",
    "discard-unsaved",
    "account_change_password",
    "account_set_password",
    "help",
    "reminder-choices",
    "my-steps",
    "calendar",
    "verify-document",
}
"""The same address for everybody who signs in, each seeing their own."""

ROWLESS = {"DBTaskResult"}
"""Models of libraries, which keep rows here only while they work."""


def addresses(patterns=None, namespaces=()):
    """Every (name, pattern) in the URL table."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or "-"]), pattern
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from addresses(pattern.url_patterns, inner)


def _of_plans(slug, plan):
    versions = ("change-plan", "release-plan", "next-version", "plan-difference", "carry-plan")
    keys = ("plan-days", *versions, "removed-steps", "plan-workbook")
    step = plan.steps.get()
    one = {**slug, "public_id": step.public_id}
    doings = ("history", "words", "doing", "sources", "split", "merge", "remove", "put-back", "take")
    return {
        **dict.fromkeys(("new-plan", "plan-versions", "step-origins", "make-step", "steps-reassign"), slug),
        **dict.fromkeys(("steps-by-owner", "steps-by-day", "steps-board", "steps-workbook"), slug),
        "step-to-status": one,
        **{key: {**slug, "plan_id": plan.public_id} for key in keys},
        **{
            key: {**slug, "plan_id": plan.public_id, "number": 1}
            for key in ("action-step-add", "action-steps-order")
        },
        "action-step": one,
        **{f"action-step-{doing}": one for doing in doings},
        "action-step-move": {**one, "direction": "up"},
        "action-step-tick": {**one, "lineage": step.actions.get().lineage},
    }


def _of_progress(slug, step):
    keys = ("action-step-progress", "take-back-progress", "ask-step-owner", "confirm-step-days")
    return {key: {**slug, "public_id": step.public_id} for key in keys}


def _of_evidence(slug, edition, row):
    """Samples of what is done with the rows and columns of evidence."""
    of_edition = {**slug, "edition": edition.label}
    one_row, category = {**of_edition, "lineage": row.lineage}, {**of_edition, "number": row.category.number}
    check = Reconciliation.objects.create(
        partnership=row.partnership, edition=edition, name="check", statement="It adds up.", place="page 1"
    )
    check.terms.create(figure="printed", printed=8, words="children")
    return {
        **dict.fromkeys(("evidence-rows", "evidence-due", "evidence-checks"), slug),
        **dict.fromkeys(("evidence-row-add", "evidence-rows-order"), category),
        **{
            f"evidence-{doing}": of_edition
            for doing in (
                "agreed",
                "answer-measures",
                "period-add",
                "period-remove",
                "carry",
                "copy",
                "paste",
                "confirm",
                "workbook",
                "workbook-upload",
                "csv",
                "csv-download",
            )
        },
        **{f"evidence-row{doing}": one_row for doing in ("", "-end", "-go-on", "-remove")},
        "evidence-row-move": {**one_row, "direction": "up"},
    }


def _of_cases(partnership, by):
    """A finding with a clock, and a school year, with samples of what is done with them."""
    day = timezone.localdate()
    rule = ClockRule.objects.create(
        agreement=partnership.agreement, number="1", title="Meet", printed="Meet in 30 days.", amount=30
    )
    case = Case.objects.create(
        partnership=partnership, number="F-1", kind=CaseKind.FINDING, notified_on=day, rule=rule
    )
    clock = start(case, rule, day, by=by)
    year = SchoolCalendar.objects.create(
        organization=partnership.partner, first_day=day, last_day=day + timedelta(days=200)
    )
    slug = {"slug": partnership.slug}
    of_case = {**slug, "public_id": case.public_id}
    of_clock = {**of_case, "clock_id": clock.public_id}
    return {
        **dict.fromkeys(("cases", "new-case", "school-calendars", "new-school-calendar"), slug),
        **dict.fromkeys(("case", "start-clock", "close-case", "reopen-case"), of_case),
        **{key: {**of_case, "prong": "sample"} for key in ("correction", "take-back-correction")},
        "clock-event": {**of_clock, "kind": "stopped"},
        "take-event-back": of_clock,
        "school-calendar": {**slug, "public_id": year.public_id},
        **{key: {"slug": partnership.agreement.slug} for key in ("clock-rules", "findings")},
    }


def _of_activities(partnership, step, item):
    """A table of activities that a submission to come prints."""
    coming = make.make_submission(partnership.agreement, due_on=date(2090, 2, 1))
    table = make.make_activity_table(coming, partnership, (step, "1.1", "Create", "new"), items=[item])
    slug = {"slug": partnership.agreement.slug}
    tables = dict.fromkeys(("activity-table", "change-activity-table", "add-activity-line"), table)
    lines = dict.fromkeys(("activity-line", "remove-activity-line"), table.lines.get())
    return {
        **dict.fromkeys(("activities", "begin-activity-table"), slug),
        **{name: {**slug, "public_id": one.public_id} for name, one in (tables | lines).items()},
        "activity": {**slug, "public_id": step.public_id},
    }


def _of_launch(agreement, by):
    """A launch plan with a mark, and samples of what is done with it."""
    plan = make.make_launch_plan(agreement)
    task = plan.tasks.get()
    mark(task, plan.periods.all()[0], True, by=by)
    one = {"slug": agreement.slug, "public_id": plan.public_id}
    return {
        "launch-plans": {"slug": agreement.slug},
        **dict.fromkeys(("launch-plan", "launch-mark", "launch-history"), one),
        "launch-task": {**one, "task_id": task.public_id},
    }


def _of_meetings(partnership):
    """A meeting with a closed session on its agenda."""
    meeting = make.make_meeting(partnership, ("Facilities", {}), closed="Offer for 12 Main Street")
    slug = {"slug": partnership.slug}
    one = {**slug, "public_id": meeting.public_id}
    point = {**one, "point_id": meeting.points.first().public_id}
    return {
        **dict.fromkeys(("meetings", "new-meeting", "scorecard"), slug),
        **dict.fromkeys(("meeting", "change-meeting", "new-agenda-point"), one),
        **dict.fromkeys(("agenda-point", "remove-agenda-point"), point),
    }


def _of_submissions(agreement, item):
    """What was handed in, with a letter about it."""
    submission = make.make_submission(agreement, ("It is new.", [item]))
    letter = submission.letters.create(sender="The federal office", text="Please say how many.")
    letter.items.add(item)
    slug = {"slug": agreement.slug}
    one = {**slug, "public_id": submission.public_id}
    return {
        **dict.fromkeys(("submissions", "new-submission"), slug),
        **dict.fromkeys(("submission", "new-letter"), one),
        "letter": {**one, "letter_id": letter.public_id},
    }


def _of_policy(agreement):
    """A question of its plan, once answered and open again."""
    choice = make.make_policy_choice(agreement)
    choice.events.create(kind="reopened", words="The board took it back.")
    slug = {"slug": agreement.slug}
    return {"policy-choices": slug, "policy-choice": {**slug, "public_id": choice.public_id}}


def _of_publishing(partnership, edition, by):
    """All that may be public, a document among it."""
    made = {"status": PublicationStatus.READY, "content": b"%PDF-1.7", "sha256": "1", "pages": 1}
    document = Publication.objects.create(
        kind=DocumentKind.AGREEMENT, partnership=partnership, edition=edition, requested_by=by, **made
    )
    make.close(make.make_assessment(partnership, cycle=make.make_cycle(edition=edition)))
    in_spanish = {"language": "es", "original": partnership.agreement.title, "text": "Acuerdo"}
    Translation.objects.create(agreement=partnership.agreement, place="agreement:title", **in_spanish)
    publish(partnership, list(parts.LABELS), by=by)
    slug = {"slug": partnership.slug}
    return {
        **dict.fromkeys(("publishing", "withdraw-public", *(page.url_name for page in PAGES)), slug),
        "public-document": {**slug, "public_id": document.public_id},
        "public-file": {**slug, "name": "record.json"},
    }


def _of_profile(row):
    """The same row of the whole of the agreement, beside which a profile lays it."""
    whole = make.make_partnership(agreement=row.edition.agreement, partner=row.edition.agreement.lead)
    period = row.observations.get().period
    make.make_row(row.category, whole, (period, "90%"), lineage=row.lineage)
    slug = {"slug": row.partnership.slug}
    return {
        "profile": slug,
        "profiles": {"slug": row.edition.agreement.slug},
    }


def _of_run(agreement, assessment, director):
    """Documents asked for together, one of which could not be made."""
    asked = {"kind": REPORT, "requested_by": director}
    run = DocumentRun.objects.create(agreement=agreement, **asked)
    failed = Publication.objects.create(
        assessment=assessment, run=run, status=PublicationStatus.FAILED, **asked
    )
    own = {"public_id": run.public_id}
    return {
        "many-documents": {"slug": agreement.slug},
        **dict.fromkeys(("document-run", "cancel-documents", "run-archive"), own),
        "document-again": {**own, "document": failed.public_id},
    }


def _of_plan(agreement):
    """An earlier edition that is a plan, with one indicator."""
    days = {"effective_from": date(1999, 7, 1), "effective_to": date(2000, 6, 30)}
    edition = make.make_edition(agreement=agreement, label="Plan", is_plan=True, **days, **make.OWN_WORDS)
    item = make.make_item(make.make_category(edition), number="3", is_rated=False)
    item.passages.create(heading="Measurement", text="Those who took part", position=1)
    make.adopt(edition)
    slug = {"slug": agreement.slug}
    return {**dict.fromkeys(("plan", "contradictions"), slug), "plan-indicator": {**slug, "reference": "3"}}


def _of_sampling(row):
    """A plan for the row of the whole, by which its partner is asked."""
    of_whole = EvidenceRow.objects.get(
        partnership__partner=row.edition.agreement.lead, edition=row.edition, lineage=row.lineage
    )
    period = row.observations.get().period
    plan = of_whole.sampling_plans.create(from_period=period, every=6, method="All districts take turns.")
    turn = plan.turns.create(period=period, number=9)
    turn.districts.add(row.partnership)
    place = {"slug": of_whole.partnership.slug, "lineage": row.lineage}
    return {
        **dict.fromkeys(("sampling", "new-sampling-plan"), place),
        "counted": {"slug": row.edition.agreement.slug, "reference": row.category.items.first().reference},
        "sampling-plan": {**place, "public_id": plan.public_id},
        "new-sampling-turn": {**place, "plan_id": plan.public_id},
        **{
            key: {**place, "plan_id": plan.public_id, "public_id": turn.public_id}
            for key in ("sampling-turn", "remove-sampling-turn")
        },
    }


def _of_amendment(partnership):
    """What it agreed on for itself, in an earlier edition in which each has its own, put to the parties."""
    days = {"effective_from": date(2000, 7, 1), "effective_to": date(2001, 6, 30)}
    edition = make.make_edition(
        agreement=partnership.agreement, label="Own", rates_own_items=True, **days, **make.OWN_WORDS
    )
    category = make.make_category(edition)
    make.adopt(edition)
    fields = {"title": "Own goals", "effective_from": days["effective_from"]}
    own = Addendum.objects.create(edition=edition, partnership=partnership, **fields)
    make.make_item(category, addendum=own)
    Addendum.objects.filter(pk=own.pk).update(status="proposed", proposal=1)
    one = {"slug": partnership.slug, "public_id": own.public_id}
    return {"amendment": one, "decide-amendment": {**one, "doing": "take-back"}}


def _of_feedback(partnership):
    """What was said, some of it by a family, with samples of what is done with it."""
    FamilyForm.objects.create(partnership=partnership, is_open=True)
    feedback, slug = partnership.feedback.get(), {"slug": partnership.slug}
    secret = receive(partnership, "The bus is late", once=new_public_id(), language="es")
    Feedback.objects.filter(pk=feedback.pk).update(released_at=timezone.now())
    one = {**slug, "public_id": feedback.public_id}
    names = ("feedback", "change-feedback", "link-feedback", "take-feedback-apart")
    pages = ("feedback-list", "record-feedback", "merge-feedback", "you-said-we-did", "family-switch")
    return {
        **dict.fromkeys(names, one),
        **dict.fromkeys((*pages, "family-form", "public-told"), slug),
        "decide-feedback": {**one, "doing": "answer"},
        "what-became": {"secret": secret},
    }


def _of_funding(partnership, item, row, by):
    """A request that was decided about and said to have worked, and samples of what is done with one."""
    fund = make.make_fund(partnership.agreement)
    asked = make.make_funding_request(partnership, fund=fund, items=[item], rows=[row])
    make.submit_request(asked, by=by)
    make.grant(asked, by=by, amount=60_000, shares=[60_000])
    activity = asked.activities.get()
    activity.results.create(shown="yes", words="Reading rose.", row=row)
    slug, one = {"slug": partnership.slug}, {"slug": partnership.slug, "public_id": asked.public_id}
    of_agreement = {"slug": partnership.agreement.slug}
    return {
        **dict.fromkeys(("funding", "funding-csv"), slug),
        **dict.fromkeys(("agreement-funding", "agreement-funding-csv"), of_agreement),
        "new-funding-request": {**slug, "fund_id": fund.public_id},
        **dict.fromkeys(("funding-request", "change-funding-request", "decide-funding-request"), one),
        "funding-deed": {**one, "name": "submit"},
        "funding-result": {**slug, "public_id": activity.public_id},
    }


class World:
    """One of everything, in an agreement of two organizations, and one person of every role."""

    def __init__(self):
        self.edition = edition = make.make_edition(label="2023-2024", **make.OWN_WORDS)
        self.draft_edition = make.make_edition(agreement=edition.agreement, scale=edition.scale)
        category = make.make_category(edition, title="Staffing")
        item = make.make_item(category)
        category.measures.create(label="Teacher fill percentage")
        for model, fields in (
            (Section, {"heading": "Mission", "text": "We *serve*."}),
            (GlossaryTerm, {"term": "IEP", "stands_for": "Individualized Education Program"}),
            (Endorsement, {"text": "We endorse."}),
        ):
            model.objects.create(edition=edition, **fields)
        role = SignatoryRole.objects.create(edition=edition, side="partner", title="Superintendent")
        Outcome.objects.create(edition=edition, name="On-Track", position=1)
        said = {"first_words": "28%", "second_words": "38%", "why": "Two rates are printed."}
        edition.contradictions.create(item=item, first_place="Page 1", second_place="Page 2", **said)
        edition.conferencepoints.create(kind=ConferencePointKind.QUESTION, text="Why?")
        make.make_class_rule(edition)
        screened = make.make_screen(item).rules.get().from_period
        make.adopt(edition)
        cohort = make.make_cohort(edition.agreement)
        make.make_printed_count(edition.agreement, 9, cohort=cohort)
        self.partnership = partnership = make.make_partnership(agreement=edition.agreement, cohort=cohort)
        addenda = [
            Addendum.objects.create(
                edition=edition, partnership=partnership, title=title, effective_from=date(2090, 7, 1)
            )
            for title in ("Addition on mentoring", "Addition on buses")
        ]
        addendum, self.draft_addendum = addenda
        make.make_item(category, addendum=addendum)
        Addendum.objects.filter(pk=addendum.pk).update(status="adopted")
        Party.objects.create(partnership=partnership, organization=make.make_organization())
        self.admin = make.make_user(is_staff=True, is_superuser=True)
        self.liaison, self.viewer = make.make_liaison(partnership), make.make_viewer(partnership)
        self.director, self.outsider = (
            make.make_director(partnership),
            make.make_liaison(make.make_partnership()),
        )
        scan = Scan.objects.create(
            partnership=partnership, filename="page.pdf", content=b"%PDF-1.7", uploaded_by=self.liaison
        )
        Signature.objects.create(
            edition=edition,
            partnership=partnership,
            role=role,
            name="A. B.",
            date=date(2023, 7, 1),
            scan=scan,
        )
        LineageBreak.objects.create(
            edition=edition, lineage=item.lineage, reason="Reworded", made_by=self.admin
        )
        period = make.make_period()
        row = make.make_row(category, partnership, (period, "100%"))
        said = {
            "name": "Dana Clerk",
            "email": "dana@example.org",
            "words": "",
            "expires_on": date(2090, 7, 1),
        }
        asked, secret = ask(partnership, period, [row], key=new_public_id(), by=self.liaison, **said)
        file = keep_file(row.observations.get(), "survey.pdf", b"%PDF-1.7", by=self.liaison)
        definition = row.definitions.create(from_period=period, formula="Those hired of those sought")
        target = definition.targets.create(period=period, number=95)
        group = definition.population.create(number=23, who="districts")
        breakdown = row.breakdowns.create(name="School")
        breakdown.parts.create(label="Wydown")
        EvidenceTable.objects.create(partnership=partnership, edition=edition, title="Current State")
        plan = make.make_plan(partnership, edition)
        step = make.make_step(plan, category, ("Create", "May"), feedback="Ask us", items=[item])
        step.points.create(kind="target", words="Operations", item=item)
        release(plan, plan.version, by=self.liaison)
        plan = start_next(plan, "1.1", by=self.liaison)
        of_cases = _of_cases(partnership, self.liaison)
        of_funding = _of_funding(partnership, item, row, self.liaison)
        cycle = make.make_cycle(edition=edition, period=period)
        self.draft = make.make_assessment(partnership, cycle=cycle, by=partnership.partner)
        make.make_rating(self.draft, item, "2", comment="Said so.")
        highlight = Highlight.objects.create(assessment=self.draft, kind=HighlightKind.STRENGTH, text="Trust")
        # A round of its own: nobody sees a side's ratings before all asked in the round have submitted.
        earlier = make.make_cycle(edition=edition)
        submitted = make.make_assessment(partnership, cycle=earlier, by=edition.agreement.lead)
        make.close(submitted, AssessmentStatus.SUBMITTED)
        document = make.issue_document(kind=REPORT, assessment=submitted, requested_by=self.director)
        joint = make.make_assessment(partnership, cycle=make.make_cycle(edition=edition))
        self.draft.observed_classes.create(school=partnership.partner, number=1, observed=80, engaged=92)
        decision = Decision.objects.create(assessment=joint, what="Hire two")
        invited = make.make_user()
        invited.set_unusable_password()
        invited.save()
        invitation = invite(invited, by=self.director)
        slug, assessment = {"slug": partnership.slug}, {"public_id": self.draft.public_id}
        place = {**slug, "edition": edition.label, "number": 1}
        of_row = {**slug, "lineage": row.lineage}
        self.samples = {
            "account_reset_password_from_key": {"uidb36": "1", "key": "a-key"},
            **{key: {"token": token_of(invitation)} for key in ("invitation", "invitation-again")},
            **dict.fromkeys(
                (
                    "partnership",
                    "agreement",
                    "assessments",
                    "evidence",
                    "evidence-dashboard",
                    "action-steps",
                    "reports",
                    "evidence-tables-workbook",
                ),
                slug,
            ),
            **_of_evidence(slug, edition, row),
            **_of_plans(slug, plan),
            **of_cases,
            **_of_activities(partnership, plan.steps.get(), item),
            **_of_launch(edition.agreement, self.director),
            **_of_submissions(edition.agreement, item),
            **_of_meetings(partnership),
            **dict.fromkeys(("observed-classes", "new-observed-class"), assessment),
            **{key: {**assessment, "number": 1} for key in ("observed-class", "remove-observed-class")},
            **_of_policy(edition.agreement),
            **_of_profile(row),
            **_of_plan(edition.agreement),
            **_of_sampling(row),
            **of_funding,
            **_of_progress(slug, plan.steps.get()),
            **_of_feedback(partnership),
            "assessment": assessment,
            "assessment-details": assessment,
            "forum-goals": assessment,
            **{one.url_name: assessment for one in TRANSITIONS},
            **dict.fromkeys(("workbook", "workbook-upload"), assessment),
            "assessment-history": assessment,
            **{
                key: {**assessment, "reference": item.reference}
                for key in ("rate", "rating-history", "rating-measures")
            },
            "save-ratings": assessment,
            "highlight-add": {**assessment, "kind": "strength"},
            "highlight-change": {"public_id": highlight.public_id},
            "highlight-move": {"public_id": highlight.public_id, "direction": "up"},
            "highlight-remove": {"public_id": highlight.public_id},
            "highlight-put-back": {"public_id": highlight.public_id},
            "highlight-points": {"public_id": highlight.public_id},
            **{
                f"highlight-{doing}": {"public_id": highlight.public_id}
                for doing in ("take-over", "merge", "leave", "undo")
            },
            "highlight-order": {**assessment, "kind": "strength"},
            **dict.fromkeys(("suggestions", "suggestion-dismiss", "suggestion-bring-back"), assessment),
            **_of_amendment(partnership),
            "signatures": slug,
            **dict.fromkeys(("sign", "withdraw-signature"), place),
            **{
                key: {**slug, "addition": addendum.public_id, "number": 1}
                for key in ("sign-of-addition", "withdraw-signature-of-addition")
            },
            "scan": {"public_id": scan.public_id},
            **{key: {"slug": edition.agreement.slug} for key in ("grid", "grid-csv", "grid-workbook")},
            **{
                key: {"slug": edition.agreement.slug}
                for key in ("agreement-partnerships", "printed-counts", "reviews", "reviews-csv")
            },
            "open-cycle": {"slug": edition.agreement.slug},
            "agreement-documents": {"slug": edition.agreement.slug},
            **{
                f"{doing}county-summary{kind}": {"slug": edition.agreement.slug, "period": period.key}
                for doing, kind in (("make-", ""), ("preview-", ""), ("", "-workbook"))
            },
            **{
                key: {"slug": edition.agreement.slug, "public_id": cycle.public_id}
                for key in ("due-date", "remind", "same-answer")
            },
            "begin-conference": {**slug, "cycle_id": earlier.public_id},
            "determinations": slug,
            "review": {**slug, "cycle_id": joint.cycle.public_id},
            "screens": {"slug": edition.agreement.slug},
            "own-screens": slug,
            "screen": {
                "slug": edition.agreement.slug,
                "reference": item.reference,
                "period": screened.label,
            },
            **{
                key: {**slug, "reference": item.reference, "period": screened.label}
                for key in ("district-screen", "practice-review")
            },
            **{
                key: {
                    **slug,
                    "cycle_id": joint.cycle.public_id,
                    "subject_id": partnership.partner.public_id,
                }
                for key in ("determination", "agreed-outcome")
            },
            **{
                key: {"public_id": joint.public_id}
                for key in ("conference", "meeting", "fill-agreement", "minutes", "decision-add")
            },
            **{
                f"decision-{key}": {"public_id": joint.public_id, "decision_id": decision.public_id}
                for key in ("change", "remove", "put-back", "settle", "open-again")
            },
            "asked": {"secret": secret},
            "calendar-feed": {"secret": secret_of(CalendarFeed.make(self.liaison, None))},
            "ask-for-values": slug,
            "data-requests": slug,
            **{
                key: {**slug, "public_id": asked.public_id}
                for key in ("data-request", "withdraw-request", "request-again")
            },
            **{
                key: {**slug, "edition": edition.label, "lineage": row.lineage}
                for key in ("evidence-cell", "evidence-values")
            },
            "evidence-files": {**slug, "lineage": row.lineage, "period": period.key},
            **{
                key: {**slug, "public_id": file.public_id}
                for key in ("evidence-file", "delete-evidence-file")
            },
            "trends": slug,
            **{
                key: {**slug, "lineage": item.lineage}
                for key in ("item-trend", "break-lineage", "mend-lineage")
            },
            **dict.fromkeys(("people", "invite-person"), slug),
            **{key: {"slug": edition.agreement.slug} for key in ("agreement-people", "caretakers")},
            **{
                key: {**slug, "public_id": self.liaison.memberships.get().public_id}
                for key in ("replace-person", "reach", "end-membership", "invite-again")
            },
            **dict.fromkeys(("evidence-meaning", "new-definition", "new-breakdown"), of_row),
            "definition": {**of_row, "public_id": definition.public_id},
            **{
                key: {**of_row, "definition_id": definition.public_id}
                for key in ("new-target", "new-population")
            },
            **{
                key: {**of_row, "definition_id": definition.public_id, "public_id": group.public_id}
                for key in ("population", "remove-population")
            },
            **{
                key: {**of_row, "definition_id": definition.public_id, "public_id": target.public_id}
                for key in ("target", "remove-target")
            },
            **{
                key: {**of_row, "public_id": breakdown.public_id} for key in ("breakdown", "breakdown-values")
            },
            "measure-trend": {**slug, "lineage": category.measures.get().lineage},
            "options": slug,
            **{key: {**slug, "kind": REPORT} for key in ("document", "preview-document", "make-document")},
            "choose-document": {**slug, "kind": DocumentKind.AGREEMENT},
            "logo": slug,
            "lead-logo": {"slug": partnership.agreement.slug},
            "slides": {**slug, "public_id": submitted.public_id},
            "api": {"rest": "partnerships"},
            "revoke-token": {"public_id": make_token(self.liaison, "dashboard")[0].public_id},
            "translations": {**slug, "language": "es"},
            **_of_run(partnership.agreement, submitted, self.director),
            "publication": {"public_id": document.public_id},
            "download-publication": {"public_id": document.public_id},
            **_of_publishing(partnership, edition, self.director),
        }

    def pages(self, *, but=()):
        """(name, address) of everything outside the administration."""
        for name, pattern in addresses():
            if not name.startswith("admin:") and name not in but:
                assert not pattern.pattern.converters or name in self.samples, f"Give {name} a sample."
                yield name, reverse(name, kwargs=self.samples.get(name))

    def admin_pages(self):
        """(name, address) of every page of the administration that shows something."""
        yield from ((name, reverse(f"admin:{name}")) for name in ("index", "password_change"))
        for name in ("document", "changes", "next"):
            yield name, reverse(f"admin:partnerships_edition_{name}", args=[self.edition.pk])
        for name in ("partners", "people"):
            agreement = self.edition.agreement
            yield name, reverse(f"admin:partnerships_agreement_{name}", args=[agreement.pk])
        yield "new agreement", f"{reverse('admin:partnerships_agreement_add')}?start=blank&edition="
        yield "adopt", reverse("admin:partnerships_edition_adopt", args=[self.draft_edition.pk])
        yield "adopt addition", reverse("admin:partnerships_addendum_adopt", args=[self.draft_addendum.pk])
        for model, pages in admin.site._registry.items():
            start = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
            yield f"{start}changelist", reverse(f"{start}changelist")
            yield f"{start}add", reverse(f"{start}add")
            row = pages.get_queryset(type("Request", (), {"user": self.admin, "GET": {}})).first()
            if model.__name__ in ROWLESS:
                continue
            assert row, f"Make a {model.__name__} for this walk."
            for name in ("change", "history", "delete"):
                yield f"{start}{name}", reverse(f"{start}{name}", args=[row.pk])
            if hasattr(model, "history") and model.history.filter(id=row.pk).exists():
                version = model.history.filter(id=row.pk).first().pk
                yield f"{start}simple_history", reverse(f"{start}simple_history", args=[row.pk, version])


@pytest.fixture
def world(db):
    return World()


def look(client, address):
    """A page. The administration asks for some single records twice; of its lists this is not forgiven."""
    is_record = address.startswith("/admin/") and re.search(r"/\d+/", address)
    with zeal_ignore() if is_record else nullcontext():
        return client.get(address)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


class InlineFinder(HTMLParser):
    """Collects whatever the content security policy would not run or paint."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "style" or (
            tag == "script" and "src" not in attributes and attributes.get("type") != "application/json"
        ):
            self.found.append(tag)
        for name, value in attrs:
            if (
                name == "style"
                or name.startswith("on")
                or (value or "").strip().lower().startswith("javascript:")
            ):
                self.found.append(f"{tag} {name}={value}")


def inline_in(response):
    finder = InlineFinder()
    finder.feed(response.content.decode())
    return finder.found


@pytest.mark.slow
def test_no_page_is_public_unless_it_is_named(world, client):
    reached = {name for name, address in world.pages() if not leads_to_sign_in(client.get(address))}
    assert reached == PUBLIC
    assert [name for name, address in world.admin_pages() if not leads_to_sign_in(client.get(address))] == []


def leads_to_sign_in(response):
    return response.status_code == 302 and response["Location"].startswith("/accounts/login/?next=")


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_outsider_finds_nothing(world, method):
    client = signed_in(world.outsider)
    for name, address in world.pages(but=PUBLIC | PERSONAL):
        status = getattr(client, method)(address).status_code
        assert status == 404 or (status == 405 and method != method_of(name, address)), (name, status)


def method_of(name, address):
    """“post” for an address that only takes what is sent to it."""
    return "post" if signed_in(make.make_user(is_staff=True)).get(address).status_code == 405 else "get"


@pytest.mark.slow
def test_a_viewer_changes_nothing(world):
    client = signed_in(world.viewer)
    for name, address in world.pages(but=PUBLIC | PERSONAL):
        with CaptureQueriesContext(connection) as queries:
            status = client.post(address).status_code
        assert status in (200, 403, 404, 405), (name, status)
        assert written(queries) == [], name


@pytest.mark.slow
def test_a_director_changes_nothing_in_the_partners_own_draft(world):
    client = signed_in(world.director)
    own_draft = [
        name
        for name in world.samples
        if name.startswith(("assessment-", "rate", "save-", "highlight-"))
        and name not in ("assessment-withdraw", "assessment-ask")  # a decision about the round
    ]
    for name in own_draft:
        status = client.post(reverse(name, kwargs=world.samples[name])).status_code
        assert status in (403, 404, 405), (name, status)


@pytest.mark.slow
def test_the_administration_is_for_administrators(world):
    client = signed_in(world.director)
    for name, address in world.admin_pages():
        assert client.get(address, follow=True).status_code == 403, name


@pytest.mark.slow
@pytest.mark.parametrize("who", ["nobody", "liaison", "director", "admin"])
def test_looking_at_a_page_writes_nothing_leaves_nothing_and_obeys_the_policy(world, who):
    client = Client() if who == "nobody" else signed_in(getattr(world, who))
    for name, address in world.admin_pages() if who == "admin" else world.pages():
        if (name in PUBLIC) != (who == "nobody"):
            continue
        with CaptureQueriesContext(connection) as queries:
            response = look(client, address)
        assert response.status_code in (200, 302, 401, 403, 404, 405), (name, response.status_code)
        assert written(queries) == [], name
        kept = set(response.headers["Cache-Control"].split(", "))
        # Else in the browser of a shared computer.
        keeps = {"public", "max-age=0", "must-revalidate"} if name in PUBLISHED else {"private", "no-store"}
        assert keeps <= kept, (name, kept)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            assert inline_in(response) == [], name
            page = response.content.decode()
            looked_after = who == "nobody" or "accord/leaving.js" in page or "<form" not in page
            assert looked_after, f"{name}: what is typed there would be lost on leaving."


FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
WRITTEN = re.compile(r'<(?:textarea|select)|type="(?:text|date|checkbox|radio)"')
SEEN = re.compile(r'type="hidden" name="(?:\w+_)?(?:seen|was)"|id="answers"')


@pytest.mark.slow
def test_a_page_gone_back_to_has_no_old_words_beside_new_marks(world):
    """A browser would put typed words back into a form whose hidden fields say that the newest was seen."""
    found = set()
    for client in (signed_in(world.liaison), signed_in(world.director)):
        for name, address in world.pages(but=PUBLIC):
            for form, inside in FORM.findall(client.get(address).content.decode(errors="replace")):
                if SEEN.search(form + inside) and (WRITTEN.search(inside) or "answers" in form):
                    found.add(name)
                    assert 'autocomplete="off"' in form, (name, form)
    assert {"assessment", "conference", "meeting", "open-cycle", "sign"} <= found


OF_YEARS = {
    "evidence-period-add",  # where one says which kind a new period is of
    "action-step-doing",  # and how often a step repeats
    *("activity", "activity-line", "add-activity-line"),  # revised in a year, as printed
    # a finding is corrected within a year, whatever cycles are called
    *(
        "case",
        "new-case",
        "correction",
        "findings",
        "screens",
        "screen",
        "district-screen",
        "practice-review",
    ),
    *(
        "school-calendars",
        "new-school-calendar",
        "school-calendar",
        "start-clock",
        "clock-event",
        "clock-rules",
    ),
}


USUAL = re.compile(
    r"\b(?:(?:sub-?)?items?|(?<!activity )categor(?:y|ies)|ratings|(?:an?|the|its|each|joint|no) rating)\b"
)
"""What an agreement that speaks of goals, areas and a status never says. “Begin rating” is a deed, and an
activity category is what Section 21(h) calls one."""
READ_ALOUD = re.compile(r'\b(?:aria-label|placeholder|title|alt|data-nothing)="([^"]*)"')


def said_in(html):
    """What people read or hear of a page, in small letters.

    Left out: files for programs have the same names of columns, and the same words for them, in every agreement.
    """
    html = re.sub(
        r'<(style|script|code)\b.*?</\1>|<(dl|p) class="of-names".*?</\2>', " ", html, flags=re.DOTALL
    )
    words = re.sub(r"<[^>]*>", " ", html)
    return " ".join(" ".join([words, *READ_ALOUD.findall(html)]).split()).casefold()


def said_in_file(response):
    """What a workbook or a table of values says, its hidden sheet aside."""
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/csv"):
        return response.content.decode().casefold()
    if "spreadsheetml" not in kind:
        return ""
    sheets = [sheet for sheet in opened(response.content) if sheet.sheet_state == "visible"]
    cells = (
        str(value) for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row if value
    )
    return " ".join([*(sheet.title for sheet in sheets), *cells]).casefold()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["liaison", "director"])
def test_items_categories_ratings_and_cycles_are_called_by_the_agreement_s_own_words(world, who):
    """“Cycle 99731” on every page, never “Assessment 99731”, and no word of years; no item where it has goals."""
    for number, period in enumerate(Period.objects.all(), 99731):
        Period.objects.filter(pk=period.pk).update(kind=PeriodKind.CYCLE, label=number)
    client, named, own = signed_in(getattr(world, who)), 0, 0
    for name, address in world.pages(but=PUBLIC | PERSONAL - {"home", "help"}):
        response = client.get(address)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        words = said_in(response.text) if is_page else said_in_file(response)
        if is_page and name not in OF_YEARS:
            assert not re.search(r"(?<!cycle )\b9973[1-9]\b|\byears?\b", words), name
        assert not USUAL.search(words), (name, USUAL.findall(words))
        named, own = named + ("cycle 9973" in words), own + bool(re.search("goal|area |status", words))
    assert named > 5
    assert own > 20


@pytest.mark.slow
def test_documents_and_e_mails_use_the_agreement_s_own_words(world):
    edition, partnership, draft = world.edition, world.partnership, world.draft
    draft.due_on, draft.rated, draft.total = date(2023, 7, 1), 1, 3
    printed = said_in(render.state_of_the_partnership(with_parts(gather.state_of_the_partnership(draft))))
    printed += said_in(agreement.agreement(Readers(), partnership, edition).html)
    printed += said_in(render.board_summary(gather.board_summary(draft, Readers())))
    printed += said_in(
        render.county_summary(gather.county_summary(partnership.agreement, draft.cycle.period))
    )
    printed += said_in(render.assessment_form(gather.assessment_form(partnership, edition)))
    printed += said_in(render.tracker(gather.tracker(partnership, edition, Readers())))
    assert not USUAL.search(printed), USUAL.findall(printed)
    assert "statuses and comments" in printed
    assert "area 1: staffing" in printed
    assert how_far(draft, date(2023, 7, 1)).endswith(": 1 of 3 goals are rated.")


def written(queries):
    """What was written, sessions aside."""
    starts = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    return [
        query["sql"]
        for query in queries
        if query["sql"].startswith(starts) and "django_session" not in query["sql"]
    ]


def test_health_is_a_word_without_sign_in(db, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert client.post("/healthz").status_code == 405


def test_an_unknown_address_gets_a_friendly_page(world, client):
    for visitor in (client, signed_in(world.liaison)):
        response = visitor.get("/nothing/here/")
        assert response.status_code == 404
        assert "There is nothing here for you" in response.content.decode()
        assert inline_in(response) == []


def test_a_page_that_is_not_yours_names_whom_to_ask(world):
    response = signed_in(world.viewer).post(reverse("make-document", kwargs=world.samples["make-document"]))
    assert response.status_code == 403
    page = response.content.decode()
    assert f"You are signed in as {world.viewer.email}" in page
    assert inline_in(response) == []


@pytest.mark.parametrize(
    ("view", "sentence"),
    [(server_error, "Something went wrong on our side"), (bad_request, "Accord could not read this request")],
)
def test_errors_are_explained_without_the_database(rf, view, sentence):
    args = (ValueError(),) if view is bad_request else ()
    response = view(rf.get("/"), *args)
    assert sentence in response.content.decode()
    assert inline_in(response) == []
