"""How an agreement's text was handed in, for everybody in it; kept by the directors of all its partnerships."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.access import directs_all_of, get_agreement_seen
from partnerships.models import Submission
from partnerships.submissions.forms import LetterForm, SubmissionForm


@require_safe
def submissions(request, slug):
    """Those to come, then those handed in, the last one first."""
    agreement = get_agreement_seen(request.user, slug)
    found = agreement.submissions.prefetch_related("changes__items", "letters__items")
    context = {
        "agreement": agreement,
        "submissions": found,
        "writes": directs_all_of(request.user, agreement),
        "today": timezone.localdate(),
    }
    return render(request, "partnerships/submissions/submissions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request, slug, public_id=None):
    """A submission to come or handed in, with what it changes."""
    agreement = _agreement_to_write(request, slug)
    record = get_object_or_404(agreement.submissions, public_id=public_id) if public_id else None
    form = SubmissionForm(request.POST or None, agreement=agreement, instance=record)
    title = f"Change “{record}”" if record else "Enter a submission"
    return _write(request, agreement, form, title=title, done="The submission is saved.")


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request, slug, public_id, letter_id=None):
    """A letter about a submission."""
    agreement = _agreement_to_write(request, slug)
    of = get_object_or_404(agreement.submissions, public_id=public_id)
    record = get_object_or_404(of.letters, public_id=letter_id) if letter_id else None
    form = LetterForm(request.POST or None, submission=of, instance=record)
    title = "Change this letter" if record else f"A letter about “{of}”"
    return _write(request, agreement, form, title=title, done="The letter is saved.")


def _agreement_to_write(request, slug):
    agreement = get_agreement_seen(request.user, slug)
    if not directs_all_of(request.user, agreement):
        raise PermissionDenied("Submissions are kept by the directors of all partnerships.")
    return agreement


def _write(request, agreement, form, *, title, done):
    attempt, back = form.attempt(request.user), reverse("submissions", args=[agreement.slug])
    if (saved := attempt.saved) is not None:
        messages.success(request, done)
        of = saved if isinstance(saved, Submission) else saved.submission
        return redirect(f"{back}#s-{of.public_id}")
    context = {
        "agreement": agreement,
        "form": form,
        "title": title,
        "conflict": attempt.conflict,
        "back": back,
    }
    return render(request, "partnerships/submissions/form.html", context, status=attempt.status)
