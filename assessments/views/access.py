"""Pages about assessments. Each view fetches, validates, acts and answers."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST

from assessments.models import Assessment
from core.prepared import prepared
from partnerships.reach import reaches


def get_assessment(request, public_id):
    """The assessment at an address; a 404 for someone who may not know of it."""
    return _readable(request.user, _at(public_id))


@prepared
def _at(public_id):
    found = Assessment.objects.with_partnership().with_parties().with_class_rule()
    return found.filter(public_id=public_id).order_by()[:1]


@prepared
def _locked_at(public_id, *, sparing):
    locked = Assessment.objects.select_for_update(of=("self",), no_key=True).filter(public_id=public_id)
    rows = locked.select_related(*ASKED_BY_ACCESS) if sparing else locked.with_partnership().with_class_rule()
    return rows.order_by()[:1]


ASKED_BY_ACCESS = ("partnership__agreement", "partnership__partner", "cycle__edition", "cycle__period", "by")


def get_draft(user, public_id, *, sparing=False):
    """The draft a writer changes, its row locked until the transaction ends.

    Outsiders get a 404, readers a 403; one that is no longer a draft raises NotADraft for a clear answer. With
    `sparing`, what pages show besides is read only when it is asked for.
    """
    assessment = _readable(user, _locked_at(public_id, sparing=sparing))
    if not assessment.is_writer:
        raise PermissionDenied
    if not assessment.is_open:
        raise NotADraft(assessment)
    return assessment


def get_to_write(request, public_id):
    """The draft at an address, for those who write it while it is open; others who may see it get a 403."""
    assessment = get_assessment(request, public_id)
    if not (assessment.is_writer and assessment.is_open):
        raise PermissionDenied("Those who write the assessment do so while it is open.")
    return assessment


def get_within_reach(user, public_id):
    """The assessment at an address whose status and progress a person may know, `readable` or not; else a 404."""
    assessment = next(iter(_at(public_id)), None)
    if assessment is None or not reaches(user, assessment.partnership):
        raise Http404("No such assessment.")
    return assessment.seen_by(user)


def _readable(user, found):
    """The one assessment that was found at an address, if any."""
    assessment = next(iter(found), None)
    if assessment is not None and hasattr(assessment, "parties_read"):
        keys = assessment.parties_read
        assessment.partnership.known_parties = frozenset(map(int, keys.split(","))) if keys else frozenset()
    if assessment is None or not (
        reaches(user, assessment.partnership) and assessment.seen_by(user).readable
    ):
        raise Http404("No such assessment.")
    return assessment


TYPED = ("comment", "text", "participants", "agenda", "what", "who", "by_when", "answer")
"""How the names of the fields end in which people write sentences."""


class NotADraft(Exception):
    """The assessment was submitted or made final, perhaps a moment ago in another window."""

    def __init__(self, assessment):
        super().__init__()
        self.assessment = assessment

    @property
    def sentence(self):
        if self.assessment.is_final:
            return "This assessment is final. Nothing in it changes any more; what you typed was not saved."
        if self.assessment.is_withdrawn:
            return (
                f"This assessment is no longer asked for: “{self.assessment.remark}” "
                "Nothing in it changes now; what you typed was not saved."
            )
        return (
            "This assessment was submitted. It can no longer be changed here; what you typed was not saved."
        )


def closed_page(request, closed, typed=()):
    """Answers who wanted to change an assessment that is no longer open, with what they typed."""
    template = "assessments/_closed.html" if request.htmx else "assessments/closed.html"
    context = {
        "assessment": closed.assessment,
        "partnership": closed.assessment.partnership,
        "section": "assessments",
        "sentence": closed.sentence,
        "typed": typed,
    }
    return render(request, template, context, status=409)


def writes_draft(view, *, sparing=False):
    """A POST that changes a draft: one transaction, the row locked, a clear answer when it is closed.

    A TemplateResponse is rendered when the transaction is over. `sparing` is for views that show no page.
    """

    @require_POST
    @wraps(view)
    def wrapper(request, public_id, **kwargs):
        try:
            with transaction.atomic():
                return view(request, get_draft(request.user, public_id, sparing=sparing), **kwargs)
        except NotADraft as closed:
            typed = [value for name, value in request.POST.items() if name.endswith(TYPED) and value]
            return closed_page(request, closed, typed)

    return wrapper
