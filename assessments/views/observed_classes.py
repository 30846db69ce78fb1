"""Classes observed for a review: tallies for its readers, single classes for those alone who write it."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import ClassRule
from assessments.observations.forms import ObservedClassForm
from assessments.observations.tallies import FEWEST_CLASSES, lines_of, tallies_of
from assessments.workflow.history import history_of_classes
from core.history import delete_as

from .access import NotADraft, closed_page, get_assessment, get_draft, get_to_write, writes_draft


@require_safe
def classes(request, public_id):
    """The tallies by school, and what the rule makes of each class."""
    assessment = get_assessment(request, public_id)
    rule = _rule_of(assessment)
    lines = lines_of(assessment, rule)
    context = _about(assessment) | {
        "rule": rule,
        "tallies": tallies_of(assessment, rule, lines, reads_classes=assessment.is_writer),
        "lines": lines if assessment.is_writer else None,
        "entries": history_of_classes(assessment) if assessment.is_writer else [],
        "fewest": FEWEST_CLASSES,
        "changes": assessment.is_writer and assessment.is_open,
    }
    return render(request, "assessments/observations/classes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request, public_id, number=None):
    """Add a class or change it, while the assessment is open."""
    if request.method != "POST":
        assessment = get_to_write(request, public_id)
        return _form_page(request, assessment, _form_of(assessment, number))
    try:
        with transaction.atomic():
            return _save(request, get_draft(request.user, public_id), number)
    except NotADraft as closed:
        return closed_page(request, closed)


@writes_draft
def remove(request, assessment, number):
    """Take a class out. Its history keeps what was entered."""
    record = _class_of(assessment, number)
    delete_as(record, by=request.user)
    messages.success(request, f"{record} is taken out.")
    return redirect("observed-classes", assessment.public_id)


def _save(request, assessment, number):
    form = _form_of(assessment, number, request.POST)
    if number is None:  # the assessment's row is locked: nobody takes the same number
        last = assessment.observed_classes.aggregate(last=Max("number"))["last"] or 0
        form.instance.number = last + 1
    attempt = form.attempt(request.user)
    if attempt.saved is not None:
        messages.success(request, f"{attempt.saved} is saved.")
        return redirect("observed-classes", assessment.public_id)
    return _form_page(request, assessment, form, conflict=attempt.conflict, status=attempt.status)


def _form_of(assessment, number, data=None):
    _rule_of(assessment)
    record = _class_of(assessment, number) if number is not None else None
    return ObservedClassForm(data, assessment=assessment, instance=record)


def _form_page(request, assessment, form, *, conflict=None, status=200):
    context = _about(assessment) | {"form": form, "conflict": conflict}
    return render(request, "assessments/observations/form.html", context, status=status)


def _about(assessment):
    return {"assessment": assessment, "partnership": assessment.partnership, "section": "assessments"}


def _rule_of(assessment):
    rule = ClassRule.objects.filter(edition=assessment.cycle.edition_id).first()
    if rule is None:
        raise Http404("Its edition classifies no classes.")
    return rule


def _class_of(assessment, number):
    record = assessment.observed_classes.filter(number=number).first()
    if record is None:
        raise Http404("No such class.")
    return record
