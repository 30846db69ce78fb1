"""Records for tests: plain functions that fill in what a test does not care about."""

from datetime import date
from itertools import count

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organization, OrganizationKind, Role
from actionsteps.funding.deeds import SUBMIT as SUBMIT_REQUEST
from actionsteps.funding.deeds import decide, go, seen_in
from actionsteps.funding.reading import whole
from actionsteps.models import (
    Action,
    ActionPlan,
    ActionStep,
    ActivityTable,
    Feedback,
    Fund,
    FundingOutcome,
    FundingRequest,
    LaunchPlan,
)
from actionsteps.plans.versions import release
from assessments.models import (
    Assessment,
    AssessmentEvent,
    AssessmentStatus,
    ClassRule,
    Cycle,
    Meeting,
    Rating,
)
from assessments.workflow.applying import apply
from assessments.workflow.transitions import (
    ASK_AGAIN,
    CLOSE,
    CONFIRM,
    MAKE_FINAL,
    REOPEN,
    RETURN,
    STOP_ASKING,
    SUBMIT,
    TAKE_BACK,
)
from determinations.models import Screen, ScreenKind
from evidence.models import Breakdown, BreakdownPart, EvidenceRow, Observation
from evidence.understanding import understand
from partnerships.access import narrow
from partnerships.models import (
    Agreement,
    Category,
    Cohort,
    Counted,
    Edition,
    EditionStatus,
    Item,
    LevelKind,
    Measure,
    Partnership,
    Period,
    PeriodKind,
    PrintedCount,
    RatingLevel,
    RatingScale,
    Submission,
)
from partnerships.reach import reaches
from reports.access import reaches_document
from reports.models import DocumentKind, Publication, PublicationStatus

REPORT = DocumentKind.STATE_OF_THE_PARTNERSHIP

_numbers = count(1)
_years = count(2001)
"""Of their own, and begun anew in each test: a long run would come to the years that tests name."""

PASSWORD = "correct-horse-battery"


def make_user(**fields):
    number = next(_numbers)
    fields = {"name": f"Person {number}", "email": f"person{number}@example.org", **fields}
    return get_user_model().objects.create_user(password=PASSWORD, **fields)


def make_organization(**fields):
    number = next(_numbers)
    defaults = {"name": f"School District {number}", "short_name": f"District {number}"}
    return Organization.objects.create(**defaults | {"kind": OrganizationKind.PARTNER_DISTRICT} | fields)


def make_scale(**fields):
    """0 to 3 and N/A, met from 2, with the * flag."""
    fields = {"name": f"Scale {next(_numbers)}", "met_from": 2, **fields}
    scale = RatingScale.objects.create(
        **{"flag_symbol": "*", "flag_label": "Has impacted student outcomes"} | fields
    )
    labels = ["Not yet implemented", "An approach is in place", "Fully implemented", "Positive outcomes"]
    levels = [
        RatingLevel(
            scale=scale,
            code=str(n),
            value=n,
            label=label,
            words=f"{label} (printed)",
            colour=f"ink-{n}",
            position=n,
        )
        for n, label in enumerate(labels)
    ]
    levels.append(
        RatingLevel(
            scale=scale,
            code="N/A",
            kind=LevelKind.NOT_APPLICABLE,
            label="Not applicable",
            words="Not applicable (printed)",
            colour="outside",
            position=4,
        )
    )
    RatingLevel.objects.bulk_create(levels)
    return scale


def make_agreement(**fields):
    number = next(_numbers)
    if "lead" not in fields:
        fields["lead"] = make_organization(kind=OrganizationKind.LEAD_AGENCY)
    return Agreement.objects.create(
        **{"title": f"Agreement {number}", "slug": f"agreement-{number}"} | fields
    )


OWN_WORDS = {
    **{"item_word": "goal", "item_words": "goals", "category_word": "area", "category_words": "areas"},
    **{"level_word": "status", "level_words": "statuses", "cycle_word": "review", "cycle_words": "reviews"},
}
"""Of an agreement that has other words than the usual ones."""


