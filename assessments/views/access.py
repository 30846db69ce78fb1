"""Pages about assessments. Each view fetches, validates, acts and answers."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from assessments.models import Assessment


def get_assessment(request, public_id):
    """The assessment at an address; a 404 for someone who may not know of it."""
    visible = Assessment.objects.visible_to(request.user).with_partnership()
    return get_object_or_404(visible, public_id=public_id)


def locked_for(user):
    """The assessments somebody sees; the rows that are read of it stay locked until the transaction ends."""
    visible = Assessment.objects.visible_to(user).with_partnership()
    return visible.select_for_update(of=("self",), no_key=True)


def get_draft(locked, public_id):
    """The draft a writer changes, its row locked until the transaction ends.

    Outsiders get a 404, readers a 403; one that is no longer a draft raises NotADraft for a clear answer.
    """
    assessment = get_object_or_404(locked, public_id=public_id)
    if not assessment.is_writer:
        raise PermissionDenied
    if not assessment.is_open:
        raise NotADraft(assessment)
    return assessment


TYPED = ("comment", "text", "participants", "agenda", "decisions")
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


def writes_draft(view):
    """A POST that changes a draft: one transaction, the row locked, a clear answer when it is closed.

    A TemplateResponse is rendered when the transaction is over.
    """

    @require_POST
    @wraps(view)
    def wrapper(request, public_id, **kwargs):
        # Building this query takes longer than running it, and on SQLite one transaction writes at a time.
        locked = locked_for(request.user)
        try:
            with transaction.atomic():
                return view(request, get_draft(locked, public_id), **kwargs)
        except NotADraft as closed:
            typed = [value for name, value in request.POST.items() if name.endswith(TYPED) and value]
            return closed_page(request, closed, typed)

    return wrapper
