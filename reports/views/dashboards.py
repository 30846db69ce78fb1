"""Home: my partnerships and the one thing that waits for me. And one partnership at a glance."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, When
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from actionsteps.plans import plans_of
from assessments.models import HANDED_IN, Assessment, AssessmentStatus, Rating
from assessments.progress import with_progress
from evidence.tables import evidence_figures
from partnerships.access import get_partnership
from partnerships.models import Category, Edition, EditionStatus, Item, Membership, Partnership, Role
from partnerships.views import in_force_or_newest
from reports.models import Publication, PublicationStatus

SHOWN_ON_OVERVIEW = 5
"""Assessments listed on a partnership's page; the others are a link away."""


@dataclass(frozen=True)
class Waiting:
    """The one thing that waits for a person: which assessment, what is to be said of it, and the button."""

    assessment: Assessment
    sentence: str
    button: str
    elsewhere: str = ""
    """Where the button leads, if not to the assessment."""
    more: int = 0
    """In how many other partnerships something waits for this person too."""

    @property
    def address(self):
        return self.elsewhere or reverse("assessment", args=[self.assessment.public_id])


@require_safe
def home(request):
    partnerships = list(
        Partnership.objects.visible_to(request.user)
        .select_related("agreement__lead", "partner")
        .order_by("agreement__title", "agreement", "partner__short_name")
    )
    current = _current_assessments(request.user)
    for partnership in partnerships:
        partnership.current = current.get(partnership.pk, [])
    groups = groupby(partnerships, key=lambda partnership: partnership.agreement)
    memberships = list(Membership.objects.filter(user=request.user).select_related("organization"))
    context = {
        "waiting": what_waits(request.user),
        "memberships": memberships,
        "directs": {one.organization_id for one in memberships if one.role == Role.DIRECTOR},
        "agreements": [(agreement, list(rows)) for agreement, rows in groups],
    }
    return render(request, "reports/home.html", context)


@require_safe
def partnership(request, slug):
    partnership = get_partnership(request.user, slug)
    assessments = _as_seen_by(request.user, Assessment.objects.filter(partnership=partnership).newest_first())
    documents = Publication.objects.visible_to(request.user).filter(
        assessment__partnership=partnership, status=PublicationStatus.READY
    )
    plan = next(iter(plans_of(partnership)), None)
    context = {
        "partnership": partnership,
        "section": "overview",
        "waiting": what_waits(request.user, partnership),
        "edition": _edition(partnership),
        "today": timezone.localdate(),
        "assessments": assessments[:SHOWN_ON_OVERVIEW],
        "more_assessments": len(assessments[SHOWN_ON_OVERVIEW:]),
        "evidence": evidence_figures(partnership),
        "plan": plan,
        "step_count": plan.steps.count() if plan else 0,
        "documents": documents.filter(status=PublicationStatus.READY).aggregate(
            count=Count("pk"), newest=Max("finished_at")
        ),
    }
    return render(request, "reports/partnership.html", context)


def what_waits(user, partnership=None):
    """The first of these that there is, or None: what came back, the oldest to review, a conference to begin or
    to go on with, the newest draft to go on with, the newest to read.

    Of a cycle's several, the joint one, then the partner's own. One query, and one more over all partnerships.
    """
    assessments = with_progress(
        Assessment.objects.visible_to(user).with_partnership().select_related("returned_by")
    )
    if partnership:
        assessments = assessments.filter(partnership=partnership)
    beside = Assessment.objects.filter(
        partnership=OuterRef("partnership"), cycle=OuterRef("cycle"), by__isnull=False
    )
    beside = beside.asked().exclude(pk=OuterRef("pk"))
    joint = Assessment.objects.filter(partnership=OuterRef("partnership"), cycle=OuterRef("cycle"), by=None)
    assessments = assessments.annotate(
        has_others=Exists(beside), others_write=Exists(beside.open()), has_joint=Exists(joint)
    )
    tells = _tells()
    rank = Case(*(When(condition, then=place) for place, (condition, _) in enumerate(tells)))
    oldest_to_review = Case(When(rank=1, then="submitted_at"))
    ranked = assessments.annotate(rank=rank).exclude(rank=None)
    joint_first = Case(When(by=None, then=0), When(by=F("partnership__partner"), then=1), default=2)
    first = ranked.order_by("rank", oldest_to_review, "-cycle__period__start", joint_first).first()
    if first is None:
        return None
    waiting = tells[first.rank][1](first)
    if partnership:
        return waiting
    to_do = ranked.filter(rank__lt=len(tells) - 1).exclude(partnership=first.partnership)
    return replace(waiting, more=to_do.order_by().values("partnership").distinct().count())


