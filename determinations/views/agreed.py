"""Recording what the conference agreed on beside what the rules give."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.conflicts import Conflict
from determinations.access import get_review
from determinations.verdicts.agreeing import RoundClosed, agree, form_of
from determinations.verdicts.gathering import determined_in

from .pages import about_review, one_of, rules_of


@require_http_methods(["GET", "HEAD", "POST"])
def agreed(request: Any, slug: str, cycle_id: str, subject_id: str) -> Any:
    """By those who write the joint assessment, until somebody confirms it."""
    found = get_review(request.user, slug, cycle_id)
    rulebook = rules_of(found)
    joint = found.round.joint
    if joint is None or not joint.is_writer:
        raise PermissionDenied("Those who write the joint assessment record what was agreed.")
    one = one_of(determined_in(joint, rulebook), subject_id)
    if not found.may_agree:
        return _closed(request, found, one, found.why_not_agreed)
    conflict, status = None, 200
    if request.method == "POST":
        try:
            form = agree(joint, one.subject, one.computed, request.POST, by=request.user)
        except RoundClosed:
            return _closed(
                request, found, one, "The joint assessment was confirmed or made final a moment ago."
            )
        except Conflict as met:
            form = form_of(joint, one.subject, one.computed, request.POST)
            form.is_valid()
            form.see_what_stands()
            conflict, status = met, 409
        else:
            if not form.errors:
                messages.success(request, f"What was agreed for {one.subject} is recorded.")
                return redirect("determination", slug, cycle_id, subject_id)
            status = 422
    else:
        form = form_of(joint, one.subject, one.computed)
    context = about_review(found) | {"one": one, "subject": one.subject, "form": form, "conflict": conflict}
    return render(request, "determinations/agreed.html", context, status=status)


def _closed(request: Any, found: Any, one: Any, sentence: str) -> Any:
    """Nothing can be recorded now. What was typed is shown, to be kept elsewhere."""
    typed = [value for name in ("reason", "next_level_reason") if (value := request.POST.get(name))]
    context = about_review(found) | {"one": one, "subject": one.subject, "closed": sentence, "typed": typed}
    status = 409 if request.method == "POST" else 200
    return render(request, "determinations/agreed.html", context, status=status)