def make_edition(**fields):
    """A draft, so that its text can be written; `adopt` it afterwards."""
    defaults = {"label": f"Edition {next(_numbers)}", "effective_from": date(2023, 7, 1)}
    if "agreement" not in fields:
        fields["agreement"] = make_agreement()
    if "scale" not in fields:
        fields["scale"] = make_scale()
    return Edition.objects.create(**defaults | fields)


def adopt(edition):
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.ADOPTED)
    edition.refresh_from_db()
    return edition


def retire(edition):
    """As an edition that was in use before anyone kept it here: it needs no first day."""
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.RETIRED)
    edition.refresh_from_db()
    return edition


def make_category(edition=None, **fields):
    edition = edition or make_edition()
    number = str(fields.get("number", edition.categories.count() + 1))
    fields = {"position": number} | fields | {"number": number}
    return Category.objects.create(edition=edition, **{"title": f"Chapter {number}"} | fields)


def make_item(category, **fields):
    position = category.items.count() + 1
    siblings = category.items.filter(parent=fields.get("parent")).count()
    number = "abcdefghijklmnopqrstuvwxyz"[siblings] if fields.get("parent") else str(siblings + 1)
    defaults = {"number": number, "text": f"Promise {position}", "position": position}
    return Item.objects.create(category=category, **defaults | fields)


def make_cohort(agreement, **fields):
    return Cohort.objects.create(agreement=agreement, **{"label": f"Cohort {next(_numbers)}"} | fields)


def make_printed_count(agreement, number, **fields):
    """By default of the partners of the whole agreement."""
    words = {"words": f"{number} districts", "place": "Current Status", "counted": Counted.PARTNERS}
    return PrintedCount.objects.create(agreement=agreement, number=number, **words | fields)


def make_policy_choice(agreement, *options, **fields):
    """A question of its plan with these options, none of which is chosen."""
    position = next(_numbers)
    words = {
        "title": f"Method {position}",
        "question": "Which holds?",
        "source": "Plan",
        "position": position,
    }
    choice = agreement.policy_choices.create(**words | fields)
    for position, option in enumerate(options or ("The first", "The second"), 1):
        choice.options.create(words=option, position=position)
    return choice


def make_submission(agreement, *changes, **fields):
    """With what it changes, each line as (text, items)."""
    days = {} if {"due_on", "submitted_on"} & fields.keys() else {"submitted_on": date(2013, 2, 15)}
    submission = agreement.submissions.create(**{"title": f"Revisions {next(_numbers)}"} | days | fields)
    for position, (text, items) in enumerate(changes, 1):
        submission.changes.create(text=text, position=position).items.set(items)
    return submission


def make_class_rule(edition, **fields):
    """The rule of the School Review of Kairos Academies."""
    minimum = {"minimum_observed": 75, "minimum_engaged": 70, "minimum_engaged_to": 89}
    exemplary = {"exemplary_observed": 90, "exemplary_engaged": 90}
    words = {"minimum_words": "75% and 70-89%", "exemplary_words": "90%+ and 90%+"}
    return ClassRule.objects.create(edition=edition, **minimum | exemplary | words | fields)


def make_meeting(partnership, *points, closed="", **fields):
    """`points` are titles with further fields; `closed` is what a closed session at the end is about."""
    meeting = Meeting.objects.create(
        partnership=partnership, **{"title": "Board meeting", "held_on": date(2023, 11, 2)} | fields
    )
    for place, (title, more) in enumerate(points, 1):
        meeting.points.create(title=title, position=place, **more)
    if closed:
        law = {"is_closed": True, "citation": "RSMo Section 610.021.(2)"}
        meeting.points.create(title="Closed Session", text=closed, position=len(points) + 1, **law)
    return meeting


