"""The determinations of a partnership, of one review, and one of them whole."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organization
from assessments.rounds import rounds_of
from determinations.access import Review, get_review, review_of
from determinations.models import Option, Outcome
from determinations.rules.rulebook import Rulebook, rulebook_of
from determinations.verdicts.gathering import Determined, determined_in, events_of
from determinations.verdicts.history import Stage, lines_over, stage_of, standing_verdicts
from partnerships.access import get_partnership


@require_safe
def determinations(request: Any, slug: str) -> Any:
    """All reviews, and how the outcomes moved. The newest that is not final is worked out as it stands."""
    partnership = get_partnership(request.user, slug)
    outcomes = Outcome.objects.filter(edition__agreement=partnership.agreement_id)
    with_rules = dict(
        outcomes.values_list("edition", Exists(Option.objects.filter(edition=OuterRef("edition"))))
    )
    rows = partnership.assessments.for_rounds().with_partnership().newest_first()
    reviews = [
        review_of(one.seen_by(request.user))
        for one in rounds_of(partnership, rows)
        if one.cycle.edition_id in with_rules
    ]
    verdicts = standing_verdicts(partnership)
    frozen = {cycle for cycle, _ in verdicts}
    readable = {one.cycle.pk for one in reviews if one.readable}
    stages = {
        (cycle, verdict.determination.subject): stage_of(verdict)
        for (cycle, _), verdict in verdicts.items()
        if cycle in readable
    }
    current = next((one for one in reviews if one.readable and one.cycle.pk not in frozen), None)
    if current and current.assessment:
        for one in determined_in(current.assessment, rulebook_of(current.cycle.edition_id)):
            stages[current.cycle.pk, one.subject] = Stage(one.outcome, bool(one.agreed), is_frozen=False)
    oldest_first = reviews[::-1]
    context = _about(partnership) | {
        "reviews": oldest_first,
        "offers_options": any(with_rules.values()),
        "lines": [
            (line.subject, list(zip(oldest_first, line.stages, strict=True)))
            for line in lines_over([one.cycle for one in oldest_first], stages, partnership.partner)
        ],
        "waiting": [one for one in oldest_first if not one.readable],
    }
    return render(request, "determinations/determinations.html", context)


@require_safe
def review(request: Any, slug: str, cycle_id: str) -> Any:
    """Each subject of one review: its outcome, the counts, what was agreed, and the next steps."""
    found = get_review(request.user, slug, cycle_id)
    rulebook = rulebook_of(found.cycle.edition_id)
    context = about_review(found) | {"has_rules": bool(rulebook)}
    if rulebook and found.readable and found.assessment:
        context["determined"] = determined_in(found.assessment, rulebook)
        context["decisions"] = list(found.assessment.decisions.all()) if found.round.joint else []
    return render(request, "determinations/review.html", context)


@require_safe
def determination(request: Any, slug: str, cycle_id: str, subject_id: str) -> Any:
    """One determination with its whole working."""
    found = get_review(request.user, slug, cycle_id)
    rulebook = rules_of(found)
    context = about_review(found)
    if not (found.readable and found.assessment):
        context |= {"subject": subject_at(found, subject_id), "has_rules": True}
        return render(request, "determinations/review.html", context)
    one = one_of(determined_in(found.assessment, rulebook), subject_id)
    context |= {"one": one, "events": events_of(one.determination), "subject": one.subject}
    return render(request, "determinations/determination.html", context)


def rules_of(found: Review) -> Rulebook:
    rulebook = rulebook_of(found.cycle.edition_id)
    if not rulebook:
        raise Http404("This edition has no rules for determinations.")
    return rulebook


def one_of(determined: list[Determined], subject_id: str) -> Determined:
    found = next((one for one in determined if one.subject.public_id == subject_id), None)
    if found is None:
        raise Http404("There is no determination of it in this round.")
    return found


def subject_at(found: Review, subject_id: str) -> Organization:
    """The partner or one of its schools; nobody learns of others here."""
    partner = found.partnership.partner
    if partner.public_id == subject_id:
        return partner
    school = partner.children.filter(public_id=subject_id).first()
    if school is None:
        raise Http404("There is no determination of it in this round.")
    return school


def _about(partnership: Any) -> dict[str, Any]:
    return {"partnership": partnership, "section": "determinations"}


def about_review(found: Review) -> dict[str, Any]:
    return _about(found.partnership) | {"review": found, "cycle": found.cycle, "assessment": found.assessment}