def _tells():
    """What may wait, the most urgent first: of which assessments, and how it is told."""
    submitted = Q(status=AssessmentStatus.SUBMITTED)
    side, joint = Q(by__isnull=False), Q(by=None)
    takes_part = Q(is_writer=True) | Q(is_reviewer=True)
    # A joint draft without sides is the partner's to fill in; the director gets it to review.
    own = Q(is_reviewer=False) | Q(by=F("partnership__agreement__lead"))
    to_confer = submitted & side & takes_part & Q(has_others=True, others_write=False, has_joint=False)
    return [
        (
            Q(status=AssessmentStatus.RETURNED, is_writer=True) & (own | joint & Q(has_others=True)),
            _to_change,
        ),
        (submitted & Q(is_reviewer=True) & (joint | Q(has_others=False, has_joint=False)), _to_review),
        (to_confer, _to_confer),
        (Q(status=AssessmentStatus.DRAFT, is_writer=True, has_others=True) & joint, _in_conference),
        (Q(status=AssessmentStatus.DRAFT, is_writer=True) & own, _to_go_on_with),
        (Q(status__in=HANDED_IN), _to_read),
    ]


def _to_change(assessment):
    by = assessment.returned_by.name if assessment.returned_by else "The director"
    went_back = "reopened it" if assessment.was_reopened else "returned it"
    if assessment.was_asked_again:
        went_back = "asks for it again"
    return Waiting(assessment, f"{by} {went_back}: “{Truncator(assessment.remark).words(40)}”", "See to it")


def _to_confer(assessment):
    address = reverse("assessments", args=[assessment.partnership.slug])
    sentence = "Everybody asked has submitted. The conference can begin."
    return Waiting(
        assessment, sentence, "Go to the conference", f"{address}#cycle-{assessment.cycle.public_id}"
    )


def _in_conference(assessment):
    sentence = (
        f"The conference is running: {assessment.rated} of {assessment.total} agreed.{_due(assessment)}"
    )
    address = reverse("conference", args=[assessment.public_id])
    return Waiting(assessment, sentence, "Go on with the conference", address)


def _to_review(assessment):
    count = f"{assessment.rated} of {assessment.total} rated"
    return Waiting(assessment, f"{count}, submitted and waiting for your review.", "Review it")


def _due(assessment):
    due = assessment.cycle.due_on
    verb = "It was due" if due and due < timezone.localdate() else "Due"
    return f" {verb} {date_format(due, 'M j, Y')}." if due else ""


def _to_go_on_with(assessment):
    by_when = _due(assessment)
    if assessment.unrated == 0:
        return Waiting(assessment, f"All {assessment.total} items are rated.{by_when}", "Check and submit")
    count = f"{assessment.rated} of {assessment.total} rated.{by_when}"
    return Waiting(assessment, count, "Continue" if assessment.rated else "Begin rating")


def _to_read(assessment):
    count = f"{assessment.rated} of {assessment.total} rated"
    return Waiting(assessment, f"{count}, {assessment.get_status_display()}.", "Read it")


def _current_assessments(user):
    """The assessments of each visible partnership's newest cycle, by partnership."""
    newest = (
        Assessment.objects.filter(partnership=OuterRef("partnership"))
        .order_by("-cycle__period__start", "-cycle")
        .values("cycle")[:1]
    )
    visible = Partnership.objects.visible_to(user)
    rows = Assessment.objects.filter(partnership__in=visible, cycle=Subquery(newest)).order_by("by", "pk")
    current: dict[int, list[Assessment]] = {}
    for row in _as_seen_by(user, rows):
        current.setdefault(row.partnership_id, []).append(row)
    return current


def _as_seen_by(user, assessments):
    """Assessments with progress; whether this person may open each, whether it is late, and its last change."""
    last_rating = (
        Rating.objects.filter(assessment=OuterRef("pk")).order_by("-updated_at").values("updated_at")
    )
    rows = list(with_progress(assessments.with_partnership()).annotate(last_rating=Subquery(last_rating[:1])))
    readable = set(
        Assessment.objects.visible_to(user)
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    today = timezone.localdate()
    for row in rows:
        row.readable = row.pk in readable
        row.is_late = row.is_open and row.cycle.due_on is not None and row.cycle.due_on < today
        dates = (row.made_final_at, row.returned_at, row.submitted_at, row.last_rating)
        row.last_change = max(filter(None, dates), default=None)
    return rows


def _edition(partnership):
    """The edition in force today or else the newest that was adopted, with its figures for this partnership."""
    rated = Item.objects.for_partnership(partnership).rated().filter(edition=OuterRef("pk"))
    categories = Category.objects.filter(edition=OuterRef("pk"))
    adopted = Edition.objects.filter(agreement=partnership.agreement, status=EditionStatus.ADOPTED)
    return in_force_or_newest(
        list(adopted.annotate(rated=_count(rated), category_count=_count(categories)).newest_first())
    )


def _count(rows):
    """How many rows of an edition, as a subquery."""
    return Subquery(rows.order_by().values("edition").annotate(n=Count("pk")).values("n"))