def make_partnership(**fields):
    if "agreement" not in fields:
        fields["agreement"] = make_agreement()
    if "partner" not in fields:
        fields["partner"] = make_organization()
    return Partnership.objects.create(**{"slug": f"partnership-{next(_numbers)}"} | fields)


def make_membership(user, organization, role=Role.LIAISON, *, only=None):
    """Reaching all partnerships of the organization, or only those named."""
    membership = Membership.objects.create(
        user=user, organization=organization, role=role, reaches_all=only is None
    )
    if only is not None:
        narrow(membership, only)
    return membership


def make_liaison(partnership):
    user = make_user()
    make_membership(user, partnership.partner, Role.LIAISON)
    return user


def make_director(partnership):
    user = make_user()
    make_membership(user, partnership.agreement.lead, Role.DIRECTOR)
    return user


def make_viewer(partnership):
    user = make_user()
    make_membership(user, partnership.partner, Role.VIEWER)
    return user


def make_period(**fields):
    """Each a school year later than the one before."""
    year = next(_years)
    defaults = {"label": f"{year}-{year + 1}", "kind": PeriodKind.SCHOOL_YEAR}
    days = {"start": date(year, 7, 1), "end": date(year + 1, 6, 30)}
    return Period.objects.create(**defaults | days | fields)


def make_cycle(**fields):
    """Of an adopted edition: one that is still a draft is adopted first, so write its text before."""
    edition = fields.setdefault("edition", None) or make_edition()
    fields["edition"] = adopt(edition) if edition.is_draft else edition
    if "period" not in fields:
        fields["period"] = make_period()
    within = fields["edition"].covers(fields["period"])
    return Cycle.objects.create(**{"outside_reason": "" if within else "No other edition is there."} | fields)


def make_assessment(partnership=None, **fields):
    """A joint draft assessment, in an edition of the partnership's agreement."""
    if "cycle" not in fields:
        agreement = {"agreement": partnership.agreement} if partnership else {}
        fields["cycle"] = make_cycle(edition=make_edition(**agreement))
    if partnership is None:
        partnership = make_partnership(agreement=fields["cycle"].edition.agreement)
    return Assessment.objects.create(partnership=partnership, **fields)


def close(assessment, status=AssessmentStatus.FINAL):
    """Give an assessment its status once its ratings stand."""
    Assessment.objects.filter(pk=assessment.pk).update(status=status)
    assessment.refresh_from_db()
    return assessment


def happens(kind, assessment, **fields):
    """What happened to an assessment, for the tests that read it."""
    return AssessmentEvent.objects.create(assessment=assessment, kind=kind, **fields)


def submit(assessment, *, by, words=""):
    return apply(SUBMIT, assessment, by=by, words=words)


def take_back(assessment, *, by):
    return apply(TAKE_BACK, assessment, by=by)


def give_back(assessment, *, by, words):
    return apply(RETURN, assessment, by=by, words=words)


def make_final(assessment, *, by):
    return apply(MAKE_FINAL, assessment, by=by)


def confirm(assessment, *, by):
    return apply(CONFIRM, assessment, by=by)


def close_without(assessment, *, by, words="Agreed on in writing."):
    """Make a joint one final although not every side has confirmed it."""
    return apply(CLOSE, assessment, by=by, words=words)


def reopen(assessment, *, by, words):
    return apply(REOPEN, assessment, by=by, words=words)


def withdraw(assessment, *, by, words):
    return apply(STOP_ASKING, assessment, by=by, words=words)


def ask_again(assessment, *, by, words):
    return apply(ASK_AGAIN, assessment, by=by, words=words)


def make_rating(assessment, item, code=None, **fields):
    level = assessment.cycle.edition.scale.levels.get(code=code) if code is not None else None
    return Rating.objects.create(assessment=assessment, item=item, level=level, **fields)


def make_measure(category, **fields):
    """A line under “as evidenced by”."""
    position = category.measures.count() + 1
    defaults = {"label": f"Evidence {position}", "position": position}
    return Measure.objects.create(category=category, **defaults | fields)


def make_administrator(**fields):
    return make_user(is_staff=True, is_superuser=True, **fields)


def make_screen(item, **fields):
    """Of an item of a draft: twice the state's rate, with one rule from a period of its own on."""
    screen = Screen.objects.create(
        **{"edition": item.edition, "item": item, "position": 1, "name": "discrepancy"} | fields
    )
    period = make_period(kind=PeriodKind.FEDERAL_FISCAL_YEAR)
    counts = {"state_counted": 756, "state_enrolled": 46_169, "decimals": 2}
    screen.rules.create(
        edition=item.edition, name="Rate", from_period=period, kind=ScreenKind.RATE, numerator=2, **counts
    )
    return screen


def make_row(category, partnership, *cells, **fields):
    """A row of the partnership's evidence table, with its values as (period, text) or (period, text, status).

    `answers` are the measures it answers.
    """
    position = category.evidence_rows.filter(partnership=partnership).count() + 1
    answers = fields.pop("answers", [])
    defaults = {"label": f"Row {position}", "position": position}
    row = EvidenceRow.objects.create(category=category, partnership=partnership, **defaults | fields)
    row.measures.set(answers)
    for period, text, *status in cells:
        make_value(row, period, text, **{"status": status[0]} if status else {})
    return row


def make_value(row, period, text, **fields):
    """A value as it is read from its text, but for what is given."""
    value = Observation(row=row, period=period, text=text)
    understand(value)
    for name, given in fields.items():
        setattr(value, name, given)
    value.save()
    return value


def make_plan(partnership, edition, **fields):
    return ActionPlan.objects.create(
        partnership=partnership, edition=edition, **{"title": "Action Steps", "version": "1"} | fields
    )


def make_step(plan, category, *actions, feedback="", items=(), **fields):
    """A step with its actions as (text, timeline)."""
    fields = {"position": plan.steps.count() + 1, **fields}
    step = ActionStep.objects.create(plan=plan, category=category, **fields)
    step.items.set(items)
    if feedback:
        step.feedback.add(Feedback.objects.get_or_create(partnership=plan.partnership, text=feedback)[0])
    for position, (text, timeline) in enumerate(actions, 1):
        Action.objects.create(step=step, text=text, timeline=timeline, position=position)
    return step


def issue_document(**fields):
    """A document that is made, without anything to read in it."""
    made = {"content": b"%PDF-1.7", "sha256": "0", "finished_at": timezone.now()}
    return Publication.objects.create(status=PublicationStatus.READY, **made, **fields)


def release_plan(plan):
    """Once its steps are written: their words are closed then."""
    return release(plan, plan.version, by=None)


def make_whole(agreement):
    """The partnership of the lead organization itself: a state's own plan."""
    return make_partnership(agreement=agreement, partner=agreement.lead)


def make_activity_table(submission, partnership, *lines, items=(), **fields):
    """In a submission, with its lines as (step, number, words, status). What is handed in cannot be added to:
    `hand_in` the submission afterwards."""
    position = partnership.activity_tables.count() + 1
    table = ActivityTable.objects.create(
        submission=submission,
        partnership=partnership,
        **{"heading": "Improvement Activities", "position": position} | fields,
    )
    table.items.set(items)
    for place, (step, number, text, status) in enumerate(lines, 1):
        table.lines.create(step=step, number=number, text=text, status=status, position=place)
    return table


def hand_in(submission, on=date(2013, 2, 15)):
    Submission.objects.filter(pk=submission.pk).update(submitted_on=on)
    submission.refresh_from_db()


def make_launch_plan(agreement, *tasks, **fields):
    """Tasks, “Visit” without others, by two months of 2018 and the half year after them."""
    plan = LaunchPlan.objects.create(agreement=agreement, **{"title": "Phase one"} | fields)
    for label, first, last in (
        ("Jan 18", date(2018, 1, 1), date(2018, 1, 31)),
        ("Feb 18", date(2018, 2, 1), date(2018, 2, 28)),
        ("Mar- Aug 18", date(2018, 3, 1), date(2018, 8, 31)),
    ):
        plan.periods.create(label=label, first_day=first, last_day=last)
    for position, words in enumerate(tasks or ["Visit"], 1):
        plan.tasks.create(words=words, position=position)
    return plan


def say(partnership, text="Write to us more often", **fields):
    """What somebody told the partnership."""
    return Feedback.objects.create(partnership=partnership, text=text, **fields)


def make_fund(agreement, **fields):
    """Of two priorities and two activity categories."""
    fund = Fund.objects.create(
        agreement=agreement, **{"name": f"Section {next(_numbers)}", "guidance": "A *rationale*"} | fields
    )
    for position, name in enumerate(("Literacy", "P-8"), 1):
        fund.priorities.create(name=name, position=position)
    for position, name in enumerate(("Teacher mentors", "Increased instructional time"), 1):
        fund.categories.create(name=name, position=position)
    agreement.has_funds = True
    agreement.save()
    return fund


def make_funding_request(partnership, *amounts, items=(), rows=(), **fields):
    """A draft that may be submitted, with an activity for each amount, $60,000 by default."""
    fund = fields.get("fund") or partnership.agreement.funds.first() or make_fund(partnership.agreement)
    defaults = {
        "fund": fund,
        "title": f"Request {next(_numbers)}",
        "subject": partnership.partner,
        "rationale": "Third graders read below their grade.",
        "effectiveness": "Reading scores in spring.",
    }
    if "period" not in fields:
        defaults["period"] = make_period()
    asked = FundingRequest.objects.create(partnership=partnership, **defaults | fields)
    asked.items.set(items)
    asked.priorities.set(fund.priorities.all()[:1])
    asked.evidence.set(rows)
    for position, amount in enumerate(amounts or [60_000], 1):
        category = fund.categories.all()[(position - 1) % 2]
        asked.activities.create(
            what=f"Activity {position}", category=category, amount=amount, position=position
        )
    return asked


def request_whole(asked):
    return whole(FundingRequest.objects.filter(pk=asked.pk)).get()


def submit_request(asked, *, by):
    asked = request_whole(asked)
    go(SUBMIT_REQUEST, asked, "", seen=seen_in(asked), by=by)
    return request_whole(asked)


def grant(asked, *, by, amount=None, shares=(), words="It follows from the goals."):
    """Grant a submitted request as asked, or a smaller amount."""
    asked = request_whole(asked)
    outcome = FundingOutcome.WHOLE if amount in (None, asked.asked) else FundingOutcome.PART
    by_activity = dict(zip((one.pk for one in asked.activities.all()), shares, strict=False))
    granted = asked.asked if amount is None else amount
    decide(asked, outcome, granted, by_activity, words, seen=seen_in(asked), by=by)
    return request_whole(asked)


def readable_by(person, **only):
    """The assessments that a person may read."""
    return [
        one
        for one in Assessment.objects.with_partnership().filter(**only).order_by("pk")
        if reaches(person, one.partnership) and one.seen_by(person).readable
    ]


def ask_for_document(client, kind, partnership, of="", **said):
    """The answer to asking for a document. `of` is an assessment, the key of a period, or nothing."""
    said["of"] = getattr(of, "public_id", of)
    return client.post(reverse("make-document", args=[partnership.slug, kind]), said)


def documents_of(person):
    """The documents that a person may see."""
    documents = Publication.objects.for_readers().with_subject().order_by("pk")
    return [one for one in documents if reaches_document(person, one)]


def make_parts(row, *labels, name="School"):
    """The parts of one breakdown of a row, in their order."""
    breakdown = Breakdown.objects.create(row=row, name=name, position=row.breakdowns.count() + 1)
    return [
        BreakdownPart.objects.create(breakdown=breakdown, label=label, position=place)
        for place, label in enumerate(labels, 1)
    ]
